"""What all pages of one case begin with: where it is, where it stands, its tabs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import children_overview, family, labels, of_installation, queries, timeline, transfers
from nettmelding.notices.bulk_reading import by_event
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.children_overview import NOTHING, Beside, Progress
from nettmelding.notices.models import Attachment, Notice, Submission, Transfer
from nettmelding.notices.sent import Sent, read
from nettmelding.notices.status import INFO, OPEN
from nettmelding.notices.timeline import Entry
from nettmelding.organisations.models import Wait
from nettmelding.organisations.standing import Why
from nettmelding.organisations.waits import about, on
from nettmelding.web import words
from nettmelding.web.case import whole
from nettmelding.web.components import Note, NoteKind, State, Tab
from nettmelding.workorders import queries as work_orders

SPOKEN = frozenset({"note", "ask", "answer"})
"""Events that are words between people."""
_TABS = {"map": "map:map", "workorders": "workorders:of-notice"}
"""Tabs whose pages are another area's."""


@dataclass(frozen=True)
class Case:
    """A notice as one reader sees it; each part is read when it is first asked for."""

    actor: Actor
    notice: Notice

    @cached_property
    def entries(self) -> list[Entry]:
        return timeline.entries(self.actor, self.notice.id)

    @cached_property
    def of_many(self) -> dict[UUID, UUID]:
        """The bulk change of each event that belongs to one, for the company whose it is."""
        return by_event(self.actor, self.notice, self.entries)

    @cached_property
    def wait(self) -> Wait | None:
        """Who is waited for; of a block notice, which may wait for several, the reader's own company first."""
        if family.is_mother(self.notice):
            own = on(self.actor).filter(subject_id=self.notice.id).first()
            if own is not None:
                return own
        return about([self.notice.id]).get(self.notice.id)

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(queries.attachments_for(self.actor, self.notice)[:200])

    @cached_property
    def work_orders(self) -> int:
        """How many orders the reader sees, those of its metering points among them."""
        return work_orders.count_of_notice(self.actor, self.notice)

    @cached_property
    def submissions(self) -> list[Submission]:
        return list(self.notice.submissions.order_by("-number"))

    @cached_property
    def sent(self) -> Sent | None:
        """The notice as it was sent last."""
        return self._latest(Stage.NOTICE)

    @cached_property
    def completion(self) -> Sent | None:
        """The completion report as it was sent last."""
        return self._latest(Stage.COMPLETION)

    def _latest(self, stage: Stage) -> Sent | None:
        found = next((one for one in self.submissions if one.stage == stage), None)
        return read(self.notice, found, as_it_stands=True) if found else None

    @cached_property
    def transfers(self) -> list[Transfer]:
        """Handings over, done and under way, the last first."""
        return transfers.about(self.actor, self.notice)

    @cached_property
    def progress(self) -> Progress:
        """How far the metering points of a block notice are; nothing for any other."""
        if not family.is_mother(self.notice):
            return NOTHING
        return children_overview.progress(self.actor, [self.notice])[self.notice.id]

    @cached_property
    def mother(self) -> Notice | None:
        """Of a metering point of a block notice, where the reader sees it."""
        return queries.visible_to(self.actor).filter(children=self.notice).first()

    @cached_property
    def own_roles(self) -> set[str]:
        """Roles in which a metering point of a block notice names somebody itself; of any other notice all."""
        if self.notice.mother_id is None:
            return {role.value for role in PartyRole}
        return set(self.notice.parties.values_list("role", flat=True))

    @cached_property
    def beside(self) -> Beside | None:
        """Where a metering point of a block notice stands among the others."""
        return children_overview.beside(self.actor, self.notice) if self.notice.mother_id else None

    @property
    def said(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.action in SPOKEN]


def open_case(actor: Actor, notice_id: UUID) -> Case:
    """Errors: NotFound."""
    return Case(actor, queries.get(actor, notice_id))


def context(case: Case, tab: str) -> dict[str, Any]:
    """For the template all tabs extend."""
    notice = case.notice
    return {
        "case": case,
        "notice": notice,
        "title": labels.address(notice) or _("Uten adresse ennå"),
        "over": " · ".join(filter(None, _over(case))),
        "state": State(turn=words.turn(case.actor, notice), word=str(INFO[notice.state].name)),
        "clock": clock_text(case),
        "taken_over": taken_over(case),
        "firm_stopped": firm_stopped(notice),
        "bar": whole.bar(case.progress) if case.progress.total and notice.sent_at else None,
        "mother": case.mother,
        "beside": case.beside,
        "tabs": _tabs(case, tab),
        "installation_href": installation_href(case.actor, notice),
    }


