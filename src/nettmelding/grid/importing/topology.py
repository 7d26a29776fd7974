"""How the objects of a file hang together: which node each end of a line is, and which part of the network all belong to.

A line's end is the object it names; where it names none, the object within reach; where there is none, the end of another
line at the same place. Objects at a point are nodes by their place in the edition; joints are numbered after all of them.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nettmelding.grid.importing.places import metric
from nettmelding.grid.importing.report import Finding, Report
from nettmelding.grid.models import LINES, Kind

REACH_M = 1.0
"""How far from an object, or from another line, a line may end and still be connected to it."""
STATION_M = 5.0
"""How far from its substation a transformer may be drawn that does not name it."""
FAR_M = 50.0
"""Farther from the object it names than this, and one of the two is wrong: told, and the name is believed."""
_NONE = -1
_FIRST = {
    Kind.CABLE_CABINET: 0,
    Kind.CONNECTION_CABINET: 0,
    Kind.SUBSTATION: 1,
    Kind.TRANSFORMER: 2,
    Kind.CUSTOMER_POINT: 3,
}
"""Of several objects in reach, the lowest; poles last."""


@dataclass(slots=True)
class Network:
    """By an object's place in the edition: nodes and part of the network, -1 for none."""

    from_node: Any
    to_node: Any
    feeder: Any


