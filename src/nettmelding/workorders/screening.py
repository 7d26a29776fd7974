"""Work orders of screened objects: one with a notice follows its notice, one without names its metering point as a case does."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.notices import case_places
from nettmelding.notices.screening import screen_for
from nettmelding.organisations.models import Wait
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.queries import SUBJECT


def mark(order: WorkOrder, point: MeteringPoint) -> None:
    """As an order without a notice is made: keep what it names, and mark it in memory; the caller saves it."""
    keys = keys_of(point)
    case_places.remember_keys(SUBJECT, order.id, order.grid_company_id, keys)
    order.screen = screen_for(order.grid_company_id, keys)


def after_screening(screen_id: UUID | None, subjects: Sequence[UUID]) -> None:
    """A follower: bring the marks of the orders among them in line, and what waits in theirs and in those of the notices.

    The fitter who is sent there stays so.
    """
    WorkOrder.objects.filter(pk__in=subjects).update(screen_id=screen_id)
    orders = WorkOrder.objects.filter(Q(pk__in=subjects) | Q(notice_id__in=subjects))
    deviations = Deviation.objects.filter(order__in=orders)
    waits = Wait.objects.filter(Q(subject_id__in=orders.values("pk")) | Q(subject_id__in=deviations.values("pk")))
    waits.update(screen_id=screen_id)
