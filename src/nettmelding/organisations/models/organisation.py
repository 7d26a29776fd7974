"""Grid companies and contractors, how each wants it, and where a grid company owns the grid."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.actor import OrganisationKind
from nettmelding.core.ids import uuid7
from nettmelding.documents.models import Document


class Organisation(models.Model):
    """A grid company, a contractor or the platform."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in OrganisationKind])
    name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=9, blank=True, default="", db_index=True)
    address = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=4, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    dsb_id = models.CharField(max_length=20, blank=True, default="")
    technically_responsible = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    register_read_at = models.DateTimeField(null=True)
    """When the registers were last asked about it."""
    register_facts = models.JSONField(default=dict)
    """What they said, as `organisations.standing.Standing.as_json` writes it."""
    stopped_at = models.DateTimeField(null=True)
    """Since when the registers no longer say that a contractor may do such work: no new notices from then on."""
    stopped_because = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "organisation_number"],
                condition=~models.Q(organisation_number=""),
                name="organisation_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CompanySettings(models.Model):
    """*Selskapsinformasjon*: how a company wants it."""

    class SignIn(models.TextChoices):
        LINK = "link"
        """A new person gets one link."""
        TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105
        """A new person gets a user name and a temporary password that must be changed."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="company_settings"
    )
    email_on_decision = models.BooleanField(default=True)
    """E-mail about approved and rejected notices."""
    decision_to_sender = models.BooleanField(default=True)
    decision_to_shared = models.EmailField(blank=True, default="")
    """A shared address that is told as well."""
    decision_to_fitter = models.BooleanField(default=False)
    """The fitter named on its work orders or on the case is told as well; where none is, who filled the notice in."""
    told_of = models.JSONField(default=dict)
    """Further notifications: on or off by code of event; what is not there is as the event's own default says."""
    invoice_email = models.EmailField(blank=True, default="")
    invoice_reference = models.CharField(max_length=60, blank=True, default="")
    message_email = models.EmailField(blank=True, default="")
    """Where what concerns the company as such goes."""
    logo = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")
    sign_in = models.CharField(max_length=20, choices=SignIn.choices, default=SignIn.LINK)
    second_factor_required = models.BooleanField(default=False)
    rights = models.JSONField(default=dict)
    """Codes of roles by code of right, where the company wants another than `rights.RIGHTS` says."""
    admits_at_once = models.BooleanField(default=True)
    """Grid company: a contractor that the register says is entitled gets access without a person."""
    trusts_others = models.BooleanField(default=True)
    """Grid company: accepts a contractor that another grid company has let in."""


class ConcessionArea(models.Model):
    """Where a grid company owns the grid: a polygon (GeoJSON, EPSG:4326) and, as a fallback, postcodes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="concession_areas")
    polygon = models.JSONField()
    postcodes = models.JSONField(default=list)
