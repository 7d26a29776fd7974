"""Installations, their metering points and meters, as the grid company's customer system knows them."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class Installation(models.Model):
    """What lies behind one service line and overload protection."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company_id = models.UUIDField()
    address = models.CharField(max_length=120)
    """Street with house number and letter."""
    postcode = models.CharField(max_length=4, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    municipality_number = models.CharField(max_length=4, blank=True, default="")
    gnr = models.PositiveIntegerField(null=True)
    bnr = models.PositiveIntegerField(null=True)
    fnr = models.PositiveIntegerField(null=True)
    """Cadastral number: gårds-, bruks- and festenummer."""
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    """EPSG:4326."""
    network_system = models.CharField(max_length=12, blank=True, default="")
    voltage_v = models.PositiveIntegerField(null=True)
    building_kind = models.CharField(max_length=24, blank=True, default="")
    area_m2 = models.FloatField(null=True)
    service_line_cable = models.CharField(max_length=80, blank=True, default="")
    service_line_length_m = models.FloatField(null=True)
    kv_a = models.PositiveIntegerField(null=True)
    ov_a = models.PositiveIntegerField(null=True)


class MeteringPoint(models.Model):
    """One metered part of an installation: one customer, one meter, one id."""

    class State(models.TextChoices):
        ACTIVE = "active"
        NOT_IN_USE = "not_in_use"
        DISCONNECTED = "disconnected"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    installation = models.ForeignKey(Installation, on_delete=models.CASCADE, related_name="metering_points")
    grid_company_id = models.UUIDField()
    metering_point_id = models.CharField(max_length=18)
    """GSRN with GS1 check digit."""
    meter_number = models.CharField(max_length=32, blank=True, default="")
    """All digits, zeros in front kept; empty when the meter is taken down."""
    unit = models.CharField(max_length=20, blank=True, default="")
    """Dwelling number, such as H0102, or what the supply is for."""
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACTIVE)
    disconnected_on = models.DateField(null=True)
    phases = models.PositiveSmallIntegerField(null=True)
    mv_a = models.PositiveIntegerField(null=True)
    metering_kind = models.CharField(max_length=24, blank=True, default="")
    ct_ratio = models.CharField(max_length=12, blank=True, default="")
    meter_place = models.CharField(max_length=24, blank=True, default="")
    customer_kind = models.CharField(max_length=8, blank=True, default="")
    """`person` or `company`; empty: no active customer."""
    customer_name = models.CharField(max_length=200, blank=True, default="")
    customer_number = models.CharField(max_length=9, blank=True, default="")
    """Organisation number of a company."""
    read_at = models.DateTimeField(default=clock.now)
    """When this was read from the customer system."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grid_company_id", "metering_point_id"], name="metering_point_once")
        ]
        indexes = [models.Index(fields=["meter_number"], name="metering_point_meter")]


class MeterLookup(models.Model):
    """Who looked up which meter number, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=80)
    meter_number = models.CharField(max_length=32)
    found = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "at"], name="meter_lookup_when")]
