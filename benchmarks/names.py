"""Invented places and people, in about the variety that a country has."""

import random
from dataclasses import dataclass

_FIRST = (
    "Kari", "Ola", "Anne", "Lars", "Ingrid", "Per", "Marit", "Nils", "Åse", "Øyvind", "Sølvi", "Jon", "Tone", "Geir",
    "Randi", "Svein", "Hege", "Tor", "Liv", "Arne", "Berit", "Knut", "Eli", "Odd", "Silje", "Morten", "Ida", "Emil",
)  # fmt: skip
_ROOTS = (
    "Berg", "Haug", "Lie", "Dahl", "Bakke", "Moen", "Solli", "Vik", "Strand", "Nygård", "Sæther", "Eide", "Lunde",
    "Hove", "Tangen", "Myhre", "Rud", "Foss", "Aas", "Brekke", "Kvam", "Nes", "Ødegård", "Holm",
    "Skar", "Teig", "Ulv", "Rønn",
)  # fmt: skip
_ENDINGS = ("", "en", "a", "sen", "land", "stad", "heim", "rud", "vik", "moen")
_ROADS = ("vegen", "veien", "gata", "stien", "bakken", "lia", "tunet", "svingen")
_TOWNS = tuple(f"{root}{end}".upper() for root in _ROOTS for end in ("vik", "heia", "øy", "dal"))


@dataclass(frozen=True, slots=True)
class Place:
    street: str
    postcode: str
    town: str


def person(rng: random.Random) -> str:
    """A name; about 8,000 are possible."""
    return f"{rng.choice(_FIRST)} {rng.choice(_ROOTS)}{rng.choice(_ENDINGS)}"


def place(rng: random.Random) -> Place:
    """An address; about 200,000 are possible."""
    at = rng.randrange(len(_TOWNS))
    street = f"{rng.choice(_ROOTS)}{rng.choice(_ENDINGS[:4])}{rng.choice(_ROADS)} {rng.randint(1, 120)}"
    return Place(street, f"{1000 + at * 7}", _TOWNS[at])
