"""Screened objects: addresses and metering points whose cases only named handlers see."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models.organisation import Organisation


class Screen(models.Model):
    """One screened address or metering point of a grid company."""

    class Kind(models.TextChoices):
        ADDRESS = "address"
        METERING_POINT = "metering_point"

    class Source(models.TextChoices):
        BY_HAND = "by_hand"
        CUSTOMER_SYSTEM = "customer_system"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="screens")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=200)
    """What cases are matched by: the folded address with its postcode, the 18 digits, or the meter number."""
    shown = models.CharField(max_length=200)
    """The same as people read it."""
    why = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.BY_HAND)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid_company", "kind", "key"], name="screen_once")]


class ScreenHandler(models.Model):
    """A person who sees a screened object's cases."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, related_name="handlers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "screen"], name="screen_handler_once")]
