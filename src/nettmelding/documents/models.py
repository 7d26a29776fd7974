"""A file that somebody handed in, as it is kept: cleaned, checked, named."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class Scan(models.TextChoices):
    """What the virus check said when the file came in. An infected file is refused and never gets a row."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"
    """No scanner is set up."""


class Document(models.Model):
    """One handed-in file. Two documents of one organisation with the same bytes share one stored file."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    """The owner, under whose name the file is stored."""
    sha256 = models.CharField(max_length=64)
    """Of the cleaned bytes, in hex: with the owner it is the key in the store."""
    size = models.PositiveIntegerField()
    """Bytes."""
    content_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=5)
    """Lower case, without the dot."""
    name = models.CharField(max_length=160)
    """As uploaded, cleaned, with the extension of the content."""
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    """Pixels; null for what is not an image."""
    scan = models.CharField(max_length=12, choices=Scan.choices)
    preview_sha256 = models.CharField(max_length=64, blank=True, default="")
    """A small WebP picture in the same store; empty where none could be made."""
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.UUIDField(null=True)
    """The user; null when a customer, a rule or the system handed it in."""

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "sha256"], name="document_file"),
            models.Index(fields=["organisation_id", "preview_sha256"], name="document_preview"),
        ]

    def __str__(self) -> str:
        return self.name
