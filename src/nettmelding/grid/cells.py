"""The tiles of zoom 16 (web mercator, EPSG:3857), by which objects are found and shown: some 270 m wide in Trøndelag."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

ZOOM = 16
SIDE = 1 << ZOOM
"""Tiles along each axis."""
_SOUTHERNMOST = 85.05112877980659


@dataclass(frozen=True, slots=True)
class Box:
    """A box of positions, degrees in EPSG:4326."""

    min_x: float
    min_y: float
    max_x: float
    max_y: float


def number(x: int, y: int) -> int:
    """The tile as one number."""
    return y * SIDE + x


def tile(cell: int) -> tuple[int, int]:
    """The tile (x, y) that is so numbered."""
    return cell % SIDE, cell // SIDE


def column(longitude: float) -> float:
    """Where a longitude lies among the tiles, in tiles from the west."""
    return (longitude + 180) / 360 * SIDE


def row(latitude: float) -> float:
    """Where a latitude lies among the tiles, in tiles from the north."""
    latitude = max(-_SOUTHERNMOST, min(_SOUTHERNMOST, latitude))
    return (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * SIDE


def at(latitude: float, longitude: float) -> int:
    """The cell a position lies in."""
    return number(_within(column(longitude)), _within(row(latitude)))


def of_box(box: Box) -> list[int]:
    """The cells a box touches, row by row."""
    left, right = _within(column(box.min_x)), _within(column(box.max_x))
    top, bottom = _within(row(box.max_y)), _within(row(box.min_y))
    return [number(x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]


def count(box: Box) -> int:
    """How many cells a box touches, without listing them."""
    wide = _within(column(box.max_x)) - _within(column(box.min_x)) + 1
    return wide * (_within(row(box.min_y)) - _within(row(box.max_y)) + 1)


def box(cell: int) -> Box:
    """The box of a cell."""
    x, y = tile(cell)
    return Box(_longitude(x), _latitude(y + 1), _longitude(x + 1), _latitude(y))


def below(zoom: int, x: int, y: int) -> Iterator[int]:
    """The cells that a tile of a lower zoom covers, or the one that a tile of a higher zoom lies in."""
    if zoom >= ZOOM:
        yield number(x >> (zoom - ZOOM), y >> (zoom - ZOOM))
        return
    times = 1 << (ZOOM - zoom)
    for below_y in range(y * times, (y + 1) * times):
        for below_x in range(x * times, (x + 1) * times):
            yield number(below_x, below_y)


def _within(place: float) -> int:
    return max(0, min(SIDE - 1, math.floor(place)))


def _longitude(x: int) -> float:
    return x / SIDE * 360 - 180


def _latitude(y: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / SIDE))))
