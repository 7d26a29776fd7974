"""The receipt: the number, what happens next and when; a decision that was made at once, with its reasons."""

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.errors import NotFound
from nettmelding.notices import labels, queries
from nettmelding.notices.models import Decision, Notice
from nettmelding.notices.status import INFO, Status
from nettmelding.web import words
from nettmelding.web.pages import ActingRequest, acting, page

_TITLES = {
    Status.APPROVED: gettext_lazy("Godkjent med én gang"),
    Status.IN_REVIEW: gettext_lazy("Svaret er sendt"),
    Status.COMPLETION_REPORTED: gettext_lazy("Ferdigmeldingen er sendt"),
}


@acting
def receipt(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """What was sent last, and where it stands now."""
    notice = queries.get(request.actor, notice_id)
    sent = queries.latest_submission(notice)
    if notice.contractor_id != request.actor.organisation_id or sent is None:
        raise NotFound
    decision = notice.decisions.filter(submission_number=sent.number).order_by("-decided_at").first()
    at_once = decision if decision and decision.automatic and notice.state is Status.APPROVED else None
    told_only = notice.state is Status.APPROVED and at_once is None
    return page(
        request,
        "form/receipt.html",
        {
            "notice": notice,
            "title": _("Endringen er sendt") if told_only else _TITLES.get(notice.state, _("Meldingen er sendt")),
            "lead": " · ".join(filter(None, [labels.type_names(notice.types), labels.address(notice)])),
            "number": notice.number,
            "at": words.at(sent.sent_at),
            "decision": at_once,
            "steps": _steps(notice, at_once, told_only),
            "case_href": reverse("case:case", args=[notice.id]),
        },
    )


def _steps(notice: Notice, at_once: Decision | None, told_only: bool) -> list[str]:
    """What happens next, in the order it happens."""
    name = notice.grid_company.name if notice.grid_company else ""
    steps = []
    if at_once:
        steps.append(_("Arbeidet kan gjøres nå. Ferdigmeld når det er gjort."))
    elif told_only:
        steps.append(_("Godkjenningen står. %(name)s er fortalt om endringen.") % {"name": name})
    elif notice.state in {Status.SUBMITTED, Status.IN_REVIEW}:
        due = words.day_of(notice.answer_due)
        steps.append(
            _("%(name)s svarer senest %(due)s.") % {"name": name, "due": due.rstrip(".")}
            if due
            else str(INFO[notice.state].help)
        )
        steps.append(_("Du får beskjed her når de svarer, og på e-post om firmaet har valgt det."))
    else:
        steps.append(str(INFO[notice.state].help))
    if notice.to_inspectorate and notice.state is not Status.COMPLETION_REPORTED:
        steps.append(_("Det lokale eltilsynet (DLE) har fått den samme meldingen."))
    return steps
