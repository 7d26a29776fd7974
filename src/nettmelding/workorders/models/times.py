"""Times that a customer is offered."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.workorders.models.orders import WorkOrder


class TimeOffer(models.Model):
    """Times for one order, behind a personal link."""

    class State(models.TextChoices):
        OPEN = "open"
        PICKED = "picked"
        DECLINED = "declined"
        """None of them suits."""
        EXPIRED = "expired"
        REPLACED = "replaced"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="time_offers")
    token_hash = models.CharField(max_length=64, unique=True)
    slots = models.JSONField()
    """`[{"from", "until"}]`, ISO 8601 with zone."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    picked = models.PositiveSmallIntegerField(null=True)
    """Which of the slots, from 0."""
    text = models.CharField(max_length=500, blank=True, default="")
    """What the customer wrote."""
    expires_at = models.DateTimeField()
    offered_by_name = models.CharField(max_length=120)
    offered_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "expires_at"], name="time_offer_expires")]
