"""The photos that go with a declaration: those of its work order and of its notice's completion, but for what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.declarations.models import Draft
from nettmelding.declarations.printing import Photo
from nettmelding.documents.models import Document
from nettmelding.workorders.catalogue.load import catalogue as orders

KIND = "photo"
MOST = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo that can go with it."""

    document: Document
    caption: str
    left_out: bool

    @property
    def path(self) -> str:
        return f"photo.{self.document.id}"


def candidates(draft: Draft) -> list[Candidate]:
    """All there are, in the order they were taken."""
    said = draft.content
    found = {document.id: (document, caption) for document, caption in (*_of_order(draft), *_of_notice(draft))}
    return [
        Candidate(document, caption, said.get(f"photo.{document.id}", {}).get("value") is False)
        for document, caption in list(found.values())[:MOST]
        if document.width
    ]


def chosen(draft: Draft) -> Iterator[Photo]:
    """Those that go with it."""
    for one in candidates(draft):
        if not one.left_out:
            yield Photo(str(one.document.id), one.document.sha256, one.caption)


def documents_of(ids: list[UUID]) -> dict[UUID, Document]:
    return Document.objects.in_bulk(ids)


def _of_order(draft: Draft) -> Iterator[tuple[Document, str]]:
    if draft.work_order is None:
        return
    steps = orders().steps
    rows = draft.work_order.photos.filter(removed_at__isnull=True, document__isnull=False).select_related("document")
    for row in rows:
        if row.document is not None:
            yield row.document, _(steps[row.step].label) if row.step in steps else _("Bilde fra stedet")


def _of_notice(draft: Draft) -> Iterator[tuple[Document, str]]:
    """The issuer's own, in its own notice."""
    if draft.notice is None or draft.kind == "meter":
        return
    rows = draft.notice.attachments.filter(kind=KIND, removed_at__isnull=True, organisation_id=draft.issuer_id)
    for row in rows.select_related("document"):
        yield row.document, row.document.name
