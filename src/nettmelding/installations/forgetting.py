"""Old look-ups of metering points, days' counts of them, and how people are reached as the customer system was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.installations.models import MeterLookup, MeterQuota, OutgoingTask


def _lookups(before: datetime) -> QuerySet[MeterLookup]:
    return MeterLookup.objects.filter(at__lt=before)


def _quotas(before: datetime) -> QuerySet[MeterQuota]:
    """A day's count is of no use when the day is over."""
    return MeterQuota.objects.filter(day__lt=min(before.date(), clock.today()))


def _told(before: datetime) -> QuerySet[OutgoingTask]:
    return OutgoingTask.objects.filter(finished_at__lt=before, forgotten_at__isnull=True)


def _forget_customers(keys: Sequence[Any]) -> int:
    with write():
        rows = list(OutgoingTask.objects.select_for_update().filter(pk__in=keys, forgotten_at__isnull=True))
        for row in rows:
            row.content.pop("customer", None)
            row.forgotten_at = clock.now()
        OutgoingTask.objects.bulk_update(rows, ["content", "forgotten_at"])
    return len(rows)


LOOKUPS = removing(MeterLookup, _lookups)
QUOTAS = removing(MeterQuota, _quotas)
TOLD = Forgetter(_told, _forget_customers)
