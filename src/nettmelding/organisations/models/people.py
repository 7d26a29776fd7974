"""Who acts for a company: members, invitations, their papers, and keys for programs."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.actor import Role
from nettmelding.core.ids import uuid7
from nettmelding.documents.models import Document
from nettmelding.organisations.models.organisation import Organisation


class Membership(models.Model):
    """A person's roles at one organisation, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    """Codes of `Role`."""
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    """Since when the person may not act for it any more; the row stays for 30 days, so that it can be undone."""
    ended_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="membership_once")]

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(code) for code in self.roles)


class Invitation(models.Model):
    """A link that makes its holder a member. Used once, valid for a few days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    """E.164; one of the two is given."""
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="nb")
    token_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the link's secret; sending again makes a new one."""
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_by_name = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    """When the link went out last; null: saved, and not sent yet."""
    wanted_at = models.DateTimeField(null=True)
    """Since when the worker is to send it: one of many who were taken in from a file."""
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    membership = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    """What it made: when it was used, or at once where it is a temporary password that is handed out."""

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "used_at"], name="invitation_of"),
            models.Index(fields=["wanted_at"], name="invitation_wanted", condition=models.Q(wanted_at__isnull=False)),
        ]


class Paper(models.Model):
    """Something the trade asks of a person: a course, an instruction, an authorisation; with an end."""

    class Kind(models.TextChoices):
        SAFETY_COURSE = "safety_course"
        """Yearly course in the safety regulations for work at electrical installations (FSE § 7)."""
        METERS = "meters"
        """A grid company's instruction for meter work."""
        CABINETS = "cabinets"
        """A grid company's instruction for operating fuses in its cabinets."""
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=80, blank=True, default="")
    grid_company = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    """Whose meters or cabinets; null for a course."""
    valid_from = models.DateField()
    expires_on = models.DateField(null=True)
    """The last day it holds."""
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    """When the grid company's people said that it is right."""
    confirmed_by = models.CharField(max_length=120, blank=True, default="")
    warned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["expires_on"], name="paper_expires"),
            models.Index(fields=["grid_company", "confirmed_at"], name="paper_grid_company"),
        ]


class ApiKey(models.Model):
    """A key by which a program acts as a person for one organisation. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=80, blank=True, default="")
    shown = models.CharField(max_length=12, blank=True, default="")
    """The key's first characters, to tell keys apart by."""
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    """Codes of `rights.SCOPES`; empty: everything its person may do."""
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    """When its person was told that it is about to expire."""
