"""Short-circuit values against pandapower's, an independent implementation of IEC 60909, on published low-voltage networks."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest

from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.short_circuit import values
from tests.grid.from_pandapower import currents, network, prepared

pytestmark = [pytest.mark.one_database, pytest.mark.filterwarnings("ignore")]

WITHIN = 0.01


def published() -> dict[str, Callable[[], Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandapower.networks as nets
    return {
        "Kerber, village": nets.create_kerber_dorfnetz,
        "Kerber, country, overhead": nets.create_kerber_landnetz_freileitung_1,
        "Kerber, country, cable": nets.create_kerber_landnetz_kabel_2,
        "Kerber, suburb": nets.create_kerber_vorstadtnetz_kabel_1,
        "CIGRE LV": nets.create_cigre_network_lv,
        "IEEE European LV": nets.ieee_european_lv_asymmetric,
    }


CASES = [
    ("Kerber, village", Tolerance.SIX),
    ("Kerber, country, overhead", Tolerance.SIX),
    ("Kerber, country, overhead", Tolerance.TEN),
    ("Kerber, country, cable", Tolerance.TEN),
    ("Kerber, suburb", Tolerance.TEN),
    ("CIGRE LV", Tolerance.SIX),
    ("CIGRE LV", Tolerance.TEN),
    ("IEEE European LV", Tolerance.SIX),
]


@pytest.mark.parametrize(("name", "tolerance"), CASES, ids=[f"{name}, {tolerance.value}" for name, tolerance in CASES])
def test_currents_between_phases_are_within_one_per_cent(name: str, tolerance: Tolerance) -> None:
    net = prepared(published()[name]())
    ours = values(network(net), tolerance)
    percent = 6 if tolerance is Tolerance.SIX else 10
    three, two = currents(net, "3ph", "max", percent), currents(net, "2ph", "max", percent)
    two_min = currents(net, "2ph", "min", percent)
    assert len(ours) > 10
    for one in ours:
        assert one.ik3p_max_ka == pytest.approx(three[one.point], rel=WITHIN)
        assert one.ik2p_max_ka == pytest.approx(two[one.point], rel=WITHIN)
        assert one.ik2p_min_ka == pytest.approx(two_min[one.point], rel=WITHIN)


@pytest.mark.parametrize("tolerance", list(Tolerance), ids=["6 %", "10 %"])
def test_currents_to_pen_are_within_one_per_cent(tolerance: Tolerance) -> None:
    net = prepared(published()["IEEE European LV"]())
    net.trafo["vector_group"] = "Dyn"
    net.ext_grid[["x0x_max", "x0x_min"]] = 1.0
    net.ext_grid[["r0x0_max", "r0x0_min"]] = 0.1
    percent = 6 if tolerance is Tolerance.SIX else 10
    smallest, largest = currents(net, "1ph", "min", percent), currents(net, "1ph", "max", percent)
    for one in values(network(net), tolerance):
        assert one.ik1p_min_ka == pytest.approx(smallest[one.point], rel=WITHIN)
        assert one.ik1p_max_ka == pytest.approx(largest[one.point], rel=WITHIN)


def test_a_ring_and_two_transformers_side_by_side_are_reckoned_as_pandapower_does() -> None:
    net = prepared(published()["Kerber, village"]())
    import pandapower

    ends = [
        bus for bus in net.bus.index if (net.line.to_bus == bus).sum() == 1 and not (net.line.from_bus == bus).any()
    ]
    for one, other in ((ends[0], ends[40]), (ends[10], ends[11])):
        pandapower.create_line(net, one, other, 0.08, std_type="NAYY 4x150 SE")
    second = net.trafo.iloc[0]
    pandapower.create_transformer(net, second.hv_bus, second.lv_bus, std_type="0.25 MVA 10/0.4 kV")
    net.line["endtemp_degree"] = 160.0
    ours = values(network(net), Tolerance.SIX)
    largest, smallest = currents(net, "3ph", "max", 6), currents(net, "2ph", "min", 6)
    for one in ours:
        assert one.ik3p_max_ka == pytest.approx(largest[one.point], rel=WITHIN)
        assert one.ik2p_min_ka == pytest.approx(smallest[one.point], rel=WITHIN)
