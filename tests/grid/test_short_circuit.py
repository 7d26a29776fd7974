"""Rules that short-circuit values hold to whatever the grid, and what they say where something is missing."""

from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.grid import iec60909
from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.lacking import Assumption, Hinders, Lack
from nettmelding.grid.network import (
    NORMAL,
    RESERVE,
    Network,
    Switch,
    SwitchingState,
    System,
    Terminal,
)
from nettmelding.grid.short_circuit import Values, extremes, values
from tests.grid.made import cable, chain, point, source, transformer, trees

pytestmark = pytest.mark.one_database

tolerances = st.sampled_from(list(Tolerance))


def by_point(found: list[Values]) -> dict[str, Values]:
    return {one.point: one for one in found}


def whats(one: Values) -> set[Lack]:
    return {lack.what for lack in one.missing}


@settings(deadline=None, max_examples=40)
@given(trees(), tolerances)
def test_values_fall_with_the_distance(network: Network, tolerance: Tolerance) -> None:
    found = by_point(values(network, tolerance))
    for branch in network.branches:
        near, far = found[branch.from_node], found[branch.to_node]
        assert far.ik3p_max_ka < near.ik3p_max_ka
        assert far.ik2p_max_ka < near.ik2p_max_ka
        assert far.ik2p_min_ka < near.ik2p_min_ka
        assert far.r_mohm > near.r_mohm
        if near.system.is_tn:
            assert far.ik1p_min_ka < near.ik1p_min_ka


@settings(deadline=None, max_examples=40)
@given(trees(), tolerances)
def test_the_largest_is_above_the_smallest(network: Network, tolerance: Tolerance) -> None:
    for one in values(network, tolerance):
        assert one.ik3p_max_ka > one.ik2p_max_ka > one.ik2p_min_ka > 0
        assert one.ik2p_max_ka == pytest.approx(sqrt(3) / 2 * one.ik3p_max_ka)
        assert 0 < one.cos_phi_max < 1
        if one.system.is_tn:
            assert one.ik1p_max_ka > one.ik1p_min_ka > 0
        else:
            assert one.ik1p_min_ka is None


@settings(deadline=None, max_examples=25)
@given(trees(), tolerances)
def test_a_value_is_what_the_sum_along_its_way_gives(network: Network, tolerance: Tolerance) -> None:
    feeding, unit = network.sources[0], network.transformers[0]
    ratio = (unit.u2_kv / unit.u1_kv) ** 2
    z_t = iec60909.transformer_impedance(unit.sn_kva, unit.uk_percent, unit.pk_kw, unit.u2_kv)
    k = iec60909.transformer_correction(z_t, unit.sn_kva, unit.u2_kv, tolerance.c_max)
    sums = {"bar": ratio * iec60909.source_impedance(22, feeding.sk_max_mva, feeding.rx_ratio, 1.1) + k * z_t}
    for branch in network.branches:
        km = branch.length_m / 1000
        sums[branch.to_node] = sums[branch.from_node] + complex(branch.r_ohm_km * km, branch.x_ohm_km * km)
    for one in values(network, tolerance):
        assert complex(one.r_mohm, one.x_mohm) / 1000 == pytest.approx(sums[one.point], rel=1e-6)


@settings(deadline=None, max_examples=25)
@given(trees(), st.data())
def test_a_second_cable_beside_the_first_makes_no_current_smaller(network: Network, data: st.DataObject) -> None:
    """Beside, and alike: another way with another angle can make the impedance a trifle larger."""
    doubled = data.draw(st.sampled_from(list(network.branches)))
    beside = replace(network, branches=[*network.branches, replace(doubled, id="second")])
    before, after = by_point(values(network)), by_point(values(beside))
    assert after[doubled.to_node].ik3p_max_ka > before[doubled.to_node].ik3p_max_ka
    for node, one in before.items():
        assert after[node].ik3p_max_ka >= one.ik3p_max_ka * (1 - 1e-9)


