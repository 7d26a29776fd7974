"""Who looked up what exists, and why."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class MeterLookup(models.Model):
    """Who looked up which metering point, by what, and why. Of a name that was searched for nothing is kept."""

    class By(models.TextChoices):
        METER = "meter"
        ID = "id"
        ADDRESS = "address"
        CUSTOMER = "customer"
        MATCH = "match"
        """Whether a name that was typed is the customer's."""
        CHOICE = "choice"
        """One of those found was opened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=80)
    by = models.CharField(max_length=12, choices=By.choices, default=By.METER)
    meter_number = models.CharField(max_length=32, blank=True, default="")
    """The number that was searched for: of a meter, or of a metering point."""
    address_key = models.CharField(max_length=160, blank=True, default="")
    metering_point_id = models.UUIDField(null=True)
    """The only one that was found."""
    found = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "at"], name="meter_lookup_when"),
            models.Index(fields=["metering_point_id", "at"], name="meter_lookup_point"),
        ]


class MeterQuota(models.Model):
    """How many searches a user has made on a day."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    day = models.DateField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "day"], name="meter_quota_once")]
