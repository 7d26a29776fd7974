"""What overload protection (OV) is usual around a place, told so that no single installation can be read out of it.

The areas are tiles that do not overlap, the smallest that holds enough: asking from many places gives the same few figures,
never two that differ by a neighbour. Screened objects are not counted.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import TypeVar
from uuid import UUID

from nettmelding.grid import cells
from nettmelding.grid.cells import Box
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen

Value = TypeVar("Value", int, str)
FEWEST = 5
"""Installations behind a figure."""
ZOOMS = (16, 15, 14, 13)
"""Tiles of some 270 m, 540 m, 1.1 km and 2.2 km across in Trøndelag."""
_STEPS = (FEWEST, 10, 20, 50, 100, 200, 500)
"""A count is told as the largest of these it reaches."""
_MOST = 2_000
"""Installations that are looked at in one tile."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in an area. `median_a` is a size that is in use there."""

    network_system: str
    median_a: int
    commonest_a: int | None
    """In A, where one size stands alone at the top and enough have it."""
    at_least: int
    """Installations it rests on, rounded down."""


@dataclass(frozen=True, slots=True)
class _Row:
    ov_a: int
    network_system: str


def usual_ov(grid_company_id: UUID, latitude: float, longitude: float, network_system: str = "") -> Usual | None:
    """Around a position (EPSG:4326), among installations of the network system, or of the commonest there; None where too few
    are known within some two kilometres."""
    screened = _screened(grid_company_id)
    for box in _tiles(latitude, longitude):
        rows = _rows(grid_company_id, box, screened)
        wanted = network_system or _alone_at_the_top([row.network_system for row in rows if row.network_system]) or ""
        sizes = [row.ov_a for row in rows if row.network_system == wanted] if wanted else []
        if len(sizes) >= FEWEST:
            return Usual(wanted, median_low(sizes), _alone_at_the_top(sizes), _rounded_down(len(sizes)))
    return None


def _tiles(latitude: float, longitude: float) -> Iterator[Box]:
    """The tiles the position lies in, the smallest first."""
    x, y = cells.tile(cells.at(latitude, longitude))
    for zoom in ZOOMS:
        shift = cells.ZOOM - zoom
        left, top, side = x >> shift << shift, y >> shift << shift, (1 << shift) - 1
        first, last = cells.box(cells.number(left, top)), cells.box(cells.number(left + side, top + side))
        yield Box(first.min_x, last.min_y, last.max_x, first.max_y)


def _rows(grid_company_id: UUID, box: Box, screened: Collection[UUID | str]) -> list[_Row]:
    """By the index on company and position. A tile has its southern and western edge, not the others."""
    inside = Installation.objects.filter(
        grid_company_id=grid_company_id,
        latitude__gte=box.min_y,
        latitude__lt=box.max_y,
        longitude__gte=box.min_x,
        longitude__lt=box.max_x,
        ov_a__isnull=False,
    )
    found = inside.values_list("id", "address", "postcode", "ov_a", "network_system")[:_MOST]
    return [
        _Row(ov_a, system)
        for key, address, postcode, ov_a, system in found
        if ov_a is not None
        and (not screened or (key not in screened and screen_keys.of_address(address, postcode) not in screened))
    ]


def _screened(grid_company_id: UUID) -> frozenset[UUID | str]:
    """Keys of screened addresses, and installations with a screened metering point or meter."""
    keys = {
        key for screen in Screen.objects.filter(grid_company_id=grid_company_id) for key in screen_keys.keys_of(screen)
    }
    meters = [key.removeprefix(screen_keys.METER) for key in keys if key.startswith(screen_keys.METER)]
    if not meters:
        return frozenset(keys)
    points = MeteringPoint.objects.filter(grid_company_id=grid_company_id)
    named = points.filter(metering_point_id__in=meters) | points.filter(meter_number__in=meters)
    return frozenset({*keys, *named.values_list("installation_id", flat=True)})


def _alone_at_the_top(values: Sequence[Value]) -> Value | None:
    """The value most have, where enough have it and no other is as common."""
    counted = Counter(values).most_common(2)
    if not counted or counted[0][1] < FEWEST or (len(counted) > 1 and counted[0][1] == counted[1][1]):
        return None
    return counted[0][0]


def _rounded_down(count: int) -> int:
    return next((step for step, above in pairwise(_STEPS) if count < above), _STEPS[-1])
