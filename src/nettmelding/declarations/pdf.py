"""The PDF of a signed version: typst lays it out as PDF/A-2a, tagged, in the declaration's language."""

import io
import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from nettmelding.core import clock
from nettmelding.core.db import forbid_in_transaction

TEMPLATE = Path(__file__).parent / "declaration.typ"
REGIONS = {"nb": ("nb", "NO"), "nn": ("nn", "NO"), "en": ("en", "GB")}
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
"""PDF/A-2a for keeping; PDF/UA-1 for being read aloud."""
_LARGEST = 1600
"""Pixels of a photo's longer side in the PDF."""
_LOGO = (800, 300)
"""Pixels of a logo at most."""


def make(
    printed: Mapping[str, Any],
    *,
    strokes: list[Any],
    firm: str,
    signed_at: datetime,
    link: str,
    photos: Mapping[str, bytes],
    logo: bytes = b"",
    whole: bool = True,
) -> bytes:
    """Lay it out. `photos`: by document, or by photo where it came after the signing; `logo`: the firm's, empty for none;
    `whole`: with the documentation.

    Not inside a transaction. Errors: typst.TypstError.
    """
    forbid_in_transaction("making a PDF")
    import typst

    lang, region = REGIONS[printed["language"]]
    local = clock.oslo(signed_at)
    data = {
        **printed,
        "documentation": printed["documentation"] if whole else [],
        "firm": firm,
        "strokes": strokes,
        "lang": lang,
        "region": region,
        "date": [local.year, local.month, local.day],
        "link": link,
        "logo": "logo.png" if logo else "",
        "shown_link": link.partition("://")[2],
    }
    with tempfile.TemporaryDirectory(prefix="declaration-") as folder:
        root = Path(folder)
        _put_photos(root, data, photos)
        if logo:
            (root / "logo.png").write_bytes(_on_white(logo))
        (root / "declaration.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        (root / "qr.svg").write_text(qr(link), "utf-8")
        (root / "declaration.typ").write_bytes(TEMPLATE.read_bytes())
        compiler = typst.Compiler(root / "declaration.typ", root=root, ignore_system_fonts=True)
        made = compiler.compile(
            format="pdf",
            pdf_standards=STANDARDS,  # type: ignore[arg-type,unused-ignore]
            timestamp=int(signed_at.timestamp()),
        )
    assert isinstance(made, bytes)
    return made


def qr(link: str) -> str:
    """A QR code as SVG: one path, so that it stays sharp."""
    import qrcode

    code = qrcode.QRCode(border=1, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(link)
    rows = code.get_matrix()
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * 8}" height="{size * 8}">'
        f'<path d="{dots}" fill="#000" shape-rendering="crispEdges"/></svg>'
    )


def _put_photos(root: Path, data: dict[str, Any], photos: Mapping[str, bytes]) -> None:
    """Write the photos beside the template and name each where it is shown; one that is not there is named alone."""
    sections = []
    for section in data["documentation"]:
        shown = []
        for number, photo in enumerate(section.get("photos", [])):
            content = photos.get(photo["document"] or photo["photo"])
            file = f"photo-{number}.jpg" if content else ""
            if content:
                (root / file).write_bytes(_fitted(content))
            shown.append({**photo, "file": file})
        sections.append({**section, "photos": shown} if "photos" in section else section)
    data["documentation"] = sections


def _fitted(content: bytes) -> bytes:
    """A photo small enough for a page, as JPEG without transparency, which PDF/A-2 would not mind, but size would."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        fitted = picture.convert("RGB")
        fitted.thumbnail((_LARGEST, _LARGEST))
        out = io.BytesIO()
        fitted.save(out, "JPEG", quality=82)
    return out.getvalue()


def _on_white(content: bytes) -> bytes:
    """A logo as it looks on paper, small, as PNG without transparency."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        logo = picture.convert("RGBA")
        logo.thumbnail(_LOGO)
        paper = Image.new("RGBA", logo.size, "white")
        out = io.BytesIO()
        Image.alpha_composite(paper, logo).convert("RGB").save(out, "PNG")
    return out.getvalue()
