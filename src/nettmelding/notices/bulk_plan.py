"""What a bulk change does to each notice, and why it leaves one as it is. Reads and reckons; writes nothing.

What a change means follows from the status: where the contractor works on the notice, its working copy is changed; what is
approved is changed and told, and the lifecycle's table says whether it must be decided anew. What lies with the grid company
or is finished stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor
from nettmelding.notices import submissions, working_copy
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind, Stage, Value
from nettmelding.notices.facts import facts_for
from nettmelding.notices.given import NOTHING
from nettmelding.notices.lifecycle import Action, Refusal, decide
from nettmelding.notices.models import Notice
from nettmelding.notices.status import CONTRACTOR_EDITS, Status
from nettmelding.organisations import access

Kept = dict[str, Any] | None
"""An answer as `Notice.answers` keeps it; None: there is none."""


class Way(StrEnum):
    """What becomes of a notice that is changed."""

    WORKING_COPY = "working_copy"
    """Seen by the contractor alone until it is sent."""
    TOLD = "told"
    """Approved before and after; the grid company is told."""
    DECIDED = "decided"
    """Goes to the grid company to be decided anew."""
    HANDED = "handed"
    """Another case handler at the grid company."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """One field of one notice, as shown; empty where there was or is nothing."""

    path: str
    label: str
    was: str
    now: str

    def as_json(self) -> dict[str, str]:
        """For an event's detail."""
        return {"path": self.path, "label": self.label, "old": self.was, "new": self.now}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice. `way` is None where it stays; then `why` says it. `same`: it stands so already."""

    notice: Notice
    way: Way | None = None
    changes: tuple[LineChange, ...] = ()
    before: Mapping[str, Kept] | None = None
    after: Mapping[str, Kept] | None = None
    why: str = ""
    left_out: tuple[str, ...] = ()
    """Labels of the fields that this notice does not have."""
    same: bool = False
    responsible_id: UUID | None = None
    """Who answered for it before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All of them, in the order they were handed in."""

    lines: tuple[Line, ...]

    @property
    def changing(self) -> list[Line]:
        return [line for line in self.lines if line.way is not None]

    @property
    def staying(self) -> list[Line]:
        return [line for line in self.lines if line.way is None]

    @property
    def hindered(self) -> list[Line]:
        """Those that stay though they were to change."""
        return [line for line in self.staying if not line.same]


_WITH_GRID_COMPANY = gettext_lazy("Ligger hos nettselskapet. Den kan endres når de har svart.")
STAYS: Mapping[Status, str | Promise] = {
    Status.SUBMITTED: _WITH_GRID_COMPANY,
    Status.IN_REVIEW: _WITH_GRID_COMPANY,
    Status.AWAITING_CUSTOMER: gettext_lazy("Venter på svar fra kunden."),
    Status.GRID_WORK: gettext_lazy("Nettselskapet arbeider i nettet nå."),
    Status.CONNECTED_TEMPORARILY: gettext_lazy("Er tilkoblet midlertidig."),
    Status.STOPPED: gettext_lazy("Er stanset av nettselskapet."),
    Status.COMPLETION_REPORTED: gettext_lazy("Allerede ferdigmeldt."),
    Status.COMPLETION_RETURNED: gettext_lazy("Allerede ferdigmeldt, og returnert. Rett ferdigmeldingen."),
    Status.METERING: gettext_lazy("Allerede ferdigmeldt. Måleren skal monteres."),
    Status.CLOSED: gettext_lazy("Saken er avsluttet."),
    Status.WITHDRAWN: gettext_lazy("Meldingen er trukket."),
    Status.LAPSED: gettext_lazy("Godkjenningen er utløpt. Ta opp igjen meldingen først."),
}
"""Why a notice is left as it is, by its status."""


def planned(actor: Actor, notices: Iterable[Notice], wanted: Mapping[str, Kept]) -> Plan:
    """What comes of it, the same being wanted of all.

    The answers of the rows in hand are changed in memory where the notice changes, and only there.
    """
    return Plan(tuple(_line(actor, notice, wanted, anywhere=False) for notice in notices))


def planned_each(actor: Actor, notices: Iterable[Notice], wanted: Mapping[UUID, Mapping[str, Kept]]) -> Plan:
    """The same with wishes of its own for each notice, by id; they are put there whether its form shows the field or not."""
    return Plan(tuple(_line(actor, notice, wanted[notice.id], anywhere=True) for notice in notices))


def _line(actor: Actor, notice: Notice, wanted: Mapping[str, Kept], *, anywhere: bool) -> Line:
    why = stays(actor, notice)
    if why:
        return Line(notice, why=why)
    standing = dict(notice.answers)
    notice.answers = _with(standing, wanted)
    placed = list(wanted) if anywhere else _placed(notice, wanted)
    left_out = tuple(_label(path) for path in wanted if path not in placed)
    notice.answers = _with(standing, {path: wanted[path] for path in placed})
    changes = tuple(_changes(notice, standing, placed))
    if not changes:
        notice.answers = standing
        gone = bool(left_out) and not placed
        why = _("Har ikke dette feltet.") if gone else _("Står slik allerede.")
        return Line(notice, why=why, same=not gone, left_out=left_out if placed else ())
    paths = placed if anywhere else [change.path for change in changes]
    notice.answers = _with(standing, {path: wanted[path] for path in paths})
    way = _way(actor, notice, standing, [change.path for change in changes])
    if not isinstance(way, Way):
        notice.answers = standing
        return Line(notice, why=way, left_out=left_out)
    return Line(
        notice,
        way,
        changes,
        before={path: standing.get(path) for path in paths},
        after={path: notice.answers.get(path) for path in paths},
        left_out=left_out,
        responsible_id=notice.responsible_id,
    )


def stays(actor: Actor, notice: Notice) -> str:
    """Why nothing of it can be changed; empty where it can."""
    if notice.contractor_id != actor.organisation_id or not access.may_write_notices(actor):
        return _("Dette kan ikke du gjøre med meldingen.")
    if notice.form == FormKind.SEVERAL and notice.sent_at is not None:
        return _("Gjelder flere anlegg. Åpne den og kryss av dem som skal endres.")
    return "" if notice.state in CONTRACTOR_EDITS else str(STAYS[notice.state])


def _with(standing: Mapping[str, Any], wanted: Mapping[str, Kept]) -> dict[str, Any]:
    answers = {path: kept for path, kept in standing.items() if path not in wanted}
    return answers | {path: kept for path, kept in wanted.items() if kept is not None}


def _placed(notice: Notice, wanted: Mapping[str, Kept]) -> list[str]:
    """The wanted fields that the notice's form has, as it is with all of them answered."""
    form = working_copy.form_of(notice, Stage.NOTICE)
    shown = {one.path for one in form.fields() if one.shown}
    return [path for path in wanted if path in shown]


