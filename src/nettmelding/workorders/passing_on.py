"""What becomes of the work orders of a notice that passes from one contractor to another."""

from collections.abc import Sequence

from nettmelding.core.actor import SYSTEM
from nettmelding.notices.models import Notice, Transfer
from nettmelding.workorders import queries
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import performer_for
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform_locked
from nettmelding.workorders.status import NOT_BEGUN, OPEN


def after_transfer(cases: Sequence[Notice], transfer: Transfer) -> None:
    """A follower. What the old firm has not begun goes to whom the grid company's rule says now; what is begun or reported is its
    own part, which it finishes and declares. What it had ordered is the new firm's to call off."""
    by_id = {case.id: case for case in cases}
    rows = WorkOrder.objects.filter(notice_id__in=by_id, status__in=[one.value for one in OPEN])
    rows.filter(orderer_id=transfer.from_contractor_id).update(orderer_id=transfer.to_contractor_id)
    waiting = rows.filter(
        performer_id=transfer.from_contractor_id, status__in=[one.value for one in NOT_BEGUN]
    ).order_by("id")
    for order_id, notice_id, kind in waiting.values_list("id", "notice_id", "kind"):
        performer_id = performer_for(by_id[notice_id], kind)
        perform_locked(SYSTEM, queries.locked(SYSTEM, order_id), Action.HAND_OVER, Given(performer_id=performer_id))