def installation_href(actor: Actor, notice: Notice) -> str:
    """The page of the installation it is about; empty where it is about none that exists, or the reader does not see it."""
    installation_id = of_installation.led_to(actor, [notice]).get(notice.id)
    return reverse("installation:installation", args=[installation_id]) if installation_id else ""


def firm_stopped(notice: Notice) -> Note | None:
    """That the firm of an open case has fallen out of the registers, and why; for both sides."""
    firm = notice.contractor
    if firm.stopped_at is None or notice.state not in OPEN:
        return None
    rest = _("Det som er gjort, kan meldes ferdig. Resten kan trekkes eller overføres til et annet firma.")
    title = _("%(name)s er stanset fra %(day)s.") % {"name": firm.name, "day": words.day_of(firm.stopped_at)}
    return Note(kind=NoteKind.BAD, title=title, text=f"{Why(firm.stopped_because).text} {rest}")


def taken_over(case: Case) -> str:
    """`Overtatt fra Eksempel Elektro AS 23. nov.`, for each firm that had it before."""
    done = [one for one in case.transfers if one.state == Transfer.State.DONE]
    known = ({"name": one.from_contractor.name, "day": words.day_of(one.done_at)} for one in done)
    return ", ".join(_("Overtatt fra %(name)s %(day)s") % one for one in known)


def clock_text(case: Case) -> str:
    """Whose turn it is, since when, and when it is to be done."""
    notice, wait = case.notice, case.wait
    if wait is None:
        return ""
    if wait.organisation_id == notice.grid_company_id and wait.due is not None:
        return _used(wait) if not case.actor.is_contractor else _expected(notice, wait)
    if wait.organisation_id == notice.contractor_id:
        who = _("Venter på dere") if case.actor.is_contractor else _("Venter på installatøren")
        by = _(", frist %(day)s") % {"day": words.day_of(wait.due)} if wait.due else ""
        return _("%(who)s siden %(day)s%(by)s") % {"who": who, "day": words.day_of(wait.since), "by": by}
    return _("Venter på kunden siden %(day)s") % {"day": words.day_of(wait.since)}


def _used(wait: Wait) -> str:
    """For the one who is waited for: `2 av 3 arbeidsdager brukt`."""
    assert wait.due is not None
    start, due = clock.oslo(wait.since).date(), clock.oslo(wait.due).date()
    total, used = clock.working_days_between(start, due), clock.working_days_between(start, clock.today())
    if wait.due < clock.now():
        return _("frist gikk ut %(day)s") % {"day": words.day_of(wait.due)}
    return _("%(used)s av %(total)s arbeidsdager brukt") % {"used": used, "total": total}


def _expected(notice: Notice, wait: Wait) -> str:
    who = notice.grid_company.name if notice.grid_company else ""
    parts = {"who": who, "since": words.day_of(wait.since), "due": words.day_of(wait.due)}
    if wait.due is not None and wait.due < clock.now():
        return _("Ligger hos %(who)s siden %(since)s, skulle vært besvart %(due)s") % parts
    return _("Ligger hos %(who)s siden %(since)s, ventet svar %(due)s") % parts


def _over(case: Case) -> tuple[str, ...]:
    notice = case.notice
    version = sum(1 for one in case.submissions if one.stage == Stage.NOTICE)
    other = notice.grid_company.name if case.actor.is_contractor and notice.grid_company else notice.contractor.name
    return (
        notice.number or _("Kladd"),
        labels.type_names(notice.types),
        other,
        _("%(number)s. versjon") % {"number": version} if version > 1 else "",
    )


def _tabs(case: Case, current: str) -> list[Tab]:
    known = (
        ("case", _("Saken"), None),
        *((("children", _("Måleranlegg"), case.progress.total or None),) if family.is_mother(case.notice) else ()),
        ("map", _("Kart"), None),
        ("workorders", _("Arbeidsordrer"), case.work_orders or None),
        ("attachments", _("Vedlegg"), len(case.attachments) or None),
        ("dialogue", _("Dialog"), len(case.said) or None),
        ("history", _("Historikk"), None),
    )
    return [
        Tab(
            text=text,
            href=reverse(_TABS.get(name, f"case:{name}"), args=[case.notice.id]),
            count=count,
            current=name == current,
        )
        for name, text, count in known
    ]
