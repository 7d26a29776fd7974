"""A new building has no customer point yet: the values at its cabinet and a cable that is planned, added up."""

from collections.abc import Sequence
from math import isfinite

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.grid.iec60909 import earth_fault_it_a, warmed
from nettmelding.grid.lacking import EARTH_ONLY, Assumption, Lack, Missing, ObjectKind, of_branch
from nettmelding.grid.line_types import completed, line_type
from nettmelding.grid.network import Branch, BranchKind, CustomerPoint, System, Terminal
from nettmelding.grid.short_circuit import Impedance, Values, from_impedance

LONGEST_M = 5000.0


def planned_cable(type_name: str, length_m: float) -> Branch:
    """A cable as it is planned: type as people write it (`TFXP 4x50 Al`) and length in m.

    Raises `Invalid` with the field where the type is not known or the length cannot be.
    """
    fields = {}
    if line_type(type_name) is None:
        fields["type"] = _("Vi kjenner ikke denne kabeltypen. Skriv for eksempel TFXP 4x50 Al.")
    if not isfinite(length_m) or not 0 < length_m <= LONGEST_M:
        fields["length_m"] = _("Skriv lengden i meter, mellom 0 og 5000.")
    if fields:
        raise Invalid("planned_cable", _("Vi kan ikke regne på denne kabelen."), fields=fields)
    return completed(
        Branch(id="planned", from_node="", to_node="", kind=BranchKind.SERVICE, type_name=type_name, length_m=length_m)
    )


def at_end_of(cabinet: Values, cables: Sequence[Branch]) -> Values:
    """The values at the far end of planned cables that follow each other from the cabinet.

    The earth-fault current of IT grows with the cables' capacitance, and that of TT hangs on an electrode that is not there yet:
    what is not known of them is named.
    """
    impedance, missing = cabinet.impedance, list(cabinet.missing)
    for cable in cables:
        missing += of_branch(cable, cabinet.system)
        impedance = _added(impedance, cable)
    earth_fault_a, lacks = _earth_fault(cabinet, cables)
    return from_impedance(
        impedance,
        point=CustomerPoint(id=cabinet.point, node="", protection=cabinet.protection, terminal=Terminal.CUSTOMER_END),
        state=cabinet.state,
        tolerance=cabinet.tolerance,
        system=cabinet.system,
        earth_fault_a=earth_fault_a,
        earth_resistance_ohm=cabinet.earth_resistance_ohm,
        assumptions=tuple(dict.fromkeys((*cabinet.assumptions, Assumption.PLANNED_CABLE))),
        missing=tuple(dict.fromkeys((*missing, *lacks))),
    )


def _earth_fault(cabinet: Values, cables: Sequence[Branch]) -> tuple[float | None, list[Missing]]:
    if cabinet.system is System.TT_230:
        return None, [Missing(ObjectKind.CUSTOMER_POINT, cabinet.point, Lack.INSTALLATION_EARTH, EARTH_ONLY)]
    if cabinet.system is not System.IT_230:
        return None, []
    silent = [cable for cable in cables if cable.c0_nf_km is None or cable.length_m is None]
    if cabinet.earth_fault_a is None or silent:
        return None, [Missing(ObjectKind.BRANCH, cable.id, Lack.CAPACITANCE, EARTH_ONLY) for cable in silent]
    more_nf = sum((cable.c0_nf_km or 0) * (cable.length_m or 0) / 1000 for cable in cables)
    return cabinet.earth_fault_a + earth_fault_it_a(cabinet.system.nominal_v, more_nf), []


def _added(before: Impedance, cable: Branch) -> Impedance:
    if cable.length_m is None:
        return Impedance()
    km, warm = cable.length_m / 1000, cable.end_temperature_c
    z1_max, z1_min = _pair(cable.r_ohm_km, cable.x_ohm_km, km, warm)
    z0_max, z0_min = _pair(cable.r0_ohm_km, cable.x0_ohm_km, km, warm)
    return Impedance(
        z1_max=_plus(before.z1_max, z1_max),
        z1_min=_plus(before.z1_min, z1_min),
        z0_max=_plus(before.z0_max, z0_max),
        z0_min=_plus(before.z0_min, z0_min),
    )


def _pair(r: float | None, x: float | None, km: float, warm: float | None) -> tuple[complex | None, complex | None]:
    """Impedance at 20 °C and at end temperature, Ω, as far as the data say."""
    if r is None or x is None:
        return None, None
    return complex(r * km, x * km), None if warm is None else complex(warmed(r * km, warm), x * km)


def _plus(one: complex | None, other: complex | None) -> complex | None:
    return None if one is None or other is None else one + other
