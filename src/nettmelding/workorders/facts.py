"""The facts that the guards look at, gathered from an order; only what the action's guards ask for is read."""

from datetime import timedelta

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.workorders import gate, judging, performers, steps
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action, Facts
from nettmelding.workorders.models import Photo, WorkOrder
from nettmelding.workorders.ruleset import rules_of


def facts_for(actor: Actor, order: WorkOrder, action: Action, given: Given) -> Facts:
    """What holds of the order as the action is tried."""
    if action in {Action.PLAN, Action.PICK_TIME}:
        assignee = given.assignee_id
        on = clock.oslo(given.slot.since).date() if given.slot else None
        may = assignee is not None and assignee in performers.with_papers([assignee], order, on)
        return Facts(has_fitter=assignee is not None, fitter_may=may)
    if action is Action.OFFER_TIMES:
        return Facts(has_times=bool(given.slots) and all(slot.since > clock.now() for slot in given.slots))
    if action is Action.REPORT:
        return Facts(
            complete=not steps.lacking(order, rules_of(order.grid_company_id), photographed(order)),
            conflicts=bool(order.conflicts),
            may_energise=not gate.why_not(order),
        )
    if action is Action.ACCEPT:
        return Facts(
            photos_here=not coming(order),
            dangerous=gate.is_dangerous([order])[order.id],
            accepted_by_rule=judging.may_accept_at_once(order),
        )
    if action is Action.CANCEL:
        return Facts(in_time=is_in_time(order))
    return Facts()


def photographed(order: WorkOrder) -> set[str]:
    """Steps that have a picture, here or on its way."""
    rows = order.photos.filter(removed_at__isnull=True).exclude(state=Photo.State.REFUSED)
    return set(rows.values_list("step", flat=True))


def coming(order: WorkOrder) -> int:
    """How many pictures are on their way."""
    return order.photos.filter(removed_at__isnull=True, state=Photo.State.COMING).count()


def is_in_time(order: WorkOrder) -> bool:
    """Whether whoever ordered it can still cancel it."""
    due = order.planned_from or order.wanted_from
    return due is None or clock.now() <= due - timedelta(hours=rules_of(order.grid_company_id).cancel_hours)
