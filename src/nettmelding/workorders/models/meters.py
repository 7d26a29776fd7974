"""The grid company's meters on their way from the store to the wall and back."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models import Organisation
from nettmelding.workorders.models.orders import WorkOrder


class StockMeter(models.Model):
    """One meter of a grid company."""

    class Kind(models.TextChoices):
        DIRECT_1 = "direct_1"
        DIRECT_3 = "direct_3"
        CURRENT_TRANSFORMER = "current_transformer"

    class Place(models.TextChoices):
        STORE = "store"
        VAN = "van"
        HUNG = "hung"
        TAKEN_DOWN = "taken_down"
        """With the fitter, on its way back."""
        RETURNED = "returned"
        GONE = "gone"
        """Scrapped or lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meters", db_index=False)
    number = models.CharField(max_length=32)
    """All digits, zeros in front kept."""
    kind = models.CharField(max_length=20, choices=Kind.choices)
    place = models.CharField(max_length=12, choices=Place.choices, default=Place.STORE)
    store = models.CharField(max_length=80, blank=True, default="")
    """Which store, in the company's own words."""
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """The fitter whose van it is in."""
    holder_firm = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    reserved_for = models.ForeignKey(WorkOrder, null=True, on_delete=models.SET_NULL, related_name="reserved_meters")
    hung_with = models.ForeignKey(WorkOrder, null=True, on_delete=models.SET_NULL, related_name="hung_meters")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid_company", "number"], name="stock_meter_once")]
        indexes = [
            models.Index(fields=["grid_company", "place", "number"], name="stock_meter_place"),
            models.Index(fields=["holder", "place"], name="stock_meter_holder"),
        ]
