"""Events: who did what to which subject. Never changed, never removed: database triggers see to it."""

from typing import ClassVar

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class Audience(models.TextChoices):
    """Who an event, message, attachment or mark is for."""

    CONTRACTOR = "contractor"
    GRID_COMPANY = "grid_company"
    CUSTOMER = "customer"
    INSPECTORATE = "inspectorate"
    INTERNAL = "internal"
    """The actor's own organisation only."""


class Checkpoint(models.Model):
    """A seal over all events since the last one: a Merkle root, signed, naming the checkpoint before."""

    id = models.BigAutoField(primary_key=True)
    previous_hash = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class Event(models.Model):
    """One link of a subject's chain. `canonical` is what was hashed, to the byte (RFC 8785)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=48)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)
    audience = models.JSONField(default=list)
    canonical = models.BinaryField()
    hash = models.CharField(max_length=64)
    checkpoint = models.ForeignKey(Checkpoint, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "seq"], name="event_chain")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(checkpoint__isnull=True), name="event_unsealed"),
        ]


class EventDetail(models.Model):
    """What an event says in words: may hold personal data, so it can be erased while the chain still verifies.

    The chain holds the SHA-256 of salt and payload, not the payload.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32)
    payload = models.TextField()
    erased_at = models.DateTimeField(null=True)
