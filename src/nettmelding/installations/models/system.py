"""What goes between here and a grid company's customer system: where it is, what was read, what is to be told, what differs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nettmelding.core import clock
from nettmelding.core.due import DueRow
from nettmelding.core.ids import uuid7
from nettmelding.installations.models.places import Installation, MeteringPoint


class CustomerSystem(models.Model):
    """Where a grid company's customer system answers; a company without a row has none, and uses files."""

    grid_company_id = models.UUIDField(primary_key=True)
    base_url = models.CharField(max_length=200)
    """Without a slash at the end; the paths of `docs/customer-system.openapi.yaml` follow it."""
    key = models.TextField(blank=True, default="")
    """Sealed by `accounts.secrets`."""
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    """When it last answered the worker."""
    problem = models.CharField(max_length=300, blank=True, default="")
    """Why it did not, the last time it was asked."""
    screens_read_at = models.DateTimeField(null=True)
    """When its list of screened objects was last read; None where it has none."""
    screens_problem = models.CharField(max_length=500, blank=True, default="")
    """What a person must look at in that list, or why it could not be read."""
    screens_kept = models.PositiveIntegerField(default=0)
    """How many it suddenly left out that are screened all the same until a person says otherwise."""


class PastValue(models.Model):
    """That a technical value changed: never a name or how somebody is reached."""

    class Source(models.TextChoices):
        CUSTOMER_SYSTEM = "customer_system"
        FILE = "file"
        NOTICE = "notice"
        CORRECTION = "correction"
        """An electrician's, used by the grid company."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    installation = models.ForeignKey(Installation, on_delete=models.CASCADE, related_name="past_values", db_index=False)
    """The index below begins with it."""
    metering_point = models.ForeignKey(MeteringPoint, null=True, on_delete=models.CASCADE, related_name="past_values")
    """None: the value is the installation's."""
    name = models.CharField(max_length=32)
    """A field of `Installation` or `MeteringPoint`."""
    old = models.CharField(max_length=80, blank=True, default="")
    new = models.CharField(max_length=80, blank=True, default="")
    since = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=16, choices=Source.choices)
    notice_number = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["installation", "since"], name="past_value_since")]


class OutgoingTask(DueRow):
    """Something that the customer system is to be told, or asked for. Its id is the idempotency key."""

    class Kind(models.TextChoices):
        ORDER = "order"
        """Asks for a new metering point."""
        CHANGES = "changes"
        """Tells what has changed on one that exists."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ANSWER_LATER = "answer_later"
        """The customer system has taken an order, and gives the id later."""
        REFUSED = "refused"
        """The customer system says no: a person must look."""
        DELIVERED = "delivered"
        TYPED_IN = "typed_in"
        """A person has written it into the customer system."""
        TAKEN_AWAY = "taken_away"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    content = models.JSONField()
    """The body as `docs/customer-system.openapi.yaml` has it; emptied of how people are reached when it is old."""
    metering_point = models.ForeignKey(MeteringPoint, null=True, on_delete=models.CASCADE, related_name="told")
    case_id = models.UUIDField(null=True)
    """The notice it follows from."""
    case_number = models.CharField(max_length=20, blank=True, default="")
    case_key = models.CharField(max_length=64)
    """What makes it the only one of its kind: told twice, the second is the same."""
    place = models.CharField(max_length=200, blank=True, default="")
    """Address and dwelling, as it is shown."""
    screen_keys = models.JSONField(default=list)
    """By which screened objects are matched; see `organisations.screening`."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """The case handler it follows from."""
    order_id = models.CharField(max_length=64, blank=True, default="")
    """The customer system's own id of what it took."""
    problem = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    """Why somebody took it away."""
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    """When the customer system was found to say the same."""
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid_company_id", "case_key"], name="outgoing_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(finished_at__isnull=True), name="outgoing_due"),
            models.Index(fields=["grid_company_id", "state", "created_at"], name="outgoing_state"),
            models.Index(
                fields=["grid_company_id", "created_at"], condition=Q(agreed_at__isnull=True), name="outgoing_open"
            ),
        ]


class Difference(models.Model):
    """Something that is closed here, and missing or otherwise in the customer system."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company_id = models.UUIDField()
    task = models.ForeignKey(OutgoingTask, on_delete=models.CASCADE, related_name="differences", db_index=False)
    """The unique index below begins with it."""
    name = models.CharField(max_length=32)
    """What differs, a name of `installations.fields`; `metering_point_id` where the whole is missing."""
    here = models.CharField(max_length=80, blank=True, default="")
    there = models.CharField(max_length=80, blank=True, default="")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    found_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """None where it came right by itself."""
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "name"], name="difference_once")]
        indexes = [
            models.Index(
                fields=["grid_company_id", "found_at"], condition=Q(settled_at__isnull=True), name="difference_open"
            )
        ]


class ImportRun(models.Model):
    """One reading of a file with metering points; one that was cut off goes on where it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company_id = models.UUIDField()
    file_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the file and the mapping it is read by."""
    line = models.PositiveIntegerField(default=0)
    """The last line of the file that is in."""
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["grid_company_id", "started_at"], name="import_run_when")]
