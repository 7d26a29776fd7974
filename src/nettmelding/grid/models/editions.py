"""A grid company's editions of its grid, and the one row that says which of them is in force."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class Edition(models.Model):
    """The whole grid as one file had it. Never changed once it is ready."""

    class State(models.TextChoices):
        READING = "reading"
        """Being written; one that stays so was cut off, and its rows are swept."""
        READY = "ready"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    serial = models.BigIntegerField(unique=True)
    """What its many rows point at: short, so that they and their indexes are."""
    grid_company_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    file_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the file and the mapping it was read by, hexadecimal."""
    projection = models.CharField(max_length=12, blank=True, default="")
    """What the file's coordinates were in, such as `EPSG:25833`."""
    report = models.JSONField(default=dict)
    """What the reading came to; see `grid.importing.report`."""
    tiles_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of its MBTiles file; empty where it has nothing to draw."""
    made_by_id = models.UUIDField(null=True)
    """The person; None: the command line."""
    made_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["grid_company_id", "made_at"], name="grid_edition_when")]


class InForce(models.Model):
    """The pointer: which edition a grid company's grid is read from. Taking over and going back is a change of this row."""

    grid_company_id = models.UUIDField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    """The one before it, to go back to."""
    since = models.DateTimeField(default=clock.now)


class FileMapping(models.Model):
    """What a grid company calls its layers and fields, said once and kept. See `grid.importing.mapping` for its content."""

    grid_company_id = models.UUIDField(primary_key=True)
    content = models.JSONField()
    changed_at = models.DateTimeField(default=clock.now)
