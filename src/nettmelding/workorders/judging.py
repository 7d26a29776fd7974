"""Whether a report is such that a rule may accept it: nothing found wrong, and all within its limits."""

from nettmelding.workorders import steps, stock
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.ruleset import rules_of


def outside(order: WorkOrder) -> list[str]:
    """Ids of steps whose answers are not as they should be."""
    rules = rules_of(order.grid_company_id)
    return [
        one.step.id for one in steps.asked(order, rules) if steps.outside(one.step, order.values().get(one.step.id))
    ]


def may_accept_at_once(order: WorkOrder) -> bool:
    """Whether the grid company's rule accepts the report as it stands."""
    if not rules_of(order.grid_company_id).accept_at_once:
        return False
    found = order.deviations.exclude(state__in=[Deviation.State.WITHDRAWN, Deviation.State.CLOSED])
    return not found.exists() and not outside(order) and not stock.taken_number(order)
