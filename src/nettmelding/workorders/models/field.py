"""What devices in the field hand in and are handed: see `docs/field-sync.md`."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nettmelding.core import clock
from nettmelding.documents.models import Document
from nettmelding.organisations.models import Organisation
from nettmelding.workorders.models.orders import WorkOrder


class Device(models.Model):
    """A phone or tablet of one person at one company."""

    id = models.UUIDField(primary_key=True)
    """Made by the device."""
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="field_devices"
    )
    """None: forgotten."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True, default="")
    key_hash = models.CharField(max_length=64)
    """SHA-256 of the key that hands in when its person cannot sign in."""
    recovery = models.CharField(max_length=200, blank=True, default="")
    """What opens the lock on the device beside its PIN, encrypted; the lock itself lies on the device alone."""
    next_number = models.PositiveIntegerField(default=1)
    skew_seconds = models.IntegerField(default=0)
    """How far its clock was behind ours when it last handed in."""
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)


class Operation(models.Model):
    """What a fitter did, as the device said it, and what came of it."""

    class Outcome(models.TextChoices):
        DONE = "done"
        CONFLICT = "conflict"
        REFUSED = "refused"
        HELD = "held"

    class Settled(models.TextChoices):
        """What the planner has done with what is held or refused."""

        NO = ""
        TAKEN_IN = "taken_in"
        PUT_AWAY = "put_away"

    id = models.UUIDField(primary_key=True)
    """Made by the device."""
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="operations", db_index=False)
    number = models.PositiveIntegerField()
    order = models.ForeignKey(WorkOrder, null=True, on_delete=models.CASCADE, related_name="operations")
    """None where there is no such order, or it is another company's."""
    kind = models.CharField(max_length=20)
    data = models.JSONField()
    by_name = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    """By our clock: the device's own, corrected by how far it is off."""
    received_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    message = models.CharField(max_length=500, blank=True, default="")
    conflicts = models.JSONField(default=list)
    settled = models.CharField(max_length=12, choices=Settled.choices, blank=True, default=Settled.NO)
    settled_by_name = models.CharField(max_length=120, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "number"], name="operation_once")]
        indexes = [
            models.Index(
                fields=["order", "received_at"],
                condition=Q(outcome__in=["held", "refused"], settled=""),
                name="operation_left_over",
            ),
            models.Index(fields=["received_at"], name="operation_received"),
        ]


class Photo(models.Model):
    """A picture taken in the field; it is announced first, and its bytes come in pieces."""

    class State(models.TextChoices):
        COMING = "coming"
        HERE = "here"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True)
    """Made by the device."""
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="photos")
    step = models.CharField(max_length=40, blank=True, default="")
    """Empty: of a deviation."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.COMING)
    problem = models.CharField(max_length=300, blank=True, default="")
    name = models.CharField(max_length=160, blank=True, default="")
    size = models.PositiveIntegerField()
    """Bytes, as announced."""
    sha256 = models.CharField(max_length=64)
    """Of the bytes as the device has them, in hex."""
    received = models.PositiveIntegerField(default=0)
    """Bytes that have come."""
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.SET_NULL, related_name="photos")
    taken_at = models.DateTimeField()
    taken_by_name = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["taken_at", "id"]


class PhotoPart(models.Model):
    """A piece of a picture that is coming. In the database, so that any web process can take the next one."""

    id = models.BigAutoField(primary_key=True)
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="parts", db_index=False)
    offset = models.PositiveIntegerField()
    data = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["photo", "offset"], name="photo_part_once")]
        ordering = ["offset"]


class FeedCounter(models.Model):
    """How far a person's feed at a company has come: locked by whoever adds to it, so that no number is passed by."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    organisation_id = models.UUIDField()
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "organisation_id"], name="feed_counter_once")]


class FeedRow(models.Model):
    """The last change of an order as one person's devices are to hear of it."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    organisation_id = models.UUIDField()
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="feed_rows")
    seq = models.PositiveBigIntegerField()
    gone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "organisation_id", "order"], name="feed_row_once")]
        indexes = [models.Index(fields=["user_id", "organisation_id", "seq"], name="feed_row_seq")]
