"""The outbox: what is to be told to whom, and every try at it."""

from django.db import models

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.due import DueRow
from nettmelding.core.ids import uuid7


class Status(models.TextChoices):
    """How far a message has come."""

    WAITING = "waiting"
    SENT = "sent"
    """The receiving server has taken it."""
    FAILED = "failed"
    """Given up: refused as it is, or nobody took it for days."""
    BOUNCED = "bounced"
    """The receiving server says that the address does not exist or takes no mail."""


class Channel(models.TextChoices):
    """By which way a message goes."""

    EMAIL = "email"
    SMS = "sms"


class Message(DueRow):
    """One e-mail or SMS to one address, written in the transaction of what it tells, ready to send as it stands."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    kind = models.CharField(max_length=32)
    organisation_id = models.UUIDField(null=True)
    """Who sends it; null: the platform, about signing in."""
    subject_kind = models.CharField(max_length=24, blank=True, default="")
    subject_id = models.UUIDField(null=True)
    audience = models.CharField(max_length=16, choices=Audience.choices)
    to_address = models.CharField(max_length=254)
    """An e-mail address, or a mobile number in E.164."""
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)
    """`<id@host>`, the same at every try, so that a receiver can tell that two are one."""
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, default="")
    """What the server said at the last try that did not succeed."""
    noted_at = models.DateTimeField(null=True)
    """When the room it belongs to has taken note that nobody took it; for kinds where that leads to something."""

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "id"],
                condition=models.Q(finished_at__isnull=False, sent_at__isnull=True, noted_at__isnull=True),
                name="message_not_taken",
            ),
            models.Index(fields=["due_at"], condition=models.Q(finished_at__isnull=True), name="message_due"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="message_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class Outcome(models.TextChoices):
    """How a try ended."""

    SENT = "sent"
    LATER = "later"
    """Refused or unreachable for now."""
    UNKNOWN = "unknown"
    """The connection broke after the content was handed over: it may have arrived."""
    REFUSED = "refused"
    """Refused for good."""
    NO_SUCH_ADDRESS = "no_such_address"


class Attempt(models.Model):
    """One try, written before the conversation with the server: one that was killed shows as not finished."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    detail = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="attempt_number")]
        ordering = ["number"]
