"""What a conductor's name says, and what it leaves as it is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.grid.line_types import completed, line_type
from tests.grid.made import cable

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("name", "r", "section"),
    [
        ("TFXP 4x240 Al", 0.125, 240),
        ("TFXP 4x150 Al", 0.206, 150),
        ("TFXP 4x95", 0.320, 95),
        ("tfxp 4X50 al", 0.641, 50),
        (" TFXP 4 x 25 mm² AL ", 1.20, 25),
        ("EX 3x95", 0.320, 95),
        ("EX3x25", 1.20, 25),
        ("EX-4x50", 0.641, 50),
        ("PFSP 4x10", 1.83, 10),
        ("PFSP 4x16/16 Cu", 1.15, 16),
        ("PFSP 4×25 Cu", 0.727, 25),
        ("PFSP 4x2,5", 7.41, 2.5),
    ],
)
def test_the_usual_types_are_known(name: str, r: float, section: float) -> None:
    found = line_type(name)
    assert found
    assert (found.r_ohm_km, found.cross_section_mm2) == (r, section)
    assert 0.07 <= found.x_ohm_km <= 0.1


@pytest.mark.parametrize(
    "name", ["", "TFXP", "4x50", "TFXP 4x51", "XYZ 4x50", "TFXP 4x50 Fe", "TFXP 4x50 Al og mer", "PFSP 4x1000"]
)
def test_what_is_not_in_the_table_is_not_guessed(name: str) -> None:
    assert line_type(name) is None


@given(st.text(max_size=40))
def test_any_text_is_read_or_not_known(name: str) -> None:
    line_type(name)


@given(st.sampled_from(["TFXP", "EX", "PFSP"]), st.integers(1, 5), st.sampled_from([10, 16, 25, 50, 95, 150, 240]))
def test_a_name_as_we_write_it_is_read_again(family: str, cores: int, section: int) -> None:
    found = line_type(f"{family} {cores}x{section}")
    if found:
        assert line_type(found.name) == found


@pytest.mark.parametrize("material", ["Al", "Cu"])
def test_a_thicker_conductor_has_less_resistance(material: str) -> None:
    family = "TFXP" if material == "Al" else "PFSP"
    known = [t for mm in range(1, 301) if (t := line_type(f"{family} 4x{mm} {material}"))]
    assert len(known) > 5
    assert all(a.r_ohm_km > b.r_ohm_km and a.x_ohm_km >= b.x_ohm_km for a, b in pairwise(known))


def test_the_grid_companys_own_values_go_before() -> None:
    own = cable("a", "b", 10.0, "TFXP 4x50 Al", r_ohm_km=0.7, x_ohm_km=0.09, end_temperature_c=160.0)
    assert (own.r_ohm_km, own.x_ohm_km, own.end_temperature_c) == (0.7, 0.09, 160.0)
    assert (own.r0_ohm_km, own.x0_ohm_km) == (2.8, 0.36)
    zero = cable("a", "b", 10.0, "TFXP 4x50 Al", r0_ohm_km=1.9, x0_ohm_km=0.2)
    assert (zero.r0_ohm_km, zero.x0_ohm_km) == (1.9, 0.2)


def test_three_conductors_say_nothing_of_the_way_back() -> None:
    three = cable("a", "b", 10.0, "EX 3x50")
    assert three.r_ohm_km == 0.641
    assert three.r0_ohm_km is None


def test_an_unknown_type_stays_as_it_is() -> None:
    unknown = cable("a", "b", 10.0, "Feral 35")
    assert completed(unknown) == unknown
    assert unknown.r_ohm_km is None
