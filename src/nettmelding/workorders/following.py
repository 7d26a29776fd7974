"""What follows for work orders when a notice moves: they are made by the grid company's rules, and called off with the notice."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nettmelding.core.actor import SYSTEM, rule
from nettmelding.notices import family
from nettmelding.notices.followers import Moved
from nettmelding.notices.lifecycle import Action as NoticeAction
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform as perform_on_notices
from nettmelding.notices.status import Status
from nettmelding.workorders import making
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.ruleset import WorkOrderRules, rules_of
from nettmelding.workorders.status import ENDED, NOT_BEGUN, OPEN
from nettmelding.workorders.status import Status as OrderStatus

CALLED_OFF = frozenset({Status.WITHDRAWN, Status.LAPSED, Status.STOPPED, Status.COMPLETION_RETURNED, Status.SUBMITTED})
"""Where a notice's orders have nothing to do any more, until it comes that far again."""
DEFAULT_KIND = "set_up"
RulesAt = Callable[[UUID], WorkOrderRules]
"""A grid company's rules, read once for all that moved in one go."""


def after_move(moved: Sequence[Moved]) -> None:
    """A follower of notices. In their transaction, under their locks."""
    moved = [one for one in moved if not family.is_mother(one.notice)]
    _call_off(moved)
    rules = cache(rules_of)
    for one in moved:
        if one.target is Status.METERING and one.source is not Status.METERING:
            _see_to_an_order(one, rules)
        elif one.target in _RULES and one.source not in {one.target, Status.METERING} and one.notice.grid_company_id:
            # back from a meter that is set or called off, nothing is ordered anew
            _by_rule(one, rules)


def meter_orders(notice: Notice) -> list[WorkOrder]:
    """The notice's orders for a meter, but for those called off."""
    kinds = [code for code, kind in written().kinds.items() if is_meter_work(code)]
    rows = WorkOrder.objects.filter(notice=notice, kind__in=kinds).exclude(status=OrderStatus.CANCELLED.value)
    return list(rows.order_by("created_at", "id"))


def is_meter_work(kind: str) -> bool:
    """Whether the kind sees to a meter."""
    return "meters" in written().kinds[kind].needs


def kind_for(notice: Notice, table: Mapping[str, str]) -> str:
    """What the table orders for the notice's types; the leading one first."""
    return next((table[one] for one in [notice.leading_type, *notice.types] if one in table), "")


def _by_rule(moved: Moved, rules_at: RulesAt) -> None:
    notice = moved.notice
    assert notice.grid_company_id is not None
    kind = kind_for(notice, _RULES[moved.target](rules_at(notice.grid_company_id)))
    if not kind or (is_meter_work(kind) and meter_orders(notice)) or _has_open(notice, kind):
        return
    company = notice.grid_company
    assert company is not None
    decider = rule(company.id, company.name)
    made = making.make(decider, notice, Wanted(kind))
    if is_meter_work(kind) and made.performer_id == made.grid_company_id:
        perform_on_notices(decider, [notice.id], NoticeAction.ORDER_METERING)
        notice.refresh_from_db()


def _see_to_an_order(moved: Moved, rules_at: RulesAt) -> None:
    """A notice that waits for its meter has an order for it."""
    notice = moved.notice
    if [one for one in meter_orders(notice) if one.state not in ENDED]:
        return
    assert notice.grid_company_id is not None
    rules = rules_at(notice.grid_company_id)
    kind = kind_for(notice, rules.at_completion) or kind_for(notice, rules.at_approval) or DEFAULT_KIND
    making.make(moved.actor, notice, Wanted(kind))


def _call_off(moved: Sequence[Moved]) -> None:
    """Call off the orders of notices that came where they have nothing to do; one read, however many moved.

    At a closed notice what is begun is let be, and an order that only looks at what stands, a control, is held.
    """
    came = [one for one in moved if one.source not in {one.target, Status.DRAFT}]
    gone = [one.notice for one in came if one.target in CALLED_OFF]
    closed = [one.notice for one in came if one.target is Status.CLOSED]
    if not gone and not closed:
        return
    hands_on = [code for code, kind in written().kinds.items() if kind.needs]
    standing = Q(notice__in=gone, status__in=[one.value for one in OPEN])
    untouched = Q(notice__in=closed, status__in=[one.value for one in NOT_BEGUN], kind__in=hands_on)
    rows = WorkOrder.objects.filter(standing | untouched)
    for order_id in rows.order_by("id").values_list("id", flat=True):
        perform(SYSTEM, order_id, Action.CANCEL, Given(text=_("Meldingen er ikke lenger klar for dette.")))


def _has_open(notice: Notice, kind: str) -> bool:
    rows = WorkOrder.objects.filter(notice=notice, kind=kind).exclude(status__in=[one.value for one in ENDED])
    return rows.exists()


def _at_approval(rules: WorkOrderRules) -> Mapping[str, str]:
    return rules.at_approval


def _at_completion(rules: WorkOrderRules) -> Mapping[str, str]:
    return rules.at_completion


_RULES = {Status.APPROVED: _at_approval, Status.COMPLETION_REPORTED: _at_completion}
"""The statuses at which a rule orders work."""
