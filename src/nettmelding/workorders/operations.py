"""What devices hand in: each operation is done exactly once, in the order of the device's own numbers.

The protocol stands in `docs/field-sync.md`. A batch is taken one operation a transaction, under the lock of the device's row:
what was done stays done when the connection breaks in the middle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.db import attempt, write
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.organisations import access
from nettmelding.workorders import deeds, devices, feed, queries
from nettmelding.workorders.deeds import Deed
from nettmelding.workorders.models import Device, Operation, WorkOrder

MOST = 100
"""Operations at a time."""
OFF_BY = timedelta(minutes=2)
"""A clock that is closer than this is taken to be right."""
Outcome, Settled = Operation.Outcome, Operation.Settled


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One operation as a device sends it."""

    id: UUID
    number: int
    order_id: UUID
    kind: str
    happened_at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    id: UUID
    number: int
    outcome: str
    message: str = ""
    conflicts: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Answer:
    results: tuple[Result, ...]
    next_number: int


def hand_in(actor: Actor, device_id: UUID, sent_at: datetime, operations: Sequence[HandedIn]) -> Answer:
    """Take what a device hands in. Errors: NotAllowed, NotFound for another's device, Invalid for more than 100."""
    access.require(actor, Right.DO_WORK)
    return _take(actor, devices.own(actor, device_id), sent_at, operations)


def hand_in_by_key(device_id: UUID, key: str, sent_at: datetime, operations: Sequence[HandedIn]) -> Answer:
    """The same from a device whose person cannot sign in: all of it is held for the planner. Errors: NotFound, Invalid."""
    device = devices.by_key(device_id, key)
    assert device.user is not None
    stranger = Actor(
        kind=ActorKind.PERSON,
        name=device.user.name,
        user_id=device.user_id,
        organisation_id=device.organisation_id,
        organisation_name=device.organisation.name,
    )
    return _take(stranger, device, sent_at, operations)


def left_over(actor: Actor, order: WorkOrder) -> list[Operation]:
    """What was handed in for an order and changed nothing, and nobody has settled; oldest first. Errors: NotAllowed."""
    if not actor.may(Right.PLAN_WORK) or order.performer_id != actor.organisation_id:
        return []
    rows = Operation.objects.filter(order=order, outcome__in=[Outcome.HELD, Outcome.REFUSED], settled=Settled.NO)
    return list(rows.select_related("device").order_by("device_id", "number")[:500])


def settle(actor: Actor, order_id: UUID, *, take_in: bool) -> int:
    """Take in what is left over, answer by answer where nothing else stands, or put it away. Returns how many.

    Errors: NotFound, NotAllowed.
    """
    with write():
        order = queries.locked(actor, order_id)
        if order.performer_id != actor.organisation_id:
            raise NotFound
        access.require(actor, Right.PLAN_WORK)
        rows = left_over(actor, order)
        for row in rows:
            if take_in:
                deeds.take_in(actor, order, row)
        Operation.objects.filter(pk__in=[row.pk for row in rows]).update(
            settled=Settled.TAKEN_IN if take_in else Settled.PUT_AWAY,
            settled_by_name=actor.name,
            settled_at=clock.now(),
        )
        if take_in and rows:
            deeds.keep(order)
            feed.tell(order)
    return len(rows)


def _take(actor: Actor, device: Device, sent_at: datetime, operations: Sequence[HandedIn]) -> Answer:
    if len(operations) > MOST:
        raise Invalid("too_many", _("Send høyst %(most)s om gangen.") % {"most": MOST})
    ahead = clock.now() - sent_at
    ahead = ahead if abs(ahead) > OFF_BY else timedelta(0)
    results: list[Result] = []
    for operation in operations:
        result = _one(actor, device.id, operation, ahead)
        if result is None:
            break
        results.append(result)
    with write():
        Device.objects.filter(pk=device.pk).update(
            seen_at=clock.now(), skew_seconds=max(-(2**31), min(2**31 - 1, int(ahead.total_seconds())))
        )
        next_number = Device.objects.values_list("next_number", flat=True).get(pk=device.pk)
    return Answer(tuple(results), next_number)


def _one(actor: Actor, device_id: UUID, handed_in: HandedIn, ahead: timedelta) -> Result | None:
    """Do one, or answer as the first time; None where it is not the next. The deed and its number are one transaction."""
    with write():
        device = Device.objects.select_for_update().get(pk=device_id)
        done = Operation.objects.filter(pk=handed_in.id).first()
        if done is not None:
            return _result(done) if done.device_id == device.id else None
        if handed_in.number != device.next_number:
            return None
        moment = min(handed_in.happened_at + ahead, clock.now())
        order = deeds.known_order(device, handed_in.order_id)
        outcome, message, conflicts = _attempt(actor, device, order, handed_in, moment)
        made = Operation.objects.create(
            id=handed_in.id,
            device=device,
            number=handed_in.number,
            order=order,
            kind=handed_in.kind[:20],
            data=dict(handed_in.data),
            by_name=actor.name,
            happened_at=moment,
            outcome=outcome,
            message=message[:500],
            conflicts=conflicts,
        )
        device.next_number += 1
        device.save(update_fields=["next_number"])
    return _result(made)


def _attempt(
    actor: Actor, device: Device, order: WorkOrder | None, handed_in: HandedIn, moment: datetime
) -> tuple[Operation.Outcome, str, list[dict[str, Any]]]:
    if order is None:
        return Outcome.REFUSED, _("Ordren finnes ikke lenger."), []
    deed = Deed(device, order, handed_in.kind, handed_in.data, moment)
    if not deeds.is_theirs(actor, order):
        try:
            with attempt():
                deeds.hold(actor, deed)
        except AppError as error:
            return Outcome.REFUSED, error.message, []
        return Outcome.HELD, _("Ordren er ikke lenger din. Planleggeren ser på det du har gjort."), []
    try:
        with attempt():
            conflicts = deeds.do(actor, deed)
    except AppError as error:
        return Outcome.REFUSED, error.message, []
    return (Outcome.CONFLICT if conflicts else Outcome.DONE), "", conflicts


def _result(row: Operation) -> Result:
    return Result(row.id, row.number, row.outcome, row.message, tuple(row.conflicts))
