"""The case itself, and the case on paper."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from nettmelding.core.errors import NotFound
from nettmelding.notices import children_overview, corrections, family, former, projects, queries
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.models import Transfer
from nettmelding.notices.status import INFO, Status
from nettmelding.notices.transfers import may_transfer
from nettmelding.organisations import access, logo
from nettmelding.web import words
from nettmelding.web.case import contact, head, told
from nettmelding.web.case.head import Case
from nettmelding.web.case.moments import moments
from nettmelding.web.case.verdict import deeds, may_copy, verdict
from nettmelding.web.components import Fact, Note, NoteKind
from nettmelding.web.map import sketch
from nettmelding.web.pages import ActingRequest, acting, page

RECENT = 6


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A handing over that waits; `withdraw` is where it is taken back, empty for those who may not."""

    note: Note
    withdraw: str


@dataclass(frozen=True, slots=True)
class Related:
    """Where those are that it belongs together with."""

    text: str
    href: str


@require_GET
@acting
def case(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """Everything on one page; a draft leads to where it is filled in."""
    try:
        found = head.open_case(request.actor, notice_id)
    except NotFound:
        if former.is_former(request.actor, notice_id):
            return HttpResponseRedirect(reverse("transfer:former", args=[notice_id]))
        raise
    if found.notice.state is Status.DRAFT and access.may_write_notices(request.actor):
        return HttpResponseRedirect(reverse("form:edit", args=[notice_id]))
    main, more = deeds(found)
    context = {
        **head.context(found, "case"),
        **_told(found),
        "verdict": verdict(found),
        "deeds": main,
        "more": more,
        "related": _related(found),
        "may_make_more": found.notice.contractor_id == request.actor.organisation_id
        and may_copy(request.actor, found.notice),
        "may_copy": may_copy(request.actor, found.notice),
        "may_change_many": found.notice.form == FormKind.SEVERAL and may_copy(request.actor, found.notice),
        "may_transfer": may_transfer(request.actor, found.notice),
        "transfers": _under_way(found),
        "unreached": contact.unreached(found),
        "moments": moments(request.actor, found.entries, found)[:RECENT],
        "all_moments": len(found.entries) > RECENT,
        "people": _people(found),
    }
    return page(request, "case/case.html", context)


def _related(found: Case) -> Related | None:
    """The others of its project: for its own company the project, for the grid company those that were sent to it."""
    notice = found.notice
    if notice.project_id is None:
        return None
    if notice.contractor_id == found.actor.organisation_id:
        project = projects.visible_to(found.actor).filter(pk=notice.project_id).first()
        return Related(project.name, reverse("projects:project", args=[project.id])) if project else None
    count = queries.matching(found.actor, queries.Filter(project_id=notice.project_id)).exclude(pk=notice.pk).count()
    said = ngettext("Hører sammen med én annen", "Hører sammen med %(count)s andre", count) % {"count": count}
    return Related(said, f"{reverse('lists:notices')}?prosjekt={notice.project_id}") if count else None


def _under_way(found: Case) -> list[UnderWay]:
    """Handings over that wait for the customer or the new firm."""
    return [
        UnderWay(
            Note(
                kind=NoteKind.INFO,
                title=_("%(name)s kan ta over.") % {"name": one.to_contractor.name},
                text=_("Kunden har sagt ja. Firmaet må svare.")
                if one.state == Transfer.State.CONSENTED
                else _("Kunden er spurt. Lenken gjelder til %(day)s.") % {"day": words.whole_day(one.expires_at)},
            ),
            reverse("transfer:withdraw", args=[one.id])
            if one.asking_company_id == found.actor.organisation_id and may_transfer(found.actor, found.notice)
            else "",
        )
        for one in found.transfers
        if one.state != Transfer.State.DONE
    ]


@require_GET
@acting
def printed(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """The whole case for paper."""
    found = head.open_case(request.actor, notice_id)
    context = {
        **head.context(found, ""),
        "children": _children(found),
        "has_logo": logo.is_there(found.notice.contractor_id),
        **_told(found),
        "moments": moments(request.actor, found.entries),
        "people": _people(found),
        "verdict": verdict(found),
    }
    return page(request, "case/print.html", context)


def _children(found: Case) -> list[Fact]:
    """The metering points of a block notice, each on a line."""
    if not family.is_mother(found.notice):
        return []
    lines = children_overview.lines(found.actor, found.notice)
    return [
        Fact(
            term=line.name,
            value=" · ".join(filter(None, [str(INFO[line.notice.state].name), line.notice.customer_name, line.mv])),
            source=line.notice.number or "",
        )
        for line in lines
    ]


def _told(found: Case) -> dict[str, Any]:
    sent, completion = found.sent, found.completion
    return {
        "sent": sent,
        "sketch": sketch.of({path: kept["value"] for path, kept in sent.submission.content["answers"].items()})
        if sent
        else None,
        "parts": told.parts(sent, corrections.known_beside(found.notice)) if sent else [],
        "cards": contact.cards(found),
        "completion_parts": told.parts(completion) if completion else [],
        "deviations": _deviations(found),
        "files": told.files(found),
    }


def _deviations(found: Case) -> list[Fact]:
    """What was built otherwise than approved."""
    reported = next((entry for entry in reversed(found.entries) if entry.action == "report_completion"), None)
    rows = reported.detail.get("deviations") or [] if reported else []
    return [Fact(term=row["label"], value=row["built"], was=row["approved"]) for row in rows]


def _people(found: Case) -> list[Fact]:
    """Who has it, on both sides."""
    notice = found.notice
    facts = [
        Fact(term=_("Installatør"), value=notice.contractor.name),
        Fact(term=_("Ansvarlig"), value=notice.responsible.name if notice.responsible else ""),
        Fact(term=_("Nettselskap"), value=notice.grid_company.name if notice.grid_company else ""),
        Fact(term=_("Saksbehandler"), value=notice.handler.name if notice.handler else ""),
        Fact(term=_("Vår referanse"), value=notice.own_reference if found.actor.is_contractor else ""),
        Fact(term=_("Sendt"), value=words.at(notice.sent_at)),
    ]
    return [fact for fact in facts if fact.value]
