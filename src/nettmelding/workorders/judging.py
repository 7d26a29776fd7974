"""Whether a report is such that a rule may accept it: nothing found wrong, and all within its limits."""

from collections.abc import Iterable

from nettmelding.workorders import steps, stock
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.ruleset import rules_of
from nettmelding.workorders.steps import Asked


def outside(order: WorkOrder, asked: Iterable[Asked]) -> list[str]:
    """Ids of steps, among those that are asked, whose answers are not as they should be."""
    answers = order.values()
    return [one.step.id for one in asked if steps.outside(one.step, answers.get(one.step.id))]


def may_accept_at_once(order: WorkOrder) -> bool:
    """Whether the grid company's rule accepts the report as it stands."""
    rules = rules_of(order.grid_company_id)
    if not rules.accept_at_once:
        return False
    found = order.deviations.exclude(state__in=[Deviation.State.WITHDRAWN, Deviation.State.CLOSED])
    return not found.exists() and not outside(order, steps.asked(order, rules)) and not stock.taken_number(order)
