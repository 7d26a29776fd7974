"""The map beside a list: the things of the list, drawn over the edition that is in force."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, reverse

from nettmelding.core.settings import env
from nettmelding.grid import duty, editions, tiles
from nettmelding.web.map.views import BASE
from nettmelding.web.map.where import BACK
from nettmelding.web.pages import ActingRequest

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the list. `geometry`: GeoJSON, degrees in EPSG:4326; None where it has no place. `kind`: for its symbol."""

    id: str
    title: str
    details: Sequence[str] = field(default_factory=list)
    geometry: dict[str, Any] | None = None
    kind: str = ""


def on_duty(
    view: Callable[Concatenate[ActingRequest, P], HttpResponse],
) -> Callable[Concatenate[ActingRequest, P], HttpResponse]:
    """Who has not accepted the duty of secrecy yet reads it first, and comes back."""

    @wraps(view)
    def guarded(request: ActingRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not duty.accepted(request.actor):
            asked = urlencode({BACK: request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('map:company-duty')}?{asked}")
        return view(request, *args, **kwargs)

    return guarded


def drawn(request: ActingRequest, things: Sequence[Thing]) -> dict[str, Any]:
    """For `admin/_grid_import_map.html`; no map where nothing has a place."""
    placed = [thing for thing in things if thing.geometry]
    if not placed:
        return {"has_map": False}
    in_force = editions.in_force(request.actor.organisation)
    longitude, latitude = _first(placed[0].geometry)
    return {
        "has_map": True,
        "latitude": latitude,
        "longitude": longitude,
        "base_href": f"{env.tiles_url}{BASE}",
        "tiles": f"{get_script_prefix()}api/v1/grid/tiles/{{z}}/{{x}}/{{y}}.mvt" if in_force else "",
        "tiles_from": tiles.FIRST_ZOOM,
        "marks": {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": thing.id,
                    "geometry": thing.geometry,
                    "properties": {"id": thing.id, "text": thing.title, "symbol": "dot" if thing.kind else "fault"},
                }
                for thing in placed
            ],
        },
    }


def _first(geometry: dict[str, Any] | None) -> tuple[float, float]:
    """Longitude and latitude of the first position."""
    position: Any = geometry["coordinates"] if geometry else (0.0, 0.0)
    while not isinstance(position[0], int | float):
        position = position[0]
    return position[0], position[1]
