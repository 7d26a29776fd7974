"""Notices made through the real doors, read back as rows: what the many are made from."""

import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nettmelding.audit.models import Event, EventDetail
from nettmelding.demo import week
from nettmelding.notices import drafts, parties, places
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Decision, Notice, Party, Remark, Submission
from nettmelding.notices.status import Status
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership, Wait

Row = dict[str, Any]
ELECTRICIAN = "saksbehandler@eksempelelektro.example"
CASE_HANDLER = "saksbehandler@eksempelnett.example"
METER_NUMBER = "4400000000000019"

SHARES: dict[Status, float] = {
    Status.CLOSED: 70.0,
    Status.APPROVED: 11.0,
    Status.WITHDRAWN: 4.0,
    Status.DRAFT: 3.0,
    Status.LAPSED: 3.0,
    Status.COMPLETION_REPORTED: 2.0,
    Status.IN_REVIEW: 2.0,
    Status.SUBMITTED: 1.5,
    Status.REJECTED: 1.0,
    Status.AWAITING_INFORMATION: 1.0,
    Status.COMPLETION_RETURNED: 0.5,
    Status.CONNECTED_TEMPORARILY: 0.5,
    Status.STOPPED: 0.1,
}
"""How the notices of three years spread over the statuses, in per cent; those that nothing made is in are left out."""


@dataclass(frozen=True, slots=True)
class Template:
    """A notice with everything that hangs on it, as plain rows. Its attachments are left out: they are files."""

    notice: Row
    parties: tuple[Row, ...]
    submissions: tuple[Row, ...]
    decisions: tuple[Row, ...]
    remarks: tuple[Row, ...]
    events: tuple[tuple[Row, Row], ...]
    waits: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """The week of the demonstration, by status; and a draft that can be sent as it stands."""

    by_status: dict[Status, tuple[Template, ...]]
    ready: Template

    def pick(self, rng: random.Random) -> Template:
        """One, by the statuses' shares."""
        statuses = [status for status in SHARES if status in self.by_status]
        return rng.choice(self.by_status[rng.choices(statuses, [SHARES[s] for s in statuses])[0]])


def make() -> Templates:
    """Make them in a database that holds the demonstration's firms."""
    week.fill(lambda done, of: None)
    found: dict[Status, tuple[Template, ...]] = {}
    for notice in Notice.objects.order_by("id"):
        found[notice.state] = (*found.get(notice.state, ()), _read(notice.id))
    return Templates(found, _ready())


def _ready() -> Template:
    """Work at a meter: nothing is missing, and the grid company's rule decides at once."""
    membership = Membership.objects.select_related("user", "organisation").get(user__email=ELECTRICIAN)
    sender = actor_for(membership)
    notice = drafts.create(sender, ["metering_point_work"], "simplified")
    places.use_meter_number(sender, notice.id, METER_NUMBER)
    drafts.save(sender, notice.id, mine={"work.service": ["break_seal"], "when.expected_completion": "2027-01-15"})
    parties.same_as(sender, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    parties.set_contact(
        sender, notice.id, PartyRole.CUSTOMER, email="kari@kunde.example", mobile="90000000", no_email=False
    )
    return _read(notice.id)


def _read(notice_id: UUID) -> Template:
    details = {row["event_id"]: row for row in _rows(EventDetail.objects.filter(event__subject_id=notice_id))}
    events = _rows(Event.objects.filter(subject_id=notice_id).order_by("seq"))
    return Template(
        notice=_rows(Notice.objects.filter(pk=notice_id))[0],
        parties=_rows(Party.objects.filter(notice_id=notice_id)),
        submissions=_rows(Submission.objects.filter(notice_id=notice_id)),
        decisions=_rows(Decision.objects.filter(notice_id=notice_id)),
        remarks=_rows(Remark.objects.filter(decision__notice_id=notice_id)),
        events=tuple((row, details[row["id"]]) for row in events),
        waits=_rows(Wait.objects.filter(subject_id=notice_id)),
    )


def _rows(found: QuerySet[Any]) -> tuple[Row, ...]:
    return tuple(found.values())
