"""The sealed declaration lies with the completion report by itself, as far as the grid company's rules ask for it."""

from nettmelding.core import clock
from nettmelding.declarations import queries
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.declarations.models import Declaration, Sealing
from nettmelding.declarations.ruleset import Wanted
from nettmelding.documents.models import Document
from nettmelding.notices import clones, drafts, family
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Attachment, Notice
from nettmelding.notices.status import COMPLETION_EDITS

KIND = "declaration_of_conformity"


def attach(declaration: Declaration, whole: Document, first_part: Document) -> None:
    """Put it on the working copy of the contractor's own completion report; a new version takes the old one's place.

    Inside the caller's transaction. What is reported already has it on its own page.
    """
    notice = _editable(declaration)
    if notice is None or declaration.grid_company_id is None:
        return
    wanted = queries.rules_at(declaration.grid_company_id).of(declaration.kind)
    if wanted is Wanted.NOTHING:
        return
    if declaration.replaces_id:
        _take_off(Sealing.objects.get(pk=declaration.replaces_id))
    copy = clones.of_document(whole if wanted is Wanted.ALL else first_part)
    copy.save(force_insert=True)
    made = Attachment.objects.create(
        notice=notice,
        document=copy,
        kind=KIND,
        stage=Stage.COMPLETION,
        added_by_id=declaration.signed_by_id,
        organisation_id=declaration.issuer_id,
    )
    Sealing.objects.filter(pk=declaration.pk).update(attachment_id=made.id)
    drafts.settle(notice)


def _editable(declaration: Declaration) -> Notice | None:
    """The notice, locked, while its contractor can still add to the completion report."""
    if declaration.kind != Kind.INSTALLATION or declaration.notice_id is None:
        return None
    list(Notice.objects.select_for_update().filter(pk=declaration.notice_id).values_list("pk"))
    rows = Notice.objects.select_related("contractor", "grid_company", "mother")
    notice = rows.filter(pk=declaration.notice_id, contractor_id=declaration.issuer_id).first()
    return notice if notice and family.states(notice) & COMPLETION_EDITS else None


def _take_off(old: Sealing) -> None:
    found = (
        Attachment.objects.filter(pk=old.attachment_id, removed_at__isnull=True).first() if old.attachment_id else None
    )
    if found is None:
        return
    if found.sent_with is None:
        found.delete()
        Document.objects.filter(pk=found.document_id).delete()
    else:
        Attachment.objects.filter(pk=found.pk).update(removed_at=clock.now())
