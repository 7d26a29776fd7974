"""One object: the panel beside the map, and the same as a page of its own."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nettmelding.grid import describing, queries, words
from nettmelding.grid.models import GridObject
from nettmelding.grid.seeing import View
from nettmelding.web.map import frame, object_panel
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest, page

OPEN = "objekt"
"""In the map's address: the object that stands open beside it."""


@require_GET
@on_map
def thing(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """Errors: NotFound for what may not be seen."""
    framed = frame.context(where)
    found = queries.get(where.view, object_id)
    context = {
        "where": where,
        "view": where.view,
        "object": found,
        "object_title": words.title(found),
        "geometry": _geometry(where.view, found),
        "description": (told := describing.describe(where.view, found)),
        "panel": bool(request.htmx),  # type: ignore[attr-defined]
        "error_href": where.beside("maperrors", "of-object", object_id),
        **object_panel.context(where, found, told),
    }
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "map/_panel.html", context)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    more: dict[str, Any] = {
        "map_href": f"{where.href('map')}?{OPEN}={object_id}",
        "list_href": where.href("list"),
    }
    return page(request, "map/thing.html", {**framed, **context, **more})


def _geometry(view: View, found: GridObject) -> str:
    """GeoJSON of what may be seen of it, for the map; empty for what has no place of its own."""
    import shapely

    if found.geometry is None:
        return ""
    geometry: str = shapely.to_geojson(queries.hit(view, found).geometry)
    return geometry
