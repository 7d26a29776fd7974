"""Who is waited for in each status of a work order."""

from nettmelding.core import clock
from nettmelding.organisations import waits
from nettmelding.organisations.waits import Waiting
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.status import INFO, Turn


def refresh(order: WorkOrder) -> None:
    """Bring the `wait` rows in line with the order. Inside the caller's transaction."""
    waits.replace(SUBJECT, order.id, waiting_for(order))


def waiting_for(order: WorkOrder) -> list[Waiting]:
    """The one that the order waits for as it stands."""
    turn, why = INFO[order.state].turn, f"order_{order.status}"
    screen = order.screen_id or (order.notice.screen_id if order.notice else None)
    other = order.grid_company_id if order.performer_id != order.grid_company_id else None
    if turn is Turn.PLANNER:
        due = order.deadline or order.changed_at
        return [Waiting(order.performer_id, other, why, due, None, screen)]
    if turn is Turn.FITTER:
        due = order.planned_until or order.deadline or order.changed_at
        return [Waiting(order.performer_id, other, why, due, order.assignee_id, screen)]
    if turn is Turn.CUSTOMER:
        return [Waiting(None, order.performer_id, why, None, screen_id=screen)]
    if turn is Turn.GRID_COMPANY:
        due = clock.end_of_day(clock.add_working_days(clock.oslo(order.reported_at or order.changed_at).date(), 3))
        handler = order.notice.handler_id if order.notice else None
        return [Waiting(order.grid_company_id, order.performer_id, why, due, handler, screen)]
    return []
