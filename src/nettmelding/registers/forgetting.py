"""Old look-ups of persons, and days' counts of them."""

from datetime import datetime

from django.db.models import QuerySet

from nettmelding.core import clock
from nettmelding.core.forgetting import removing
from nettmelding.registers.models import PersonLookup, PersonQuota


def _lookups(before: datetime) -> QuerySet[PersonLookup]:
    return PersonLookup.objects.filter(at__lt=before)


def _quotas(before: datetime) -> QuerySet[PersonQuota]:
    """A day's count is of no use when the day is over."""
    return PersonQuota.objects.filter(day__lt=min(before.date(), clock.today()))


LOOKUPS = removing(PersonLookup, _lookups)
QUOTAS = removing(PersonQuota, _quotas)
