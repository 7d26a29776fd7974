"""Which files are taken at all: told by content, before any library that would open whatever it recognises sees them."""

import hashlib
import sqlite3
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid

_BLOCK = 1 << 20
_SQLITE = b"SQLite format 3\x00"
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_BOM = b"\xef\xbb\xbf"


class Format(StrEnum):
    GEOPACKAGE = "GeoPackage"
    GEOJSON = "GeoJSON"
    CSV = "CSV"


def format_of(path: Path) -> Format:
    """What the file is, and that it is whole. Errors: Invalid for all else; OSError where it cannot be opened."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_PACKED):
        raise Invalid(
            "packed", _("%(name)s er en pakket fil. Pakk den ut, og les inn det som er i den.") % _named(path)
        )
    if start.startswith(_SQLITE):
        _check_geopackage(path)
        return Format.GEOPACKAGE
    text = start.removeprefix(_BOM).lstrip()
    if text.startswith(b"{"):
        _check_geojson(path, text)
        return Format.GEOJSON
    if not text or text.startswith(b"<") or b"\x00" in text.replace(b"\x00", b"", len(text) // 2 + 1):
        raise Invalid("unknown_file", _("%(name)s kan ikke leses. Bruk GeoPackage, GeoJSON eller CSV.") % _named(path))
    if path.suffix.lower() not in {".csv", ".txt", ".tsv"}:
        raise Invalid("unknown_file", _("%(name)s kan ikke leses. Bruk GeoPackage, GeoJSON eller CSV.") % _named(path))
    return Format.CSV


def fingerprint(paths: Iterable[Path], *besides: str) -> str:
    """SHA-256 of the files one after the other and of what was said besides, hexadecimal."""
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
    for text in besides:
        whole.update(b"\x00" + text.encode())
    return whole.hexdigest()


def broken(path: Path) -> Invalid:
    """The error for a file that ends too early or is damaged."""
    return Invalid(
        "broken_file", _("%(name)s er skadet, eller bare en del av den kom fram. Hent den på nytt.") % _named(path)
    )


def _check_geopackage(path: Path) -> None:
    """Half a database may be opened and read up to where it breaks, as if that were all: so every page is looked at."""
    try:
        connection = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro&immutable=1", uri=True)
        try:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            listed = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_contents'").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        raise broken(path)
    if not whole:
        raise broken(path)
    if not listed:
        raise Invalid("unknown_file", _("%(name)s er en database, men ikke GeoPackage.") % _named(path))


def _check_geojson(path: Path, start: bytes) -> None:
    """A collection of features, which ends as it began."""
    if b'"FeatureCollection"' not in start and b'"features"' not in start:
        raise Invalid("unknown_file", _("%(name)s er JSON, men ikke en samling av GeoJSON-objekter.") % _named(path))
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        if not file.read().rstrip().endswith(b"}"):
            raise broken(path)


def _named(path: Path) -> dict[str, str]:
    return {"name": path.name}
