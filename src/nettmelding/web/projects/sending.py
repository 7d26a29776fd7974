"""Sending a project's drafts: those that are ready, and what the others lack."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotAllowed
from nettmelding.notices import labels, projects, projects_sending
from nettmelding.notices.projects_sending import Readiness
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.projects.changing import notice_ids
from nettmelding.web.shell.toasts import toast

MOST_SAID = 4
"""Things that are lacking, for each."""


@dataclass(frozen=True, slots=True)
class Row:
    """One draft."""

    id: UUID
    address: str
    grid_company: str
    href: str
    lacks: tuple[str, ...]
    more: int


@require_http_methods(["GET", "POST"])
@acting
def send(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """All drafts of the project, those that are ready ticked."""
    actor = request.actor
    found = projects.get(actor, project_id)
    if not actor.may(Right.SEND):
        raise NotAllowed("right_missing", _("Du har ikke tilgang til å sende meldinger."))
    problem: AppError | None = None
    ticked: list[UUID] | None = None
    if request.method == "POST":
        ticked = notice_ids(request)
        try:
            sent = projects_sending.send_chosen(actor, project_id, ticked)
        except AppError as error:
            if error.status != 422:
                raise
            problem = error
        else:
            said = ngettext("Én melding er sendt.", "%(count)s meldinger er sendt.", len(sent)) % {"count": len(sent)}
            toast(request, said)
            return HttpResponseRedirect(reverse("projects:project", args=[project_id]))
    rows = projects_sending.readiness(actor, project_id)
    ready = [one for one in rows if one.ready]
    context = {
        "project": found,
        "ready": [_row(one) for one in ready],
        "lacking": [_row(one) for one in rows if not one.ready],
        "ticked": {one.notice.id for one in ready} if ticked is None else set(ticked),
        "faults": faults({"notice": problem.message}) if problem else (),
    }
    return page(request, "projects/send.html", context, status=problem.status if problem else 200)


def _row(one: Readiness) -> Row:
    notice = one.notice
    messages = list(dict.fromkeys(missing.message for missing in one.missing))
    return Row(
        id=notice.id,
        address=labels.address(notice) or _("Uten adresse ennå"),
        grid_company=notice.grid_company.name if notice.grid_company else "",
        href=reverse("form:edit", args=[notice.id]) + "?mangler=1",
        lacks=tuple(messages[:MOST_SAID]),
        more=max(0, len(messages) - MOST_SAID),
    )
