"""Many addresses, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.notices.projects_places import MOST, Certainty, Place, find, house_of, neighbours, read
from tests.standins_fixture import Standins

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("registers_on_standins")]
NEAR = {"street": "Prøvevegen 1", "postcode": "9998", "place": "EKSEMPELVIK", "lat": 63.7, "lon": 9.65}


def streets(places: list[Place]) -> list[str]:
    return [str(one.answer.get("street", "?")) for one in places]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Prøvevegen 3"], ["Prøvevegen 3"]),
        (["prøvevegen 3, 9998 Eksempelvik", "PRØVEVEGEN 5"], ["Prøvevegen 3", "Prøvevegen 5"]),
        (["Prøvevegen 3, 5 og 7"], ["Prøvevegen 3", "Prøvevegen 5", "Prøvevegen 7"]),
        (["Prøvevegen 3", "5", "12 b"], ["Prøvevegen 3", "Prøvevegen 5", "Prøvevegen 12B"]),
        (["3", "5"], ["Prøvevegen 3", "Prøvevegen 5"]),
        (["Prøvevegen 1-7"], ["Prøvevegen 1", "Prøvevegen 3", "Prøvevegen 5", "Prøvevegen 7"]),
        (["Prøvevegen 12 til 12B"], ["Prøvevegen 12", "Prøvevegen 12B"]),
        (["prøveveien 3"], ["Prøvevegen 3"]),
        (["storgt. 11"], ["Storgata 11"]),
        (["Prøvetunet 5 H0102"], ["Prøvetunet 5"]),
        (["", "  ", "Prøvevegen 3;"], ["Prøvevegen 3"]),
    ],
)
def test_it_finds_what_was_meant(lines: list[str], found: list[str]) -> None:
    places = find(lines, NEAR)
    assert streets(places) == found
    assert {one.certainty for one in places} == {Certainty.FOUND}
    assert all(one.answer["municipality_number"] for one in places)


def test_what_is_not_certain_is_marked_with_what_it_may_be() -> None:
    missing, nowhere = find(["Prøvevegen 12", "Finnesikkevegen 4"], {"postcode": "9998"})
    assert missing.certainty is Certainty.FOUND or missing.choices
    assert (nowhere.certainty, nowhere.answer, nowhere.choices) == (Certainty.UNSURE, {}, ())
    (letters,) = find(["Prøvevegen 12C"], NEAR)
    assert letters.certainty is Certainty.UNSURE
    assert "Prøvevegen 12B" in [one["street"] for one in letters.choices]


def test_a_register_that_is_down_lets_the_lines_stand_as_written(standins: Standins) -> None:
    standins.fault("addresses", "down")
    first, second = find(["Nedvegen 3", "Nedvegen 5"], {"postcode": "9998"})
    assert {first.certainty, second.certainty} == {Certainty.TYPED}
    assert second.answer == {"text": "Nedvegen 5", "source": "typed"}


def test_the_houses_of_the_same_street_are_offered_by_number() -> None:
    houses = [house_of(one) for one in neighbours(NEAR)]
    assert houses[:3] == ["2", "3", "4"]
    assert "1" not in houses
    assert houses.index("12B") == houses.index("12") + 1
    assert neighbours({}) == []


@pytest.mark.one_database
@given(st.lists(st.text(alphabet="Prøvegata 1259AB,-–ogtil\t;/", max_size=30), max_size=8))
def test_any_line_means_something_and_none_is_lost(lines: list[str]) -> None:
    meant = read(lines, "Prøvevegen")
    told = {one.line for one in meant}
    assert told == {at for at, line in enumerate(lines) if " ".join(line.split()).strip(" ;,")}
    assert all(one.houses or one.span or not one.street for one in meant)


def test_it_takes_no_more_than_it_can_carry() -> None:
    assert len(find([f"Prøvevegen {number}" for number in range(1, MOST + 50)], NEAR)) == MOST
