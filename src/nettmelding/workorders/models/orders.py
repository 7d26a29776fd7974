"""A work order, and what must be in place before an installation gets voltage."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation, Screen
from nettmelding.workorders.lifecycle import Sides
from nettmelding.workorders.status import Status


class WorkOrder(models.Model):
    """One job of a fitter. Columns are what lists filter and boards place; what was done is in `answers`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=24, unique=True)
    """`A-2026-000123-1`: the notice's first; `AK-2026-000123` without one."""
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="work_orders")
    """None: ordered by the grid company without one, such as a control."""
    grid_company = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="work_ordered", db_index=False
    )
    performer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="work_to_do", db_index=False)
    """Whose fitter does it: a contractor, or the grid company itself."""
    orderer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    """The contractor that asked for it; None: the grid company, or its rule."""
    kind = models.CharField(max_length=16)
    """A code of the catalogue's kinds."""
    status = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Status], default=Status.UNPLANNED)
    revision = models.PositiveIntegerField(default=1)
    """Counts every change of the row; the ETag."""
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="work_given"
    )
    planned_from = models.DateTimeField(null=True)
    planned_until = models.DateTimeField(null=True)
    wanted_from = models.DateTimeField(null=True)
    """When whoever ordered it wants it done: a day, or an hour for switching."""
    hour_matters = models.BooleanField(default=False)
    """Whether `wanted_from` is an hour, and not only a day."""
    metering_point = models.ForeignKey(MeteringPoint, null=True, on_delete=models.SET_NULL, related_name="work_orders")
    address = models.CharField(max_length=160)
    unit = models.CharField(max_length=20, blank=True, default="")
    postcode = models.CharField(max_length=4, blank=True, default="")
    place = models.CharField(max_length=80, blank=True, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    """EPSG:4326."""
    facts = models.JSONField(default=dict)
    """What is known as the order is made: `old_number`, `network_system`, `phases`, `metering_kind`, `ct_ratio`, `cabinet`,
    `circuit`, by name."""
    access_note = models.CharField(max_length=500, blank=True, default="")
    note = models.TextField(max_length=2000, blank=True, default="")
    answers = models.JSONField(default=dict)
    """`{step: {"value", "at", "by"}}`."""
    conflicts = models.JSONField(default=list)
    """`[{"step", "theirs": {"value", "at", "by"}, "mine": {"value", "at", "by"}}]`: two have answered differently."""
    report = models.JSONField(default=dict)
    """`{"text", "name", "strokes", "at", "by"}`: what went with the report, and who signed."""
    remarks = models.JSONField(default=list)
    """`[{"at", "by", "text", "step"}]`: why it was returned, or not done."""
    deadline = models.DateTimeField(null=True)
    """When it should be done; whose turn it is has the same."""
    screen = models.ForeignKey(Screen, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    """The screened object it concerns: only its named handlers see the grid company's side."""
    created_by_name = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["performer", "status", "planned_from", "id"], name="order_performer"),
            models.Index(fields=["grid_company", "status", "changed_at", "id"], name="order_grid"),
            models.Index(fields=["performer", "planned_from"], name="order_when"),
            models.Index(fields=["assignee", "planned_from"], name="order_assignee"),
            models.Index(fields=["screen"], condition=Q(screen__isnull=False), name="order_screen"),
        ]

    @property
    def state(self) -> Status:
        return Status(self.status)

    @property
    def sides(self) -> Sides:
        """Whose it is."""
        return Sides(self.grid_company_id, self.performer_id, self.assignee_id, self.orderer_id)

    def values(self) -> dict[str, Any]:
        """What was answered, by step."""
        return {step: kept["value"] for step, kept in self.answers.items()}


class Gate(models.Model):
    """What must be in place before an installation gets voltage: one row for each thing that a person has said of it.

    What the program sees by itself (the metering point is in the customer system) has no row.
    """

    class What(models.TextChoices):
        TERMS = "terms"
        """The customer has accepted the terms."""
        CONTRACT = "contract"
        """There is a contract for power, or the fallback is chosen (leveringsplikt)."""

    class How(models.TextChoices):
        YES = "yes"
        FALLBACK = "fallback"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="gates", db_index=False)
    what = models.CharField(max_length=12, choices=What.choices)
    how = models.CharField(max_length=12, choices=How.choices, default=How.YES)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "what"], name="gate_once")]
