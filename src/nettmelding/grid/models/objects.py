"""What lies in the grid, edition by edition."""

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """The kinds of objects there are."""

    SUBSTATION = "substation"
    TRANSFORMER = "transformer"
    CABLE_CABINET = "cable_cabinet"
    CONNECTION_CABINET = "connection_cabinet"
    POLE = "pole"
    CABLE = "cable"
    OVERHEAD_LINE = "overhead_line"
    SERVICE_LINE = "service_line"
    CUSTOMER_POINT = "customer_point"

    @property
    def is_line(self) -> bool:
        return self in LINES


LINES = frozenset({Kind.CABLE, Kind.OVERHEAD_LINE, Kind.SERVICE_LINE})


_PLACES = 1 << 32


def row_id(edition_serial: int, place: int) -> int:
    """The key of the row at a place (from 0) among an edition's objects."""
    return edition_serial * _PLACES + place


class GridObject(models.Model):
    """One object of one edition. Its facts are those of `grid.fields`, by name."""

    id = models.BigIntegerField(primary_key=True)
    """The edition's serial and the place in its file in one number; see `row_id`."""
    edition_serial = models.BigIntegerField()
    """`Edition.serial`. A plain number: millions of rows are put in and taken out by it."""
    object_id = models.UUIDField()
    """The same in every edition for the same company, kind and external id."""
    kind = models.CharField(max_length=20, choices=Kind.choices)
    external_id = models.CharField(max_length=64)
    """The grid company's own id."""
    name = models.CharField(max_length=120, blank=True, default="")
    """Its number or name, as it is written on it."""
    name_key = models.CharField(max_length=120, blank=True, default="")
    """What it is found by; empty for lines. See `grid.finding.name_key`."""
    facts = models.JSONField(default=dict)
    geometry = models.BinaryField(null=True)
    """WKB, EPSG:4326 with longitude first; a point, or a line of one or more parts. None: it has no place of its own."""
    min_x = models.FloatField(null=True)
    min_y = models.FloatField(null=True)
    max_x = models.FloatField(null=True)
    max_y = models.FloatField(null=True)
    """The box around it, degrees."""
    drawn_length_m = models.FloatField(null=True)
    """Of a line, on the ground, as it is drawn; the laid length is a fact."""
    from_node = models.BigIntegerField(null=True)
    to_node = models.BigIntegerField(null=True)
    """Nodes of the network, numbered within the edition. An object at a point has its own in `from_node`."""
    feeder = models.BigIntegerField(null=True)
    """The part of the network that hangs together with it, numbered within the edition; None: it hangs on no transformer."""

    digest = models.BigIntegerField()
    """Of name, facts and geometry: another where any of them has changed."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition_serial", "object_id"], name="grid_object_once")]
        indexes = [
            models.Index(fields=["edition_serial", "name_key"], condition=~Q(name_key=""), name="grid_object_name"),
            models.Index(fields=["edition_serial", "feeder"], name="grid_object_feeder"),
        ]


class ObjectCell(models.Model):
    """Which tiles of zoom 16 an object lies in: what is near is found by it, and what may be seen."""

    pk = models.CompositePrimaryKey("edition_serial", "cell", "object_id")
    edition_serial = models.BigIntegerField()
    cell = models.BigIntegerField()
    """`grid.cells.number` of the tile."""
    object_id = models.BigIntegerField()
    """`GridObject.id`."""
