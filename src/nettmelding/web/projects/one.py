"""One project: where each notice stands, what they have in common, what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import AppError
from nettmelding.notices import labels, projects, projects_sharing, queries
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import Notice, Party, Project, ProjectAttachment
from nettmelding.notices.status import INFO, Status
from nettmelding.notices.status import Turn as Whose
from nettmelding.organisations import access
from nettmelding.organisations.models import Wait
from nettmelding.organisations.waits import about
from nettmelding.web import words
from nettmelding.web.case.told import size
from nettmelding.web.components import Attachment as File
from nettmelding.web.components import Column, Option, Turn, View, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.projects.views import bar
from nettmelding.web.rows import href_of

STAND = "star"
_OURS = frozenset(
    {
        Status.REJECTED,
        Status.AWAITING_INFORMATION,
        Status.APPROVED,
        Status.CONNECTED_TEMPORARILY,
        Status.COMPLETION_RETURNED,
    }
)
STANDS: Mapping[str, tuple[Any, frozenset[Status]]] = {
    "": (gettext_lazy("Alle"), frozenset(Status)),
    "kladder": (gettext_lazy("Kladder"), frozenset({Status.DRAFT})),
    "hos-oss": (gettext_lazy("Venter på oss"), _OURS),
    "hos-andre": (
        gettext_lazy("Venter på andre"),
        frozenset(status for status, info in INFO.items() if info.turn in {Whose.GRID_COMPANY, Whose.CUSTOMER})
        - projects.FINISHED,
    ),
    "ferdigmeldt": (gettext_lazy("Ferdigmeldt"), projects.FINISHED),
    "ute": (gettext_lazy("Trukket eller utløpt"), projects.GONE),
}
"""The views of the list, by what the address calls them; each status is in one of them."""
SHARED_ROLES = ("customer", "owner", "developer")


@dataclass(frozen=True, slots=True)
class Row:
    """One of its notices."""

    id: UUID
    href: str
    number: str
    address: str
    under: str
    turn: Turn
    word: str
    waits: str
    wanted: str


@require_GET
@acting
def project(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """`/prosjekter/<id>?star=kladder`"""
    return shown(request, projects.get(request.actor, project_id))


def shown(request: ActingRequest, found: Project, problem: AppError | None = None) -> HttpResponse:
    """The page; with what was refused where something was posted to it."""
    actor = request.actor
    progress = projects.progress(actor, [found])[found.id]
    stand = request.GET.get(STAND, "")
    stand = stand if stand in STANDS else ""
    rows = queries.as_lines(projects.notices_of(actor, found)).order_by("address_key", "id")
    if stand:
        rows = rows.filter(status__in=[status.value for status in STANDS[stand][1]])
    notices = list(rows[: projects.MOST])
    waiting = about(notice.id for notice in notices)
    may_write = access.may_write_notices(actor)
    here = reverse("projects:project", args=[found.id])
    context = {
        "project": found,
        "bar": bar(progress),
        "progress": progress,
        "rows": [_row(actor, notice, waiting.get(notice.id)) for notice in notices],
        "columns": _columns(may_write),
        "views": _views(here, stand, progress.by_status),
        "filtered": bool(stand),
        "may_write": may_write,
        "may_send": actor.may(Right.SEND) and progress.drafts > 0,
        "files": [_file(one, may_write) for one in projects_sharing.files_of(actor, found)],
        "kinds": [Option(value=kind.code, text=_(kind.label)) for kind in catalogue().attachments.values()],
        "sources": _sources(notices) if may_write else [],
        "roles": [Option(value=role, text=str(labels.PARTY_ROLES[role])) for role in SHARED_ROLES],
        "export_href": f"{reverse('lists:export')}?prosjekt={found.id}",
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"": problem.message}) if problem else (),
    }
    return page(request, "projects/project.html", context, status=problem.status if problem else 200)


def _row(actor: Actor, notice: Notice, wait: Wait | None) -> Row:
    return Row(
        id=notice.id,
        href=href_of(actor, notice),
        number=notice.number or _("Kladd"),
        address=notice.address or _("Uten adresse ennå"),
        under=" · ".join(filter(None, [labels.post(notice), notice.customer_name])),
        turn=words.turn(actor, notice),
        word=str(INFO[notice.state].name),
        waits=_waits(notice, wait) if wait else "",
        wanted=words.day(notice.wanted_date),
    )


def _waits(notice: Notice, wait: Wait) -> str:
    if wait.organisation_id is None:
        who = _("kunden")
    elif wait.organisation_id == notice.contractor_id:
        who = notice.responsible.name if notice.responsible else _("oss")
    else:
        who = notice.grid_company.name if notice.grid_company else ""
    return _("%(who)s, siden %(day)s") % {"who": who, "day": words.day_of(wait.since)}


def _columns(may_write: bool) -> list[Column]:
    ticks = [Column(text=_("Velg"), hidden=True, narrow=True)] if may_write else []
    return [
        *ticks,
        Column(text=_("Adresse")),
        Column(text=_("Nummer"), narrow=True),
        Column(text=_("Status")),
        Column(text=_("Venter på")),
        Column(text=_("Ønskes utført"), narrow=True),
    ]


def _views(here: str, stand: str, by_status: Mapping[Status, int]) -> list[View]:
    views = []
    for code, (text, statuses) in STANDS.items():
        count = sum(by_status.get(status, 0) for status in statuses)
        if count or not code or code == stand:
            href = f"{here}?{STAND}={code}" if code else here
            views.append(View(text=f"{text} {count}", href=href, current=code == stand))
    return views


def _file(shared: ProjectAttachment, may_write: bool) -> File:
    where = [shared.project_id, shared.id]
    kind = catalogue().attachments.get(shared.kind)
    return File(
        name=shared.document.name,
        href=reverse("projects:file", args=where),
        detail=" · ".join(filter(None, [_(kind.label) if kind else "", size(shared.document)])),
        remove=reverse("projects:stop-sharing", args=where) if may_write else "",
    )


def _sources(notices: list[Notice]) -> list[Option]:
    """The notices that parties can be fetched from, each set of people once."""
    named: dict[tuple[tuple[str, str], ...], Option] = {}
    people: dict[UUID, list[tuple[str, str]]] = {}
    rows = Party.objects.filter(notice__in=notices, role__in=SHARED_ROLES).exclude(name="")
    for notice_id, role, name in rows.order_by("role").values_list("notice_id", "role", "name"):
        people.setdefault(notice_id, []).append((role, name))
    for notice in notices:
        found = tuple(people.get(notice.id, ()))
        if found and found not in named:
            told = ", ".join(f"{labels.PARTY_ROLES[role]}: {name}" for role, name in found)
            named[found] = Option(value=str(notice.id), text=notice.address or _("Uten adresse"), detail=told)
    return list(named.values())
