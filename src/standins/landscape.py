"""The ground of the invented world, read from `nettmelding/demo/landscape.toml`. Needs no Django."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Metres = tuple[float, float]
"""East and north of the landscape's origin."""


@dataclass(frozen=True, slots=True)
class Road:
    """A road's middle. `kind`: county, street or track; `number`: what stands on its signs."""

    name: str
    kind: str
    points: tuple[Metres, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Something with an outline or a course; its name may be empty."""

    name: str
    points: tuple[Metres, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A name on the map. `size`: town, village, farm, hill or water."""

    name: str
    size: str
    at: Metres


@dataclass(frozen=True, slots=True)
class Landscape:
    """All of it. `coast`: the sea is south of it; `hills`: east, north, height and width, metres."""

    origin: tuple[float, float]
    metres_per_degree: tuple[float, float]
    coast: tuple[Metres, ...]
    plateau: float
    hills: tuple[tuple[float, float, float, float], ...]
    roads: tuple[Road, ...]
    lakes: tuple[Shape, ...]
    rivers: tuple[Shape, ...]
    islands: tuple[Shape, ...]
    fields: tuple[Shape, ...]
    built: tuple[Shape, ...]
    places: tuple[Place, ...]

    def road(self, name: str) -> Road:
        """The road so called; KeyError where there is none."""
        for road in self.roads:
            if road.name == name:
                return road
        raise KeyError(name)

    def metres(self, longitude: float, latitude: float) -> Metres:
        """Metres from the origin."""
        east, north = self.metres_per_degree
        return (longitude - self.origin[0]) * east, (latitude - self.origin[1]) * north

    def position(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Longitude and latitude, EPSG:4326, to a centimetre."""
        east, north = self.metres_per_degree
        return round(self.origin[0] + east_m / east, 7), round(self.origin[1] + north_m / north, 7)


@cache
def load() -> Landscape:
    """The landscape, read once."""
    raw = tomllib.loads(files("nettmelding.demo").joinpath("landscape.toml").read_text(encoding="utf-8"))
    return Landscape(
        origin=(raw["origin"][0], raw["origin"][1]),
        metres_per_degree=(raw["metres_per_degree"][0], raw["metres_per_degree"][1]),
        coast=_points(raw["coast"]),
        plateau=raw["plateau"],
        hills=tuple((east, north, height, width) for east, north, height, width in raw["hills"]),
        roads=tuple(
            Road(row["name"], row["class"], _points(row["points"]), row.get("number", "")) for row in raw["roads"]
        ),
        lakes=_shapes(raw["lakes"]),
        rivers=_shapes(raw["rivers"]),
        islands=_shapes(raw["islands"]),
        fields=_shapes(raw["fields"]),
        built=_shapes(raw["built"]),
        places=tuple(Place(row["name"], row["size"], (row["at"][0], row["at"][1])) for row in raw["places"]),
    )


def _shapes(rows: list[dict[str, Any]]) -> tuple[Shape, ...]:
    return tuple(Shape(row.get("name", ""), _points(row["points"])) for row in rows)


def _points(rows: list[list[float]]) -> tuple[Metres, ...]:
    return tuple((float(east), float(north)) for east, north in rows)
