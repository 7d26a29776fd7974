"""The planner's board: what a firm's fitters do in some days, and what waits for a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import able, calendar, performers, queries
from nettmelding.workorders.able import Asked
from nettmelding.workorders.calendar import Job
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.given import Slot
from nettmelding.workorders.lifecycle import MOVES, Action
from nettmelding.workorders.models import TimeOffer, WorkOrder
from nettmelding.workorders.queries import MOST_ON_A_BOARD
from nettmelding.workorders.status import ENDED, Status

PLANNABLE = frozenset[Status]().union(*(move.sources for move in MOVES if move.action is Action.PLAN))
"""Where an order can be given a time, or another one."""
_WAITS = (Status.UNPLANNED, Status.MISSED, Status.OFFERED)


@dataclass(frozen=True, slots=True)
class Board:
    """What the planner sees. Orders have what pages show; at most 500 in each part, `more` says that there are others."""

    since: date
    until: date
    fitters: tuple[User, ...]
    planned: tuple[WorkOrder, ...]
    """Those with a time in the days, by time."""
    tray: tuple[WorkOrder, ...]
    """Those without a time, the most pressing first."""
    elsewhere: tuple[WorkOrder, ...]
    """Open ones that another firm does for the grid company."""
    colliding: frozenset[UUID]
    agreed: frozenset[UUID]
    """Whose time the customer has picked."""
    refused: Mapping[Asked, Mapping[UUID, str]] = field(default_factory=dict)
    more: bool = False

    def why_not(self, order: WorkOrder, user_id: UUID) -> str:
        """Why a fitter may not do an order; empty where they may."""
        asked = able.asked_by(order)
        return self.refused.get(asked, {}).get(user_id, "") if asked else ""


def board(actor: Actor, since: date, until: date) -> Board:
    """The days from `since` to `until`, both whole. Errors: NotFound for who plans nothing."""
    firm = firm_of(actor)
    own = queries.with_all(queries.visible_to(actor)).filter(performer_id=firm.id)
    in_days = own.filter(planned_from__gte=clock.start_of_day(since), planned_from__lte=clock.end_of_day(until))
    planned, more_planned = _most(in_days.exclude(status=Status.CANCELLED.value).order_by("planned_from", "number"))
    waits = own.filter(planned_from__isnull=True, status__in=[one.value for one in _WAITS])
    tray, more_tray = _most(waits.order_by("deadline", "number"))
    elsewhere, more_elsewhere = _elsewhere(actor, firm)
    people = performers.fitters(firm)
    asked = {one for one in map(able.asked_by, [*planned, *tray]) if one}
    return Board(
        since=since,
        until=until,
        fitters=tuple(people),
        planned=tuple(planned),
        tray=tuple(tray),
        elsewhere=tuple(elsewhere),
        colliding=frozenset(colliding(planned)),
        agreed=frozenset(agreed(planned)),
        refused=able.why_not(firm.id, [one.id for one in people], asked, max(since, min(clock.today(), until))),
        more=more_planned or more_tray or more_elsewhere,
    )


def colliding(orders: Sequence[WorkOrder]) -> set[UUID]:
    """Orders whose fitter is to be at two places at once."""
    found: set[UUID] = set()
    for assignee in {one.assignee_id for one in orders if one.assignee_id}:
        found |= calendar.colliding(
            {one.id: job for one in orders if one.assignee_id == assignee and (job := job_of(one))}
        )
    return found


def job_of(order: WorkOrder) -> Job | None:
    """The time it takes; None without one."""
    if order.planned_from is None or order.planned_until is None or order.state is Status.CANCELLED:
        return None
    return Job(order.planned_from, order.planned_until)


def length_of(order: WorkOrder) -> timedelta:
    """How long it is planned to take: as it is, else what its kind takes."""
    job = job_of(order)
    return job.until - job.since if job else timedelta(minutes=written().kinds[order.kind].minutes)


def busy(firm_id: UUID, fitter_id: UUID, day: date, without: Collection[UUID] = ()) -> list[Job]:
    """What a fitter does for a firm that day."""
    rows = WorkOrder.objects.filter(
        performer_id=firm_id, assignee_id=fitter_id, planned_from__gte=clock.start_of_day(day),
        planned_from__lte=clock.end_of_day(day),
    ).exclude(pk__in=list(without))  # fmt: skip
    return [job for job in map(job_of, rows.order_by("planned_from")[:MOST_ON_A_BOARD]) if job]


def free_times(actor: Actor, order: WorkOrder, fitter_id: UUID | None, first: date, days: int) -> list[Slot]:
    """Times in some days when a fitter is free for an order; of nobody in particular all working hours. None that has been."""
    firm, length = firm_of(actor), length_of(order)
    found: list[Slot] = []
    for number in range(days):
        day = first + timedelta(days=number)
        if clock.is_working_day(day) and day >= clock.today():
            jobs = busy(firm.id, fitter_id, day, without=[order.id]) if fitter_id else []
            found += calendar.free(day, jobs, length, after=not_before(day))
    return found


def firm_of(actor: Actor) -> Organisation:
    """The firm whose work the actor plans. Errors: NotFound."""
    if not queries.may_plan(actor):
        raise NotFound
    return Organisation.objects.select_related("company_settings").get(pk=actor.organisation)


def _most(rows: Any) -> tuple[list[WorkOrder], bool]:
    found = list(rows[: MOST_ON_A_BOARD + 1])
    return found[:MOST_ON_A_BOARD], len(found) > MOST_ON_A_BOARD


def _elsewhere(actor: Actor, firm: Organisation) -> tuple[list[WorkOrder], bool]:
    if not actor.is_grid_company:
        return [], False
    rows = queries.with_all(queries.visible_to(actor)).exclude(performer_id=firm.id)
    rows = rows.exclude(status__in=[one.value for one in ENDED])
    return _most(rows.order_by("performer__name", "planned_from", "number"))


def agreed(orders: Sequence[WorkOrder]) -> set[UUID]:
    """Those whose customer has picked the time that stands."""
    picked = TimeOffer.objects.filter(order=OuterRef("pk"), state=TimeOffer.State.PICKED)
    rows = WorkOrder.objects.filter(Exists(picked), pk__in=[one.id for one in orders])
    return set(rows.values_list("pk", flat=True))


def not_before(day: date) -> datetime | None:
    """Nothing begins in what has been of today."""
    return clock.now() if day == clock.today() else None
