"""Whatever a file may say of a line, a transformer or a point, the calculation answers: with values, or with what is missing."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.core.errors import AppError
from nettmelding.grid import feeders, planned, short_circuit, upstream
from nettmelding.grid.fields import FIELDS
from nettmelding.grid.figures import BY_NAME, FIGURES
from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.line_types import completed
from nettmelding.grid.models import GridObject, Kind
from nettmelding.grid.short_circuit import Values
from nettmelding.installations.fields import NETWORK_SYSTEMS

pytestmark = pytest.mark.one_database

_TEXTS = {
    "network_system": st.sampled_from(sorted(set(NETWORK_SYSTEMS.values()))),
    "material": st.sampled_from(["al", "cu"]),
    "type_name": st.sampled_from(["TFXP 4x50 Al", "EX 3x95", "PFSP 4x16 Cu", "ukjent", ""]),
    "vector_group": st.sampled_from(["Dyn11", "Yyn0", "Yzn11", "?"]),
}
_NUMBERS = [0, 0.1, 0.2, 0.5, 1, 2, 4, 5, 10, 20, 50, 100, 160, 250, 400, 1000, 5000, 50_000]
_READ_AS_NUMBER = {
    name
    for kind in (Kind.SUBSTATION, Kind.TRANSFORMER, Kind.CABLE, Kind.CUSTOMER_POINT)
    for name in (field.name for field in FIELDS[kind])
    if name.endswith(("_mva", "_kva", "_kw", "_kv", "_percent", "_ohm", "_km", "_m", "_c", "_r", "_x", "_mm2", "tap", "_ratio"))
}  # fmt: skip


def facts_of(kind: str, *, whole: bool, without: frozenset[str] = frozenset()) -> st.SearchStrategy[dict[str, Any]]:
    """Facts as the importer lets them through, within the fields' limits: all of them, or each there or not."""
    options: dict[str, st.SearchStrategy[Any]] = {}
    for field in FIELDS[kind]:
        if field.name in without:
            continue
        if field.name in _TEXTS:
            options[field.name] = _TEXTS[field.name]
        elif field.name == "is_open":
            options[field.name] = st.booleans()
        elif field.name in _READ_AS_NUMBER:
            within = [taken for cell in _NUMBERS if (taken := _taken(field.read, cell)) is not None]
            options[field.name] = st.one_of(st.sampled_from(within), st.floats(min(within), max(within)))
    return st.fixed_dictionaries(options) if whole else st.fixed_dictionaries({}, optional=options)


def _taken(read: Any, cell: float) -> Any:
    try:
        return read(cell)
    except AppError:
        return None


@st.composite
def rows(draw: st.DrawFn) -> list[GridObject]:
    """A substation, its transformer, a cabinet and two customers, with lines between them; one of them a ring."""
    whole, u1_kv, u2_kv = (
        draw(st.booleans()),
        draw(st.sampled_from([0.2, 11.0, 22.0, 50.0])),
        draw(st.sampled_from([0.1, 0.24, 0.42, 2.0])),
    )
    system = {0.24: {"network_system": "it_230"}, 0.42: {"network_system": "tn_c_s_400"}}.get(u2_kv, {})

    def thing(
        kind: str, number: int, start: int, end: int | None = None, facts: Mapping[str, Any] | None = None
    ) -> GridObject:
        said = draw(facts_of(kind, whole=whole, without=frozenset({"u1_kv", "u2_kv"})))
        if whole and kind == Kind.TRANSFORMER:
            said["pk_kw"] = draw(st.floats(0, 1)) * said["uk_percent"] / 100 * said["sn_kva"]
        said |= {**(system if whole else {}), **(facts or {})}
        return GridObject(
            object_id=UUID(int=number), kind=kind, external_id=f"{kind}{number}", facts=said,
            drawn_length_m=draw(st.sampled_from([None, 0.0, 12.5])) if end is not None else None,
            from_node=start, to_node=end, feeder=1,
        )  # fmt: skip

    return [
        thing(Kind.SUBSTATION, 1, 0),
        thing(Kind.TRANSFORMER, 2, 0, facts={"u1_kv": u1_kv, "u2_kv": u2_kv, "substation_id": f"{Kind.SUBSTATION.value}1"}),
        thing(Kind.CABLE_CABINET, 3, 1, facts={"circuits": [{"feeds_id": "service_line6", "fuse_a": 63.0}]}),
        thing(Kind.CABLE, 4, 0, 1),
        thing(Kind.OVERHEAD_LINE, 5, 0, 1),
        thing(Kind.SERVICE_LINE, 6, 1, 2),
        thing(Kind.CUSTOMER_POINT, 7, 2),
        thing(Kind.CUSTOMER_POINT, 8, 9),
    ]  # fmt: skip


@settings(max_examples=120)
@given(rows(), st.sampled_from(Tolerance))
def test_values_are_numbers_or_what_they_lack_is_named(objects: list[GridObject], tolerance: Tolerance) -> None:
    network = feeders.of_rows(objects)
    network = replace(network, branches=[completed(branch) for branch in network.branches])

    found = short_circuit.values(network, tolerance)

    assert {one.point for one in found} == {str(one.object_id) for one in objects if one.kind in _POINTS}
    for one in found:
        numbers = [getattr(one, name) for name in BY_NAME if name != "substation_earth_ohm"]
        assert all(number is None or (math.isfinite(number) and number >= -1e-6) for number in numbers)
        assert one.missing or one.ik3p_max_ka is not None
    for point in network.customer_points:
        for state in network.standing():
            upstream.way(network, point, state, tolerance)
    for one in found:
        planned.at_end_of(one, [planned.planned_cable("TFXP 4x50 Al", 30)])


def test_the_figures_shown_are_those_that_are_computed() -> None:
    computed = set(Values.__dataclass_fields__) | {"substation_earth_ohm"}
    assert {figure.name for figure in FIGURES} <= computed


_POINTS = frozenset({Kind.CUSTOMER_POINT, Kind.CABLE_CABINET})
