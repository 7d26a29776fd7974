"""Old look-ups of meter numbers."""

from datetime import datetime

from django.db.models import QuerySet

from nettmelding.core.forgetting import removing
from nettmelding.installations.models import MeterLookup


def _lookups(before: datetime) -> QuerySet[MeterLookup]:
    return MeterLookup.objects.filter(at__lt=before)


LOOKUPS = removing(MeterLookup, _lookups)
