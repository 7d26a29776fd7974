"""How a contractor comes in: its registration, and its access to each grid company."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models.organisation import Organisation


class Registration(models.Model):
    """A contractor on its way in: what somebody who is not signed in has told so far."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_number = models.CharField(max_length=9)
    standing = models.JSONField(default=dict)
    """What the registers said, as `organisations.standing.Standing.as_json` writes it."""
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    email_code_hash = models.CharField(max_length=64, blank=True, default="")
    mobile_code_hash = models.CharField(max_length=64, blank=True, default="")
    codes_sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    email_confirmed_at = models.DateTimeField(null=True)
    mobile_confirmed_at = models.DateTimeField(null=True)
    grid_company = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    terms = models.CharField(max_length=16, blank=True, default="")
    """The version of the terms that was accepted."""
    language = models.CharField(max_length=2, default="nb")
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    """What it became."""

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="registration_created")]


class GridAccess(models.Model):
    """A contractor's access to a grid company, from the application on."""

    class State(models.TextChoices):
        APPLIED = "applied"
        APPROVED = "approved"
        REFUSED = "refused"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contractor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grid_accesses")
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contractor_accesses")
    state = models.CharField(max_length=12, choices=State.choices)
    since = models.DateTimeField(default=clock.now)
    """When it came into the state it is in."""
    revision = models.PositiveIntegerField(default=1)
    text = models.CharField(max_length=1_000, blank=True, default="")
    """What the contractor wrote."""
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_by_name = models.CharField(max_length=120, blank=True, default="")
    standing = models.JSONField(default=dict)
    """What the registers said when it was decided."""
    grounds = models.CharField(max_length=32, blank=True, default="")
    """Why no person had to decide, or why one must."""
    decided_by = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=1_000, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contractor", "grid_company"], name="grid_access_once")]
        indexes = [models.Index(fields=["grid_company", "state", "since"], name="grid_access_state")]
