"""A small made grid around a street that does not exist, as the API answers objects."""

from collections.abc import Sequence
from math import cos, radians
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse_lazy

from nettmelding.web.components.map.words import kinds, systems

LATITUDE, LONGITUDE = 63.7, 9.65
_DEGREE_M = 111_320
"""Metres in a degree of latitude, nearly."""

Offset = tuple[float, float]
"""Metres east and north of the middle."""

POINTS: tuple[tuple[str, str, Offset], ...] = (
    ("substation", "N120 Prøvevegen", (-120, 40)),
    ("transformer", "T120", (-128, 52)),
    ("cable_cabinet", "KS1042", (-20, 18)),
    ("cable_cabinet", "KS1043", (70, -24)),
    ("connection_cabinet", "TS77", (12, -32)),
    ("pole", "M 310", (-60, 95)),
    ("pole", "M 311", (0, 100)),
    ("pole", "M 312", (58, 92)),
    ("customer_point", "Prøvevegen 1", (2, 2)),
    ("customer_point", "Prøvevegen 3", (34, -48)),
    ("customer_point", "Prøvevegen 5 A", (96, -2)),
    ("customer_point", "Åsvegen 2", (66, 62)),
)
LINES: tuple[tuple[str, str, str, Sequence[Offset]], ...] = (
    ("cable", "K 2201", "it_230", ((-120, 40), (-80, 22), (-50, 16), (-20, 18))),
    ("cable", "K 2202", "it_230", ((-20, 18), (10, -10), (40, -20), (70, -24))),
    ("cable", "K 2310", "tn_c_s_400", ((-120, 40), (-90, -12), (-40, -40), (12, -32))),
    ("overhead_line", "L 31", "tt_230", ((-120, 40), (-60, 95), (0, 100), (58, 92))),
    ("service_line", "", "it_230", ((-20, 18), (-8, 8), (2, 2))),
    ("service_line", "", "tn_c_s_400", ((12, -32), (24, -44), (34, -48))),
    ("service_line", "", "it_230", ((70, -24), (90, -14), (96, -2))),
    ("service_line", "", "tt_230", ((58, 92), (66, 62))),
)


def objects() -> dict[str, Any]:
    """`{"items": […], "next": None}` of GeoJSON features."""
    return {"items": [*_lines(), *_points()], "next": None}


def maps() -> dict[str, Any]:
    return {"map_objects": reverse_lazy("components:map"), "map_kinds": kinds(), "map_systems": systems()}


def _points() -> list[dict[str, Any]]:
    return [_feature(kind, name, {"type": "Point", "coordinates": _place(at)}) for kind, name, at in POINTS]


def _lines() -> list[dict[str, Any]]:
    return [
        _feature(
            kind,
            name,
            {"type": "LineString", "coordinates": [_place(at) for at in way]},
            network_system=system,
            voltage_v="400" if "400" in system else "230",
        )
        for kind, name, system, way in LINES
    ]


def _feature(kind: str, name: str, geometry: dict[str, Any], **more: str) -> dict[str, Any]:
    id = str(uuid5(NAMESPACE_URL, f"{kind} {name} {geometry}"))
    names = dict(kinds())
    properties = {"id": id, "kind": kind, "kind_name": names[kind], "name": name, **more}
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": properties}


def _place(offset: Offset) -> list[float]:
    east, north = offset
    return [
        round(LONGITUDE + east / (_DEGREE_M * cos(radians(LATITUDE))), 7),
        round(LATITUDE + north / _DEGREE_M, 7),
    ]
