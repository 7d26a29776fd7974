"""The map itself, and the line that stands on it on paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError
from nettmelding.core.settings import env
from nettmelding.grid import looks, queries, tiles
from nettmelding.grid.seeing import Reach
from nettmelding.notices import labels
from nettmelding.web import words
from nettmelding.web.map import frame, marks, sight
from nettmelding.web.map.sight import Sight
from nettmelding.web.map.things import OPEN
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest, page

BASE = "/v1/wmts/1.0.0/{layer}/default/webmercator/{z}/{y}/{x}.png"
"""Of Kartverket's cached tiles; see `cache.kartverket.no`."""
DRAFT_RADIUS = "200"
"""Metres: as far as `grid.seeing.NEAR_M` shows anything."""


@require_GET
@on_map
def chart(request: ActingRequest, where: Where) -> HttpResponseBase:
    """The map, placed at the case; with `?objekt=` an object stands open beside it."""
    framed = frame.context(where)
    seen = sight.of(where)
    context = {
        **framed,
        "sight": seen,
        "list_href": where.href("list"),
        "find_href": where.href("find"),
        "object_href": where.href("object", UUID(int=0)),
        "objects_href": where.api("objects"),
        "area_href": where.api("objects/search"),
        "address_href": sight.address_href(where),
        "open_key": OPEN,
        "error_href": where.beside("maperrors", "of-place"),
        "looks_href": where.looks_href,
        "open_id": _open_id(request),
        "map_label": _label(where),
        "place_name": labels.address(where.notice) if where.notice else "",
        **marks.context(where),
        **_drawn(where, seen),
    }
    return page(request, "map/map.html", context)


@require_POST
@on_map
def prints(request: ActingRequest, where: Where) -> HttpResponseBase:
    """Writes down that the map is put on paper, and answers the line that stands on it. JSON, for the map's script."""
    try:
        queries.note(where.view, looks.What.PRINTS)
    except AppError as error:
        problem = {"title": error.message, "detail": error.message, "status": error.status, "code": error.code}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    return JsonResponse({"line": duty_line(request.actor)})


def duty_line(actor: Actor) -> str:
    """Who took a piece of the grid out, when, and that it is not to be passed on."""
    now = clock.now()
    known = {"name": actor.name, "day": words.whole_day(now), "time": f"{clock.oslo(now):%H.%M}"}
    return _("Hentet ut av %(name)s %(day)s kl. %(time)s. Taushetsbelagt etter energiloven § 9-3.") % known


def _drawn(where: Where, seen: Sight) -> dict[str, Any]:
    """How the objects come: as tiles, or, where only the nearest few show, as GeoJSON."""
    view = seen.view
    drawn: dict[str, Any] = {
        "base_href": f"{env.tiles_url}{BASE}",
        "tiles": "",
        "tiles_from": tiles.LAST_ZOOM,
        "objects": "",
        "prints": view is not None and view.rules.prints,
        "print_href": where.href("prints"),
        "duty_line": duty_line(where.actor),
    }
    if view is None:
        return drawn
    if view.reach is Reach.NEAREST:
        return {**drawn, "objects": where.api("objects", radius=DRAFT_RADIUS)}
    if view.reach is Reach.ALL:
        drawn["tiles_from"] = tiles.FIRST_ZOOM
    return {**drawn, "tiles": where.api("tiles/{z}/{x}/{y}.mvt")}


def _label(where: Where) -> str:
    place = labels.address(where.notice) if where.notice else ""
    return _("Kart over nettet ved %(place)s") % {"place": place} if place else _("Kart over nettet")


def _open_id(request: ActingRequest) -> str:
    try:
        return str(UUID(request.GET.get(OPEN, "")))
    except ValueError:
        return ""
