"""Pictures: turned right, without position data or anything else but what is seen, saved anew."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from nettmelding.documents import refusals
from nettmelding.documents.kinds import BY_EXTENSION, Kind

MOST_MEGAPIXELS = 64
"""A phone's largest are 50; one decoded takes some 200 MB."""
PREVIEW_SIZE = (480, 480)
PREVIEW_TYPE = "image/webp"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture as it is kept. Sides in pixels; both None where a scan of several pages became a PDF."""

    data: bytes
    kind: Kind
    width: int | None
    height: int | None


_KEPT = frozenset({"icc_profile", "transparency"})
_SAVED_AS = {"jpg": "jpg", "heic": "jpg", "png": "png", "webp": "webp", "tiff": "png"}
"""What browsers show stays; the others become what they show."""
_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF", "tiff": "TIFF"}
_SETTINGS: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 90, "optimize": True, "progressive": True},
    "png": {"optimize": False},
    "webp": {"quality": 90},
}
_MODES: dict[str, frozenset[str]] = {
    "jpg": frozenset({"RGB", "L"}),
    "png": frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}),
    "webp": frozenset({"RGB", "RGBA"}),
}


def clean(kind: Kind, data: bytes) -> Cleaned:
    """Decode, turn, strip and save the picture. Raises Invalid where it is broken or far too large.

    JPEG, PNG and WebP stay what they are; HEIC becomes JPEG, TIFF PNG or, with several pages, PDF. Of a
    moving picture the first frame is kept. Colour profile and transparency stay.
    """
    return _decoded(kind, data, _clean)


def preview(data: bytes) -> bytes:
    """A WebP of at most 480 × 480 pixels from a picture that `clean` has returned."""
    with Image.open(io.BytesIO(data)) as picture:
        return small(picture)


def small(picture: Image.Image) -> bytes:
    """The picture as a WebP of at most 480 × 480 pixels."""
    picture.draft("RGB", PREVIEW_SIZE)
    shrunk = _for(picture, "webp")
    shrunk.thumbnail(PREVIEW_SIZE)
    return _saved(shrunk, "webp", quality=80)


def _decoded(kind: Kind, data: bytes, use: Callable[[Kind, Image.Image], Cleaned]) -> Cleaned:
    _know_heic()
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind.extension]]) as picture:
            if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
                raise refusals.too_many_pixels(MOST_MEGAPIXELS)
            picture.load()
            return use(kind, picture)
    except Image.DecompressionBombError:
        raise refusals.too_many_pixels(MOST_MEGAPIXELS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise refusals.broken()


def _clean(kind: Kind, picture: Image.Image) -> Cleaned:
    if kind.extension == "tiff" and getattr(picture, "n_frames", 1) > 1:
        return Cleaned(_pages(picture), BY_EXTENSION["pdf"], None, None)
    extension = _SAVED_AS[kind.extension]
    turned = _bare(_for(ImageOps.exif_transpose(picture), extension))
    return Cleaned(_saved(turned, extension), BY_EXTENSION[extension], turned.width, turned.height)


def _bare(picture: Image.Image) -> Image.Image:
    """The picture without all that Pillow would write back: EXIF, XMP, comments, thumbnails."""
    picture.info = {key: value for key, value in picture.info.items() if key in _KEPT}
    return picture


def _for(picture: Image.Image, extension: str) -> Image.Image:
    """A mode that the format can hold; what is transparent gets white behind it in a JPEG."""
    if picture.mode in _MODES[extension]:
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    if extension != "jpg":
        return picture.convert("RGBA")
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def _pages(picture: Image.Image) -> bytes:
    """All pages of a scan as one PDF."""
    pages: list[Image.Image] = []
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        if sum(page.width * page.height for page in pages) + picture.width * picture.height > (
            MOST_MEGAPIXELS * 1_000_000
        ):
            raise refusals.too_many_pixels(MOST_MEGAPIXELS)
        pages.append(_bare(_for(ImageOps.exif_transpose(picture), "jpg").copy()))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


def _saved(picture: Image.Image, extension: str, **settings: Any) -> bytes:
    out = io.BytesIO()
    profile = {"icc_profile": picture.info["icc_profile"]} if picture.info.get("icc_profile") else {}
    picture.save(out, _FORMATS[extension], **{**_SETTINGS[extension], **profile, **settings})
    return out.getvalue()


@cache
def _know_heic() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
