"""A planned cable added to a cabinet's values gives what the grid would give with the cable in it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.core.errors import Invalid
from nettmelding.grid.lacking import Assumption, Lack
from nettmelding.grid.network import System, Terminal
from nettmelding.grid.planned import at_end_of, planned_cable
from nettmelding.grid.short_circuit import values
from tests.grid.made import TYPES, cable, chain, point

pytestmark = pytest.mark.one_database


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(list(System)), st.floats(1, 300), st.sampled_from(TYPES), st.floats(1, 300))
def test_it_gives_what_the_built_cable_would(system: System, length_m: float, type_name: str, planned_m: float) -> None:
    network = chain(system, [length_m])
    built = replace(
        network,
        branches=[*network.branches, cable("n0", "house", planned_m, type_name)],
        customer_points=[point("n0", terminal=Terminal.CABINET), point("house")],
    )
    cabinet, house = values(built)
    found = at_end_of(cabinet, [planned_cable(type_name, planned_m)])
    assert found.terminal is Terminal.CUSTOMER_END
    assert Assumption.PLANNED_CABLE in found.assumptions
    for name in (
        "ik3p_max_ka",
        "ik2p_max_ka",
        "cos_phi_max",
        "ik2p_min_ka",
        "ik1p_max_ka",
        "ik1p_min_ka",
        "r0_mohm",
        "x_mohm",
    ):
        as_built = getattr(house, name)
        assert getattr(found, name) == (None if as_built is None else pytest.approx(as_built, rel=1e-6)), name


def test_several_cables_follow_each_other() -> None:
    cabinet = values(chain(System.TN_S_400, [100.0]))[1]
    one = at_end_of(cabinet, [planned_cable("TFXP 4x50 Al", 30.0)])
    both = at_end_of(one, [planned_cable("PFSP 4x10", 12.0)])
    at_once = at_end_of(cabinet, [planned_cable("TFXP 4x50 Al", 30.0), planned_cable("PFSP 4x10", 12.0)])
    assert both.ik1p_min_ka == pytest.approx(at_once.ik1p_min_ka)


def test_what_the_cabinet_lacks_the_house_lacks_too() -> None:
    network = chain(System.TN_S_400, [100.0])
    silent = replace(network, branches=[replace(network.branches[0], length_m=None)])
    found = at_end_of(values(silent)[1], [planned_cable("TFXP 4x50 Al", 30.0)])
    assert found.ik3p_max_ka is None
    assert Lack.LENGTH in {lack.what for lack in found.missing}


def test_three_conductors_in_tn_leave_the_current_to_pen_unknown() -> None:
    cabinet = values(chain(System.TN_S_400, [100.0]))[1]
    found = at_end_of(cabinet, [planned_cable("EX 3x50", 30.0)])
    assert found.ik2p_min_ka
    assert found.ik1p_min_ka is None
    assert {lack.what for lack in found.missing} == {Lack.ZERO_SEQUENCE}


@pytest.mark.parametrize(
    ("type_name", "length_m", "field"),
    [("Kabel", 10.0, "type"), ("TFXP 4x50", 0.0, "length_m"), ("TFXP 4x50", float("nan"), "length_m")],
)
def test_a_cable_that_cannot_be_is_refused_with_the_field(type_name: str, length_m: float, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        planned_cable(type_name, length_m)
    assert list(refused.value.fields) == [field]


def test_the_earth_fault_current_of_it_grows_with_a_known_capacitance() -> None:
    network = chain(System.IT_230, [100.0])
    told = replace(network, branches=[replace(network.branches[0], c0_nf_km=300.0)])
    cabinet = values(told)[1]
    planned = planned_cable("TFXP 4x50 Al", 50.0)
    assert {lack.what for lack in at_end_of(cabinet, [planned]).missing} == {Lack.CAPACITANCE}
    more = at_end_of(cabinet, [replace(planned, c0_nf_km=300.0)])
    assert more.earth_fault_a == pytest.approx(cabinet.earth_fault_a * 1.5)
