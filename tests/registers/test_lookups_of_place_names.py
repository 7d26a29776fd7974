"""Finding a village, a farm or a hill by its name."""

import pytest

from nettmelding.registers.http import RegisterDown
from nettmelding.registers.lookups import find_place_names
from nettmelding.registers.place_names import place_name
from nettmelding.registers.protocols import PlaceName
from tests.standins_fixture import Standins

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("registers_on_standins"),
]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("fjellb", ["Fjellbygda"]),
        ("Prøve", ["Prøveheia", "Prøvesetra", "Prøvefjellet"]),
        ("eksempelsetre", ["Eksempelsetra"]),
        ("Storhaugen *", ["Storhaugen"]),
        ("Prøvevegen", []),
        ("Storhaugen 3", []),
        ("x", []),
        ("**", []),
        ("Finnesikkefjell", []),
    ],
)
def test_it_finds_what_begins_so_or_nearly(typed: str, names: list[str]) -> None:
    assert [one.name for one in find_place_names(typed)] == names


def test_it_gives_what_tells_two_alike_apart_and_where() -> None:
    (found,) = find_place_names("fjellbygda")
    assert (found.kind, found.municipality) == ("Tettsted", "Eksempelvik")
    assert (round(found.lat, 2), round(found.lon, 2)) == (63.72, 9.62)


def test_it_reads_the_registers_own_form() -> None:
    row = {
        "skrivemåte": "Deanodat",
        "navneobjekttype": "Fjell",
        "representasjonspunkt": {"nord": 69.8, "øst": 25.1, "koordsys": 4258},
    }
    assert place_name(row) == PlaceName("Deanodat", "Fjell", "", 69.8, 25.1)


@pytest.mark.parametrize("fault", ["down", "garbage"])
def test_it_says_when_the_register_does_not_answer(standins: Standins, fault: str) -> None:
    standins.fault("place_names", fault)
    with pytest.raises(RegisterDown, match="Kartverkets stedsnavn"):
        find_place_names("Fjellbygda")
