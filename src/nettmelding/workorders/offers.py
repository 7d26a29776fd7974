"""What an actor can do with a work order now: the table's own answer, and why a guard says no where that is known already."""

from dataclasses import dataclass

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, Refused
from nettmelding.workorders.facts import facts_for
from nettmelding.workorders.given import NOTHING
from nettmelding.workorders.lifecycle import MOVES, NOT_NOW, NOT_YOURS, Action, Refusal, decide, may, offered
from nettmelding.workorders.models import WorkOrder

GUARDED = frozenset({Action.ACCEPT, Action.CANCEL, Action.REPORT})
"""Whose guards look at what stands; those of the others look at what is given along."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An action, and the sentence that says why it does not go; empty where it does."""

    action: Action
    why_not: str = ""


def offers(actor: Actor, order: WorkOrder) -> list[Offer]:
    """What is the actor's to do in this status, in the table's order."""
    return [Offer(action, _why_not(actor, order, action)) for action in offered(order.state, actor, order.sides)]


def require(actor: Actor, order: WorkOrder, action: Action) -> None:
    """Errors: NotAllowed for what is never the actor's to do with the order, Refused where it is not possible now."""
    if not any(move.action is action and may(actor, order.sides, move) for move in MOVES):
        raise NotAllowed(NOT_YOURS.code, str(NOT_YOURS.message))
    if action not in offered(order.state, actor, order.sides):
        raise Refused(NOT_NOW.code, str(NOT_NOW.message))


def _why_not(actor: Actor, order: WorkOrder, action: Action) -> str:
    if action not in GUARDED:
        return ""
    facts = facts_for(actor, order, action, NOTHING)
    decided = decide(order.state, action, actor, order.sides, facts, words=True)
    return str(decided.message) if isinstance(decided, Refusal) else ""
