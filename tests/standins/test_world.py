"""The world holds together: numbers are valid, references lead somewhere."""

from datetime import date

from stdnum.no import orgnr

from nettmelding.registers.numbers import parse_metering_point_id
from standins import world

WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))


def check_digits(number: str) -> str:
    """The two check digits of a Norwegian identity number, of its first nine digits."""
    for weights in WEIGHTS:
        digits = zip(weights, number[: len(weights)], strict=True)
        number = number[: len(weights)] + str(-sum(w * int(d) for w, d in digits) % 11)
    return number[9:]


def test_it_has_organisation_numbers_that_begin_with_3_and_pass_the_check() -> None:
    numbers = [firm.organisation_number for firm in world.load().firms.values()]
    assert all(number.startswith("3") and orgnr.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_it_has_identity_numbers_of_the_birth_date_with_month_plus_80_and_valid_check_digits() -> None:
    for person in world.load().persons.values():
        number = person.identity_number
        day = int(number[:2]) - (40 if person.has_d_number else 0)
        assert date(1900 + int(number[4:6]), int(number[2:4]) - 80, day) == person.born
        assert check_digits(number) == number[9:]


def test_it_has_metering_points_with_valid_ids_in_known_installations() -> None:
    raw = world.load().raw
    installations = {row["key"] for row in raw["installations"]}
    for point in raw["metering_points"]:
        assert parse_metering_point_id(point["id"]) == point["id"]
        assert point["installation"] in installations
        assert point["status"] in {"active", "disconnected", "meter_removed", "not_in_use"}


def test_it_has_customers_and_owners_that_exist() -> None:
    there = world.load()
    named = [row["owner"] for row in there.raw["installations"]]
    named += [row["customer"] for row in there.raw["metering_points"] if "customer" in row]
    for party in named:
        assert party.get("person") in there.persons or party.get("firm") in there.firms


def test_it_has_every_installation_at_an_address_inside_its_grid_companys_area() -> None:
    there = world.load()
    areas = {row["id"]: row["concession_area"] for row in there.raw["grid_companies"]}
    for row in there.raw["installations"]:
        address = there.address(row["address"]["street"], row["address"]["number"])
        longitudes, latitudes = zip(*areas[row["grid_company"]], strict=True)
        assert min(longitudes) < address.lon < max(longitudes)
        assert min(latitudes) < address.lat < max(latitudes)


def test_it_has_places_with_two_candidates_at_the_border() -> None:
    there = world.load()
    boxes = [
        (min(lon), max(lon)) for lon in ([p[0] for p in row["concession_area"]] for row in there.raw["grid_companies"])
    ]
    twice = [a for a in there.addresses if all(low < a.lon < high for low, high in boxes)]
    assert {a.street for a in twice} == {"Grensevegen"}


def test_it_has_about_sixty_addresses_with_the_promised_ones() -> None:
    there = world.load()
    assert len(there.addresses) >= 60
    for street, number in (("Prøvevegen", 30), ("Prøvetunet", 7), ("Prøvekaia", 2), ("Prøveheia", 14)):
        assert there.address(street, number).street == street
