"""A made grid over a few kilometres, scattered at random, and what is known of it without asking the program."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely

from nettmelding.grid import editions
from nettmelding.grid.identity import object_id
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.models import Edition
from nettmelding.organisations.models import Organisation

SOUTH_WEST = (63.690, 9.630)
"""Latitude and longitude; the demonstration's Eksempelvik lies within."""
NORTH_EAST = (63.710, 9.680)
POINTS = {"cable_cabinet": 60, "customer_point": 120, "pole": 40, "substation": 6}
LINES = {"cable": 60, "service_line": 60}


@dataclass(frozen=True)
class Known:
    """One object as the test knows it."""

    id: UUID
    kind: str
    external_id: str
    geometry: Any


def scattered(seed: int, addresses: dict[str, tuple[float, float]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A GeoJSON collection, and by external id what is in it. `addresses` become customer points, with a service line each."""
    chance = random.Random(seed)

    def anywhere() -> tuple[float, float]:
        return (
            chance.uniform(SOUTH_WEST[1], NORTH_EAST[1]),
            chance.uniform(SOUTH_WEST[0], NORTH_EAST[0]),
        )

    features: list[dict[str, Any]] = []

    def put(kind: str, geometry: Any, **facts: Any) -> None:
        external = f"{kind}-{len(features)}"
        properties = {"kind": kind, "id": external, "navn": external, **facts}
        features.append({"type": "Feature", "geometry": shapely.geometry.mapping(geometry), "properties": properties})

    for kind, count in POINTS.items():
        for _number in range(count):
            put(kind, shapely.Point(anywhere()))
    for kind, count in LINES.items():
        for _number in range(count):
            start = anywhere()
            step = [(chance.uniform(-0.004, 0.004), chance.uniform(-0.002, 0.002)) for _part in range(2)]
            put(kind, shapely.LineString([start, *((start[0] + x, start[1] + y) for x, y in step)]))
    for address, (latitude, longitude) in addresses.items():
        put("customer_point", shapely.Point(longitude, latitude), adresse=address)
        put("service_line", shapely.LineString([(longitude, latitude), (longitude + 0.0005, latitude + 0.0003)]))
    known = {one["properties"]["id"]: one for one in features}
    return {"type": "FeatureCollection", "features": features}, known


def laid(
    company: Organisation, folder: Path, seed: int, addresses: dict[str, tuple[float, float]]
) -> tuple[Edition, list[Known]]:
    """The scattered grid in force at a company."""
    content, known = scattered(seed, addresses)
    path = folder / "nett.geojson"
    path.write_text(json.dumps(content), "utf-8")
    operator = editions.operator(company.id, company.name)
    edition = editions.make(operator, [path], FileWords())
    editions.take_over(operator, edition.id)
    return edition, [
        Known(
            object_id(company.id, one["properties"]["kind"], external),
            one["properties"]["kind"],
            external,
            shapely.geometry.shape(one["geometry"]),
        )
        for external, one in known.items()
    ]
