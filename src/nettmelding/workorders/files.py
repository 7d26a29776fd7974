"""The notice's files, for whoever is given an order: plans and pictures, also where they may not see cases."""

from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.documents.models import Document
from nettmelding.notices.models import Attachment
from nettmelding.workorders import feed
from nettmelding.workorders.models import WorkOrder

MOST = 50


def of_order(order: WorkOrder) -> QuerySet[Attachment]:
    """What the grid company has been sent and nobody has taken off since; of a metering point its mother's too."""
    notice = order.notice
    if notice is None:
        return Attachment.objects.none()
    rows = Attachment.objects.filter(Q(notice_id=notice.id) | Q(notice_id=notice.mother_id))
    return rows.filter(sent_with__isnull=False, removed_at__isnull=True).select_related("document")[:MOST]


def opened(actor: Actor, order_id: UUID, attachment_id: UUID) -> Document:
    """One of them. Errors: NotFound, also where the order is not the actor's own to do."""
    order = feed.own(actor).select_related("notice").filter(pk=order_id).first()
    found = next((one for one in of_order(order) if one.id == attachment_id), None) if order else None
    if found is None:
        raise NotFound
    return found.document
