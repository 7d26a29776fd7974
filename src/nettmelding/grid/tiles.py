"""Reading tiles of an edition by zoom, column and row. Who may see which is asked before; see `grid.cells.below`."""

import sqlite3
from pathlib import Path
from threading import local
from uuid import UUID

from nettmelding.core.settings import env
from nettmelding.grid.models import Edition

LAYER = "grid"
"""The one layer of a tile; its objects say their `kind`."""
FIRST_ZOOM, LAST_ZOOM = 10, 16
"""Nearer than the last, a map draws the last one larger."""
_MOST_OPEN = 16
_open = local()


def folder(grid_company_id: UUID) -> Path:
    """Where the files of a grid company's editions lie."""
    return env.data_dir / "grid" / str(grid_company_id)


def path_of(folder: Path, sha256: str) -> Path:
    """The file of an edition."""
    return folder / f"{sha256}.mbtiles"


def tile(edition: Edition, zoom: int, x: int, y: int) -> bytes | None:
    """A vector tile, compressed by gzip; None where nothing lies there or the zoom is not cut. `y` counts from the north."""
    if (
        not edition.tiles_sha256
        or not FIRST_ZOOM <= zoom <= LAST_ZOOM
        or not (0 <= x < 1 << zoom and 0 <= y < 1 << zoom)
    ):
        return None
    row = _file(path_of(folder(edition.grid_company_id), edition.tiles_sha256)).execute(
        "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
        (zoom, x, (1 << zoom) - 1 - y),
    )
    found = row.fetchone()
    return None if found is None else bytes(found[0])


def middle(edition: Edition) -> tuple[float, float] | None:
    """Latitude and longitude (EPSG:4326) of the middle of what is drawn; None where nothing is."""
    if not edition.tiles_sha256:
        return None
    row = _file(path_of(folder(edition.grid_company_id), edition.tiles_sha256)).execute(
        "SELECT value FROM metadata WHERE name = 'bounds'"
    )
    found = row.fetchone()
    if found is None:
        return None
    west, south, east, north = (float(part) for part in found[0].split(","))
    return (south + north) / 2, (west + east) / 2


def _file(path: Path) -> sqlite3.Connection:
    """The open file, one connection a thread; it never changes, so nothing in it is locked."""
    files: dict[Path, sqlite3.Connection] | None = getattr(_open, "files", None)
    if files is None:
        files = _open.files = {}
    if path not in files:
        if len(files) >= _MOST_OPEN:
            files.pop(next(iter(files))).close()
        files[path] = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    return files[path]