def _changes(notice: Notice, standing: Mapping[str, Any], paths: Sequence[str]) -> Iterable[LineChange]:
    fields = catalogue().fields
    for path in paths:
        field = fields[path]
        was = standing[path]["value"] if path in standing else _filled_in(notice, path)
        now = notice.answers[path]["value"] if path in notice.answers else _filled_in(notice, path)
        if was != now:
            yield LineChange(path, field.label, text_of(field, was), text_of(field, now))


def _filled_in(notice: Notice, path: str) -> Value:
    """What stands in the field where nobody has answered: what the program knows, or what the mother says."""
    known: Value = notice.known.get(catalogue().fields[path].prefill)
    if known is not None:
        return known
    inherited: Value = working_copy.inherited(notice, Stage.NOTICE).get(path)
    return inherited


def _way(actor: Actor, notice: Notice, standing: Mapping[str, Any], paths: Sequence[str]) -> Way | str:
    """What becomes of it, or why it stays."""
    fields = catalogue().fields
    if notice.state is not Status.APPROVED or all(fields[path].internal for path in paths):
        return Way.WORKING_COPY
    told = submissions.changes(notice)
    if not told:
        return Way.WORKING_COPY
    if unsent := _unsent(notice, standing, [change.path for change in told], paths):
        return _("Har endringer som ikke er sendt: %(fields)s. Send dem eller ta dem bort først.") % {
            "fields": ", ".join(_label(path) for path in unsent)
        }
    facts, missing = facts_for(actor, notice, Action.CHANGE, NOTHING)
    move = decide(notice.state, Action.CHANGE, actor, facts)
    if isinstance(move, Refusal):
        return _("Noe mangler: %(what)s") % {"what": " ".join(missing.values())} if missing else str(move.message)
    return Way.TOLD if move.target is Status.APPROVED else Way.DECIDED


def _unsent(notice: Notice, standing: Mapping[str, Any], told: Sequence[str], paths: Sequence[str]) -> list[str]:
    """What else would be told: changes that somebody has made and not sent. What the change itself brings with it is none."""
    last = working_copy.last_sent(notice, Stage.NOTICE)
    sent = last.content["answers"] if last else {}

    def is_own(path: str) -> bool:
        if path not in catalogue().fields:
            return True
        before = sent.get(path, {})
        if before.get("source") == Source.DEFAULT:
            return path in standing
        now = standing[path]["value"] if path in standing else _filled_in(notice, path)
        return bool(now != before.get("value"))

    return [path for path in told if path not in paths and is_own(path)]


def _label(path: str) -> str:
    fields = catalogue().fields
    if path in fields:
        return fields[path].label
    return _("parter") if path.startswith("party.") else _("vedlegg")
