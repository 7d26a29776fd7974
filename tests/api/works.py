"""What each type of notice, and its completion report, is filled in with, as data."""

from dataclasses import dataclass, field
from typing import Any

COMMON: dict[str, Any] = {
    "building.kind": "one_family_house",
    "supply.network_system": "tn_c_s_400",
    "when.expected_completion": "2027-01-15",
}
COMPLETION: dict[str, Any] = {
    "completion.done_on": "2026-11-20",
    "completion.checked_by": "Faglig Ansvarlig",
    "completion.energised": "yes",
}


@dataclass(frozen=True)
class Work:
    """One type of notice."""

    type: str
    form: str = "single"
    answers: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    completion: dict[str, Any] = field(default_factory=dict)
    completion_attachments: tuple[str, ...] = ()
    at_provenett: tuple[str, ...] = ()
    """Attachments that Prøvenett asks for besides."""


METER = {"site.meter_number": "4400000000000777"}
"""A number that no grid company's system knows: nothing is filled in from it."""

WORKS = (
    Work(
        "new_installation",
        answers={"protection.ov_new_a": 40, "power.new_peak_kw": "15,5 kW"},
        attachments=("site_plan",),
        completion={"completion.ov_a": 40},
        at_provenett=("grid_service_order",),
    ),
    Work(
        "protection_change",
        answers={
            **METER,
            "work.protection_change": ["ov", "mv", "intake_moved"],
            "protection.ov_old_a": 50,
            "protection.ov_new_a": 125,
            "protection.mv_new_a": 63,
            "power.new_peak_kw": 40,
            "service_line.intake_place": "outdoor_cabinet",
            "metering.kind": "current_transformer",
            "metering.ct_ratio": "200/5",
        },
        attachments=("load_budget", "site_plan"),
        completion={"completion.ov_a": 125, "completion.mv_a": 63},
    ),
    Work("metering_point_work", answers={**METER, "work.service": ["kv_service", "break_seal"]}),
    Work("ev_charging", answers={"ev.power_kw": 22, "ev.phases": "3", "ev.current_a": 32}),
    Work(
        "demanding_load",
        answers={
            "load.kind": "motor",
            "load.power_kw": 30,
            "load.phases": "3",
            "load.start_current_a": 180,
            "load.start_method": "direct",
        },
        attachments=("data_sheet",),
        completion={"completion.load_power_kw": 30},
    ),
    Work(
        "service_line_change",
        answers={"service_line.change": "move", "service_line.intake_place": "basement"},
        attachments=("site_plan",),
    ),
    Work(
        "merging",
        answers={
            "site.existing_meters": ["4400000000000777", "4400000000000778"],
            "site.meter_to_remove": "4400000000000778",
            "merging.other_customer": "same",
        },
    ),
    Work(
        "temporary_installation",
        answers={
            "temporary.action": "connect",
            "temporary.board_a": 63,
            "temporary.until": "2027-06-30",
            "temporary.connection_place": "Skap ved innkjørselen",
        },
        completion_attachments=("declaration_of_conformity",),
    ),
    Work(
        "reconnection",
        answers={"site.disconnected_on": "2021-05-01"},
        completion_attachments=("declaration_of_conformity",),
    ),
    Work("change_of_use", answers={"site.use_before": "Butikk", "site.use_after": "Kontor"}),
    Work(
        "production",
        form="simplified",
        answers={
            **METER,
            "production.kind": ["solar"],
            "production.inverter_make": "Fronius",
            "production.inverter_model": "Symo 10",
            "production.inverter_kva": 10,
            "production.phases": "3",
            "production.feed_in_kw": 9.8,
            "production.peak_kwp": 12,
        },
        attachments=("certificate_of_conformity", "prosumer_agreement"),
        completion={
            "completion.inverter_model": "Symo 10",
            "completion.inverter_kva": 10,
            "completion.feed_in_kw": 9.8,
        },
        at_provenett=("single_line_diagram",),
    ),
)
