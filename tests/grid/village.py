"""A small grid to be written to files: a substation with its transformer, three cabinets, and customers on service lines."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

EAST, NORTH = 9.65, 63.70
Layers = dict[str, list[dict[str, Any]]]


def at(east_m: float, north_m: float) -> tuple[float, float]:
    """A position so many metres from the middle of the village: longitude, latitude."""
    return EAST + east_m / 49_470, NORTH + north_m / 111_480


def village() -> Layers:
    """Layers with rows; `place` is a list of positions, one for a point."""
    cabinets = [("KS1", 0.0), ("KS2", 100.0), ("KS3", 200.0)]
    layers: Layers = {
        "substation": [{"id": "NS1", "navn": "Prestegata", "place": [at(-100, 0)], "sk_max_mva": 300.0, "sk_min_mva": 150.0,
                        "source_rx_ratio": 0.3}],
        "transformer": [{"id": "T1", "nettstasjon": "NS1", "kva": 315.0, "uk": 4.5, "pk": 3.2, "u1": 22.0, "u2": 0.24,
                         "nettsystem": "IT 230 V", "place": [at(-100, 0)]}],
        "kabelskap": [{"id": name, "navn": f"{name[:2]} {name[2:]}", "kanbetjenes": "ja" if name == "KS2" else "nei",
                       "place": [at(east, 0)]} for name, east in cabinets],
        "kabel": [
            {"id": f"K{number}", "fra": start, "til": stop, "type": "TFXP 4x150 Al", "lengde": 105.0,
             "place": [at(100.0 * number - 200, 0), at(100.0 * number - 100, 0)]}
            for number, (start, stop) in enumerate([("NS1", "KS1"), ("KS1", "KS2"), ("KS2", "KS3")], start=1)
        ],
        "stikkledning": [], "kundepunkt": [], "kurs": [],
    }  # fmt: skip
    for number, (name, east) in enumerate(cabinets * 3, start=1):
        house = at(east + 5, 10.0 * number)
        layers["stikkledning"].append(
            {"id": f"S{number}", "type": "PFSP 4x16 Cu", "lengde": None, "place": [at(east, 0), house]}
        )
        layers["kundepunkt"].append({"id": f"P{number}", "adresse": f"Prestegata {number}", "place": [house]})
        layers["kurs"].append(
            {"skap": name, "nummer": str(number), "sikring": 63, "sikringstype": "gG", "mater": f"S{number}"}
        )
    return layers


def geopackage(path: Path, layers: Mapping[str, Sequence[Mapping[str, Any]]], projection: str = "EPSG:25833", *,
               swap: bool = False, drop: Sequence[str] = ()) -> Path:  # fmt: skip
    """Write the layers as GeoPackage. `drop`: layers left out."""
    from pyogrio.raw import write

    for layer, rows in layers.items():
        if not rows or layer in drop:
            continue
        fields = sorted({name for row in rows for name in row} - {"place"})
        data = [np.array([row.get(name) for row in rows], dtype=object) for name in fields]
        data = [_numbers(column) for column in data]
        places = [_geometry(row.get("place"), projection, swap) for row in rows] if "place" in rows[0] else None
        write(
            path,
            None
            if places is None
            else np.array([None if p is None else shapely.to_wkb(p) for p in places], dtype=object),
            data,
            fields,
            layer=layer,
            driver="GPKG",
            geometry_type=None if places is None else "Unknown",
            crs=None if places is None else projection,
            append=path.exists(),
        )
    return path


def geojson(path: Path, layers: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """All layers as one collection of features, each with its `kind`."""
    features = []
    for layer, rows in layers.items():
        for row in rows:
            geometry = _geometry(row["place"], "EPSG:4326", False).__geo_interface__ if row.get("place") else None
            properties = {"kind": layer, **{name: value for name, value in row.items() if name != "place"}}
            features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return path


def csv(folder: Path, layers: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Path]:
    """One file a layer, in EPSG:25833: points by `x` and `y`, lines by WKT; decimal commas."""
    paths = []
    for layer, rows in layers.items():
        lines = []
        fields = sorted({name for row in rows for name in row} - {"place"})
        is_line = bool(rows[0].get("place")) and len(rows[0]["place"]) > 1
        places = ["wkt"] if is_line else ["x", "y"] if "place" in rows[0] else []
        for row in rows:
            cells = ["" if row.get(name) is None else str(row[name]).replace(".", ",") for name in fields]
            if is_line:
                cells.append(_geometry(row["place"], "EPSG:25833", False).wkt)
            elif places:
                point = _geometry(row["place"], "EPSG:25833", False)
                cells += [f"{value:.3f}".replace(".", ",") for value in (point.x, point.y)]
            lines.append(";".join(cells))
        path = folder / f"{layer}.csv"
        path.write_text("\r\n".join([";".join([*fields, *places]), *lines]) + "\r\n", "utf-8")
        paths.append(path)
    return paths


def _numbers(column: Any) -> Any:
    """A column of numbers as numbers: a GeoPackage keeps them so."""
    if all(value is None or isinstance(value, float | int) for value in column):
        return np.array([np.nan if value is None else value for value in column], dtype=float)
    return column


def _geometry(place: Any, projection: str, swap: bool) -> Any:
    if place is None or isinstance(place, shapely.Geometry):
        return place
    move = pyproj.Transformer.from_crs("EPSG:4326", projection, always_xy=True)
    moved = [move.transform(*one) for one in place]
    moved = [(y, x) for x, y in moved] if swap else moved
    return shapely.Point(moved[0]) if len(moved) == 1 else shapely.LineString(moved)
