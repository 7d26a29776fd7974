"""The receipt: the number, what happens next and when; a decision that was made at once, with its reasons."""

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nettmelding.core.errors import NotFound
from nettmelding.notices import children_overview, family, labels, queries
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Decision, Notice, Submission
from nettmelding.notices.status import INFO, Status
from nettmelding.web import words
from nettmelding.web.case import whole
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
    is_report = sent.stage == Stage.COMPLETION
    told_only = notice.state is Status.APPROVED and at_once is None and not is_report
    onward = children_overview.beside(request.actor, notice).unfinished if notice.mother_id and is_report else None
    return page(
        request,
        "form/receipt.html",
        {
            "notice": notice,
            "title": _title(notice, sent, told_only),
            "lead": " · ".join(filter(None, [labels.type_names(notice.types), labels.address(notice)])),
            "number": notice.number,
            "at": words.at(sent.sent_at),
            "decision": at_once,
            "steps": _steps(notice, at_once, told_only)
            if not family.is_mother(notice)
            else _steps_of_the_whole(request, notice),
            "onward": _onward(onward),
            "list_href": reverse("case:children", args=[notice.mother_id or notice.id])
            if notice.mother_id or family.is_mother(notice)
            else "",
            "case_href": reverse("case:case", args=[notice.id]),
        },
    )


def _title(notice: Notice, sent: Submission, told_only: bool) -> str:
    if told_only:
        return _("Endringen er sendt")
    if sent.stage == Stage.COMPLETION:
        return str(_TITLES[Status.COMPLETION_REPORTED])
    if family.is_mother(notice):
        return _("Meldingen er sendt")
    return str(_TITLES.get(notice.state, _("Meldingen er sendt")))


def _steps_of_the_whole(request: ActingRequest, mother: Notice) -> list[str]:
    """How many went, how far the whole is, and what is next."""
    progress = children_overview.progress(request.actor, [mother])[mother.id]
    unsent = progress.by_status.get(Status.DRAFT, 0)
    sent = progress.total - unsent
    left = ngettext("Ett anlegg er ikke sendt.", "%(count)s anlegg er ikke sendt.", unsent) % {"count": unsent}
    return [
        ngettext("Ett anlegg er sendt.", "%(count)s anlegg er sendt.", sent) % {"count": sent},
        *([whole.finished(progress) + "."] if progress.finished else []),
        *([left] if unsent else []),
        *_steps(mother, None, False),
    ]


def _onward(child: Notice | None) -> dict[str, str]:
    """The next one to report finished, by one press."""
    if child is None:
        return {}
    text = _("Neste: %(name)s") % {"name": child.address.rpartition(", ")[2] or child.number or ""}
    return {"text": text, "href": reverse("form:completion", args=[child.id])}


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
