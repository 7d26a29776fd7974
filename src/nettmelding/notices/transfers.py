"""Handing a notice over to another contractor: by the customer's word, or by the grid company's.

The contractor that has it, or the one that wants it, asks the customer (`transfer_asking`); the customer answers through a link
and the new contractor takes it (`transfer_answering`). The grid company moves one or many at once (`transfer_moving`). Nothing
moves without one of the two.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core.actor import Actor, Right
from nettmelding.notices.models import Notice, Transfer
from nettmelding.notices.status import OPEN
from nettmelding.notices.transfer_rows import State, is_expired


def may_transfer(actor: Actor, notice: Notice) -> bool:
    """Whether the actor may ask for, or do, the handing over of a notice they see."""
    owner = actor.organisation_id in {notice.contractor_id, notice.grid_company_id}
    return owner and actor.may(Right.TRANSFER) and notice.state in OPEN


def about(actor: Actor, notice: Notice) -> list[Transfer]:
    """What both owners know of a notice's handings over, the last first: those that were done, and those under way that they
    asked for or that the customer has agreed to."""
    known = Q(state__in=[State.DONE, State.CONSENTED]) | Q(state=State.ASKED, asking_company_id=actor.organisation_id)
    rows = notice.transfers.filter(known).select_related("from_contractor", "to_contractor")
    return [one for one in rows.order_by("-asked_at") if not is_expired(one)]


def offered_to(actor: Actor) -> QuerySet[Transfer]:
    """What the customer has agreed to and the actor's company may take."""
    if not actor.is_contractor or not actor.may(Right.SEE_CASES):
        return Transfer.objects.none()
    rows = Transfer.objects.filter(to_contractor_id=actor.organisation, state=State.CONSENTED)
    return rows.select_related("notice__grid_company", "from_contractor", "to_contractor")


def had_since(actor: Actor, notice_id: UUID) -> datetime | None:
    """Since when the actor's company has had a notice that was another's before; None where it has had it from the start."""
    rows = Transfer.objects.filter(notice_id=notice_id, to_contractor_id=actor.organisation_id, state=State.DONE)
    return rows.order_by("-last_event").values_list("done_at", flat=True).first()
