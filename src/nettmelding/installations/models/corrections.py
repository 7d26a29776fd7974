"""What electricians say of an installation that the grid company's system says otherwise."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.installations.models.places import MeteringPoint


class Correction(models.Model):
    """A suggestion: it stands until the grid company has used it or kept its own value."""

    class State(models.TextChoices):
        OPEN = "open"
        USED = "used"
        KEPT = "kept"
        WITHDRAWN = "withdrawn"
        """A later version of the notice no longer says so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company_id = models.UUIDField()
    metering_point = models.ForeignKey(
        MeteringPoint, on_delete=models.CASCADE, related_name="corrections", db_index=False
    )
    name = models.CharField(max_length=64)
    """What it is about, by the catalogue's names: `metering_point.ov_a`."""
    known = models.JSONField()
    """What the notice was filled in with."""
    stated = models.JSONField()
    notice_id = models.UUIDField()
    contractor_id = models.UUIDField()
    stated_by_id = models.UUIDField(null=True)
    stated_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    settled_by_id = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice_id", "name"], name="correction_once")]
        indexes = [
            models.Index(fields=["grid_company_id", "state", "stated_at"], name="correction_list"),
            models.Index(fields=["metering_point", "state"], name="correction_point"),
        ]
