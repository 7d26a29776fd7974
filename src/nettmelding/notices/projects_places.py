"""Many addresses as people write them, one a line, found in the address register with as few questions as can be.

`Prøvetunet 3`, `Prøvetunet 1, 3, 5 og 7`, `Prøvetunet 2–10`, `5B` below a line with a street, `33/4`. What is not found for
certain is marked with what it may be; nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nettmelding.core import text
from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import AppError
from nettmelding.notices.found_address import answer_of
from nettmelding.registers import lookups
from nettmelding.registers.protocols import Address

MOST = 200
"""Lines at a time."""
MOST_QUESTIONS = 40
"""Questions to the register at a time; lines beyond that are marked."""
MOST_ON_STREET = 400
MOST_CHOICES = 5
_NUMBER = r"\d{1,4}(?!\d)\s?[A-Za-zÆØÅæøå]?(?![A-Za-zÆØÅæøå])"
_FURTHER = r"\d{1,3}(?!\d)\s?[A-Za-zÆØÅæøå]?(?![A-Za-zÆØÅæøå])"
"""After a comma four figures are a postcode."""
_LINE = re.compile(
    rf"(?P<street>\D*?[A-Za-zÆØÅæøå.]\s+)?(?P<numbers>{_NUMBER}(?:\s*(?:,|\bog\b|&|\+|-|–|—|\btil\b)\s*{_FURTHER})*)"
    r"(?:\s*,?\s*(?P<unit>[HKLU]\d{4}))?(?:[,\s]+(?P<rest>(?:\d{4}\b)?[^\d]*))?",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?P<first>{_NUMBER})(?:\s*(?:-|–|—|\btil\b)\s*(?P<last>{_NUMBER}))?", re.IGNORECASE)


_SAME = ((re.compile(r"(?:vegen|veien|veg|vei|v\.?)$"), "veg"), (re.compile(r"(?:gata|gaten|gate|gt\.?)$"), "gat"))
"""Endings that people write the one for the other."""


class Certainty(StrEnum):
    FOUND = "found"
    UNSURE = "unsure"
    """Not found, or several fit."""
    TYPED = "typed"
    """The register did not answer; the line stands as it was written."""


@dataclass(frozen=True, slots=True)
class House:
    """A house number of a street."""

    number: int
    letter: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line means: some houses of a street. No street: it is to be asked about as it stands."""

    line: int
    typed: str
    street: str = ""
    houses: tuple[House, ...] = ()
    span: tuple[House, House] | None = None
    """From and to: those that the register has."""
    rest: str = ""
    """Postcode, place, or both."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address. `answer` is the form's answer where it is certain, or stands as typed."""

    typed: str
    certainty: Certainty
    answer: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Mapping[str, Any], ...] = ()
    line: int = 0
    """Which of the lines it came from, from 0; a line may mean several houses."""


def read(lines: Sequence[str], street: str = "") -> list[Meant]:
    """What the lines mean. A line with numbers alone goes on about the street above it; `street` is that of the first."""
    meant, rest = [], ""
    for at, typed in enumerate(lines):
        typed = " ".join(typed.replace("\t", " ").split()).strip(" ;,")
        if not typed:
            continue
        found = _LINE.fullmatch(typed)
        named = (found["street"] or "").strip(" ,.") if found else ""
        if found is None or not (named or street) or (not named and found["rest"]):
            meant.append(Meant(at, typed))
            continue
        rest = (found["rest"] or "").strip(" ,") or ("" if named else rest)
        street = named or street
        for houses, span in _houses(found["numbers"]):
            meant.append(Meant(at, typed, street, houses, span, rest))
    return meant


def find(lines: Sequence[str], near: Mapping[str, Any] | None = None) -> list[Place]:
    """The addresses of the lines. `near`: an address (an answer) that they are likely to be beside: its postcode tells two
    streets of one name apart. Not inside a transaction; a register that is down is an answer, not an error."""
    forbid_in_transaction("HTTP")
    near = near or {}
    asking = _Asking(str(near.get("postcode") or ""))
    places: list[Place] = []
    for meant in read(lines, _street(near)):
        if len(places) >= MOST:
            break
        places += asking.places(meant)
    return places[:MOST]


