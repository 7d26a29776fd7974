"""What a fitter found wrong."""

from django.db import models
from django.db.models import Q

from nettmelding.organisations.models import Organisation
from nettmelding.workorders.catalogue.model import Severity
from nettmelding.workorders.models.orders import WorkOrder


class Deviation(models.Model):
    """A fault in an installation, which its contractor is to mend within a time."""

    class State(models.TextChoices):
        OPEN = "open"
        MENDED = "mended"
        """The contractor says that it is mended; the grid company looks it over."""
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True)
    """Made by the device that told of it."""
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="deviations")
    grid_company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    contractor = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="deviations", db_index=False
    )
    """Who is to mend it: the contractor of the notice; None for work without one."""
    kind = models.CharField(max_length=24)
    severity = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Severity])
    text = models.TextField(max_length=2000, blank=True, default="")
    photos = models.JSONField(default=list)
    """Ids of `Photo`, as it was found."""
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    found_by_name = models.CharField(max_length=120)
    found_at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    mended_text = models.TextField(max_length=2000, blank=True, default="")
    mended_photos = models.JSONField(default=list)
    """Ids of `documents.Document`, as it is now."""
    mended_by_name = models.CharField(max_length=120, blank=True, default="")
    mended_at = models.DateTimeField(null=True)
    answer = models.TextField(max_length=2000, blank=True, default="")
    """What the grid company said when it closed it, or gave it back."""
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["contractor", "state", "due"], name="deviation_contractor"),
            models.Index(fields=["grid_company", "state", "due"], name="deviation_grid"),
            models.Index(
                fields=["contractor", "found_at"], condition=Q(contractor__isnull=False), name="deviation_learning"
            ),
        ]
