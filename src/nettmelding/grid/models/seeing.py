"""Who may see what of a grid, and who has looked.

Maps of the low-voltage grid are power-sensitive: kraftberedskapsforskriften § 6-2, with the duty of secrecy of energiloven § 9-3.
"""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models import Organisation, Screen


class MapRules(models.Model):
    """What a grid company lets others see of its grid, and how. A company without a row has the defaults."""

    class OpenTo(models.TextChoices):
        EVERYONE = "everyone"
        """Every contractor that has access to the company, but those it has shut out."""
        NAMED = "named"
        """Only contractors it has let in."""
        NOBODY = "nobody"

    class Operable(models.TextChoices):
        NEVER = "never"
        INSTRUCTED = "instructed"
        """Persons with a valid instruction for the company's cabinets."""

    class Tolerance(models.TextChoices):
        """How far above nominal the low voltage may be: it decides the voltage factors of IEC 60909-0:2016, table 1."""

        SIX = "six"
        TEN = "ten"

    grid_company = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    open_to = models.CharField(max_length=8, choices=OpenTo.choices, default=OpenTo.EVERYONE)
    radius_m = models.PositiveIntegerField(default=250)
    """How far around a sent case its contractor sees; whole cells of the map."""
    draft_objects = models.PositiveIntegerField(default=5)
    """How many of the nearest objects show before a case is sent."""
    daily_quota = models.PositiveIntegerField(default=20)
    """Drafts and checks before the job that one person may look at in a day."""
    downloads = models.BooleanField(default=True)
    prints = models.BooleanField(default=True)
    tolerance = models.CharField(max_length=4, choices=Tolerance.choices, default=Tolerance.TEN)
    operable = models.CharField(max_length=12, choices=Operable.choices, default=Operable.NEVER)
    control_room_phone = models.CharField(max_length=20, blank=True, default="")
    changed_at = models.DateTimeField(default=clock.now)


class MapFirm(models.Model):
    """A contractor that a grid company has let in or shut out by name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    contractor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    may = models.BooleanField()
    why = models.CharField(max_length=200, blank=True, default="")
    by = models.CharField(max_length=120, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid_company", "contractor"], name="map_firm_once")]


class MapGrant(models.Model):
    """The cells around a sent case that its contractor may see, until the case ends."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case_kind = models.CharField(max_length=24)
    case_id = models.UUIDField()
    cells = models.JSONField(default=list)
    """Numbers of tiles of zoom 16; see `grid.cells.number`."""
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_id", "organisation"], name="map_grant_once")]


class DutyAccepted(models.Model):
    """A person has read the duty of secrecy and said so."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)


class MapLook(models.Model):
    """One person's looks at a grid because of one case, within a quarter of an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    case_kind = models.CharField(max_length=24, blank=True, default="")
    """Empty where the grid company's own people look without one."""
    case_id = models.UUIDField(null=True)
    case_label = models.CharField(max_length=120, blank=True, default="")
    quarter = models.DateTimeField()
    """When it began."""
    cells = models.JSONField(default=list)
    """Tiles of zoom 16 that were looked at."""
    object_ids = models.JSONField(default=list)
    """Ids of the objects whose facts were read."""
    places = models.JSONField(default=list)
    """Where its case lay before it was sent, as `63.7000,9.6500`: each is one of the day's."""
    counts = models.JSONField(default=dict)
    """How often, by `grid.looks.What`."""
    unusual = models.BooleanField(default=False)
    """More than a job asks for: shown to the grid company, and slowed."""
    screen = models.ForeignKey(Screen, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    """The screened object that its case concerns: at the grid company only its named handlers see it."""

    class Meta:
        indexes = [
            models.Index(fields=["screen"], condition=models.Q(screen__isnull=False), name="map_look_screen"),
            models.Index(fields=["user_id", "quarter"], name="map_look_person"),
            models.Index(fields=["grid_company", "quarter", "id"], name="map_look_company"),
            models.Index(fields=["case_id", "quarter"], name="map_look_case"),
        ]


class PointKey(models.Model):
    """What a customer point is met by: its address and its metering point, as `organisations.screen_keys` writes them."""

    pk = models.CompositePrimaryKey("edition_serial", "key", "object_id")
    edition_serial = models.BigIntegerField()
    key = models.CharField(max_length=208)
    object_id = models.BigIntegerField()
    """`GridObject.id`."""
