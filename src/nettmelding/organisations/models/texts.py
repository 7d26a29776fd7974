"""Standard texts."""

from django.conf import settings
from django.db import models

from nettmelding.core.ids import uuid7
from nettmelding.organisations.models.organisation import Organisation


class StandardText(models.Model):
    """*Kommentar*: a ready-made text, the company's or one person's own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="standard_texts")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="standard_texts"
    )
    """Whose own it is; null: the company's, for all."""
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=2_000)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "title"]
