"""What happened at an installation over time: moves, values, declarations, the people who answered for the work."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import timeline
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Attachment, Notice, Submission
from nettmelding.notices.timeline import Entry

MILESTONES = (
    "send", "approve", "reject", "connect_temporarily", "stop", "resume", "report_completion", "return_completion",
    "meter_set", "close", "reopen", "withdraw", "lapse", "transferred",
)  # fmt: skip
MOST_MOMENTS = 200
DECLARATION = "declaration_of_conformity"
_PROTECTION = ("completion.ov_a", "completion.kv_a", "completion.mv_a")
_METERS = ("completion.meter_number", "site.meter_to_remove")
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
    """A value from a day on, as a completion report says."""

    label: str
    text: str
    since: date
    notice: Notice


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


def of(actor: Actor, notices: Sequence[Notice]) -> History:
    """The history that these notices tell; the caller has made sure that they are visible. A fixed number of statements."""
    by_id = {one.id: one for one in notices}
    reports = _reports(by_id)
    return History(
        moments=tuple(_moments(actor, by_id)),
        protection=tuple(_values(reports, _PROTECTION)),
        meters=tuple(_values(reports, _METERS)),
        people=tuple(_people(reports)),
        declarations=tuple(_declarations(by_id)),
    )


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
