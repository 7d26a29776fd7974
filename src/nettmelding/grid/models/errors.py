"""What somebody says is wrong in the map, and what the grid company answered."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.documents.models import Document
from nettmelding.grid.models.objects import Kind
from nettmelding.organisations.models import Organisation, Screen


class MapError(models.Model):
    """*Feil i kartet?*: about an object of an edition, or about a place where something is missing."""

    class What(models.TextChoices):
        MOVED = "moved"
        MISSING = "missing"
        """Something stands there that the map has not."""
        WRONG_TYPE = "wrong_type"
        WRONG_FACTS = "wrong_facts"
        NOT_THERE = "not_there"
        OTHER = "other"

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        """The grid company has answered; the map is not corrected yet."""
        CORRECTED = "corrected"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    class Change(models.TextChoices):
        """How the object is otherwise in the edition in force than in the one it was reported in."""

        CHANGED = "changed"
        GONE = "gone"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True)
    revision = models.PositiveIntegerField(default=1)
    grid_company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    contractor = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The reporter's firm; None: the grid company's own people."""
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    notice_id = models.UUIDField(null=True)
    """The notice in whose map it was seen."""
    screen = models.ForeignKey(Screen, null=True, on_delete=models.SET_NULL, related_name="+")
    """The screened object it concerns: at the grid company only its named handlers see it."""

    edition_serial = models.BigIntegerField()
    """The edition it was seen in."""
    object_id = models.UUIDField(null=True)
    """`GridObject.object_id`; None: a place with nothing there."""
    object_kind = models.CharField(max_length=20, choices=Kind.choices, blank=True, default="")
    external_id = models.CharField(max_length=64, blank=True, default="")
    object_name = models.CharField(max_length=120, blank=True, default="")
    digest = models.BigIntegerField(null=True)
    """`GridObject.digest` as it was seen."""
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    """Where it should be, degrees in EPSG:4326; both or neither."""

    what = models.CharField(max_length=12, choices=What.choices)
    text = models.TextField(blank=True, default="")
    photo = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True, default="")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    change = models.CharField(max_length=8, choices=Change.choices, blank=True, default="")
    """Set when an edition takes over in which the object is otherwise, until the error is settled."""
    change_serial = models.BigIntegerField(null=True)
    """The edition that changed it."""
    reported_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    """When the grid company last answered."""
    moved_at = models.DateTimeField(default=clock.now)
    """When the state last changed."""
    forgotten_at = models.DateTimeField(null=True)
    """Since when it tells of nobody any more."""

    class Meta:
        indexes = [
            models.Index(fields=["grid_company", "reported_at", "id"], name="map_error_grid"),
            models.Index(fields=["contractor", "reported_at", "id"], name="map_error_contractor"),
            models.Index(fields=["grid_company", "object_id"], name="map_error_object"),
        ]
