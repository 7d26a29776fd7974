"""Making many metering points at once: rows of texts, however they came, to what a child of a block notice is made from.

Pure: nothing is written here. A row is texts by column; what does not hold stays as it was typed, with a sentence beside it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.errors import AppError
from nettmelding.core.text import fold, words
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Answers, Choice, Field, Kind, Level, Value
from nettmelding.notices.catalogue.values import FieldError, validate
from nettmelding.registers.numbers import parse_orgnr

MOST = 500
"""Children a mother may have."""
ENTRANCE, UNIT, FLOOR, WHAT = "site.entrance", "site.unit", "site.floor", "building.kind"
CONFIRMED = "site.unit_confirmed"
NAME, NUMBER, BORN = "customer.name", "customer.organisation_number", "customer.birth_date"
_LEFT_OUT = frozenset({Kind.ADDRESS, Kind.LONGTEXT, Kind.METERS})
_UNIT = re.compile(r"(?P<letter>[hukl]?)\s?(?P<floor>\d{1,2})\s?(?P<number>\d{2})", re.IGNORECASE)
_FLOOR = re.compile(r"(?P<letter>[hukl]?)\s?0?(?P<floor>\d{1,2})(?:\.?\s*(?:etg|etasje)\.?)?", re.IGNORECASE)
_FLOOR_WORDS = {"kjeller": "K01", "underetasje": "U01", "loft": "L01", "sokkel": "U01"}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One thing a row may say of a metering point."""

    path: str
    label: str
    field: Field | None = None
    """The catalogue's field; None for the floor and what tells who the customer is."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.field.choices if self.field else ()


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Who the customer is said to be; no register has been asked yet."""

    name: str
    organisation_number: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class NewChild:
    """One metering point that is to be made. It can be when it has no problems."""

    answers: Mapping[str, Value]
    entrance: str = ""
    unit: str = ""
    """The dwelling number, such as `H0102`, or what else tells the metering point from the others."""
    metering_point_id: UUID | None = None
    """Where it is an existing one."""
    customer: NewCustomer | None = None
    problems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Column → why what was typed there was not taken."""


def columns(types: Iterable[str]) -> list[Column]:
    """What a row may say, for a block notice of these types, in the order of the form."""
    known = catalogue()
    used = {path for one in types for path in known.types[one].notice.fields}
    asked = [
        one
        for path, one in known.fields.items()
        if path in used and one.level is not Level.INSTALLATION and one.kind not in _LEFT_OUT and path != CONFIRMED
    ]
    first = [one for path in (ENTRANCE, UNIT, WHAT) for one in asked if one.path == path]
    rest = [one for one in asked if one not in first]
    named = [Column(one.path, one.label, one) for one in (*first, *rest)]
    people = [
        Column(NAME, _("Kunde")),
        Column(NUMBER, _("Kundens organisasjonsnummer")),
        Column(BORN, _("Kundens fødselsdato")),
    ]
    return [*named[:2], Column(FLOOR, _("Etasje")), *named[2:3], *people, *named[3:]]


def children(
    rows: Sequence[Mapping[str, str]], of: Sequence[Column], *, taken: Iterable[tuple[str, str]] = (), room: int = MOST
) -> list[NewChild]:
    """Each row read. Two of the same entrance and flat have a problem, with those that are `taken` by metering points that are
    there, and those there is no `room` for."""
    made = [_child(row, of) for row in rows]
    standing = Counter((fold(entrance), fold(unit)) for entrance, unit in taken if unit)
    places = standing + Counter((fold(one.entrance), fold(one.unit)) for one in made if one.unit)
    return [_checked(one, at, standing, places, room) for at, one in enumerate(made)]


def unit_of(typed: str, floor: str = "") -> str:
    """A dwelling number as the municipality writes it, `H0102`, from "h 102", "0102", or "2" on floor "1"; else as typed."""
    text = " ".join(typed.split())
    match = _UNIT.fullmatch(text)
    if match:
        return f"{(match['letter'] or 'H').upper()}{int(match['floor']):02d}{match['number']}"
    storey = floor_of(floor)
    if storey and re.fullmatch(r"\d{1,2}", text):
        return f"{storey}{int(text):02d}"
    return text


def floor_of(typed: str) -> str:
    """`H02` for "2", "2. etasje" or "h2", `K01` for "kjeller"; empty where it is no floor."""
    text = " ".join(typed.split())
    match = _FLOOR.fullmatch(text)
    if match and int(match["floor"]) > 0:
        return f"{(match['letter'] or 'H').upper()}{int(match['floor']):02d}"
    return next((code for word, code in _FLOOR_WORDS.items() if fold(text).startswith(word)), "")


def meant(one: Field, typed: str) -> str:
    """A choice by a part of its label, where only one has it: "fellesrom", "3-fas", "leil". Else as typed."""
    if one.kind is not Kind.CHOICE or not typed.strip():
        return typed
    wanted = words(typed)
    exact = [choice.code for choice in one.choices if fold(typed) in (fold(choice.code), fold(choice.label))]
    parts = [choice.code for choice in one.choices if wanted and all(_within(word, choice) for word in wanted)]
    figure = [choice.code for choice in one.choices if wanted and wanted[0] == fold(choice.code)]
    for found in (exact, parts, figure):
        if len(found) == 1:
            return found[0]
    return typed


def _within(word: str, choice: Choice) -> bool:
    return any(one.startswith(word) for one in words(choice.label))


def _child(row: Mapping[str, str], of: Sequence[Column]) -> NewChild:
    answers: dict[str, Value] = {}
    problems: dict[str, str] = {}
    texts = {column.path: row.get(column.path, "").strip() for column in of}
    if texts.get(UNIT) or texts.get(FLOOR):
        texts[UNIT] = unit_of(texts.get(UNIT, ""), texts.get(FLOOR, ""))
    if texts.get(FLOOR) and not floor_of(texts[FLOOR]):
        problems[FLOOR] = _("Skriv etasjen, for eksempel 2, U1 eller kjeller.")
    for column in of:
        if column.field is None or not texts[column.path]:
            continue
        value = validate(column.field, meant(column.field, texts[column.path]))
        if isinstance(value, FieldError):
            problems[column.path] = value.message
        elif value is not None:
            answers[column.path] = value
    customer = _customer(texts, problems)
    if answers.get(UNIT) and any(column.path == UNIT for column in of):
        answers[CONFIRMED] = False
    return NewChild(
        answers,
        str(answers.get(ENTRANCE) or ""),
        str(answers.get(UNIT) or ""),
        customer=customer,
        problems=problems,
    )


def _customer(texts: Mapping[str, str], problems: dict[str, str]) -> NewCustomer | None:
    name, number, born = (texts.get(path, "") for path in (NAME, NUMBER, BORN))
    if not (name or number or born):
        return None
    day: date | None = None
    if number:
        try:
            number = parse_orgnr(number)
        except AppError as error:
            problems[NUMBER] = error.message
    if born:
        day = read_date(born, clock.today())
        if day is None or day > clock.today():
            problems[BORN] = _("Skriv fødselsdatoen med hele årstallet, for eksempel 12.03.1985.")
    if number and born:
        problems[BORN] = _("Skriv organisasjonsnummer for et firma, eller fødselsdato for en person, ikke begge.")
    if len(name) < 2 or len(name) > _LONGEST:
        problems[NAME] = _("Skriv navnet på kunden.")
    elif not number and len(name.split()) < 2:
        problems[NAME] = _("Skriv fornavn og etternavn, eller firmaets organisasjonsnummer.")
    return NewCustomer(" ".join(name.split()), number, day)


def _checked(
    child: NewChild,
    at: int,
    standing: Mapping[tuple[str, str], int],
    places: Mapping[tuple[str, str], int],
    room: int,
) -> NewChild:
    place = (fold(child.entrance), fold(child.unit))
    sentence = ""
    if child.unit and standing.get(place):
        sentence = _("Denne leiligheten er med i meldingen fra før.")
    elif child.unit and places[place] > 1:
        sentence = _("To rader har samme inngang og leilighet.")
    elif at >= room:
        sentence = _("Det er plass til høyst %(most)s anlegg i én melding.") % {"most": MOST}
    if not sentence or UNIT in child.problems:
        return child
    return replace(child, problems={**child.problems, UNIT: sentence})


def text_of(column: Column, answers: Answers) -> str:
    """What a metering point that is there says in a column, as it would be typed."""
    value = answers.get(column.path)
    if value is None or column.field is None:
        return ""
    labels = {choice.code: choice.label for choice in column.choices}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return labels.get(str(value), str(value))
