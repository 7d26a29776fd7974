"""Work orders that are one person's to do, and handing them to a colleague.

Those of a grid company's screened object go to a colleague who is named for it, else they are to be planned anew.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import ngettext

from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM, Actor
from nettmelding.notices import screening
from nettmelding.organisations.holdings import Holding
from nettmelding.workorders import feed, queries, waiting
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import StockMeter, WorkOrder
from nettmelding.workorders.perform import BOTH, perform_locked
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.status import ENDED, Status


def _orders(organisation_id: UUID, user_id: UUID) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.filter(performer_id=organisation_id, assignee_id=user_id)
    return rows.exclude(status__in=[one.value for one in ENDED])


def _hand_over(actor: Actor, from_user: UUID, to_user: UUID | None) -> int:
    """To nobody: they are to be planned anew. The meters of the van go back to store, or to the colleague's van."""
    rows = _orders(actor.organisation, from_user).order_by("notice_id", "id")
    screens = {pk: own or of_notice for pk, own, of_notice in rows.values_list("id", "screen_id", "notice__screen_id")}
    kept = screening.kept_from(to_user, screens.values())
    for order_id, screen_id in screens.items():
        order = queries.locked(SYSTEM, order_id)
        withheld = screen_id in kept and order.grid_company_id == actor.organisation_id
        taken = None if withheld else to_user
        if taken is None and order.state is not Status.REPORTED:
            perform_locked(SYSTEM, order, Action.UNPLAN)
        else:
            _give(actor, order, from_user, taken)
    place = StockMeter.Place.VAN if to_user else StockMeter.Place.STORE
    StockMeter.objects.filter(holder_id=from_user, place=StockMeter.Place.VAN).update(holder_id=to_user, place=place)
    return len(screens)


def _give(actor: Actor, order: WorkOrder, from_user: UUID, to_user: UUID | None) -> None:
    order.assignee_id = to_user
    order.revision += 1
    order.changed_at = clock.now()
    order.save(update_fields=["assignee", "revision", "changed_at"])
    waiting.refresh(order)
    record(actor, SUBJECT, order.id, "handed_over", audience=BOTH, detail={"number": order.number})
    feed.tell(order, also=[from_user])


ORDERS = Holding(
    words=lambda n: ngettext("%(count)s arbeidsordre", "%(count)s arbeidsordrer", n) % {"count": n},
    count=lambda organisation_id, user_id: _orders(organisation_id, user_id).count(),
    hand_over=_hand_over,
)
