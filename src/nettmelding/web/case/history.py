"""What happened, and every version that was sent."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.notices import queries
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Submission
from nettmelding.notices.sent import read
from nettmelding.web import words
from nettmelding.web.case import head, told
from nettmelding.web.case.head import Case
from nettmelding.web.case.moments import moments
from nettmelding.web.components import Fact
from nettmelding.web.pages import ActingRequest, acting, page


@dataclass(frozen=True, slots=True)
class Version:
    """One line of the list of versions."""

    href: str
    name: str
    detail: str


@require_GET
@acting
def history(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """The whole timeline and the list of versions."""
    case = head.open_case(request.actor, notice_id)
    context = {
        **head.context(case, "history"),
        "moments": moments(request.actor, case.entries, case),
        "versions": [_version(case, one) for one in case.submissions],
    }
    return page(request, "case/history.html", context)


@require_GET
@acting
def version(request: ActingRequest, notice_id: UUID, number: int) -> HttpResponse:
    """One version as it was sent, with what it changed."""
    case = head.open_case(request.actor, notice_id)
    sent = read(case.notice, queries.submission(case.notice, number))
    context = {
        **head.context(case, "history"),
        "version": _version(case, sent.submission),
        "parts": told.parts(sent),
        "cards": told.cards(sent),
        "changes": [Fact(term=_(one.label), value=one.new or _("fjernet"), was=one.old) for one in sent.changes],
        "files": [
            Fact(term=one.kind, value=one.name, href=reverse("case:attachment", args=[notice_id, one.attachment_id]))
            for one in sent.files
        ],
    }
    return page(request, "case/version.html", context)


def _version(case: Case, submission: Submission) -> Version:
    same = [one for one in case.submissions if one.stage == submission.stage and one.number <= submission.number]
    name = _("Ferdigmelding") if submission.stage == Stage.COMPLETION else _("Melding")
    return Version(
        href=reverse("case:version", args=[case.notice.id, submission.number]),
        name=_("%(name)s, %(number)s. versjon") % {"name": name, "number": len(same)},
        detail=_("sendt %(when)s av %(who)s")
        % {"when": words.at(submission.sent_at), "who": _sender(case, submission)},
    )


def _sender(case: Case, submission: Submission) -> str:
    """Who sent it, with the firm where others have had the case too: each declares its own part."""
    firm = submission.content.get("contractor", {}).get("name", "")
    return ", ".join(filter(None, [submission.sent_by_name, firm if case.transfers else ""]))
