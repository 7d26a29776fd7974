"""A small picture of a file, for lists and pages."""

import io
from collections.abc import Callable
from contextlib import closing
from threading import Lock

from nettmelding.documents import images
from nettmelding.documents.kinds import Family, Kind

_pdfium = Lock()
"""PDFium may be used by one thread at a time."""


def make(kind: Kind, data: bytes) -> bytes | None:
    """A WebP of at most 480 × 480 pixels: the picture, or the first page. None for kinds without."""
    maker = _MAKERS.get(kind.family)
    return maker(data) if maker else None


def _first_page(data: bytes) -> bytes | None:
    """None where PDFium cannot draw the page; that the file opens is checked elsewhere."""
    import pypdfium2

    with _pdfium:
        try:
            with closing(pypdfium2.PdfDocument(io.BytesIO(data))) as document:
                page = document[0]
                scale = min(most / side for most, side in zip(images.PREVIEW_SIZE, page.get_size(), strict=True))
                picture = page.render(scale=scale).to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError):
            return None
    return images.small(picture)


_MAKERS: dict[Family, Callable[[bytes], bytes | None]] = {
    Family.IMAGE: images.preview,
    Family.PDF: _first_page,
}