@settings(deadline=None, max_examples=40)
@given(trees(), st.data())
def test_a_cable_without_length_hinders_what_hangs_behind_it_and_nothing_else(
    network: Network, data: st.DataObject
) -> None:
    silent = data.draw(st.sampled_from(list(network.branches)))
    behind = {silent.to_node}
    for branch in network.branches:  # made from the busbar outwards
        if branch.from_node in behind:
            behind.add(branch.to_node)
    branches = [replace(b, length_m=None) if b.id == silent.id else b for b in network.branches]
    whole, lacking = by_point(values(network)), by_point(values(replace(network, branches=branches)))
    for node, one in lacking.items():
        if node in behind:
            assert one.ik3p_max_ka is None
            assert one.ik2p_min_ka is None
            assert [(lack.id, lack.what) for lack in one.missing if lack.what is Lack.LENGTH] == [
                (silent.id, Lack.LENGTH)
            ]
        else:
            assert one.ik3p_max_ka == pytest.approx(whole[node].ik3p_max_ka, rel=1e-6)
            assert Lack.LENGTH not in whats(one)


def test_phase_faults_of_power_grid_model_itself_say_the_same() -> None:
    """The current to PEN, reckoned from Z1 and Z0, against power-grid-model's own fault by phase."""
    import numpy as np
    from power_grid_model import PowerGridModel, initialize_array

    network = chain(System.TN_S_400, [120.0])
    found = by_point(values(network, Tolerance.TEN))["n0"]
    unit, feeding, line = network.transformers[0], network.sources[0], network.branches[0]
    z_t = iec60909.transformer_impedance(unit.sn_kva, unit.uk_percent, unit.pk_kw, unit.u2_kv)
    k = iec60909.transformer_correction(z_t, unit.sn_kva, unit.u2_kv, 1.10)
    rows = {
        "node": {"id": [1, 2, 3], "u_rated": [22e3, 420.0, 420.0]},
        "source": {"id": [4], "node": [1], "status": 1, "u_ref": 1.0, "sk": feeding.sk_max_mva * 1e6 / 1.1, "rx_ratio": 0.3},
        "transformer": {
            "id": [5], "from_node": 1, "to_node": 2, "from_status": 1, "to_status": 1, "u1": 22e3, "u2": 420.0, "sn": 315e3,
            "uk": k * 0.045, "pk": k * 3600.0, "i0": 0.0, "p0": 0.0, "winding_from": 2, "winding_to": 1, "clock": 11,
            "tap_side": 0, "tap_pos": 0, "tap_min": 0, "tap_max": 0, "tap_nom": 0, "tap_size": 0.0,
        },
        "line": {
            "id": [6], "from_node": 2, "to_node": 3, "from_status": 1, "to_status": 1, "r1": line.r_ohm_km * 0.12,
            "x1": line.x_ohm_km * 0.12, "c1": 0.0, "tan1": 0.0, "r0": line.r0_ohm_km * 0.12, "x0": line.x0_ohm_km * 0.12,
            "c0": 0.0, "tan0": 0.0,
        },
        "fault": {"id": [7], "status": 1, "fault_type": 1, "fault_phase": 1, "fault_object": 3},
    }  # fmt: skip
    data = {}
    for component, columns in rows.items():
        data[component] = initialize_array("input", component, len(columns["id"]))  # type: ignore[arg-type]
        for name, column in columns.items():
            data[component][name] = column
    current = PowerGridModel(data).calculate_short_circuit()["fault"]["i_f"]  # type: ignore[arg-type]
    at_420 = float(np.max(current)) / 1000
    assert found.ik1p_max_ka == pytest.approx(at_420 * 400 / 420, rel=1e-6)


def test_the_upstream_protection_and_the_terminal_stand_with_the_values() -> None:
    cabinet = point("n0", terminal=Terminal.CABINET)
    (found,) = values(replace(chain(System.IT_230, [80.0]), customer_points=[cabinet]))
    assert found.terminal is Terminal.CABINET
    assert found.protection == cabinet.protection
    assert found.standard == "IEC 60909-0:2016"
    assert Assumption.TOLERANCE_TEN in found.assumptions


