"""Which grid company owns the grid at a place. Concession areas are polygons kept as data; the postcode is a fallback."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from nettmelding.organisations.models import ConcessionArea, Organisation


@dataclass(frozen=True, slots=True)
class Candidates:
    """The grid companies a place may belong to; more than one means that the user is asked."""

    companies: tuple[Organisation, ...]
    by: str
    """`position`, `postcode`, or empty where none was found."""


def candidates(latitude: float | None, longitude: float | None, postcode: str = "") -> Candidates:
    """By position (EPSG:4326) where there is one, else by postcode."""
    return candidates_of([(latitude, longitude, postcode)])[0]


def candidates_of(places: Sequence[tuple[float | None, float | None, str]]) -> list[Candidates]:
    """The same for many places, each `(latitude, longitude, postcode)`, in one statement."""
    areas = list(ConcessionArea.objects.select_related("grid_company").order_by("grid_company__name"))
    return [_candidates(areas, *place) for place in places]


def outside(grid_company_id: UUID, positions: Sequence[tuple[float, float]]) -> bool:
    """Whether one of the positions (longitude, latitude) lies outside the company's areas; all do where none is known."""
    import shapely

    lon, lat = zip(*positions, strict=True)
    areas = [_geometry(json.dumps(one.polygon)) for one in ConcessionArea.objects.filter(grid_company=grid_company_id)]
    inside = [shapely.intersects_xy(area, lon, lat) for area in areas]
    return not inside or not all(any(one) for one in zip(*inside, strict=True))


def _candidates(
    areas: list[ConcessionArea], latitude: float | None, longitude: float | None, postcode: str
) -> Candidates:
    if latitude is not None and longitude is not None:
        inside = [area for area in areas if _covers(area, latitude, longitude)]
        if inside:
            return Candidates(_companies(inside), "position")
    served = [area for area in areas if postcode and postcode in area.postcodes]
    return Candidates(_companies(served), "postcode" if served else "")


def _companies(areas: list[ConcessionArea]) -> tuple[Organisation, ...]:
    return tuple({area.grid_company_id: area.grid_company for area in areas}.values())


def _covers(area: ConcessionArea, latitude: float, longitude: float) -> bool:
    import shapely

    return bool(shapely.intersects_xy(_geometry(json.dumps(area.polygon)), longitude, latitude))


@lru_cache(maxsize=512)
def _geometry(polygon: str) -> Any:
    """The prepared polygon; a changed one has another text and is prepared anew."""
    import shapely
    from shapely.geometry import shape

    geometry = shape(json.loads(polygon))
    shapely.prepare(geometry)
    return geometry
