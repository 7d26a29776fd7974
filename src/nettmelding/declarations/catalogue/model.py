"""The shapes of what a declaration asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nettmelding.declarations.catalogue.arithmetic import Expression
from nettmelding.notices.catalogue.model import Field as Asked


class Kind(StrEnum):
    """What is declared: an installation by its contractor, or a meter by whoever mounted it."""

    INSTALLATION = "installation"
    METER = "meter"


class Part(StrEnum):
    DECLARATION = "declaration"
    DOCUMENTATION = "documentation"


class Content(StrEnum):
    FIELDS = "fields"
    RISKS = "risks"
    POINTS = "points"
    MEASUREMENTS = "measurements"
    PHOTOS = "photos"


class Origin(StrEnum):
    """Where a value comes from."""

    COMPANY = "company"
    NOTICE = "notice"
    COMPLETION = "completion"
    PARTY = "party"
    POINT = "point"
    ORDER = "order"
    """An answer of a step of the work order."""
    ORDER_IS = "order_is"
    """The work order itself: who, when, which meter."""
    DERIVED = "derived"
    """Put together by the program."""
    DEFAULT = "default"
    """What is usual."""
    ASKED = "asked"
    """Typed, measured or ticked."""


class System(StrEnum):
    """Families of network systems, which decide what is measured."""

    IT = "it"
    TT = "tt"
    TN = "tn"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form, the empty template and the PDF."""

    id: str
    title: str
    part: Part
    content: Content
    kinds: frozenset[Kind]
    help: str = ""
    short: str = ""
    """Its title where there is little room; empty: as it is."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A field's box on the empty template."""

    name: str
    row: int
    width: int = 1
    """Share of the row."""
    lines: int = 1
    label: str = ""
    """Where the paper says it otherwise."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place to look for a value: `notice:site.address`."""

    origin: Origin
    name: str

    def __str__(self) -> str:
        return f"{self.origin}:{self.name}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is asked, where it is found."""

    asked: Asked
    kinds: frozenset[Kind]
    places: tuple[Place, ...]
    is_asked: bool = True
    """A person may type it; else only the program fills it in."""
    needed: frozenset[Kind] = frozenset()
    """The kinds for which it must be there."""
    needed_when_split: bool = False
    """Needed where several firms share the work."""
    paper: Paper | None = None

    @property
    def path(self) -> str:
        return self.asked.path


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the visual inspection."""

    code: str
    name: str
    """Of its boxes on the empty template."""
    clause: str
    label: str


@dataclass(frozen=True, slots=True)
class Limit:
    """What a measured value is held against. Both ends may be missing; `when` empty: always."""

    at_least: Expression | None = None
    at_most: Expression | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is asked of a circuit (`about`), or measured or tested on it."""

    asked: Asked
    about: bool = False
    name: str = ""
    """Of its box on the empty template; empty: it has none."""
    systems: frozenset[System] = frozenset(System)
    clause: str = ""
    guidance: str = ""
    """What it is judged by where there is no number."""
    limits: tuple[Limit, ...] = ()
    right: frozenset[str] = frozenset()
    """The answers of a choice that are in order."""
    over_range: bool = False
    """`>500` is an answer: the instrument shows no more."""
    needed: frozenset[System] = frozenset()
    """The systems at which it must be there, or be said not to be relevant, with why."""
    once: bool = False
    """It is of the whole installation: needed at the first circuit alone."""
    places: tuple[Place, ...] = ()
    """Where the first circuit's value is looked for."""

    @property
    def code(self) -> str:
        return self.asked.path

    def is_needed(self, system: System | None, circuit: int) -> bool:
        """Whether a circuit (from 1) must have it at a network system; at one not known, what holds for all."""
        if self.once and circuit > 1:
            return False
        return system in self.needed if system else self.needed == frozenset(System)


@dataclass(frozen=True, slots=True)
class Constant:
    value: float
    clause: str


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that can be declared, with its edition."""

    code: str
    label: str
    help: str = ""
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Risk:
    """One template: what may happen, and what was done about it."""

    code: str
    hazard: str
    measure: str
    always: bool = False
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """What the declaration says of itself."""

    title: str
    law: str
    documentation: str
    declared_installation: str
    declared_meter: str
    kept: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it."""

    texts: Texts
    sections: Mapping[str, Section]
    fields: Mapping[str, Field]
    points: Mapping[str, Point]
    measurements: Mapping[str, Measurement]
    constants: Mapping[str, Constant]
    trip_multiples: Mapping[str, float]
    standards: Mapping[str, Standard]
    risks: Mapping[str, Risk]

    def sections_of(self, kind: Kind) -> list[Section]:
        return [one for one in self.sections.values() if kind in one.kinds]

    def fields_in(self, section: str, kind: Kind) -> list[Field]:
        return [one for one in self.fields.values() if one.asked.section == section and kind in one.kinds]

    def measurements_at(self, system: System | None) -> list[Measurement]:
        """What is asked at a network system; at one not known, what holds for all."""
        return [
            one
            for one in self.measurements.values()
            if (system in one.systems if system else one.systems == frozenset(System))
        ]
