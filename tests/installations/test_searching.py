"""*Søk anlegg*: what is found by what, for whom, and what is written down."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core import settings
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotFound, TooMany
from nettmelding.installations import choices, keys, near, reading
from nettmelding.installations.models import Installation, MeteringPoint, MeterLookup
from nettmelding.installations.reading import By
from nettmelding.installations.searching import search

PURPOSE = "test"
KNOWN, KNOWN_ID = "4400000000000019", "707057500000000193"


def meters(actor: Actor, typed: str) -> list[str]:
    return [point.meter_number for point in search(actor, typed, purpose=PURPOSE).points]


@pytest.mark.parametrize(
    "typed",
    [
        "4400 0000 0000 0019",
        "Målernr.: 4400000000000019",
        "7070575 0000 0000 0193".replace("0000 0000 0193", "00000000193"),
        "Prøvevegen 1",
        "proevevegen 1, 9998 Eksempelvik",
        "PRØVEVEGEN 1 9998",
        "Prøve-vegen 1 eksempelvik",
    ],
)
def test_it_is_found_by_number_id_and_address_however_they_are_written(electrician: Actor, typed: str) -> None:
    assert meters(electrician, typed) == [KNOWN]


def test_zeros_in_front_count(electrician: Actor) -> None:
    assert meters(electrician, "0071 8293") == ["00718293"]
    assert meters(electrician, "718293") == []


def test_a_wrong_check_digit_has_its_own_words(electrician: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        search(electrician, "707057500000000194", purpose=PURPOSE)
    assert refused.value.code == "gsrn_check"


def test_a_house_number_is_whole_and_a_dwelling_narrows(electrician: Actor) -> None:
    everything = meters(electrician, "Prøvetunet 5")
    assert len(everything) > 5
    assert meters(electrician, "Prøvetunet 5 H0102") == ["4400000000000102"]
    assert "4400000000000019" in meters(electrician, "Prøvevegen")
    assert keys.of("Storgata 5") < keys.of("Storgata 5 B") < keys.of("Storgata 12")


def test_a_place_is_found_however_long_the_streets_of_that_name_are(electrician: Actor, case_handler: Actor) -> None:
    company = case_handler.organisation_id
    places = [
        Installation(grid_company_id=company, address=f"Storgata {n}", place="ØVREVIK" if n > 500 else "Nedrevik")
        for n in range(1, 502)
    ]
    Installation.objects.bulk_create(places)
    MeteringPoint.objects.create(
        installation=places[-1], grid_company_id=company, metering_point_id="707057500000999994", meter_number="77001"
    )
    for actor, typed in ((electrician, "storgata øvrevik"), (case_handler, "Storgata, Øvre")):
        assert meters(actor, typed) == ["77001"]


def test_those_in_use_come_first_in_a_building(electrician: Actor) -> None:
    states = [
        point.state == "active" and point.meter_number != ""
        for point in search(electrician, "Prøvetunet 5", purpose=PURPOSE).points
    ]
    assert states == sorted(states, reverse=True)
    assert False in states


def test_a_name_finds_for_the_grid_companys_own_people_alone(
    electrician: Actor, case_handler: Actor, provenett: Actor
) -> None:
    assert KNOWN in meters(case_handler, "Nordmann Kari")
    assert KNOWN in meters(case_handler, "nordmann")
    assert meters(electrician, "Kari Nordmann") == []
    assert meters(provenett, "Kari Nordmann") == []


def test_another_grid_companys_people_hear_only_whose_it_is(provenett: Actor, case_handler: Actor) -> None:
    found = search(provenett, KNOWN, purpose=PURPOSE)
    assert (found.points, found.elsewhere) == ((), frozenset({case_handler.organisation}))


def test_each_search_is_written_down_and_of_a_name_nothing(electrician: Actor, case_handler: Actor) -> None:
    for actor, typed in ((electrician, KNOWN), (electrician, "Prøvevegen 1"), (case_handler, "Kari Nordmann")):
        search(actor, typed, purpose=PURPOSE)
    rows = list(MeterLookup.objects.order_by("at", "id"))
    assert [(row.by, row.meter_number, row.address_key) for row in rows] == [
        (By.METER, KNOWN, ""),
        (By.ADDRESS, "", "proevevegen00001"),
        (By.CUSTOMER, "", ""),
    ]
    point = MeteringPoint.objects.get(meter_number=KNOWN)
    assert {row.metering_point_id for row in rows[:2]} == {point.id}


def test_a_days_searches_run_out(electrician: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "env", replace(settings.env, installation_searches_per_day=2))
    for _each in range(2):
        search(electrician, KNOWN, purpose=PURPOSE)
    with pytest.raises(TooMany):
        search(electrician, KNOWN, purpose=PURPOSE)


def test_a_choice_is_ones_own_and_cannot_be_made_up(electrician: Actor, provenett: Actor) -> None:
    point = MeteringPoint.objects.get(meter_number=KNOWN)
    marked = choices.mark(electrician, point, By.ADDRESS)
    assert choices.read(electrician, marked).point == point
    for actor, text in ((provenett, marked), (electrician, marked[:-2] + "xx"), (electrician, "x")):
        with pytest.raises(NotFound):
            choices.read(actor, text)


def test_keys_follow_what_they_are_made_of(electrician: Actor) -> None:
    place = Installation(grid_company_id=electrician.organisation, address="Åsvegen 7 c")
    Installation.objects.bulk_create([place])
    assert Installation.objects.get(pk=place.pk).address_key == "aasvegen00007c"
    place.address = "Åsvegen 70"
    place.save()
    assert Installation.objects.get(pk=place.pk).address_key == "aasvegen00070"


@pytest.mark.one_database
@given(typed=st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(typed: str) -> None:
    with suppress(AppError):
        wanted = reading.read(typed)
        assert wanted.number or wanted.by is By.ADDRESS


@pytest.mark.one_database
@given(
    number=st.text("0123456789", min_size=8, max_size=18),
    place=st.integers(0, 17),
    digit=st.sampled_from("0123456789"),
    others=st.lists(st.text("0123456789", min_size=8, max_size=18), max_size=3),
)
def test_one_slip_leads_to_what_was_meant(number: str, place: int, digit: str, others: list[str]) -> None:
    at = place % (len(number) - 1)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    for slip in (number[:at] + digit + number[at + 1 :], number[:at] + number[at + 1 :], swapped, "0" + number):
        if slip != number:
            assert number in near.near(slip, [number]), slip
            assert len(near.near(slip, [*others, number])) <= near.MOST
