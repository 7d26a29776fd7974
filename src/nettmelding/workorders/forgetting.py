"""What becomes of old work orders and of what devices have handed in.

Of an order the signature, the pictures and what was written freely go; what was done and measured stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.workorders import indexing
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.catalogue.model import StepKind
from nettmelding.workorders.models import Device, Operation, PhotoPart, WorkOrder
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.status import ENDED

BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)
NOBODY = ""


def _old_orders(before: datetime) -> QuerySet[WorkOrder]:
    ended = [one.value for one in ENDED]
    return WorkOrder.objects.filter(status__in=ended, ended_at__lt=before, forgotten_at__isnull=True)


def _forget_orders(keys: Sequence[Any]) -> int:
    done = 0
    for key in keys:
        with write():
            order = WorkOrder.objects.select_for_update().filter(pk=key, forgotten_at__isnull=True).first()
            if order is not None:
                _erase(order)
                done += 1
    return done


def _erase(order: WorkOrder) -> None:
    """Files are swept with those that nothing points at."""
    free = {step.id for step in written().steps.values() if step.kind is StepKind.TEXT}
    order.answers = {step: {**kept, "by": NOBODY} for step, kept in order.answers.items() if step not in free}
    order.conflicts, order.remarks, order.report = [], [], {}
    order.note = order.access_note = order.created_by_name = NOBODY
    order.forgotten_at = clock.now()
    order.save()
    order.photos.update(document=None, name=NOBODY, taken_by_name=NOBODY)
    order.deviations.update(
        text=NOBODY, mended_text=NOBODY, answer=NOBODY, found_by_name=NOBODY, mended_by_name=NOBODY, mended_photos=[]
    )
    order.gates.update(by_name=NOBODY)
    order.time_offers.all().delete()
    record(SYSTEM, SUBJECT, order.id, "forgotten", audience=BOTH)
    indexing.reindex(order)


def _old_operations(before: datetime) -> QuerySet[Operation]:
    """Those whose content is still there; the row stays, so that nothing that comes again is done again."""
    return Operation.objects.filter(received_at__lt=before).exclude(by_name=NOBODY)


def _forget_operations(keys: Sequence[Any]) -> int:
    with write():
        return Operation.objects.filter(pk__in=list(keys)).update(data={}, conflicts=[], by_name=NOBODY)


def _forget_devices(keys: Sequence[Any]) -> int:
    with write():
        return Device.objects.filter(pk__in=list(keys)).update(user=None, name=NOBODY, key_hash=NOBODY, recovery=NOBODY)


ORDERS = Forgetter(_old_orders, _forget_orders)
OPERATIONS = Forgetter(_old_operations, _forget_operations)
PARTS = removing(PhotoPart, lambda before: PhotoPart.objects.filter(at__lt=before))
DEVICES = Forgetter(lambda before: Device.objects.filter(seen_at__lt=before, user__isnull=False), _forget_devices)
