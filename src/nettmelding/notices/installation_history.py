"""What happened at an installation over time: moves, values, declarations, the people who answered for the work."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.installations import siblings
from nettmelding.installations.models import Installation, PastValue
from nettmelding.notices import timeline
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Field, Stage
from nettmelding.notices.catalogue.values import FieldError, validate
from nettmelding.notices.models import Attachment, Notice, Submission
from nettmelding.notices.of_installation import Place
from nettmelding.notices.timeline import Entry

MILESTONES = (
    "send", "approve", "reject", "connect_temporarily", "stop", "resume", "report_completion", "return_completion",
    "meter_set", "close", "reopen", "withdraw", "lapse", "transferred",
)  # fmt: skip
MOST_MOMENTS = 200
DECLARATION = "declaration_of_conformity"
_PROTECTION = ("completion.ov_a", "completion.kv_a", "completion.mv_a")
_METERS = ("completion.meter_number", "site.meter_to_remove")
METER = "meter_number"
FIELD_OF: Mapping[str, str] = {
    "ov_a": "completion.ov_a",
    "kv_a": "completion.kv_a",
    "mv_a": "completion.mv_a",
    "phases": "supply.phases",
    "network_system": "supply.network_system",
    "production_kw": "completion.feed_in_kw",
    "metering_kind": "metering.kind",
    "ct_ratio": "metering.ct_ratio",
    "meter_place": "metering.place",
    "building_kind": "building.kind",
    "area_m2": "building.area_m2",
    "intake": "service_line.intake_place",
    "service_line_cable": "service_line.cable",
    "service_line_length_m": "service_line.length_m",
    METER: "completion.meter_number",
}
"""A value of the customer system → the catalogue's field that has its label, unit and choices."""
MOST_VALUES = 100
_PEOPLE = ("completion.checked_by", "who.technically_responsible")


@dataclass(frozen=True, slots=True)
class _Report:
    """What a completion report says, with what was notified before it."""

    notice: Notice
    answers: Mapping[str, Any]
    firm: str
    done_on: date


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, and the notice it belongs to."""

    notice: Notice
    entry: Entry


@dataclass(frozen=True, slots=True)
class Value:
    """A value from a day on, as a completion report says, or the customer system where there is no `notice`."""

    label: str
    text: str
    since: date
    notice: Notice | None = None
    where: str = ""
    """Which metering point it belongs to; empty for the installation itself."""
    was: str = ""
    corrected_by: str = ""
    """The number of the notice whose correction the grid company used; it told what had been all along."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answered for work: in what part, at which firm."""

    name: str
    part: str
    firm: str
    since: date
    notice: Notice


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration of conformity that was sent."""

    attachment_id: UUID
    name: str
    sent_on: date
    notice: Notice


@dataclass(frozen=True, slots=True)
class History:
    """Newest first in each."""

    moments: tuple[Happened, ...]
    protection: tuple[Value, ...]
    meters: tuple[Value, ...]
    people: tuple[Person, ...]
    declarations: tuple[Declaration, ...]


def of(place: Place) -> History:
    """The history that the notices tell which the reader sees, and the customer system's where the installation is open to
    them. A fixed number of statements."""
    by_id = {one.id: one for one in place.notices}
    reports = _reports(by_id)
    kept = _past_values(place.installation) if place.opened else []
    return History(
        moments=tuple(_moments(place.actor, by_id)),
        protection=_newest_first([*_values(reports, _PROTECTION), *(one for name, one in kept if name != METER)]),
        meters=_newest_first([*_values(reports, _METERS), *(one for name, one in kept if name == METER)]),
        people=tuple(_people(reports)),
        declarations=tuple(_declarations(by_id)),
    )


def _newest_first(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda one: one.since, reverse=True))


def _past_values(installation: Installation) -> list[tuple[str, Value]]:
    """What the customer system, a file or a correction has told that changed; what work changed is told by its report."""
    rows = installation.past_values.filter(name__in=FIELD_OF).exclude(source=PastValue.Source.NOTICE)
    newest = rows.select_related("metering_point").order_by("-since", "-id")[:MOST_VALUES]
    return [(row.name, _past_value(row)) for row in newest]


def _past_value(row: PastValue) -> Value:
    field, point = catalogue().fields[FIELD_OF[row.name]], row.metering_point
    return Value(
        label=_(field.label),
        text=_read(field, row.new) or _("fjernet"),
        since=_day(row.since),
        where=siblings.where(point.entrance, point.unit) if point else "",
        was=_read(field, row.old),
        corrected_by=row.notice_number if row.source == PastValue.Source.CORRECTION else "",
    )


def _read(field: Field, kept: str) -> str:
    value = validate(field, kept)
    return kept if isinstance(value, FieldError) else text_of(field, value)


def _moments(actor: Actor, notices: Mapping[UUID, Notice]) -> Iterator[Happened]:
    for subject_id, entry in timeline.milestones(actor, notices, MILESTONES, MOST_MOMENTS):
        yield Happened(notices[subject_id], entry)


def _reports(notices: Mapping[UUID, Notice]) -> list[_Report]:
    """The latest completion report of each, with what was notified before it, newest first."""
    reported = _latest(Stage.COMPLETION, notices)
    notified = {one.notice_id: one for one in _latest(Stage.NOTICE, {one.notice_id for one in reported})}
    return [_report(notices[one.notice_id], one, notified.get(one.notice_id)) for one in reported]


def _latest(stage: Stage, notice_ids: Collection[UUID]) -> list[Submission]:
    rows = Submission.objects.filter(notice_id__in=notice_ids, stage=stage).order_by("-sent_at", "-number")
    latest: dict[UUID, Submission] = {}
    for row in rows:
        latest.setdefault(row.notice_id, row)
    return list(latest.values())


def _report(notice: Notice, report: Submission, notified: Submission | None) -> _Report:
    kept = {**(notified.content["answers"] if notified else {}), **report.content["answers"]}
    answers = {path: one["value"] for path, one in kept.items()}
    firm = report.content.get("contractor", {}).get("name", "") or notice.contractor.name
    return _Report(notice, answers, firm, _done_on(answers, report))


def _done_on(answers: Mapping[str, Any], report: Submission) -> date:
    """The day the work was done, or the day it was reported."""
    try:
        return date.fromisoformat(str(answers.get("completion.done_on")))
    except ValueError:
        return _day(report.sent_at)


def _values(reports: Sequence[_Report], paths: Sequence[str]) -> Iterator[Value]:
    fields = catalogue().fields
    for report in reports:
        for path in paths:
            text = text_of(fields[path], report.answers.get(path))
            if text:
                yield Value(_(fields[path].label), text, report.done_on, report.notice)


def _people(reports: Sequence[_Report]) -> Iterator[Person]:
    """Each once for a firm and a part, by the latest."""
    fields, seen = catalogue().fields, set()
    for report in reports:
        for path in _PEOPLE:
            name = text_of(fields[path], report.answers.get(path))
            if name and (name, path, report.firm) not in seen:
                seen.add((name, path, report.firm))
                yield Person(name, _(fields[path].label), report.firm, report.done_on, report.notice)


def _declarations(notices: Mapping[UUID, Notice]) -> Iterator[Declaration]:
    rows = Attachment.objects.filter(
        notice_id__in=notices, kind=DECLARATION, sent_with__isnull=False, removed_at__isnull=True
    )
    for row in rows.select_related("document").order_by("-added_at"):
        yield Declaration(row.id, row.document.name, _day(row.added_at), notices[row.notice_id])


def _day(moment: datetime) -> date:
    return clock.oslo(moment).date()
