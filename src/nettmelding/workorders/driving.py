"""A fitter's day as it is driven: a shorter way through it, used and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.workorders import calendar, performers, queries, routing
from nettmelding.workorders.board import agreed, colliding, firm_of, length_of
from nettmelding.workorders.calendar import Job
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.queries import MOST_ON_A_BOARD
from nettmelding.workorders.status import Status

UNDONE_WITHIN = timedelta(hours=12)
_SALT = "work-order-route"


@dataclass(frozen=True, slots=True)
class Route:
    """A fitter's day by time, and how it could be driven. Lengths in km as the crow flies."""

    fitter: User
    day: date
    now: tuple[WorkOrder, ...]
    suggested: tuple[WorkOrder, ...]
    slots: tuple[Slot, ...]
    """When each of the suggested begins and ends, in the same order."""
    held: frozenset[UUID]
    """Those that keep their time."""
    km_now: float
    km_suggested: float

    @property
    def is_better(self) -> bool:
        return self.now != self.suggested


def route(actor: Actor, fitter_id: UUID, day: date) -> Route:
    """What a fitter's day looks like, and a shorter way through it.

    What has begun, what has its hour and what the customer has agreed to keeps its time. Errors: NotFound.
    """
    firm = firm_of(actor)
    fitter = next((one for one in performers.fitters(firm) if one.id == fitter_id), None)
    if fitter is None:
        raise NotFound
    rows = queries.with_all(queries.visible_to(actor)).filter(
        performer_id=firm.id, assignee_id=fitter_id, planned_from__gte=clock.start_of_day(day),
        planned_from__lte=clock.end_of_day(day),
    ).exclude(status=Status.CANCELLED.value)  # fmt: skip
    orders = list(rows.order_by("planned_from", "number")[:MOST_ON_A_BOARD])
    fixed = agreed(orders)
    held = {one.id for one in orders if one.state is not Status.PLANNED or one.hour_matters or one.id in fixed}
    places = [_place_of(one) for one in orders]
    order = routing.suggest(places, [number for number, one in enumerate(orders) if one.id in held])
    if _collides([orders[number] for number in order], slots := _slots(orders, order, held)) > len(colliding(orders)):
        order, slots = list(range(len(orders))), _slots(orders, range(len(orders)), held)
    return Route(
        fitter=fitter,
        day=day,
        now=tuple(orders),
        suggested=tuple(orders[number] for number in order),
        slots=tuple(slots),
        held=frozenset(held),
        km_now=routing.length_km(places),
        km_suggested=routing.length_km([places[number] for number in order]),
    )


def use(actor: Actor, fitter_id: UUID, day: date) -> str:
    """Plan the day as it is suggested, all or nothing. Returns what `undo` takes. Errors: those of `route` and `perform`."""
    found = route(actor, fitter_id, day)
    before = []
    with write():
        for order, slot in zip(found.suggested, found.slots, strict=True):
            if order.planned_from == slot.since or order.id in found.held:
                continue
            assert order.planned_from is not None
            assert order.planned_until is not None
            done = perform(
                actor, order.id, Action.PLAN, Given(assignee_id=fitter_id, slot=slot), revision=order.revision
            )
            kept = [order.planned_from.isoformat(), order.planned_until.isoformat()]
            before.append([str(order.id), done.order.revision, *kept])
    return signing.dumps([str(fitter_id), before], salt=_SALT, compress=True)


def undo(actor: Actor, token: str) -> int:
    """Put the day back as it was. Returns how many moved. Errors: Invalid, Conflict where somebody has changed it since."""
    firm_of(actor)
    try:
        fitter_id, rows = signing.loads(token, salt=_SALT, max_age=UNDONE_WITHIN)
    except signing.BadSignature:
        raise Invalid("undo", _("Dette kan ikke angres lenger.")) from None
    with write():
        for order_id, revision, since, until in rows:
            slot = Slot(datetime.fromisoformat(since), datetime.fromisoformat(until))
            given = Given(assignee_id=UUID(fitter_id), slot=slot)
            perform(actor, UUID(order_id), Action.PLAN, given, revision=revision)
    return len(rows)


def _place_of(order: WorkOrder) -> routing.Place | None:
    if order.latitude is None or order.longitude is None:
        return None
    return routing.Place(order.latitude, order.longitude)


def _collides(orders: Sequence[WorkOrder], slots: Sequence[Slot]) -> int:
    jobs = {order.id: Job(slot.since, slot.until) for order, slot in zip(orders, slots, strict=True)}
    return len(calendar.colliding(jobs))


def _slots(now: Sequence[WorkOrder], way: Sequence[int], held: Collection[UUID]) -> list[Slot]:
    """Each takes the time of the place in the row that it gets; a longer one pushes those after it that may be moved."""
    found: list[Slot] = []
    ends: datetime | None = None
    for was, order in zip(now, [now[number] for number in way], strict=True):
        assert was.planned_from is not None
        since = was.planned_from if order.id in held or ends is None else max(was.planned_from, ends)
        found.append(Slot(since, since + length_of(order)))
        ends = found[-1].until
    return found
