"""Installations and their metering points, as the grid company's customer system knows them."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.installations import keys
from nettmelding.installations.models.key_field import KeyField


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
    intake = models.CharField(max_length=24, blank=True, default="")
    """Where the service line comes in; a code of the catalogue's `connection.intake_place`."""
    external_id = models.CharField(max_length=64, blank=True, default="")
    """The customer system's own key; empty where there is none."""
    address_key = KeyField(max_length=keys.LONGEST, of=lambda row: keys.of(row.address))
    """What it is found and sorted by; see `installations.keys`."""

    class Meta:
        indexes = [
            models.Index(fields=["grid_company_id", "external_id"], name="installation_external"),
            models.Index(fields=["address_key", "postcode", "place"], name="installation_address"),
            models.Index(fields=["grid_company_id", "latitude", "longitude"], name="installation_position"),
            models.Index(
                fields=["grid_company_id", "address_key", "postcode", "place"], name="installation_own_address"
            ),
        ]


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
    """All digits, zeros in front kept; empty when the meter is taken down, and before it is hung."""
    unit = models.CharField(max_length=20, blank=True, default="")
    """Dwelling number, such as H0102, or what the supply is for."""
    entrance = models.CharField(max_length=8, blank=True, default="")
    """House number and letter of its own entrance where they differ from the installation's, such as `5B`."""
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACTIVE)
    disconnected_on = models.DateField(null=True)
    taken_down_on = models.DateField(null=True)
    """When the meter was taken down; then there is no meter number."""
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
    customer_key = KeyField(max_length=keys.LONGEST_NAME, of=keys.of_customer)
    """What the grid company's people find it by; see `installations.keys`."""
    owner_kind = models.CharField(max_length=8, blank=True, default="")
    owner_name = models.CharField(max_length=200, blank=True, default="")
    owner_number = models.CharField(max_length=9, blank=True, default="")
    production_kw = models.FloatField(null=True)
    """Largest feed-in."""
    read_at = models.DateTimeField(default=clock.now)
    """When this was read from the customer system."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grid_company_id", "metering_point_id"], name="metering_point_once")
        ]
        indexes = [
            models.Index(fields=["meter_number"], name="metering_point_meter"),
            models.Index(fields=["metering_point_id"], name="metering_point_gsrn"),
            models.Index(fields=["grid_company_id", "customer_key"], name="metering_point_customer"),
        ]

    @property
    def taken_down(self) -> bool:
        """Whether its meter is taken down; one in use without a number waits for its first."""
        return self.taken_down_on is not None or (not self.meter_number and self.state != self.State.ACTIVE)
