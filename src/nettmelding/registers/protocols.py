"""What the outside registers know, as values, and how each is asked."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext as _


class CompanyWarning(StrEnum):
    """What one must know of a company before it is taken as customer or owner."""

    BANKRUPT = "bankrupt"
    WINDING_UP = "winding_up"
    FORCED_WINDING_UP = "forced_winding_up"
    DELETED = "deleted"

    @property
    def text(self) -> str:
        return {
            CompanyWarning.BANKRUPT: _("Konkurs"),
            CompanyWarning.WINDING_UP: _("Under avvikling"),
            CompanyWarning.FORCED_WINDING_UP: _("Under tvangsavvikling eller tvangsoppløsning"),
            CompanyWarning.DELETED: _("Slettet"),
        }[self]


@dataclass(frozen=True, slots=True)
class Company:
    """A unit of the company register. `name` is empty for a deleted one, of which the register tells the
    number only."""

    number: str
    name: str
    form: str = ""
    """The register's code: AS, ENK, BRL, KOMM …"""
    form_name: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    municipality: str = ""
    municipality_number: str = ""
    country_code: str = "NO"
    email: str = ""
    phone: str = ""
    mobile: str = ""
    industry: str = ""
    parent_number: str = ""
    """Of the main unit, for a sub-unit."""
    warnings: tuple[CompanyWarning, ...] = ()
    deleted_on: date | None = None

    @property
    def usable(self) -> bool:
        """Whether it can be a party at all: a deleted one cannot."""
        return CompanyWarning.DELETED not in self.warnings


@dataclass(frozen=True, slots=True)
class Address:
    """A place in Kartverket's register. Position in EPSG:4326 (the register's EPSG:4258 is within a metre of
    it)."""

    text: str
    """As the register writes it: `Prøvevegen 12B`; `33/4/2` for property without a street address."""
    street: str
    number: int | None
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
    """Dwelling numbers (bruksenhetsnummer) such as H0101."""
    metres: float | None = None
    """Distance from the position that was asked about."""

    @property
    def whole(self) -> str:
        """On one line: `Prøvevegen 12B, 9998 EKSEMPELVIK`."""
        return f"{self.text}, {self.postcode} {self.place}"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name in Kartverket's register of place names. Position in EPSG:4326, as `Address`."""

    name: str
    kind: str
    """The register's own word: `Tettsted`, `Gard`, `Fjell`."""
    municipality: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class AddressHint:
    """Where a person is said to live, to tell two alike apart."""

    street: str = ""
    number: str = ""
    """House number with its letter: `12B`."""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PersonAddress:
    street: str
    """With house number and letter."""
    unit: str
    postcode: str
    place: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as handed out: never the identity number, never one under protection."""

    first_name: str
    middle_name: str
    last_name: str
    born: date
    address: PersonAddress | None = None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """What the population register holds of one; stays within this room."""

    person: Person
    identity_number: str = field(repr=False)
    protected: bool = field(repr=False)
    """Address under protection, or no address to be seen, which is treated as such."""
    dead: bool = False
    gone: bool = False
    """The identity has ceased (opphørt)."""


class CompanyRegister(Protocol):
    """Enhetsregisteret."""

    def by_number(self, number: str) -> Company | None:
        """The unit or sub-unit with nine digits; None for an unknown number; a deleted one carries its
        warning."""

    def by_name(self, name: str, limit: int) -> list[Company]:
        """Units whose name has all the words, closest first."""


class PersonRegister(Protocol):
    """Folkeregisteret."""

    def unique(self, name: str, born: date, hint: AddressHint | None) -> RegisteredPerson | None:
        """The one person with the name and birth date; None for none and for several."""


class AddressRegister(Protocol):
    """Kartverket's addresses."""

    def search(self, text: str, limit: int) -> list[Address]:
        """Places that fit what was typed into one field, best first."""

    def near(self, lat: float, lon: float, radius_m: int, limit: int) -> list[Address]:
        """Places within the radius, nearest first."""


class PlaceNameRegister(Protocol):
    """Kartverket's place names."""

    def search(self, text: str, limit: int) -> list[PlaceName]:
        """Places that begin so, else those that are nearly called so."""
