"""The demonstration's invented world, read from `nettmelding/demo/world.toml`. Needs no Django."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a firm or a person is: a street address, its postcode and municipality (number and name)."""

    street: str
    postcode: str
    place: str
    municipality_number: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as the company register knows it. `form` is the register's code (AS, BRL, KOMM)."""

    key: str
    organisation_number: str
    name: str
    form: str
    industry: str
    employees: int
    place: Place
    email: str = ""
    phone: str = ""
    bankrupt: bool = False
    deleted_on: date | None = None
    parent: str = ""
    """The key of the firm it belongs to, for a sub-unit."""


@dataclass(frozen=True, slots=True)
class Address:
    """An official address; `number` is 0 for property without a street address. Position in EPSG:4326."""

    street: str
    street_code: int
    number: int
    letter: str
    postcode: str
    place: str
    municipality_number: str
    municipality: str
    gnr: int
    bnr: int
    fnr: int
    lat: float
    lon: float
    units: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As the address register writes it: `Prøvevegen 12B`, or `33/4/2` where there is no street."""
        if self.number:
            return f"{self.street} {self.number}{self.letter}"
        return f"{self.gnr}/{self.bnr}" + (f"/{self.fnr}" if self.fnr else "")


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the population register. `protection` is the register's `graderingsnivaa`, empty for
    none."""

    key: str
    identity_number: str
    first_name: str
    middle_name: str
    last_name: str
    born: date
    died: date | None
    protection: str
    address: Address | None
    unit: str

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))

    @property
    def has_d_number(self) -> bool:
        return int(self.identity_number[0]) >= 4


@dataclass(frozen=True, slots=True)
class RegisteredContractor:
    """A line of Elvirksomhetsregisteret: who may do which kinds of electrical work."""

    firm: Firm
    dsb_id: str
    kinds: tuple[str, ...]
    sub_units: tuple[Firm, ...]
    registered: date


@dataclass(frozen=True)
class World:
    """Everything in the world. What only the filling of the demonstration reads stays as the file's own
    tables in `raw`."""

    firms: dict[str, Firm]
    addresses: tuple[Address, ...]
    persons: dict[str, Person]
    contractor_register: tuple[RegisteredContractor, ...]
    raw: dict[str, Any]

    @property
    def password(self) -> str:
        return str(self.raw["password"])

    def address(self, street: str, number: int, letter: str = "") -> Address:
        """The address with this street, number and letter; KeyError where there is none."""
        for address in self.addresses:
            if (address.street, address.number, address.letter) == (street, number, letter):
                return address
        raise KeyError(f"no address {street} {number}{letter}")


@cache
def load() -> World:
    """The world, read once."""
    raw = tomllib.loads(files("nettmelding.demo").joinpath("world.toml").read_text(encoding="utf-8"))
    places = {row["postcode"]: row["place"] for row in raw["postcodes"]}
    municipalities = {row["number"]: row["name"] for row in raw["municipalities"]}
    firms = {row["key"]: _firm(row, places, municipalities) for row in (*raw["firms"], *raw["sub_units"])}
    addresses = tuple(_addresses(raw, places, municipalities))
    by_street = {(a.street, a.number, a.letter): a for a in addresses}
    return World(
        firms=firms,
        addresses=addresses,
        persons={row["key"]: _person(row, by_street) for row in raw["persons"]},
        contractor_register=tuple(
            RegisteredContractor(
                firm=firms[row["firm"]],
                dsb_id=row["dsb_id"],
                kinds=tuple(row["kinds"]),
                sub_units=tuple(firms[key] for key in row["sub_units"]),
                registered=row["registered"],
            )
            for row in raw["contractor_register"]
        ),
        raw=raw,
    )


def _firm(row: dict[str, Any], places: dict[str, str], municipalities: dict[str, str]) -> Firm:
    return Firm(
        key=row["key"],
        organisation_number=row["organisation_number"],
        name=row["name"],
        form=row.get("form", "BEDR"),
        industry=row.get("industry", "43.210"),
        employees=row.get("employees", 0),
        place=Place(
            street=row["street"],
            postcode=row["postcode"],
            place=places[row["postcode"]],
            municipality_number=row["municipality"],
            municipality=municipalities[row["municipality"]],
        ),
        email=row.get("email", ""),
        phone=row.get("phone", ""),
        bankrupt=row.get("bankrupt", False),
        deleted_on=row.get("deleted_on"),
        parent=row.get("parent", ""),
    )


def _addresses(raw: dict[str, Any], places: dict[str, str], municipalities: dict[str, str]) -> Iterator[Address]:
    for street in raw["streets"]:
        for number, letter, gnr, bnr, lat, lon, units in street["numbers"]:
            yield Address(
                street=street["name"],
                street_code=street["code"],
                number=number,
                letter=letter,
                postcode=street["postcode"],
                place=places[street["postcode"]],
                municipality_number=street["municipality"],
                municipality=municipalities[street["municipality"]],
                gnr=gnr,
                bnr=bnr,
                fnr=0,
                lat=lat,
                lon=lon,
                units=tuple(units),
            )
    for row in raw["properties"]:
        yield Address(
            street=row["name"],
            street_code=0,
            number=0,
            letter="",
            postcode=row["postcode"],
            place=places[row["postcode"]],
            municipality_number=row["municipality"],
            municipality=municipalities[row["municipality"]],
            gnr=row["gnr"],
            bnr=row["bnr"],
            fnr=row["fnr"],
            lat=row["lat"],
            lon=row["lon"],
        )


def _person(row: dict[str, Any], by_street: dict[tuple[str, int, str], Address]) -> Person:
    lives = row.get("address")
    return Person(
        key=row["key"],
        identity_number=row["identity_number"],
        first_name=row["first_name"],
        middle_name=row.get("middle_name", ""),
        last_name=row["last_name"],
        born=row["born"],
        died=row.get("died"),
        protection=row.get("protection", ""),
        address=by_street[lives["street"], lives["number"], lives.get("letter", "")] if lives else None,
        unit=lives.get("unit", "") if lives else "",
    )
