"""The order in which a fitter drives between places: nearest neighbour, made better by turning stretches round (2-opt). Pure.

Croes, G. A. (1958): A method for solving traveling-salesman problems. A day has tens of places, so this takes milliseconds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
"""Mean radius (IUGG)."""
_BETTER = 1e-9
"""A way must be shorter by more than this, km, so that rounding does not go round in circles."""


@dataclass(frozen=True, slots=True)
class Place:
    """EPSG:4326."""

    latitude: float
    longitude: float


def distance_km(a: Place, b: Place) -> float:
    """As the crow flies."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def length_km(places: Sequence[Place | None]) -> float:
    """The way through them in that order; one whose place is not known is passed by."""
    known = [place for place in places if place is not None]
    return sum(distance_km(a, b) for a, b in pairwise(known))


def suggest(places: Sequence[Place | None], fixed: Collection[int] = ()) -> list[int]:
    """The places' numbers in a better order: a permutation of `range(len(places))`, never longer than the given order.

    `fixed`: those that keep their place in the row, such as one with an agreed time. One whose place is not known keeps its too.
    """
    given = list(range(len(places)))
    held = set(fixed) | {number for number, place in enumerate(places) if place is None}
    best = min(
        (_turned(way, places, held) for way in (given, _nearest(places, held))), key=lambda way: _length(way, places)
    )
    return best if _length(best, places) < _length(given, places) - _BETTER else given


def _length(way: Sequence[int], places: Sequence[Place | None]) -> float:
    return length_km([places[number] for number in way])


def _nearest(places: Sequence[Place | None], held: set[int]) -> list[int]:
    """From each to the nearest that is left, in the places that are free."""
    left = [number for number in range(len(places)) if number not in held]
    way: list[int] = []
    here: Place | None = None
    for number in range(len(places)):
        if number in held:
            chosen = number
        else:
            chosen = min(left, key=lambda one: _from(here, places[one]))
            left.remove(chosen)
        way.append(chosen)
        here = places[chosen] or here
    return way


def _from(here: Place | None, place: Place | None) -> float:
    return distance_km(here, place) if here and place else 0.0


def _turned(way: Sequence[int], places: Sequence[Place | None], held: set[int]) -> list[int]:
    """Turn stretches round, and let two change places, as long as it gets shorter; what is held stays where it is."""
    best, shortest = list(way), _length(way, places)
    is_better = True
    while is_better:
        is_better = False
        for first in range(len(best) - 1):
            for last in range(first + 1, len(best)):
                for tried in _changed(best, first, last, held):
                    length = _length(tried, places)
                    if length < shortest - _BETTER:
                        best, shortest, is_better = tried, length, True
    return best


def _changed(way: list[int], first: int, last: int, held: set[int]) -> list[list[int]]:
    found = []
    if held.isdisjoint(way[first : last + 1]):
        found.append([*way[:first], *reversed(way[first : last + 1]), *way[last + 1 :]])
    if way[first] not in held and way[last] not in held:
        changed = list(way)
        changed[first], changed[last] = changed[last], changed[first]
        found.append(changed)
    return found