def test_a_point_without_a_way_says_so() -> None:
    network = chain(System.IT_230, [80.0])
    lonely = replace(network, customer_points=[point("nowhere"), point("mv")])
    for one in values(lonely):
        assert whats(one) == {Lack.WAY}
        assert one.ik3p_max_ka is None


def test_without_the_smallest_power_above_only_the_smallest_currents_are_missing() -> None:
    network = replace(chain(System.TN_C_S_400, [80.0]), sources=[source(sk_min_mva=None)])
    one = by_point(values(network))["n0"]
    assert one.ik3p_max_ka
    assert one.ik1p_max_ka is None
    assert one.ik2p_min_ka is None
    assert [(lack.what, lack.hinders) for lack in one.missing] == [
        (Lack.SK_MIN, frozenset({Hinders.MIN, Hinders.EARTH}))
    ]


def test_a_transformer_whose_zero_sequence_is_not_known_hinders_the_current_to_pen_alone() -> None:
    for group in ("Yyn0", None):
        network = replace(
            chain(System.TN_C_S_400, [80.0]), transformers=[transformer(System.TN_C_S_400, vector_group=group)]
        )
        one = by_point(values(network))["n0"]
        assert one.ik2p_min_ka
        assert one.ik1p_min_ka is None
        assert whats(one) == {Lack.ZERO_SEQUENCE}
    said = transformer(System.TN_C_S_400, vector_group="Yyn0", r0_to_r=2.0, x0_to_x=8.0)
    one = by_point(values(replace(network, transformers=[said])))["n0"]
    assert one.ik1p_min_ka
    assert Assumption.DYN_ZERO_SEQUENCE not in one.assumptions


def test_losses_that_do_not_fit_are_named() -> None:
    network = replace(chain(System.IT_230, [80.0]), transformers=[transformer(System.IT_230, pk_kw=36.0)])
    assert Lack.LOSSES_FIT in whats(values(network)[0])


def test_a_system_that_does_not_fit_the_voltage_is_named() -> None:
    network = replace(chain(System.IT_230, [80.0]), customer_points=[point("n0", system=System.TN_S_400)])
    (one,) = values(network)
    assert whats(one) >= {Lack.SYSTEM_AND_VOLTAGE}
    assert one.ik3p_max_ka is None
    unsaid = replace(chain(System.IT_230, [80.0]), transformers=[replace(transformer(System.IT_230), system=None)])
    assert Lack.SYSTEM in whats(values(unsaid)[0])


def test_the_earth_fault_of_it_needs_all_capacitances_that_hang_together() -> None:
    network = chain(System.IT_230, [80.0, 40.0])
    assert whats(values(network)[0]) == {Lack.CAPACITANCE}
    told = replace(network, branches=[replace(b, c0_nf_km=250.0) for b in network.branches])
    one = by_point(values(told))["n0"]
    assert not one.missing
    assert one.earth_fault_a == pytest.approx(sqrt(3) * 230 * 314.159 * 250e-9 * 0.12, rel=1e-4)


def test_the_earth_fault_of_tt_goes_through_both_electrodes() -> None:
    network = chain(System.TT_230, [80.0])
    assert whats(values(network)[1]) == {Lack.SUBSTATION_EARTH, Lack.INSTALLATION_EARTH}
    told = replace(
        network,
        transformers=[transformer(System.TT_230, earth_resistance_ohm=5.0)],
        customer_points=[point("n0", earth_resistance_ohm=25.0)],
    )
    (one,) = values(told, Tolerance.SIX)
    assert one.earth_fault_a == pytest.approx(0.95 * 230 / sqrt(3) / 30, rel=0.01)
    assert one.earth_resistance_ohm == 5.0


def tie() -> Network:
    """Two substations whose last cabinets can be joined."""
    return Network(
        sources=[source("mv1", sk_max_mva=200.0), source("mv2", sk_max_mva=60.0, sk_min_mva=40.0)],
        transformers=[transformer(System.IT_230, "mv1", "b1"), transformer(System.IT_230, "mv2", "b2", sn_kva=100.0)],
        branches=[cable("b1", "c1", 150.0), cable("b2", "c2", 150.0)],
        customer_points=[point("c1"), point("c2")],
        switches=[Switch(id="tie", from_node="c1", to_node="c2")],
        states=[
            SwitchingState(name=NORMAL),
            SwitchingState(name=RESERVE, closed=frozenset({"tie"}), out=frozenset({"t-b1"})),
            SwitchingState(name="both", closed=frozenset({"tie"})),
        ],
    )


