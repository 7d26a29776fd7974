"""Grid companies, contractors and the people who act for them."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.actor import OrganisationKind, Role
from nettmelding.core.ids import uuid7


class Organisation(models.Model):
    """A grid company, a contractor or the platform."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in OrganisationKind])
    name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=9, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=4, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    dsb_id = models.CharField(max_length=20, blank=True, default="")
    technically_responsible = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's roles at one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    roles = models.JSONField(default=list)
    """Codes of `Role`."""
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="membership_once")]

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(code) for code in self.roles)


class CompanySettings(models.Model):
    """*Selskapsinformasjon*: how a company wants it."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="company_settings"
    )
    email_on_decision = models.BooleanField(default=True)
    """E-mail about approved and rejected notices."""
    decision_to_sender = models.BooleanField(default=True)
    decision_to_shared = models.EmailField(blank=True, default="")
    """A shared address that is told as well."""


class GridAccess(models.Model):
    """A contractor's access to a grid company."""

    class State(models.TextChoices):
        APPLIED = "applied"
        APPROVED = "approved"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contractor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grid_accesses")
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contractor_accesses")
    state = models.CharField(max_length=12, choices=State.choices)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contractor", "grid_company"], name="grid_access_once")]


class ConcessionArea(models.Model):
    """Where a grid company owns the grid: a polygon (GeoJSON, EPSG:4326) and, as a fallback, postcodes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="concession_areas")
    polygon = models.JSONField()
    postcodes = models.JSONField(default=list)


class StandardText(models.Model):
    """*Kommentar*: a company's ready-made text."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="standard_texts")
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=2_000)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]


class ApiKey(models.Model):
    """A key by which a program acts as a person for one organisation. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField(max_length=80, blank=True, default="")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)


class Wait(models.Model):
    """Whose turn it is, in any kind of case: one row for each party that is waited for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True)
    """Who is waited for; null: a customer, through a link."""
    waiting_id = models.UUIDField(null=True)
    """The organisation that waits."""
    why = models.CharField(max_length=32)
    since = models.DateTimeField(default=clock.now)
    due = models.DateTimeField(null=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "organisation_id", "why"], name="wait_once")]
        indexes = [
            models.Index(fields=["organisation_id", "due", "id"], name="wait_on"),
            models.Index(fields=["organisation_id", "assignee", "due"], name="wait_on_person"),
            models.Index(fields=["waiting_id", "due", "id"], name="wait_of"),
        ]


class Grant(models.Model):
    """A guest's right: which organisation may see which thing, because of which case, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants")
    thing_kind = models.CharField(max_length=24)
    """Such as `installation`."""
    thing_id = models.UUIDField()
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "thing_id", "case_id"], name="grant_once")]
        indexes = [models.Index(fields=["organisation", "thing_kind", "thing_id"], name="grant_lookup")]
