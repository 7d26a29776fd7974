"""Ways along the roads of the landscape: where cables are laid and poles stand. Metres east and north of its origin."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from standins.landscape import Landscape, Metres

_JOINED_M = 1.0
"""Ends of roads nearer than this are one crossing."""


def length(line: Sequence[Metres]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def along(line: Sequence[Metres], metres: float, aside: float = 0.0) -> Metres:
    """The place so many metres from the beginning, `aside` to the left of the line."""
    left = max(0.0, min(metres, length(line)))
    for a, b in pairwise(line):
        piece = math.dist(a, b)
        if left <= piece or b == line[-1]:
            share = left / piece if piece else 0.0
            x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
            return x - (b[1] - a[1]) / piece * aside, y + (b[0] - a[0]) / piece * aside
        left -= piece
    raise ValueError("a line has at least two points")


def nearest(line: Sequence[Metres], place: Metres) -> tuple[float, float]:
    """Metres from the beginning to where the line is nearest to a place, and how far off that is."""
    best, walked = (0.0, math.inf), 0.0
    for a, b in pairwise(line):
        piece = math.dist(a, b)
        share = 0.0 if not piece else ((place[0] - a[0]) * (b[0] - a[0]) + (place[1] - a[1]) * (b[1] - a[1])) / piece**2
        share = max(0.0, min(1.0, share))
        off = math.dist(place, (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
        if off < best[1]:
            best = (walked + share * piece, off)
        walked += piece
    return best


@dataclass
class Roads:
    """The crossings and pieces of some roads, for finding ways."""

    landscape: Landscape
    names: Sequence[str]
    _next: dict[Metres, dict[Metres, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.names:
            for a, b in pairwise(self.landscape.road(name).points):
                self._join(self._known(a), self._known(b))

    def way(self, start: Metres, goal: Metres) -> list[Metres]:
        """From one place to another along the roads, with the places themselves at the ends."""
        begin, end = self._enter(start), self._enter(goal)
        found = self._shortest(begin, end)
        return [start, *found, goal] if found else [start, goal]

    def _enter(self, place: Metres) -> Metres:
        """The nearest place on a road, which is a crossing from now on."""
        pieces = [(a, b) for a, ends in self._next.items() for b in ends if a < b]
        a, b = min(pieces, key=lambda piece: nearest(piece, place)[1])
        metres, _off = nearest((a, b), place)
        here = along((a, b), metres)
        here = (round(here[0], 2), round(here[1], 2))
        if here not in (a, b):
            del self._next[a][b], self._next[b][a]
            self._join(a, here)
            self._join(here, b)
        return here

    def _known(self, place: Metres) -> Metres:
        return next((one for one in self._next if math.dist(one, place) < _JOINED_M), place)

    def _join(self, a: Metres, b: Metres) -> None:
        self._next.setdefault(a, {})[b] = self._next.setdefault(b, {})[a] = math.dist(a, b)

    def _shortest(self, start: Metres, goal: Metres) -> list[Metres]:
        waiting: list[tuple[float, Metres, list[Metres]]] = [(0.0, start, [start])]
        done: set[Metres] = set()
        while waiting:
            walked, at, way = heapq.heappop(waiting)
            if at == goal:
                return way
            if at in done:
                continue
            done.add(at)
            for there, metres in self._next.get(at, {}).items():
                heapq.heappush(waiting, (walked + metres, there, [*way, there]))
        return []
