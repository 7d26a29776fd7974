"""Old look-ups of metering points, and days' counts of them."""

from datetime import datetime

from django.db.models import QuerySet

from nettmelding.core import clock
from nettmelding.core.forgetting import removing
from nettmelding.installations.models import MeterLookup, MeterQuota


def _lookups(before: datetime) -> QuerySet[MeterLookup]:
    return MeterLookup.objects.filter(at__lt=before)


def _quotas(before: datetime) -> QuerySet[MeterQuota]:
    """A day's count is of no use when the day is over."""
    return MeterQuota.objects.filter(day__lt=min(before.date(), clock.today()))


LOOKUPS = removing(MeterLookup, _lookups)
QUOTAS = removing(MeterQuota, _quotas)
