"""What follows for work orders when a notice moves: they are made by the grid company's rules, and called off with the notice."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from nettmelding.core.actor import SYSTEM, Actor, rule
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

CALLED_OFF = frozenset(
    {
        Status.WITHDRAWN,
        Status.LAPSED,
        Status.STOPPED,
        Status.COMPLETION_RETURNED,
        Status.SUBMITTED,
    }
)
"""Where a notice's orders have nothing to do any more, until it comes that far again."""
DEFAULT_KIND = "set_up"


def after_move(moved: Sequence[Moved]) -> None:
    """A follower of notices. In their transaction, under their locks."""
    moved = [one for one in moved if not family.is_mother(one.notice)]
    came = [one for one in moved if one.source not in {one.target, Status.DRAFT}]
    _call_off([one.notice for one in came if one.target in CALLED_OFF], OPEN)
    _call_off([one.notice for one in came if one.target is Status.CLOSED], NOT_BEGUN)
    for one in moved:
        if one.target is Status.METERING and one.source is not Status.METERING:
            _see_to_an_order(one.actor, one.notice)
        elif one.target in _RULES and one.source not in {one.target, Status.METERING} and one.notice.grid_company_id:
            # back from a meter that is set or called off, nothing is ordered anew
            _by_rule(one)


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


def _by_rule(moved: Moved) -> None:
    notice = moved.notice
    assert notice.grid_company_id is not None
    rules = rules_of(notice.grid_company_id)
    kind = kind_for(notice, _RULES[moved.target](rules))
    if not kind or (is_meter_work(kind) and meter_orders(notice)) or _has_open(notice, kind):
        return
    company = notice.grid_company
    assert company is not None
    decider = rule(company.id, company.name)
    made = making.make(decider, notice, Wanted(kind))
    if is_meter_work(kind) and made.performer_id == made.grid_company_id:
        perform_on_notices(decider, [notice.id], NoticeAction.ORDER_METERING)
        notice.refresh_from_db()


def _see_to_an_order(actor: Actor, notice: Notice) -> None:
    """A notice that waits for its meter has an order for it."""
    if [one for one in meter_orders(notice) if one.state not in ENDED]:
        return
    assert notice.grid_company_id is not None
    rules = rules_of(notice.grid_company_id)
    kind = kind_for(notice, rules.at_completion) or kind_for(notice, rules.at_approval) or DEFAULT_KIND
    making.make(actor, notice, Wanted(kind))


def _call_off(notices: Sequence[Notice], statuses: Collection[OrderStatus]) -> None:
    """Call off the notices' orders in the statuses. One that only looks at what stands, a control, is held after the end too."""
    if not notices:
        return
    rows = WorkOrder.objects.filter(notice__in=notices, status__in=[one.value for one in statuses])
    if statuses is NOT_BEGUN:
        rows = rows.filter(kind__in=[code for code, kind in written().kinds.items() if kind.needs])
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
