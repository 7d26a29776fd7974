"""Two cases worked by hand, sum by sum, with the clauses of IEC 60909-0:2016."""

import pytest

from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.network import Branch, BranchKind, CustomerPoint, Network, Source, System, Transformer
from nettmelding.grid.short_circuit import values

pytestmark = pytest.mark.one_database


def test_an_it_customer_point_behind_a_cable_and_an_overhead_line() -> None:
    """22/0.24 kV, 100 kVA, uk 4 %, Pk 1.75 kW. Sk'' 100 MVA and 50 MVA, R/X 0.5. Tolerance +6 %.

    Transformer (6.3.1), from the low-voltage side: U²/S = 240²/100 000 = 0.576 Ω.
        Z_T = 0.04 x 576 = 23.040 mΩ; R_T = 1.75/100 x 576 = 10.080 mΩ; X_T = √(23.040² - 10.080²) = 20.7180 mΩ
        x_T = 20.7180/576 = 0.0359687; K_T = 0.95 x 1.05/(1 + 0.6 x 0.0359687) = 0.9975/1.0215812 = 0.976427 (6.3.3)
        largest: 9.8424 + j20.2296 mΩ; smallest, without K_T: 10.080 + j20.7180 mΩ
    Grid above (6.2), carried over by (0.24/22)²:
        largest, c 1.10: Z = 1.10 x 0.24²/100 = 0.63360 mΩ; X = 0.63360/√1.25 = 0.566709; R = 0.283355
        smallest, c 1.00: Z = 1.00 x 0.24²/50 = 1.15200 mΩ; X = 1.15200/√1.25 = 1.030380; R = 0.515190
    Cable TFXP 4x95 Al, 200 m: R = 0.320 x 0.2 = 64.000 mΩ, X = 0.075 x 0.2 = 15.000 mΩ
    Line EX 3x25 Al, 50 m: R = 1.20 x 0.05 = 60.000 mΩ, X = 0.100 x 0.05 = 5.000 mΩ
    at 250 °C (6.4): 1 + 0.004 x 230 = 1.92, so (64 + 60) x 1.92 = 238.080 mΩ

    Largest: R = 0.283355 + 9.842389 + 124 = 134.12574; X = 0.566709 + 20.229617 + 20 = 40.79633; Z = 140.19292 mΩ
        Ik3 = 1.05 x 230/(√3 x 140.19292) = 0.994559 kA; Ik2 = √3/2 of it = 0.861313 kA; cos φ = 134.12574/140.19292 = 0.956723
    Smallest: R = 0.515190 + 10.080 + 238.080 = 248.67519; X = 1.030380 + 20.7180 + 20 = 41.74837; Z = 252.15526 mΩ
        Ik2 = 0.95 x 230/(2 x 252.15526) = 0.433265 kA
    First earth fault: capacitance 300 nF/km x 0.2 km + 10 nF/km x 0.05 km = 60.5 nF;
        √3 x 230 x 2π50 x 60.5e-9 = 0.00757171 A
    """
    network = Network(
        sources=[Source(id="q", node="mv", sk_max_mva=100, sk_min_mva=50, rx_ratio=0.5, u_kv=22)],
        transformers=[
            Transformer(
                id="t", from_node="mv", to_node="bar", sn_kva=100, uk_percent=4, pk_kw=1.75, u1_kv=22, u2_kv=0.24,
                system=System.IT_230, vector_group="Yyn0", earth_resistance_ohm=12,
            )
        ],
        branches=[
            Branch(
                id="cable", from_node="bar", to_node="cabinet", kind=BranchKind.CABLE, type_name="TFXP 4x95 Al", length_m=200,
                r_ohm_km=0.320, x_ohm_km=0.075, c0_nf_km=300, end_temperature_c=250,
            ),
            Branch(
                id="line", from_node="cabinet", to_node="house", kind=BranchKind.OVERHEAD, type_name="EX 3x25", length_m=50,
                r_ohm_km=1.20, x_ohm_km=0.100, c0_nf_km=10, end_temperature_c=250,
            ),
        ],
        customer_points=[CustomerPoint(id="house", node="house")],
    )  # fmt: skip
    (found,) = values(network, Tolerance.SIX)
    assert not found.missing
    assert found.r_mohm == pytest.approx(134.12574, abs=2e-5)
    assert found.x_mohm == pytest.approx(40.79633, abs=2e-5)
    assert found.ik3p_max_ka == pytest.approx(0.994559, abs=2e-6)
    assert found.ik2p_max_ka == pytest.approx(0.861313, abs=2e-6)
    assert found.cos_phi_max == pytest.approx(0.956723, abs=2e-6)
    assert found.r_warm_mohm == pytest.approx(248.67519, abs=2e-5)
    assert found.x_warm_mohm == pytest.approx(41.74837, abs=2e-5)
    assert found.ik2p_min_ka == pytest.approx(0.433265, abs=2e-6)
    assert found.earth_fault_a == pytest.approx(0.00757171, rel=1e-5)
    assert found.earth_resistance_ohm == 12
    assert found.ik1p_min_ka is None


