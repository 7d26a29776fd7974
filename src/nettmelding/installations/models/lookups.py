"""Who looked up what exists, and why."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class MeterLookup(models.Model):
    """Who looked up which meter number, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=80)
    meter_number = models.CharField(max_length=32)
    found = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "at"], name="meter_lookup_when")]
