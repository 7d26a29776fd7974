"""What is drawn in the map as a small drawing on paper: marks with names and lengths, north, a scale, and the address."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nettmelding.grid.earth import metres_per_degree
from nettmelding.notices.catalogue import marks
from nettmelding.notices.catalogue.marks import NAMES, Mark, Position, What
from nettmelding.notices.map_marks import PATH

WIDE, HIGH = 640, 400
_EDGE = 60
_LEAST_M = 30.0
_SCALE_PX = 120
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One mark in pixels. `points`: as SVG writes them, of a line; else empty."""

    label: str
    x: float
    y: float
    points: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing of `WIDE` by `HIGH` pixels. `scale_px` is how long `scale_m` metres are; `home` is the address."""

    drawn: tuple[Drawn, ...]
    home: tuple[float, float] | None
    scale_px: float
    scale_m: float
    said: tuple[str, ...]

    @property
    def box(self) -> str:
        return f"0 0 {WIDE} {HIGH}"

    @property
    def scale_text(self) -> str:
        return marks.metres(self.scale_m)


def of(answers: dict[str, Any]) -> Sketch | None:
    """The drawing of the marks in answers as they were sent; None where there are none."""
    drawn = marks.marks_of(answers.get(PATH))
    if not drawn:
        return None
    place = answers.get("site.address") or {}
    home = (place["lon"], place["lat"]) if isinstance(place.get("lon"), float) and place.get("lat") else None
    at, metre = _scaled([*(point for mark in drawn for point in mark.points), *([home] if home else [])])
    length = _round(_SCALE_PX / metre)
    return Sketch(
        drawn=tuple(_drawn(mark, at) for mark in drawn),
        home=at(home) if home else None,
        scale_px=round(length * metre, 1),
        scale_m=length,
        said=tuple(marks.said(mark) for mark in drawn),
    )


def _scaled(places: Sequence[Position]) -> tuple[Any, float]:
    """How a position becomes pixels, and how many pixels a metre is."""
    west, east = min(x for x, _y in places), max(x for x, _y in places)
    south, north = min(y for _x, y in places), max(y for _x, y in places)
    middle = ((west + east) / 2, (south + north) / 2)
    wide, high = (float(one) for one in metres_per_degree(middle[1]))
    metre = min(
        (WIDE - 2 * _EDGE) / max((east - west) * wide, _LEAST_M),
        (HIGH - 2 * _EDGE) / max((north - south) * high, _LEAST_M),
    )

    def at(place: Position) -> tuple[float, float]:
        x, y = (place[0] - middle[0]) * wide * metre, (place[1] - middle[1]) * high * metre
        return round(WIDE / 2 + x, 1), round(HIGH / 2 - y, 1)

    return at, metre


def _drawn(mark: Mark, at: Any) -> Drawn:
    places = [at(point) for point in mark.points]
    x, y = places[len(places) // 2]
    name = "" if mark.what is What.TEXT else str(NAMES[mark.what])
    length = marks.metres(mark.length_m) if mark.is_line else ""
    label = ", ".join(filter(None, [name, length, mark.text]))
    return Drawn(label, x, y, " ".join(f"{px},{py}" for px, py in places) if mark.is_line else "")


def _round(most: float) -> float:
    """The largest of 1, 2, 5, 10, … that is at most so much."""
    power = 10.0 ** math.floor(math.log10(most))
    return power * max(one for one in _ROUND if one * power <= most)