def neighbours(near: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The houses on an address's own street, by number, itself left out. Empty where nothing is known, or the register is
    down."""
    forbid_in_transaction("HTTP")
    street = _street(near)
    if not street:
        return []
    on_street = _Asking(str(near.get("postcode") or "")).street(street, "")
    own = text.fold(str(near.get("street") or ""))
    return [answer_of(one) for one in on_street or () if text.fold(one.text) != own]


def house_of(answer: Mapping[str, Any]) -> str:
    """The house number of an answer with its letter: `12B`."""
    found = re.search(r"(\d+\s?[A-Za-zÆØÅæøå]?)$", str(answer.get("street") or ""))
    return found[1] if found else ""


@dataclass
class _Asking:
    """The register, asked no more than it takes: once for a street, once for a line that stands alone."""

    postcode: str
    left: int = MOST_QUESTIONS
    down: bool = False
    _streets: dict[tuple[str, str], list[Address]] = field(default_factory=dict)

    def places(self, meant: Meant) -> list[Place]:
        if not meant.street:
            return [self._alone(meant, meant.typed)]
        on_street = self.street(meant.street, meant.rest)
        if meant.span is not None:
            spanned = [one for one in on_street if _within(one, meant.span)]
            certain = [Place(one.text, Certainty.FOUND, answer_of(one), line=meant.line) for one in spanned]
            return certain or [self._alone(meant, meant.typed)]
        return [self._house(meant, house, on_street) for house in meant.houses]

    def street(self, street: str, rest: str) -> list[Address]:
        """The houses of a street, where a postcode or place was named, there; else where the others are, if it is there."""
        key = (text.fold(street), text.fold(rest))
        if key not in self._streets:
            found = self._ask(f"{street} {rest or self.postcode}".strip(), MOST_ON_STREET)
            if not found and not rest and self.postcode:
                found = self._ask(street, MOST_ON_STREET)
            same = [one for one in found if _spelled(one.street) == _spelled(street)]
            self._streets[key] = sorted(same, key=lambda one: (one.number or 0, one.letter))
        return self._streets[key]

    def _house(self, meant: Meant, house: House, on_street: list[Address]) -> Place:
        typed = " ".join(filter(None, [meant.street, str(house), meant.rest]))
        fitting = [one for one in on_street if one.number == house.number and _same_letter(one, house)]
        if len(fitting) == 1:
            return Place(typed, Certainty.FOUND, answer_of(fitting[0]), line=meant.line)
        if fitting:
            return Place(typed, Certainty.UNSURE, choices=_choices(fitting), line=meant.line)
        near = [one for one in on_street if one.number == house.number]
        if near:
            return Place(typed, Certainty.UNSURE, choices=_choices(near), line=meant.line)
        return self._alone(meant, typed)

    def _alone(self, meant: Meant, typed: str) -> Place:
        found = self._ask(typed, MOST_CHOICES + 1)
        if self.down:
            return Place(typed, Certainty.TYPED, {"text": typed, "source": "typed"}, line=meant.line)
        exact = [one for one in found if text.fold(one.text) == text.fold(typed.split(",")[0])] or (
            found if len(found) == 1 and not found[0].street else []
        )
        if len(exact) == 1:
            return Place(typed, Certainty.FOUND, answer_of(exact[0]), line=meant.line)
        return Place(typed, Certainty.UNSURE, choices=_choices(found), line=meant.line)

    def _ask(self, query: str, limit: int) -> list[Address]:
        if self.down or self.left <= 0:
            return []
        self.left -= 1
        try:
            return lookups.find_addresses(query, limit)
        except AppError:
            self.down = True
            return []


def _choices(found: Sequence[Address]) -> tuple[Mapping[str, Any], ...]:
    return tuple(answer_of(one) for one in found[:MOST_CHOICES])


def _houses(numbers: str) -> Iterator[tuple[tuple[House, ...], tuple[House, House] | None]]:
    for part in _PARTS.finditer(numbers):
        first = _house(part["first"])
        if part["last"]:
            yield (), (first, _house(part["last"]))
        else:
            yield (first,), None


def _house(written: str) -> House:
    digits = re.match(r"\d+", written)
    assert digits is not None
    return House(int(digits[0]), written[digits.end() :].strip().upper())


def _same_letter(one: Address, house: House) -> bool:
    return one.letter.casefold() == house.letter.casefold()


def _within(one: Address, span: tuple[House, House]) -> bool:
    """Between the two; on their side of the street where both are. `5A–5F` are letters of one number."""
    first, last = span
    if one.number is None:
        return False
    letter = one.letter.upper()
    if first.number == last.number:
        return one.number == first.number and first.letter <= letter <= last.letter
    same_side = first.number % 2 == last.number % 2
    inside = (first.number, first.letter) <= (one.number, letter) and one.number <= last.number
    if one.number == last.number and last.letter and letter > last.letter:
        return False
    return inside and (not same_side or one.number % 2 == first.number % 2)


def _spelled(street: str) -> str:
    """The same key for `Storgata`, `Storgt.` and `Storgaten`."""
    key = text.fold(street)
    for ending, same in _SAME:
        key = ending.sub(same, key)
    return key


def _street(answer: Mapping[str, Any]) -> str:
    return re.sub(r"\s+\d+\s?[A-Za-zÆØÅæøå]?$", "", str(answer.get("street") or ""))
