"""A kept file as an answer."""

from urllib.parse import quote

from django.http import FileResponse

from nettmelding.documents.models import Document
from nettmelding.documents.queries import content


def answered(document: Document, *, inline: bool = False) -> FileResponse:
    """With its own content type, length and name; kept by no cache on the way."""
    response = FileResponse(content(document), content_type=document.content_type)
    response.headers["Content-Length"] = str(document.size)
    disposition = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(document.name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
