"""What each action changes besides the status, one function an action."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import Invalid
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import performers
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action, Move
from nettmelding.workorders.models import WorkOrder

LONGEST = 2_000


def prepared(actor: Actor, order: WorkOrder, action: Action, given: Given) -> Given:
    """What was given, with what stands already where nothing was. Errors: Invalid by field."""
    if action is Action.PLAN:
        assignee = given.assignee_id or order.assignee_id
        if assignee is not None and assignee not in {user.id for user in performers.fitters(order.performer)}:
            sentence = _("Velg en montør.")
            raise Invalid("no_such_fitter", sentence, fields={"assignee_id": sentence})
        _check(given.slot)
        return replace(given, assignee_id=assignee)
    if action is Action.PICK_TIME:
        return replace(given, assignee_id=order.assignee_id)
    return given


def of(actor: Actor, order: WorkOrder, move: Move, given: Given) -> dict[str, Any]:
    """Carry out what the move changes, in memory; what the event tells comes back."""
    effect = EFFECTS.get(move.action)
    return effect(actor, order, given) if effect else {}


def _check(slot: Slot | None) -> None:
    if slot is not None and slot.until <= slot.since:
        sentence = _("Slutten er før begynnelsen.")
        raise Invalid("bad_slot", sentence, fields={"until": sentence})


def _plan(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.assignee_id = given.assignee_id
    if given.slot is not None:
        order.planned_from, order.planned_until = given.slot.since, given.slot.until
    return {"assignee": _name(order), **_when(order)}


def _unplan(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.assignee_id = None
    order.planned_from = order.planned_until = None
    return {}


def _pick(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    if given.slot is not None:
        order.planned_from, order.planned_until = given.slot.since, given.slot.until
    return _when(order)


def _offer(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.planned_from = order.planned_until = None
    if given.assignee_id is not None:
        order.assignee_id = given.assignee_id
    return {"times": len(given.slots)}


def _declined(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.planned_from = order.planned_until = None
    _remark(actor, order, given.text, given)
    return {}


def _hand_over(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    if given.performer_id is None or not _may_perform(order, given.performer_id):
        sentence = _("Velg et firma som kan utføre ordren.")
        raise Invalid("no_such_performer", sentence, fields={"performer_id": sentence})
    order.performer = Organisation.objects.get(pk=given.performer_id)
    order.assignee_id = None
    order.planned_from = order.planned_until = None
    return {"performer": order.performer.name}


def _may_perform(order: WorkOrder, performer_id: UUID) -> bool:
    if performer_id == order.grid_company_id:
        return True
    return performers.prequalified(performer_id, order.grid_company_id, order.kind)


def _start(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.started_at = given.happened_at or clock.now()
    return {}


def _miss(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    if given.reason not in written().missed:
        sentence = _("Velg hvorfor.")
        raise Invalid("reason", sentence, fields={"reason": sentence})
    order.planned_from = order.planned_until = None
    _remark(actor, order, " ".join(filter(None, [written().missed[given.reason] + ".", given.text.strip()])), given)
    return {"reason_code": given.reason}


def _report(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    """Who may not sign, such as an apprentice, reports without: the meter's declaration waits for one who may."""
    moment = given.happened_at or clock.now()
    signature = given.signature or {}
    signs = written().kinds[order.kind].declares and actor.may(Right.DECLARE)
    if signs and not (signature.get("name") and signature.get("strokes")):
        sentence = _("Signer erklæringen.")
        raise Invalid("signature", sentence, fields={"signature": sentence})
    order.reported_at = moment
    order.started_at = order.started_at or moment
    order.report = {
        "text": given.text.strip()[:LONGEST],
        "name": str(signature.get("name", ""))[:120],
        "strokes": signature.get("strokes") or [],
        "at": moment.isoformat(),
        "by": actor.name,
        "by_id": str(actor.user_id or ""),
    }
    return {}


def _accept(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.ended_at = clock.now()
    return {}


def _return(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    _remark(actor, order, given.text, given)
    return {"step": given.step}


def _reopen(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.ended_at = None
    return {}


def _cancel(actor: Actor, order: WorkOrder, given: Given) -> dict[str, Any]:
    order.ended_at = clock.now()
    return {}


def _remark(actor: Actor, order: WorkOrder, text: str, given: Given) -> None:
    order.remarks = [
        *order.remarks,
        {
            "at": (given.happened_at or clock.now()).isoformat(),
            "by": actor.name,
            "text": text.strip()[:LONGEST],
            "step": given.step,
        },
    ]


def _name(order: WorkOrder) -> str:
    return order.assignee.name if order.assignee else ""


def _when(order: WorkOrder) -> dict[str, Any]:
    if order.planned_from is None or order.planned_until is None:
        return {}
    return {"from_time": order.planned_from.isoformat(), "until_time": order.planned_until.isoformat()}


EFFECTS: dict[Action, Callable[[Actor, WorkOrder, Given], dict[str, Any]]] = {
    Action.PLAN: _plan,
    Action.UNPLAN: _unplan,
    Action.OFFER_TIMES: _offer,
    Action.PICK_TIME: _pick,
    Action.TIMES_DECLINED: _declined,
    Action.HAND_OVER: _hand_over,
    Action.START: _start,
    Action.MISS: _miss,
    Action.REPORT: _report,
    Action.ACCEPT: _accept,
    Action.RETURN: _return,
    Action.REOPEN: _reopen,
    Action.CANCEL: _cancel,
}
