"""Finding an address by what is typed into one field."""

import pytest

from nettmelding.registers.addresses import address
from nettmelding.registers.http import RegisterDown
from nettmelding.registers.lookups import addresses_near, find_addresses
from tests.standins_fixture import Standins

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("registers_on_standins"),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Prøvevegen 1", "Prøvevegen 1"),
        ("prøvevegen 1, 9998 Eksempelvik", "Prøvevegen 1"),
        ("prøveveien 3", "Prøvevegen 3"),
        ("provevegen 3", "Prøvevegen 3"),
        ("Prøvevegen 12 b", "Prøvevegen 12B"),
        ("Prøvetunet 5 H0102", "Prøvetunet 5"),
        ("storgt 11", "Storgata 11"),
        ("storgt. 11", "Storgata 11"),
        ("Storgaten 11", "Storgata 11"),
        ("prøvek", "Prøvekaia 1"),
        ("12/33", "Prøvevegen 3"),
        ("12/33/0/1", "Prøvevegen 3"),
        ("5099-12/33", "Prøvevegen 3"),
        ("gnr 12 bnr 33", "Prøvevegen 3"),
        ("gnr. 12, bnr. 33, Eksempelvik", "Prøvevegen 3"),
        ("33/4/2", "33/4/2"),
        ("63.70018, 9.6480", "Prøvevegen 1"),
        ("63,70018 9,6480", "Prøvevegen 1"),
    ],
)
def test_it_finds_first_what_was_meant(typed: str, first: str) -> None:
    assert find_addresses(typed)[0].text == first


def test_it_gives_exact_hits_before_those_that_only_begin_so() -> None:
    texts = [address.text for address in find_addresses("Prøvevegen 1")]
    assert texts[:3] == ["Prøvevegen 1", "Prøvevegen 10", "Prøvevegen 11"]
    assert len(texts) == 10


def test_it_gives_everything_known_of_the_place() -> None:
    (address,) = find_addresses("Prøvetunet 5")
    assert (address.municipality_number, address.gnr, address.bnr) == ("5099", 12, 83)
    assert address.whole == "Prøvetunet 5, 9998 Eksempelvik"
    assert address.units == ("H0101", "H0102", "H0201", "H0202", "H0301", "H0302", "H0401", "H0402")
    assert (address.lat, address.lon) == (63.7048, 9.6575)


@pytest.mark.parametrize("typed", ["", " ", "x", "Finnesikkegata 99", "99/99"])
def test_it_finds_nothing_where_there_is_nothing(typed: str) -> None:
    assert find_addresses(typed) == []


def test_it_finds_what_is_near_a_position_nearest_first() -> None:
    near = addresses_near(63.70018, 9.6480, radius_m=100)
    assert near[0].text == "Prøvevegen 1"
    assert [address.metres for address in near] == sorted(address.metres or 0 for address in near)
    assert addresses_near(63.9, 9.0) == []


def test_it_says_that_the_register_is_down(standins: Standins) -> None:
    standins.fault("addresses", "garbage")
    with pytest.raises(RegisterDown):
        find_addresses("Prøvevegen 1")


@pytest.mark.parametrize(
    ("in_the_register", "as_written"),
    [
        ("EKSEMPELVIK", "Eksempelvik"),
        ("MO I RANA", "Mo i Rana"),
        ("Å I LOFOTEN", "Å i Lofoten"),
        ("Ås", "Ås"),
        ("", ""),
    ],
)
def test_places_are_written_as_people_write_them(in_the_register: str, as_written: str) -> None:
    point = {"representasjonspunkt": {"lat": 63.7, "lon": 9.65}, "adressetekst": "Vegen 1"}
    assert address({**point, "poststed": in_the_register}).place == as_written
