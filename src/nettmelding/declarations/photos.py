"""The photos that go with a declaration: those of its work order and of its notice's completion, but for what is left out.

A report without a network comes before its pictures: what is announced goes with it, and the sealing waits for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.declarations.models import Draft
from nettmelding.declarations.printing import Photo
from nettmelding.documents.models import Document
from nettmelding.workorders.catalogue.load import catalogue as orders
from nettmelding.workorders.models import Photo as FieldPhoto

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
    """All that are here, in the order they were taken."""
    return _candidates(draft, _of_order(draft))


def chosen(draft: Draft) -> list[Photo]:
    """Those that go with it; of its order those that are on their way as well."""
    rows = _of_order(draft)
    here = [
        Photo(str(one.document.id), one.document.sha256, one.caption)
        for one in _candidates(draft, rows)
        if not one.left_out
    ]
    coming = [
        Photo("", row.sha256, caption_of(row), str(row.id)) for row in rows if row.state == FieldPhoto.State.COMING
    ]
    return [*here, *coming][:MOST]


def arrived(photo_ids: list[UUID]) -> tuple[bool, dict[UUID, UUID]]:
    """Whether all that were on their way at the signing have come or are given up, and those that are here: photo → document."""
    rows = FieldPhoto.objects.filter(pk__in=photo_ids, removed_at__isnull=True)
    found = list(rows.values_list("id", "state", "document_id"))
    all_here = all(state != FieldPhoto.State.COMING for _id, state, _document in found)
    return all_here, {photo: document for photo, _state, document in found if document is not None}


def caption_of(row: FieldPhoto) -> str:
    steps = orders().steps
    return _(steps[row.step].label) if row.step in steps else _("Bilde fra stedet")


def _candidates(draft: Draft, rows: list[FieldPhoto]) -> list[Candidate]:
    said = draft.content
    of_order = ((row.document, caption_of(row)) for row in rows if row.document is not None)
    found = {document.id: (document, caption) for document, caption in (*of_order, *_of_notice(draft))}
    return [
        Candidate(document, caption, said.get(f"photo.{document.id}", {}).get("value") is False)
        for document, caption in list(found.values())[:MOST]
        if document.width
    ]


def _of_order(draft: Draft) -> list[FieldPhoto]:
    if draft.work_order is None:
        return []
    rows = draft.work_order.photos.filter(removed_at__isnull=True).exclude(state=FieldPhoto.State.REFUSED)
    return list(rows.select_related("document"))


def _of_notice(draft: Draft) -> Iterator[tuple[Document, str]]:
    """The issuer's own, in its own notice."""
    if draft.notice is None or draft.kind == "meter":
        return
    rows = draft.notice.attachments.filter(kind=KIND, removed_at__isnull=True, organisation_id=draft.issuer_id)
    for row in rows.select_related("document"):
        yield row.document, row.document.name