@dataclass(slots=True)
class Topology:
    """What is needed of each object, added in the edition's order; `solve` when all are there."""

    report: Report
    kinds: list[str] = field(default_factory=list)
    external_ids: list[str] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    rows: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[float]" = field(default_factory=lambda: array("d"))
    """Four numbers an object: longitude and latitude of its beginning and of its end; the same for a point."""
    references: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Of lines: the external ids of both ends; of transformers: the substation they stand in, and nothing."""
    open: set[int] = field(default_factory=set)
    _named: dict[str, int] = field(default_factory=dict)
    _ambiguous: set[str] = field(default_factory=set)

    def add(
        self,
        kind: str,
        external_id: str,
        ends: tuple[float, float, float, float],
        layer: str,
        row: int,
        references: tuple[str, str] = ("", ""),
        *,
        is_open: bool = False,
    ) -> None:
        """One object. Its place is how many were added before it."""
        place = len(self.kinds)
        self.kinds.append(kind)
        self.external_ids.append(external_id)
        self.layers.append(layer)
        self.rows.append(row)
        self.ends.extend(ends)
        if any(references):
            self.references[place] = references
        if is_open:
            self.open.add(place)
        if kind not in LINES and self._named.setdefault(external_id, place) != place:
            self._ambiguous.add(external_id)

    def solve(self) -> Network:
        """Nodes and parts of the network, and the report's findings about them."""
        count = len(self.kinds)
        ends = np.array(self.ends).reshape(count, 4)
        from_node, to_node = np.full(count, _NONE, dtype=np.int64), np.full(count, _NONE, dtype=np.int64)
        lines = [place for place in range(count) if self.kinds[place] in LINES]
        points = [place for place in range(count) if self.kinds[place] not in LINES]
        node_of = self._points(points, ends)
        for place in points:
            from_node[place] = node_of.get(place, place)
        wanted = self._named_ends(lines, ends, from_node, to_node)
        self._reached_ends(wanted, points, ends, from_node, to_node)
        feeder = self._parts(lines, points, from_node, to_node)
        return Network(from_node, to_node, feeder)

    def _points(self, points: list[int], ends: Any) -> dict[int, int]:
        """Transformers that share their substation's node: those that are alone in it."""
        transformers: dict[int, list[int]] = {}
        silent: list[int] = []
        for place in points:
            if self.kinds[place] != Kind.TRANSFORMER:
                continue
            if place not in self.references:
                silent.append(place)
            elif (station := self._look_up(place, self.references[place][0])) != _NONE:
                transformers.setdefault(station, []).append(place)
        for place, station in self._standing_in(silent, points, ends):
            transformers.setdefault(station, []).append(place)
        return {those[0]: station for station, those in transformers.items() if len(those) == 1}

    def _standing_in(self, silent: list[int], points: list[int], ends: Any) -> list[tuple[int, int]]:
        """Of transformers that name no substation, the one they are drawn in."""
        import shapely

        stations = [place for place in points if self.kinds[place] == Kind.SUBSTATION]
        if not silent or not stations:
            return []
        tree = shapely.STRtree(shapely.points(metric(ends[stations, :2])))
        whose, hit = tree.query_nearest(
            shapely.points(metric(ends[silent, :2])), max_distance=STATION_M, all_matches=False
        )
        return [(silent[one], stations[other]) for one, other in zip(whose.tolist(), hit.tolist(), strict=True)]

    def _named_ends(self, lines: list[int], ends: Any, from_node: Any, to_node: Any) -> list[tuple[int, int]]:
        """Ends that name their object; returns the others as (place, 0 for the beginning or 1 for the end)."""
        left, named = [], []
        for place in lines:
            for side, reference in enumerate(self.references.get(place, ("", ""))):
                found = self._look_up(place, reference) if reference else _NONE
                if found == _NONE:
                    left.append((place, side))
                else:
                    (to_node if side else from_node)[place] = from_node[found]
                    named.append((place, found))
        if named:
            of_line, of_point = np.array(named).T
            target = metric(ends[of_point, :2])
            near = np.minimum(*(np.hypot(*(metric(ends[of_line, at : at + 2]) - target).T) for at in (0, 2)))
            for at in np.flatnonzero(near > FAR_M):
                self._tell("far_reference", int(of_line[at]), f"{near[at]:.0f} m → {self.external_ids[of_point[at]]}")
        return left

    def _look_up(self, place: int, reference: str) -> int:
        found = self._named.get(reference, _NONE)
        if found == _NONE:
            self._tell("unknown_reference", place, reference)
        elif reference in self._ambiguous:
            self._tell("ambiguous_reference", place, reference)
            return _NONE
        return found

    def _reached_ends(
        self, wanted: list[tuple[int, int]], points: list[int], ends: Any, from_node: Any, to_node: Any
    ) -> None:
        import shapely

        if not wanted:
            return
        at = np.array(wanted)
        places, sides = at[:, 0], at[:, 1]
        xy = metric(np.column_stack([ends[places, sides * 2], ends[places, sides * 2 + 1]]))
        spots = shapely.points(xy)
        found = np.full(len(at), _NONE, dtype=np.int64)
        drawn = [place for place in points if np.isfinite(ends[place, 0])]
        if drawn:
            candidates = np.array(drawn)
            tree = shapely.STRtree(shapely.points(metric(ends[candidates, :2])))
            whose, hit = tree.query_nearest(spots, max_distance=REACH_M)
            rank = np.array([_FIRST.get(Kind(self.kinds[point]), 4) for point in drawn])
            for index in np.lexsort((-rank[hit], whose)):  # the lowest rank is written last
                found[whose[index]] = from_node[candidates[hit[index]]]
        self._joints(np.flatnonzero(found == _NONE), spots, places, found)
        for index, (place, side) in enumerate(wanted):
            (to_node if side else from_node)[place] = found[index]

    def _joints(self, left: Any, spots: Any, places: Any, found: Any) -> None:
        """Ends at the same place become one node; one that is alone leads nowhere."""
        import shapely

        if not len(left):
            return
        groups = _Groups(len(left))
        one, other = shapely.STRtree(spots[left]).query(spots[left], predicate="dwithin", distance=REACH_M)
        for a, b in zip(one.tolist(), other.tolist(), strict=True):
            groups.join(a, b)
        tops = [groups.top(number) for number in range(len(left))]
        sizes = Counter(tops)
        for number, top in enumerate(tops):
            found[left[number]] = len(self.kinds) + top
            if sizes[top] == 1:
                self._tell("dangling_end", int(places[left[number]]))

    def _parts(self, lines: list[int], points: list[int], from_node: Any, to_node: Any) -> Any:
        """The part of the network of each object, by its transformer; what closes a ring is told."""
        highest = int(max(from_node.max(initial=0), to_node.max(initial=0))) + 1
        groups = _Groups(highest)
        pairs: set[tuple[int, int]] = set()
        starts, stops = from_node.tolist(), to_node.tolist()
        for place in lines:
            if place in self.open:
                continue
            a, b = starts[place], stops[place]
            pair = (min(a, b), max(a, b))
            if not groups.join(a, b) and (a == b or pair not in pairs):
                self._tell("loop", place)
            pairs.add(pair)
        feeders: dict[int, int] = {}
        for place in points:
            if self.kinds[place] == Kind.TRANSFORMER:
                top = groups.top(starts[place])
                if feeders.setdefault(top, place) != place:
                    self._tell("several_transformers", place)
        feeder = np.array([feeders.get(groups.top(node), _NONE) for node in starts], dtype=np.int64)
        for place in points:
            if self.kinds[place] == Kind.CUSTOMER_POINT and feeder[place] == _NONE:
                self._tell("no_transformer", place)
        return feeder

    def _tell(self, code: str, place: int, detail: str = "") -> None:
        at = self.ends[place * 4 : place * 4 + 2]
        known = at[0] == at[0]
        self.report.add(
            Finding(
                code,
                self.layers[place],
                self.rows[place],
                self.external_ids[place],
                detail,
                at[1] if known else None,
                at[0] if known else None,
            )
        )


class _Groups:
    """Numbers that are joined to one another (union-find with path halving)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def top(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, other: int) -> bool:
        """Whether they were apart."""
        one, other = self.top(one), self.top(other)
        if one == other:
            return False
        self._above[max(one, other)] = min(one, other)
        return True


def references_of(kind: str, facts: dict[str, Any]) -> tuple[str, str]:
    """What an object says it is connected to."""
    if kind in LINES:
        return facts.get("from_id", ""), facts.get("to_id", "")
    if kind == Kind.TRANSFORMER:
        return facts.get("substation_id", ""), ""
    return "", ""


def unmarked(values: Any) -> Iterable[int | None]:
    """Numbers as the table keeps them: None for none."""
    return (None if value == _NONE else value for value in values.tolist())
