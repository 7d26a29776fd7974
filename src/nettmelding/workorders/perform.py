"""The only shell around the life of a work order: whatever moves one goes through `perform`."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience, Event
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Conflict, Invalid, NotAllowed, Refused
from nettmelding.notices.queries import SUBJECT as NOTICE
from nettmelding.workorders import effects, feed, indexing, queries, waiting
from nettmelding.workorders.facts import facts_for
from nettmelding.workorders.followers import OrderMoved, follow
from nettmelding.workorders.given import NOTHING, Given
from nettmelding.workorders.lifecycle import NOT_YOURS, WORDS_NEEDED, Action, Move, Refusal, decide
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.queries import SUBJECT

BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)
TOLD_ON_NOTICE = {
    Action.PLAN: "work_order_planned",
    Action.PICK_TIME: "work_order_planned",
    Action.MISS: "work_order_missed",
    Action.REPORT: "work_order_reported",
    Action.ACCEPT: "work_order_accepted",
    Action.RETURN: "work_order_returned",
    Action.CANCEL: "work_order_cancelled",
}
"""What the notice's own timeline tells of its orders."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An order that was moved."""

    order: WorkOrder
    move: Move
    event: Event


def perform(
    actor: Actor, order_id: UUID, action: Action, given: Given = NOTHING, *, revision: int | None = None
) -> Outcome:
    """Move an order in one transaction.

    Errors: NotFound for one the actor does not see, Conflict where the revision is not the current one, Refused, NotAllowed or
    Invalid as the table says.
    """
    with write():
        order = queries.locked(actor, order_id)
        if revision is not None and order.revision != revision:
            raise Conflict(
                "changed_meanwhile", _("Ordren er endret av noen andre i mellomtiden. Se over og prøv igjen.")
            )
        return perform_locked(actor, order, action, given)


def perform_locked(actor: Actor, order: WorkOrder, action: Action, given: Given = NOTHING) -> Outcome:
    """The same with the order as the caller's transaction has locked it, for one who does not see it by themselves, such as the
    customer with a link. Errors: as `perform`, but for NotFound and Conflict."""
    wanted = effects.prepared(actor, order, action, given)
    facts = facts_for(actor, order, action, wanted)
    move = decide(order.state, action, actor, order.sides, facts, words=bool(given.text.strip()))
    if isinstance(move, Refusal):
        raise _refused(move)
    return _move(actor, order, move, wanted)


def _move(actor: Actor, order: WorkOrder, move: Move, given: Given) -> Outcome:
    source, before = order.state, order.assignee_id
    detail = effects.of(actor, order, move, given)
    order.status = move.target.value
    order.revision += 1
    order.changed_at = clock.now()
    order.save()
    told = {"number": order.number, "kind": order.kind, "from": source.value, "to": order.status, **detail}
    event = record(
        actor,
        SUBJECT,
        order.id,
        move.action.value,
        audience=BOTH,
        detail=told,
        reason=given.text.strip(),
        happened_at=given.happened_at,
    )
    if order.notice_id is not None and move.action in TOLD_ON_NOTICE:
        record(
            actor,
            NOTICE,
            order.notice_id,
            TOLD_ON_NOTICE[move.action],
            audience=BOTH,
            detail=told,
            reason=given.text.strip(),
            happened_at=given.happened_at,
        )
    waiting.refresh(order)
    indexing.reindex(order)
    feed.tell(order, also=[before])
    follow(OrderMoved(order, move, source, actor, given, before))
    return Outcome(order, move, event)


def _refused(refusal: Refusal) -> AppError:
    message = str(refusal.message)
    if refusal is NOT_YOURS:
        return NotAllowed(refusal.code, message)
    if refusal is WORDS_NEEDED:
        return Invalid(refusal.code, message, fields={"text": message})
    return Refused(refusal.code, message)
