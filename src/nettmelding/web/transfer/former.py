"""What a contractor keeps of a case that has passed to another: a list, and one page a case."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.declarations import queries as declarations
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.documents import queries as documents
from nettmelding.notices import former, labels
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.former import Former
from nettmelding.notices.models import Attachment, Submission
from nettmelding.notices.sent import read
from nettmelding.web import words
from nettmelding.web.case import told
from nettmelding.web.case.files import SHOWN, guarded
from nettmelding.web.case.history import Version
from nettmelding.web.case.moments import moments
from nettmelding.web.components import Attachment as File
from nettmelding.web.declarations.listing import draft_row, signed_row
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.rows import former_row

CURSOR = "etter"


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponse:
    """`/meldinger/tidligere`: what others have taken over, the last first."""
    found = former.listed(request.actor, cursor=request.GET.get(CURSOR) or None)
    context = {
        "rows": [former_row(one) for one in found.items],
        "next": f"?{CURSOR}={found.next}" if found.next else "",
        "first": "?" if request.GET.get(CURSOR) else "",
    }
    return page(request, "transfer/former_list.html", context)


@require_GET
@acting
def case(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """The company's own part, as it was when it passed."""
    return _page(request, former.get(request.actor, notice_id), None)


@require_GET
@acting
def version(request: ActingRequest, notice_id: UUID, number: int) -> HttpResponse:
    """One of the versions that were sent before it passed."""
    kept = former.get(request.actor, notice_id)
    return _page(request, kept, former.submission(kept, number))


@require_GET
@acting
def content(request: ActingRequest, notice_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file that the company keeps."""
    document = former.opened(request.actor, notice_id, attachment_id).document
    answer = FileResponse(
        documents.content(document),
        content_type=document.content_type,
        as_attachment=document.content_type not in SHOWN,
        filename=document.name,
    )
    return guarded(answer, document)


def _page(request: ActingRequest, kept: Former, chosen: Submission | None) -> HttpResponse:
    notice = kept.transfer.notice
    submission = chosen or next((one for one in kept.submissions), None)
    sent = read(notice, submission) if submission else None
    declared = declarations.of_notice(request.actor, notice)
    mine: list[Declaration | Draft] = [*declared.drafts, *declared.signed]
    context = {
        "transfer": kept.transfer,
        "title": former.address_then(kept.transfer) or _("Uten adresse"),
        "over": " · ".join([notice.number or "", labels.type_names(notice.types)]),
        "day": words.day_of(kept.transfer.done_at),
        "version": _version(kept, submission) if submission else None,
        "parts": told.parts(sent) if sent else [],
        "cards": told.cards(sent) if sent else [],
        "moments": moments(request.actor, kept.entries),
        "versions": [_version(kept, one) for one in kept.submissions],
        "files": [_file(kept, one) for one in kept.attachments],
        "declarations": [*map(draft_row, declared.drafts), *map(signed_row, declared.signed)],
        "may_declare": declarations.may_fill_in(request.actor) and not any(one.kind == "installation" for one in mine),
    }
    return page(request, "transfer/former.html", context)


def _version(kept: Former, submission: Submission) -> Version:
    same = [one for one in kept.submissions if one.stage == submission.stage and one.number <= submission.number]
    name = _("Ferdigmelding") if submission.stage == Stage.COMPLETION else _("Melding")
    return Version(
        href=reverse("transfer:former-version", args=[kept.transfer.notice_id, submission.number]),
        name=_("%(name)s, %(number)s. versjon") % {"name": name, "number": len(same)},
        detail=_("sendt %(when)s av %(who)s") % {"when": words.at(submission.sent_at), "who": submission.sent_by_name},
    )


def _file(kept: Former, attachment: Attachment) -> File:
    return File(
        name=attachment.document.name,
        href=reverse("transfer:former-attachment", args=[kept.transfer.notice_id, attachment.id]),
        detail=told.size(attachment.document),
    )
