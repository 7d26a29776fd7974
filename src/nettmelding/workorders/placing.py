"""Planning several orders in one press: given to a fitter, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import calendar, performers, queries
from nettmelding.workorders.board import busy, firm_of, length_of, not_before
from nettmelding.workorders.calendar import Job
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform

MOST_AT_ONCE = 50
"""Orders that are planned in one press."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One order to be planned, as it was seen."""

    order_id: UUID
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    order: WorkOrder
    why: str


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of planning several: those that were planned, and those that were not with the sentence that says why."""

    done: tuple[WorkOrder, ...]
    refused: tuple[Refused, ...]
    collides: bool = False


def place(
    actor: Actor,
    wishes: Sequence[Wish],
    fitter_id: UUID,
    day: date,
    at: time | None = None,
    minutes: int | None = None,
) -> Placed:
    """Give orders to a fitter on a day, one after the other from `at`; without it each keeps its hour, or takes the first free
    time.

    Errors: NotFound, NotAllowed; Invalid for none, more than 50, a day that has been, or another firm's fitter.
    """
    firm = firm_of(actor)
    access.require(actor, Right.PLAN_WORK)
    _check(wishes, fitter_id, firm, day)
    orders = {one.id: one for one in queries.visible_to(actor).filter(pk__in=[wish.order_id for wish in wishes])}
    if len(orders) < len({wish.order_id for wish in wishes}):
        raise NotFound
    jobs = busy(firm.id, fitter_id, day, without=list(orders))
    done, refused = [], []
    begins = _moment(day, at) if at else None
    for wish in wishes:
        order = orders[wish.order_id]
        length = timedelta(minutes=minutes) if minutes else length_of(order)
        since = begins or _kept_hour(order, day) or calendar.next_free(day, jobs, length, after=not_before(day))
        slot = Slot(since, since + length)
        try:
            given = Given(assignee_id=fitter_id, slot=slot)
            done.append(perform(actor, order.id, Action.PLAN, given, revision=wish.revision).order)
        except AppError as problem:
            refused.append(Refused(order, problem.message))
            continue
        jobs.append(Job(slot.since, slot.until))
        begins = calendar.next_free_after(slot.until) if at else None
    taken = calendar.colliding(dict(enumerate(jobs)))
    return Placed(tuple(done), tuple(refused), any(place in taken for place in range(len(jobs) - len(done), len(jobs))))


def put_back(actor: Actor, wish: Wish) -> WorkOrder:
    """Take an order's time and fitter away. Errors: those of `perform`."""
    return perform(actor, wish.order_id, Action.UNPLAN, revision=wish.revision).order


def _check(wishes: Sequence[Wish], fitter_id: UUID, firm: Organisation, day: date) -> None:
    if not wishes:
        raise Invalid("orders", _("Velg minst én ordre."), fields={"order": _("Velg minst én ordre.")})
    if len(wishes) > MOST_AT_ONCE:
        sentence = _("Planlegg høyst %(most)s om gangen.") % {"most": MOST_AT_ONCE}
        raise Invalid("orders", sentence, fields={"order": sentence})
    if fitter_id not in {one.id for one in performers.fitters(firm)}:
        raise Invalid("no_such_fitter", _("Velg en montør."), fields={"fitter": _("Velg en montør.")})
    if day < clock.today():
        sentence = _("Velg i dag eller en dag fram i tid.")
        raise Invalid("day", sentence, fields={"day": sentence})


def _moment(day: date, at: time) -> datetime:
    return clock.start_of_day(day).astimezone(clock.OSLO).replace(hour=at.hour, minute=at.minute)


def _kept_hour(order: WorkOrder, day: date) -> datetime | None:
    """The hour it has already, on another day; of an order for an hour that hour."""
    stands = order.planned_from or (order.wanted_from if order.hour_matters else None)
    return _moment(day, clock.oslo(stands).time()) if stands else None