def test_every_switching_state_has_its_own_values() -> None:
    found = {(one.state, one.point): one for one in values(tie())}
    assert len(found) == 6
    assert found[NORMAL, "c1"].ik3p_max_ka > found[RESERVE, "c1"].ik3p_max_ka
    assert found[RESERVE, "c1"].ik3p_max_ka == pytest.approx(found[RESERVE, "c2"].ik3p_max_ka)
    assert found["both", "c2"].ik3p_max_ka > found[NORMAL, "c2"].ik3p_max_ka
    both = 1 / complex(found["both", "c1"].r_mohm, found["both", "c1"].x_mohm)
    apart = sum(1 / complex(found[NORMAL, p].r_mohm, found[NORMAL, p].x_mohm) for p in ("c1", "c2"))
    assert both == pytest.approx(apart, rel=1e-6)


def test_the_largest_and_the_smallest_are_found_over_the_states() -> None:
    found = extremes(values(tie()))
    assert found["c1"].largest.state == "both"
    assert found["c1"].smallest.state == RESERVE


def test_a_fault_deep_in_one_feeder_does_not_feel_the_others() -> None:
    alone = chain(System.TN_S_400, [60.0, 60.0])
    beside = [cable("bar", f"x{i}", 30.0 + i) for i in range(200)]
    crowded = replace(
        alone,
        branches=[*alone.branches, *beside],
        customer_points=[*alone.customer_points, *(point(f"x{i}") for i in range(200))],
    )
    few, many = by_point(values(alone)), by_point(values(crowded))
    for node, one in few.items():
        assert many[node].ik3p_max_ka == pytest.approx(one.ik3p_max_ka)
        assert many[node].ik1p_min_ka == pytest.approx(one.ik1p_min_ka)
    assert many["x0"].ik3p_max_ka > many["x199"].ik3p_max_ka


def test_a_cable_of_no_length_changes_nothing() -> None:
    found = by_point(values(chain(System.TN_S_400, [60.0, 0.0])))
    assert found["n1"].ik3p_max_ka == pytest.approx(found["n0"].ik3p_max_ka, rel=1e-5)


def test_a_kilovolt_between_two_transformers_is_carried_through() -> None:
    network = Network(
        sources=[source()],
        transformers=[
            replace(transformer(System.TN_S_400, "mv", "kv", u2_kv=1.0, sn_kva=500.0, pk_kw=5.0), system=None),
            transformer(System.TN_S_400, "kv-far", "bar", u1_kv=1.0, u2_kv=0.4, sn_kva=100.0, pk_kw=1.5),
        ],
        branches=[cable("kv", "kv-far", 1000.0), cable("bar", "house", 50.0)],
        customer_points=[point("house")],
    )
    (one,) = values(network, Tolerance.TEN)
    assert not one.missing
    ratio = (0.4 / 22) ** 2
    first = iec60909.transformer_impedance(500, 4.5, 5.0, 1.0)
    second = iec60909.transformer_impedance(100, 4.5, 1.5, 0.4)
    z = (
        ratio * iec60909.source_impedance(22, 120, 0.3, 1.1)
        + 0.16 * (first * iec60909.transformer_correction(first, 500, 1.0, 1.1) + complex(0.206, 0.072))
        + second * iec60909.transformer_correction(second, 100, 0.4, 1.1)
        + complex(0.206, 0.072) * 0.05
    )
    assert complex(one.r_mohm, one.x_mohm) / 1000 == pytest.approx(z, rel=1e-6)
    assert one.r0_mohm == pytest.approx(
        1000 * (second * iec60909.transformer_correction(second, 100, 0.4, 1.1)).real + 4 * 0.206 * 50, rel=1e-6
    )
