"""Metering points side by side: how they are told apart, in what order, and whose name fits."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, TooMany
from nettmelding.installations import dwellings, name_checks, siblings
from nettmelding.installations.models import Installation, MeteringPoint, MeterLookup
from nettmelding.organisations.models import Screen

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.one_database]
BLOCK, TAKEN_DOWN = "Prøvetunet 5", "707057500000001077"


@pytest.fixture
def block() -> Installation:
    return Installation.objects.get(address=BLOCK)


@pytest.fixture
def ola() -> MeteringPoint:
    return MeteringPoint.objects.select_related("installation").get(meter_number="4400000000000033")


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("H0102", "1. etasje, leilighet 2"),
        ("h 02 11", "2. etasje, leilighet 11"),
        ("U0101", "1. underetasje, leilighet 1"),
        ("K0101", "1. kjelleretasje, leilighet 1"),
        ("L0103", "1. loftsetasje, leilighet 3"),
        ("Felles anlegg", "Felles anlegg"),
        ("", ""),
    ],
)
def test_a_dwelling_number_is_said_as_floor_and_flat(unit: str, said: str) -> None:
    assert dwellings.words(unit) == said


@given(st.text(max_size=8), st.text(max_size=8))
def test_any_unit_has_words_and_a_place_in_the_order(entrance: str, unit: str) -> None:
    assert dwellings.words(unit) or not unit
    assert dwellings.order(entrance, unit) >= dwellings.order("", "") or unit


def test_those_in_use_come_first_from_the_lowest_floor_up(electrician: Actor, block: Installation) -> None:
    found = siblings.in_installation(electrician, block)
    units = [one.unit for one in found.live]
    assert units[:4] == ["H0101", "H0102", "H0201", "H0202"]
    assert [one.unit for one in found.idle] == ["H0301", "H0401"]
    assert found.count == 9


def test_a_meter_that_is_taken_down_says_when_and_has_no_number(electrician: Actor, block: Installation) -> None:
    gone = next(one for one in siblings.in_installation(electrician, block).idle if one.unit == "H0401")
    assert gone.taken_down
    assert gone.taken_down_on is not None
    assert gone.meter_number == ""


def test_names_are_for_the_grid_companys_people_alone(
    electrician: Actor, case_handler: Actor, block: Installation
) -> None:
    assert not any(one.customer_name for one in siblings.in_installation(electrician, block).live)
    assert "Prøvetunet Borettslag" in {one.customer_name for one in siblings.in_installation(case_handler, block).live}


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("2. etasje", ["H0201", "H0202"]),
        ("leilighet 2", ["H0102", "H0202", "H0302", "H0402"]),
        ("h0302", ["H0302"]),
        ("0104", ["H0202"]),
        ("finnes ikke", []),
    ],
)
def test_the_list_is_narrowed_by_typing(typed: str, units: list[str], electrician: Actor, block: Installation) -> None:
    assert [one.unit for one in siblings.in_installation(electrician, block).only(typed).live] == units


def test_a_screened_one_is_hidden_from_the_grid_companys_people(case_handler: Actor, block: Installation) -> None:
    Screen.objects.create(
        grid_company_id=block.grid_company_id,
        kind=Screen.Kind.METERING_POINT,
        key="4400000000000101",
        shown="4400000000000101",
    )
    assert "H0101" not in {one.unit for one in siblings.in_installation(case_handler, block).live}


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Kari Marie Nordmann", True),
        ("kari nordmann", True),
        ("KARI  NORDMANN", True),
        ("Kari Hansen", False),
        ("Nordmann", False),
        ("Marie Nordmann", False),
    ],
)
def test_a_stated_name_fits_as_the_registers_read_names(typed: str, same: bool) -> None:
    assert name_checks.same_person(typed, "Kari Marie Nordmann") is same


def test_letters_may_be_written_without_norwegian_keys() -> None:
    assert name_checks.same_person("Aase Odegaard", "Åse Ødegård")


def test_a_question_about_a_name_is_answered_yes_or_no_and_written_down(electrician: Actor, ola: MeteringPoint) -> None:
    assert name_checks.fits(electrician, ola, "Ola Nordmann", purpose="notice 1")
    assert not name_checks.fits(electrician, ola, "Per Nordmann", purpose="notice 1")
    kept = MeterLookup.objects.filter(by=MeterLookup.By.MATCH, metering_point_id=ola.id).order_by("at")
    assert [(one.found, one.purpose, one.user_id) for one in kept] == [
        (True, "notice 1", electrician.user_id),
        (False, "notice 1", electrician.user_id),
    ]


def test_part_of_a_name_is_no_question(electrician: Actor, ola: MeteringPoint) -> None:
    with pytest.raises(Invalid):
        name_checks.fits(electrician, ola, "Nordmann", purpose="notice 1")
    assert not MeterLookup.objects.filter(by=MeterLookup.By.MATCH).exists()


def test_a_name_cannot_be_found_by_trying(
    electrician: Actor, actor: Callable[[str], Actor], ola: MeteringPoint
) -> None:
    for number in range(name_checks.PER_POINT):
        name_checks.fits(electrician, ola, f"Ola Prøve{number}", purpose="notice 1")
    colleague = actor("montor@eksempelelektro.example")
    for one in (electrician, colleague):
        with pytest.raises(TooMany):
            name_checks.fits(one, ola, "Ola Nordmann", purpose="notice 1")


def test_a_former_or_screened_customer_is_answered_as_another_name(electrician: Actor, ola: MeteringPoint) -> None:
    Screen.objects.create(
        grid_company_id=ola.grid_company_id, kind=Screen.Kind.METERING_POINT, key=ola.meter_number, shown="x"
    )
    assert not name_checks.fits(electrician, ola, "Ola Nordmann", purpose="notice 1")
