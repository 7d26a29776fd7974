"""An edition's tiles: cut once by GDAL into one MBTiles file, which is then never changed.

A tile carries what a map draws, and no facts: those are asked for one by one, and the asking is recorded.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from nettmelding.core.db import forbid_in_transaction
from nettmelding.grid.importing.spool import Item, Spool
from nettmelding.grid.models import Kind
from nettmelding.grid.tiles import FIRST_ZOOM, LAST_ZOOM, LAYER, path_of

ALL_FROM_ZOOM = 14
"""Below it a map shows substations and the lines between cabinets; the rest would be a blot."""
_FAR_OFF = frozenset({Kind.SUBSTATION.value, Kind.CABLE.value, Kind.OVERHEAD_LINE.value})
_DRAWN = ("network_system", "voltage_v")
_BUFFER = 64
"""How far beyond its edge a tile goes, of 4096: some metres at zoom 16, so that lines meet at the seams."""


def cut(spool: Spool, folder: Path) -> str:
    """Cut the tiles of all objects into a file of the folder. Returns the file's SHA-256, hexadecimal; empty for no objects."""
    forbid_in_transaction("cutting tiles")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".cutting-") as scratch:
        near, far = Path(scratch) / "near.mbtiles", Path(scratch) / "far.mbtiles"
        if not _write(near, spool, ALL_FROM_ZOOM, LAST_ZOOM, None):
            return ""
        if _write(far, spool, FIRST_ZOOM, ALL_FROM_ZOOM - 1, _FAR_OFF):
            _add(near, far)
        _strip(near)
        digest = _fingerprint(near)
        with near.open("rb") as file:
            os.fsync(file.fileno())
        near.chmod(0o440)
        near.rename(path_of(folder, digest))
    return digest


def _write(path: Path, spool: Spool, least: int, most: int, kinds: Iterable[str] | None) -> bool:
    """One file for a range of zooms; whether there was anything to draw."""
    from pyogrio.raw import write

    wkb: list[bytes] = []
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "kind", "name", *_DRAWN)}
    for items in spool:
        for item in items:
            if item.wkb is not None and (kinds is None or item.kind in kinds):
                wkb.append(item.wkb)
                for name, value in _drawn(item).items():
                    columns[name].append(value)
    if not wkb:
        return False
    write(
        path,
        np.array(wkb, dtype=object),
        [np.array(column, dtype=object) for column in columns.values()],
        list(columns),
        layer=LAYER,
        driver="MVT",
        geometry_type="Unknown",
        crs="EPSG:4326",
        dataset_options={
            "FORMAT": "MBTILES",
            "MINZOOM": str(least),
            "MAXZOOM": str(most),
            "BUFFER": str(_BUFFER),
            # nothing is left out for being much: a map of a grid that lacks a cable is wrong
            "MAX_SIZE": "50000000",
            "MAX_FEATURES": "5000000",
        },
    )
    return True


def _drawn(item: Item) -> dict[str, str | None]:
    system, voltage = (item.facts.get(name) for name in _DRAWN)
    name = item.name or item.external_id
    return {
        "id": item.object_id,
        "kind": item.kind,
        "name": name,
        "network_system": system,
        "voltage_v": None if voltage is None else f"{voltage:g}",
    }


def _add(near: Path, far: Path) -> None:
    with sqlite3.connect(near) as into:
        into.execute("ATTACH ? AS far", (str(far),))
        into.execute("INSERT INTO tiles SELECT * FROM far.tiles")
    into.close()


def _strip(path: Path) -> None:
    """Take away what GDAL says of the content: its statistics list names and ids, which are nobody's to read."""
    into = sqlite3.connect(path, isolation_level=None)
    into.execute("DELETE FROM metadata WHERE name NOT IN ('name', 'format', 'version', 'type', 'bounds', 'center')")
    into.execute("UPDATE metadata SET value = ? WHERE name = 'name'", (LAYER,))
    fields = dict.fromkeys(("id", "kind", "name", *_DRAWN), "String")
    layers = {"vector_layers": [{"id": LAYER, "minzoom": FIRST_ZOOM, "maxzoom": LAST_ZOOM, "fields": fields}]}
    said = [("minzoom", str(FIRST_ZOOM)), ("maxzoom", str(LAST_ZOOM)), ("json", json.dumps(layers))]
    into.executemany("INSERT INTO metadata VALUES (?, ?)", said)
    into.execute("VACUUM")
    into.close()


def _fingerprint(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()
