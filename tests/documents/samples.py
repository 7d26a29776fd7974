"""Real files of every kind, made here."""

import io
import struct
import zipfile
from collections.abc import Callable

import pikepdf
import pillow_heif
from openpyxl import Workbook
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational

POSITION = {1: "N", 2: (IFDRational(63), IFDRational(42), IFDRational(0)), 3: "E", 4: (9.0, 39.0, 0.0)}
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose upper left quarter is another colour, so that a turn shows."""
    made = Image.new(mode, (width, height), "white")
    made.paste(Image.new(mode, (width // 2, height // 2), "black"), (0, 0))
    return made


def image(form: str, made: Image.Image | None = None, **settings: object) -> bytes:
    out = io.BytesIO()
    (made or picture()).save(out, form, **settings)
    return out.getvalue()


def photograph(form: str, orientation: int = 1) -> bytes:
    """As a phone makes it: position, maker, orientation, XMP and a colour profile."""
    made = picture()
    exif = made.getexif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "HEMMELIGTELEFON"
    exif.get_ifd(GPS).update(POSITION)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><GPSLatitude>63,42.0N</GPSLatitude></x:xmpmeta>'
    return image(form, made, exif=exif, icc_profile=profile, xmp=xmp)


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture()).save(out, quality=90)
    return out.getvalue()


def pdf(pages: int = 1, **settings: object) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    document.save(out, **settings)  # type: ignore[arg-type]
    return out.getvalue()


def archive(**members: bytes | str) -> bytes:
    """An archive; `__` in a name stands for `/`, `_dot_` for a full stop."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def spreadsheet() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def office(main_part: str, **more: bytes | str) -> bytes:
    out = io.BytesIO(archive(**more))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(main_part, "<document/>")
    return out.getvalue()


def open_document(content_type: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", content_type)
        file.writestr("content.xml", "<office/>")
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """A compound file with empty streams of these names (MS-CFB, version 3: sectors of 512 bytes)."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    directory_sectors = (len(streams) + 1 + 3) // 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    fat = [fat_sector, *range(2, directory_sectors + 1), end]
    fat_bytes = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, right=number + 1 if number < len(streams) else free)
        for number, name in enumerate(sorted(streams, key=lambda n: (len(n), n.upper())), start=1)
    ]
    entries += [bytes(128)] * (directory_sectors * 4 - len(entries))
    return header + fat_bytes + b"".join(entries)


def _entry(name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, right, child)
    return entry + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)


def dxf() -> bytes:
    lines = ["999", "tegnet for hånd", "0", "SECTION", "2", "HEADER", "0", "ENDSEC", "0", "EOF"]
    return "\r\n".join(line.rjust(3) for line in lines).encode() + b"\r\n"


def dwg() -> bytes:
    return b"AC1032" + bytes(512)


_ODF = "application/vnd.oasis.opendocument"
SAMPLES: dict[str, Callable[[], bytes]] = {
    "pdf": pdf,
    "jpg": lambda: image("JPEG"),
    "png": lambda: image("PNG"),
    "webp": lambda: image("WEBP"),
    "heic": heic,
    "tiff": lambda: image("TIFF"),
    "docx": lambda: office("word/document.xml"),
    "xlsx": spreadsheet,
    "pptx": lambda: office("ppt/presentation.xml"),
    "odt": lambda: open_document(f"{_ODF}.text"),
    "ods": lambda: open_document(f"{_ODF}.spreadsheet"),
    "odp": lambda: open_document(f"{_ODF}.presentation"),
    "doc": lambda: ole("WordDocument", "1Table"),
    "xls": lambda: ole("Workbook"),
    "ppt": lambda: ole("PowerPoint Document"),
    "dwg": dwg,
    "dxf": dxf,
    "zip": lambda: archive(plan_dot_txt="plan"),
}
"""By the extension of the kind they are."""
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file that every scanner calls a virus (eicar.org)."""
