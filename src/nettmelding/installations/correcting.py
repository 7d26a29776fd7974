"""What can be corrected of an installation, and how a correction that is used comes into our copy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nettmelding.installations import changes
from nettmelding.installations.changes import Because
from nettmelding.installations.models import Correction, MeteringPoint
from nettmelding.installations.outgoing import Case


@dataclass(frozen=True, slots=True)
class Correctable:
    """A value that can be corrected: whose it is, its column, and how what was stated becomes the column's value."""

    of_installation: bool
    column: str
    read: Callable[[Any], Any] = str


CORRECTABLE: Mapping[str, Correctable] = {
    "metering_point.network_system": Correctable(True, "network_system"),
    "metering_point.building_kind": Correctable(True, "building_kind"),
    "metering_point.area_m2": Correctable(True, "area_m2", float),
    "metering_point.service_line_cable": Correctable(True, "service_line_cable"),
    "metering_point.service_line_length_m": Correctable(True, "service_line_length_m", float),
    "metering_point.intake": Correctable(True, "intake"),
    "metering_point.kv_a": Correctable(True, "kv_a", int),
    "metering_point.ov_a": Correctable(True, "ov_a", int),
    "metering_point.mv_a": Correctable(False, "mv_a", int),
    "metering_point.phases": Correctable(False, "phases", int),
    "metering_point.metering_kind": Correctable(False, "metering_kind"),
    "metering_point.ct_ratio": Correctable(False, "ct_ratio"),
    "metering_point.meter_place": Correctable(False, "meter_place"),
}
"""By the catalogue's names."""


def use(row: Correction, case: Case) -> None:
    """What was stated becomes what our copy says, and what the customer system is told. Inside the caller's transaction."""
    one = CORRECTABLE[row.name]
    value = one.read(row.stated)
    point = MeteringPoint.objects.select_for_update().get(pk=row.metering_point_id)
    changes.report(point, {one.column: value}, because=Because.CORRECTION, case=case, case_key=f"{row.id}:correction")
