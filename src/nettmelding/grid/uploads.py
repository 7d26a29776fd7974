"""Files with a grid, handed in through the page: kept on disk until an edition has come of them.

They are the whole grid of a company, so nobody but the program reads the folder, and they go as soon as they may.
"""

import os
import shutil
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import Invalid
from nettmelding.core.settings import env

MOST_FILES = 50
"""Handed in together, or packed in one file."""
LONGEST_NAME = 100
UNPACKED = 10
"""How many times larger than the limit of what is handed in files may be when they are unpacked."""
MOST_PACKED = 200
"""How many times smaller than itself a file may be packed; what is more is no grid."""
_ROOM_FOR_SMALL = 1 << 20
"""A file below it may be packed as it likes: a thousand equal lines are one."""
_KNOWN = frozenset({".gpkg", ".geojson", ".json", ".csv", ".tsv", ".txt"})
_PACKED = frozenset({".gpkg", ".geojson", ".json", ".csv", ".tsv"})
"""What is read of a packed file; leaflets and the like are passed over."""
_ZIP = frozenset({b"PK\x03\x04", b"PK\x05\x06"})
"""How a packed file begins, and one with nothing in it."""
_BLOCK = 1 << 20
_MB = 1 << 20


class Incoming(Protocol):
    """A file that is handed in, as Django has it."""

    name: str | None
    size: int | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


def folder(import_id: UUID) -> Path:
    """Where the files of one import lie."""
    return _all() / str(import_id)


def keep(import_id: UUID, files: Sequence[Incoming]) -> list[dict[str, str | int]]:
    """Write what is handed in to disk. Returns names and sizes.

    Errors: Invalid for none, too many, too much or an unknown sort.
    """
    forbid_in_transaction("keeping files")
    names = [_name_of(file.name or "") for file in files]
    _refuse(names, sum(file.size or 0 for file in files))
    place = folder(import_id)
    place.mkdir(parents=True, mode=0o700)
    try:
        for name, file in zip(names, files, strict=True):
            _written(place / name, file.chunks(_BLOCK))
    except BaseException:
        remove(import_id)
        raise
    return [{"name": name, "bytes": (place / name).stat().st_size} for name in names]


def paths(import_id: UUID, names: Iterable[str]) -> list[Path]:
    """The files to be read, packed ones unpacked. Errors: Invalid for what cannot be unpacked or is too much of it."""
    forbid_in_transaction("unpacking files")
    place, out = folder(import_id), folder(import_id) / ".unpacked"
    shutil.rmtree(out, ignore_errors=True)
    found: list[Path] = []
    for name in names:
        path = place / name
        found += _unpacked(path, out) if _is_zip(path) else [path]
    if len({path.name for path in found}) < len(found):
        raise _twice()
    return found


def remove(import_id: UUID) -> None:
    """Take the files of an import away."""
    shutil.rmtree(folder(import_id), ignore_errors=True)


def lying() -> Iterator[tuple[UUID, float]]:
    """Which imports have files, and when they came, in seconds of the epoch."""
    if not _all().is_dir():
        return
    for path in _all().iterdir():
        yield UUID(path.name), path.stat().st_mtime


def _all() -> Path:
    return env.data_dir / "grid-uploads"


def _refuse(names: Sequence[str], size: int) -> None:
    if not names:
        raise Invalid("no_file", _("Velg en eller flere filer."))
    if len(names) > MOST_FILES:
        raise Invalid("too_many_files", _("Last opp høyst %(most)s filer om gangen.") % {"most": MOST_FILES})
    if len(set(names)) < len(names):
        raise _twice()
    if size > env.grid_upload_mb * _MB:
        raise Invalid(
            "too_large",
            _("Filene er for store. De kan være høyst %(most)s MB til sammen.") % {"most": env.grid_upload_mb},
        )
    for name in names:
        if PurePosixPath(name).suffix.lower() not in {*_KNOWN, ".zip"}:
            raise Invalid(
                "unknown_file",
                _("%(name)s kan ikke leses. Bruk GeoPackage, GeoJSON, CSV eller en ZIP-fil med slike.")
                % {"name": name},
            )


def _name_of(name: str) -> str:
    """The last part of a name, without signs that do not show."""
    last = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip().lstrip(".")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if len(ending) < 10 else shown[:LONGEST_NAME]


def _written(path: Path, blocks: Iterable[bytes]) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _ZIP


def _unpacked(path: Path, out: Path) -> list[Path]:
    """What is packed in a file, written beside it. How much it is counts while it is written: a header may say anything."""
    room = env.grid_upload_mb * _MB * UNPACKED
    found: list[Path] = []
    try:
        with zipfile.ZipFile(path) as packed:
            parts = [part for part in packed.infolist() if _is_wanted(part)]
            if len(parts) > MOST_FILES:
                raise Invalid("too_many_files", _("%(name)s har for mange filer i seg.") % {"name": path.name})
            for part in parts:
                target = out / path.stem / _name_of(part.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists():
                    raise _twice()
                with packed.open(part) as content:
                    least = min(room, max(_ROOM_FOR_SMALL, part.compress_size * MOST_PACKED))
                    _written(target, _within(content, least, path.name))
                room -= target.stat().st_size
                found.append(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
        raise Invalid(
            "broken_file", _("%(name)s er skadet eller låst, og kan ikke pakkes ut.") % {"name": path.name}
        ) from problem
    if not found:
        raise Invalid("empty_file", _("%(name)s har ingen GeoPackage, GeoJSON eller CSV i seg.") % {"name": path.name})
    return found


def _is_wanted(part: zipfile.ZipInfo) -> bool:
    inner = PurePosixPath(part.filename)
    hidden = any(name.startswith((".", "__MACOSX")) for name in inner.parts if name != "..")
    return not part.is_dir() and not hidden and inner.suffix.lower() in _PACKED


def _within(content: IO[bytes], most: int, name: str) -> Iterator[bytes]:
    """Blocks of a packed file. Errors: Invalid as soon as it is more than it may be."""
    size = 0
    while block := content.read(_BLOCK):
        size += len(block)
        if size > most:
            raise Invalid(
                "too_large",
                _("%(name)s blir for stor når den pakkes ut. Pakk den ut selv, og se over den.") % {"name": name},
            )
        yield block


def _twice() -> Invalid:
    return Invalid("same_name", _("To av filene heter det samme. Gi dem hvert sitt navn."))