def test_a_tn_customer_point_behind_two_cables() -> None:
    """22/0.42 kV, 500 kVA, uk 5 %, Pk 5.0 kW, Dyn11. Sk'' 200 MVA and 120 MVA, R/X 0.2. Tolerance +10 %.

    Transformer: U²/S = 420²/500 000 = 0.3528 Ω.
        Z_T = 17.640 mΩ; R_T = 5/500 x 352.8 = 3.528 mΩ; X_T = √(17.640² - 3.528²) = 17.28360 mΩ
        x_T = 17.28360/352.8 = 0.0489898; K_T = 0.95 x 1.10/(1 + 0.6 x 0.0489898) = 1.045/1.02939388 = 1.015160
        largest: 3.581486 + j17.545628 mΩ; smallest: 3.528 + j17.28360 mΩ; the zero sequence the same (Dyn)
    Grid above, carried over by (0.42/22)²:
        largest: 1.10 x 0.42²/200 = 0.970200 mΩ; X = 0.970200/√1.04 = 0.951361; R = 0.190272
        smallest: 1.00 x 0.42²/120 = 1.470000 mΩ; X = 1.470000/√1.04 = 1.441456; R = 0.288291
    TFXP 4x240 Al, 150 m: R = 18.750, X = 0.072 x 150 = 10.800 mΩ. PFSP 4x10 Cu, 20 m: R = 36.600, X = 1.600 mΩ.
        zero sequence, back in PEN: four times each
        warm: 18.750 x 1.92 = 36.000 (250 °C); 36.600 x (1 + 0.004 x 140) = 57.096 mΩ (160 °C)

    Largest: R = 0.190272 + 3.581486 + 55.350 = 59.121758; X = 0.951361 + 17.545628 + 12.400 = 30.896989; Z = 66.708367 mΩ
        Ik3 = 1.10 x 400/(√3 x 66.708367) = 3.808130 kA; Ik2 = 1.10 x 400/(2 x 66.708367) = 3.297937 kA; cos φ = 0.886272
        Z0 = 3.581486 + 4 x 55.350 = 224.981486; 17.545628 + 4 x 12.400 = 67.145628 mΩ
        2 Z1 + Z0 = 343.225002 + j128.939605, 366.645366 mΩ; Ik1 = √3 x 1.10 x 400/366.645366 = 2.078582 kA
    Smallest: R = 0.288291 + 3.528 + 93.096 = 96.912291; X = 1.441456 + 17.28360 + 12.400 = 31.125056; Z = 101.787825 mΩ
        Ik2 = 0.90 x 400/(2 x 101.787825) = 1.768384 kA
        Z0 = 3.528 + 4 x 93.096 = 375.912; 17.28360 + 49.600 = 66.883600 mΩ
        2 Z1 + Z0 = 569.736582 + j129.133711, 584.187717 mΩ; Ik1 = √3 x 0.90 x 400/584.187717 = 1.067359 kA
    """
    network = Network(
        sources=[Source(id="q", node="mv", sk_max_mva=200, sk_min_mva=120, rx_ratio=0.2, u_kv=22)],
        transformers=[
            Transformer(
                id="t", from_node="mv", to_node="bar", sn_kva=500, uk_percent=5, pk_kw=5.0, u1_kv=22, u2_kv=0.42,
                system=System.TN_C_S_400, vector_group="Dyn11",
            )
        ],
        branches=[
            Branch(
                id="cable", from_node="bar", to_node="cabinet", kind=BranchKind.CABLE, type_name="TFXP 4x240 Al", length_m=150,
                r_ohm_km=0.125, x_ohm_km=0.072, r0_ohm_km=0.500, x0_ohm_km=0.288, end_temperature_c=250,
            ),
            Branch(
                id="service", from_node="cabinet", to_node="house", kind=BranchKind.SERVICE, type_name="PFSP 4x10", length_m=20,
                r_ohm_km=1.83, x_ohm_km=0.080, r0_ohm_km=7.32, x0_ohm_km=0.320, end_temperature_c=160,
            ),
        ],
        customer_points=[CustomerPoint(id="house", node="house")],
    )  # fmt: skip
    (found,) = values(network, Tolerance.TEN)
    assert not found.missing
    assert found.r_mohm == pytest.approx(59.121758, abs=2e-5)
    assert found.x_mohm == pytest.approx(30.896989, abs=2e-5)
    assert found.ik3p_max_ka == pytest.approx(3.808130, abs=2e-6)
    assert found.ik2p_max_ka == pytest.approx(3.297937, abs=2e-5)
    assert found.cos_phi_max == pytest.approx(0.886272, abs=2e-6)
    assert found.r0_mohm == pytest.approx(224.981486, abs=2e-5)
    assert found.x0_mohm == pytest.approx(67.145628, abs=2e-5)
    assert found.ik1p_max_ka == pytest.approx(2.078582, abs=2e-5)
    assert found.ik2p_min_ka == pytest.approx(1.768384, abs=2e-5)
    assert found.r0_warm_mohm == pytest.approx(375.912, abs=2e-5)
    assert found.ik1p_min_ka == pytest.approx(1.067359, abs=2e-5)
    assert found.earth_fault_a is None
