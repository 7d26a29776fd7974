"""The kinds of file that are taken in, told by what is in them and never by their name."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Test = Callable[[bytes], bool]


class Family(StrEnum):
    """How a kind is checked and shown."""

    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"
    """A plain archive, and the office formats that are archives."""
    OLE = "ole"
    """Office files from before 2007."""
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    extension: str
    content_type: str
    name: str | Promise
    family: Family
    matches: Test
    other_extensions: frozenset[str] = frozenset()

    @property
    def extensions(self) -> frozenset[str]:
        return self.other_extensions | {self.extension}


def _begins(*signatures: bytes) -> Test:
    return lambda data: data.startswith(signatures)


def _pdf(data: bytes) -> bool:
    """Only blanks before the header: readers allow anything there, which is where a program hides."""
    return data[:1024].lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-")


def _webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def _heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS


def _members(data: bytes) -> frozenset[str]:
    if not data.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()


def _office(main_part: str) -> Test:
    """Office Open XML: an archive with a list of its parts and a main part (ECMA-376 part 2)."""
    return lambda data: {"[Content_Types].xml", main_part} <= _members(data)


def _open_document(content_type: str) -> Test:
    """OpenDocument: the first member is the type, stored as it is (ODF 1.3 part 2, § 3.3)."""
    opening = b"mimetype" + content_type.encode()
    return lambda data: data.startswith(b"PK\x03\x04") and data[30 : 30 + len(opening)] == opening


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _ole(*streams: str) -> Test:
    """An OLE file whose directory names one of the streams, in UTF-16."""
    names = tuple(stream.encode("utf-16-le") + b"\0\0" for stream in streams)
    return lambda data: data.startswith(_OLE) and any(name in data for name in names)


_DXF_TEXT = re.compile(rb"(\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\s*\r?\n")
_DXF_BINARY = b"AutoCAD Binary DXF\r\n\x1a\x00"


def _dxf(data: bytes) -> bool:
    """Group code 0 and SECTION, after comments with group code 999 (AutoCAD's DXF reference)."""
    return data.startswith(_DXF_BINARY) or bool(_DXF_TEXT.match(data.removeprefix(b"\xef\xbb\xbf")))


def _dwg(data: bytes) -> bool:
    return bool(re.match(rb"AC10\d\d", data))


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

KINDS: tuple[Kind, ...] = (
    Kind("pdf", "application/pdf", "PDF", Family.PDF, _pdf),
    Kind(
        "jpg",
        "image/jpeg",
        "JPEG",
        Family.IMAGE,
        _begins(b"\xff\xd8\xff"),
        frozenset({"jpeg", "jpe", "jfif"}),
    ),
    Kind("png", "image/png", "PNG", Family.IMAGE, _begins(b"\x89PNG\r\n\x1a\n")),
    Kind("webp", "image/webp", "WebP", Family.IMAGE, _webp),
    Kind("heic", "image/heic", "HEIC", Family.IMAGE, _heic, frozenset({"heif", "hif"})),
    Kind("tiff", "image/tiff", "TIFF", Family.IMAGE, _begins(b"II*\0", b"MM\0*"), frozenset({"tif"})),
    Kind("docx", f"{_OPEN_XML}.wordprocessingml.document", "Word", Family.ZIP, _office("word/document.xml")),
    Kind("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet", "Excel", Family.ZIP, _office("xl/workbook.xml")),
    Kind(
        "pptx",
        f"{_OPEN_XML}.presentationml.presentation",
        "PowerPoint",
        Family.ZIP,
        _office("ppt/presentation.xml"),
    ),
    Kind("odt", f"{_OPEN_DOCUMENT}.text", "OpenDocument", Family.ZIP, _open_document(f"{_OPEN_DOCUMENT}.text")),
    Kind(
        "ods",
        f"{_OPEN_DOCUMENT}.spreadsheet",
        "OpenDocument",
        Family.ZIP,
        _open_document(f"{_OPEN_DOCUMENT}.spreadsheet"),
    ),
    Kind(
        "odp",
        f"{_OPEN_DOCUMENT}.presentation",
        "OpenDocument",
        Family.ZIP,
        _open_document(f"{_OPEN_DOCUMENT}.presentation"),
    ),
    Kind("doc", "application/msword", "Word", Family.OLE, _ole("WordDocument")),
    Kind("xls", "application/vnd.ms-excel", "Excel", Family.OLE, _ole("Workbook", "Book")),
    Kind("ppt", "application/vnd.ms-powerpoint", "PowerPoint", Family.OLE, _ole("PowerPoint Document")),
    Kind("dwg", "image/vnd.dwg", "DWG", Family.DRAWING, _dwg),
    Kind("dxf", "image/vnd.dxf", "DXF", Family.DRAWING, _dxf),
    Kind("zip", "application/zip", "ZIP", Family.ZIP, _begins(b"PK\x03\x04", b"PK\x05\x06")),
)
"""In the order they are tried: an office file is also an archive, so the plain archive stands last."""

STRANGERS: tuple[tuple[Test, str | Promise], ...] = (
    (_begins(b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"), _("et program")),
    (_begins(b"GIF8"), _("et GIF-bilde")),
    (_begins(b"BM"), _("et BMP-bilde")),
    (_begins(b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"), _("et arkiv av et annet slag enn ZIP")),
    (_begins(b"{\\rtf"), _("et RTF-dokument")),
    (_begins(b"<!DOCTYPE html", b"<!doctype html", b"<html"), _("en nettside")),
    (_begins(b"<svg", b"<?xml"), _("en XML-fil")),
    (lambda data: data[4:8] == b"ftyp", _("en video")),
)
"""What people send that is not taken in, and what it is called."""

BY_EXTENSION: dict[str, Kind] = {extension: kind for kind in KINDS for extension in kind.extensions}
ACCEPT = ",".join(f".{extension}" for extension in sorted(BY_EXTENSION))
"""For a file field's `accept`."""
IN_WORDS = _("PDF, bilde, Word, Excel, PowerPoint, OpenDocument, DWG, DXF eller ZIP")


def recognise(data: bytes) -> Kind | None:
    """The kind of the content, None where it is none of ours."""
    return next((kind for kind in KINDS if kind.matches(data)), None)


def stranger(data: bytes) -> str:
    """What content is called that is none of ours, with its article; empty where even that is unknown."""
    return str(next((name for matches, name in STRANGERS if matches(data)), ""))
