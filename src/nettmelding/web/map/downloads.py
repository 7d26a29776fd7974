"""Values as files, and the way to the transformer as a list and for the map."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from nettmelding.core.errors import NotFound
from nettmelding.core.text import fold
from nettmelding.grid import queries, value_files, values, ways
from nettmelding.grid.figures import STATE_NAMES
from nettmelding.grid.network import NORMAL
from nettmelding.grid.ways import WayUp
from nettmelding.web.map import frame
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest, page

STATE = "kobling"


@require_GET
@on_map
def values_csv(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """Errors: NotFound; NotAllowed where the grid company forbids it; TooMany."""
    at = _at(where, object_id)
    return _file(value_files.as_csv(where.view, at), at.title, "csv", "text/csv; charset=utf-8")


@require_GET
@on_map
def values_json(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """Errors: NotFound; NotAllowed where the grid company forbids it; TooMany."""
    at = _at(where, object_id)
    return _file(value_files.as_json(where.view, at), at.title, "json", "application/json")


@require_GET
@on_map
def way(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """The way as a list. Errors: NotFound where there is none."""
    framed = frame.context(where)
    found = _way(request, where, object_id)
    context: dict[str, Any] = {
        "where": where,
        "object_title": found.title,
        "object_href": where.href("object", object_id),
        "way": found,
        "steps": _linked(where, found),
        "others": [
            (STATE_NAMES.get(state, state), f"{where.href('way', object_id)}?{STATE}={state}")
            for state in found.states
            if state != found.state
        ],
    }
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "map/object_way.html", context)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    return page(request, "map/object_way_page.html", {**framed, **context})


@require_GET
@on_map
def way_places(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """The places of the way for the map: only those that may be seen. Errors: NotFound where there is none."""
    answer = JsonResponse({"items": ways.features(_way(request, where, object_id)), "next": None})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _way(request: ActingRequest, where: Where, object_id: UUID) -> WayUp:
    return ways.way_up(where.view, queries.get(where.view, object_id), request.GET.get(STATE, NORMAL))


def _linked(where: Where, found: WayUp) -> list[dict[str, Any]]:
    return [
        {"row": row, "href": where.href("object", row.object_id) if row.object_id is not None else ""}
        for row in found.rows
    ]


def _at(where: Where, object_id: UUID) -> values.ShortCircuit:
    found = queries.get(where.view, object_id)
    if found.kind not in values.WITH_VALUES:
        raise NotFound
    return values.values_at(where.view, found)


def _file(content: bytes, title: str, extension: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    name = f"kortslutning-{slugify(fold(title))}.{extension}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
