"""Whether a file can be opened by whoever gets it: whole, not locked, no macros, no bomb."""

import io
import zipfile
import zlib
from collections.abc import Callable

from nettmelding.documents import refusals
from nettmelding.documents.kinds import Family, Kind

MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 500 * 1024 * 1024
"""Bytes, of all members of an archive together."""
_CHUNK = 1024 * 1024


def check(kind: Kind, data: bytes) -> None:
    """Open the file as its kind. Raises Invalid with the reason where that cannot be done.

    An image is not for here: `images.clean` decodes it.
    """
    _CHECKS[kind.family](kind, data)


def _pdf(kind: Kind, data: bytes) -> None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        raise refusals.locked()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise refusals.broken()
    if pages == 0:
        raise refusals.broken()


def _archive(kind: Kind, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise refusals.broken()


def _members(archive: zipfile.ZipFile) -> None:
    """Unpack every member without keeping it, which checks its sum too, and stop where it gets too much."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise refusals.bomb()
    if any(member.flag_bits & 0x1 for member in members):
        raise refusals.locked()
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise refusals.macros()
    unpacked = 0
    for member in members:
        with archive.open(member) as content:
            while chunk := content.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > LARGEST_UNPACKED:
                    raise refusals.bomb()


def _ole(kind: Kind, data: bytes) -> None:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
            entries = {name.lower() for path in file.listdir(streams=True, storages=True) for name in path}
    except (OSError, ValueError, IndexError):
        raise refusals.broken()
    if "encryptedpackage" in entries:
        raise refusals.locked()
    if entries & {"macros", "_vba_project_cur", "_vba_project"}:
        raise refusals.macros()


def _drawing(kind: Kind, data: bytes) -> None:
    """A text DXF ends with EOF. Of DWG and binary DXF no more than the length can be told."""
    if len(data) < 64:
        raise refusals.broken()
    is_text = kind.extension == "dxf" and not data.startswith(b"AutoCAD Binary DXF")
    if is_text and not data.rstrip(b" \t\r\n\x1a\0").endswith(b"EOF"):
        raise refusals.broken()


_CHECKS: dict[Family, Callable[[Kind, bytes], None]] = {
    Family.PDF: _pdf,
    Family.ZIP: _archive,
    Family.OLE: _ole,
    Family.DRAWING: _drawing,
}
