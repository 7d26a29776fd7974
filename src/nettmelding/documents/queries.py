"""Reading documents. Who may is for the room whose thing they belong to."""

from typing import BinaryIO
from uuid import UUID

from nettmelding.core.errors import NotFound
from nettmelding.documents.models import Document
from nettmelding.documents.store import Key, store


def get(organisation_id: UUID, document_id: UUID) -> Document:
    """The organisation's document. Raises NotFound, for another's too."""
    document = Document.objects.filter(pk=document_id, organisation_id=organisation_id).first()
    if document is None:
        raise NotFound()
    return document


def content(document: Document) -> BinaryIO:
    """A stream of the file's bytes, to be closed by the caller. Not inside a transaction."""
    return store().open(Key(document.organisation_id, document.sha256))


def preview(document: Document) -> BinaryIO:
    """A stream of the preview (`images.PREVIEW_TYPE`). Raises NotFound where the document has none."""
    if not document.preview_sha256:
        raise NotFound()
    return store().open(Key(document.organisation_id, document.preview_sha256))
