"""Reads the data of the declaration, once a process, and checks that it holds together: a slip stops the program at its start
with a `CatalogueError` that names file and place."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.utils.translation import get_language, gettext, override

from nettmelding.declarations.catalogue import arithmetic
from nettmelding.declarations.catalogue.arithmetic import NotArithmetic
from nettmelding.declarations.catalogue.model import (
    Catalogue,
    Constant,
    Content,
    Field,
    Kind,
    Limit,
    Measurement,
    Origin,
    Paper,
    Part,
    Place,
    Point,
    Risk,
    Section,
    Standard,
    System,
    Texts,
)
from nettmelding.notices.catalogue.load import written as notices
from nettmelding.notices.catalogue.model import Choice
from nettmelding.notices.catalogue.model import Field as Asked
from nettmelding.notices.catalogue.model import Kind as Answer
from nettmelding.workorders.catalogue.load import written as orders

Table = Mapping[str, Any]
WRITTEN = "nb"
TRIP_MULTIPLE = "trip_multiple"
"""A name in the limits: the multiple of the circuit's characteristic."""
SHOWN: Mapping[type, tuple[str, ...]] = {
    Asked: ("label", "help"),
    Choice: ("label",),
    Measurement: ("guidance",),
    Paper: ("label",),
    Point: ("label",),
    Risk: ("hazard", "measure"),
    Section: ("title", "help", "short"),
    Standard: ("label", "help"),
    Texts: ("title", "law", "documentation", "declared_installation", "declared_meter", "kept"),
}
"""The texts of each shape that people read: written in bokmål, which is the message id."""


class CatalogueError(Exception):
    """The data does not hold together."""


def catalogue() -> Catalogue:
    """In the language that is active."""
    language = get_language() or WRITTEN
    return written() if language == WRITTEN else _in_language(language)


@cache
def written() -> Catalogue:
    """As the files are written, in bokmål."""
    return read(files("nettmelding.declarations.catalogue"))


@cache
def _in_language(language: str) -> Catalogue:
    with override(language):
        said: Catalogue = _said(written())
    return said


def texts(part: object) -> Iterator[str]:
    """Every text of the catalogue (or a part of it) that is shown to people, as written; some come twice."""
    for value in _parts(part):
        yield from texts(value)
    for name in SHOWN.get(type(part), ()):
        if text := getattr(part, name):
            yield text


def read(folder: Traversable) -> Catalogue:
    """The data in a folder. Raises CatalogueError."""

    def table(name: str) -> dict[str, Any]:
        return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))

    try:
        sections, measured = table("sections"), table("measurements")
        constants, multiples = measured.pop("constants"), measured.pop("trip_multiples")
        standards = {code: Standard(code, **one) for code, one in table("standards").items()}
        risks = {code: _risk(code, one) for code, one in table("risks").items()}
        codes = {"standards": _choices(standards), "risks": _risk_choices(risks)}
        parts = {one["id"]: _section(one) for one in sections["section"]}
        found = Catalogue(
            texts=Texts(**{name: sections[name] for name in Texts.__dataclass_fields__}),
            sections=parts,
            fields={path: _field(path, one, codes, parts) for path, one in table("fields").items()},
            points={code: Point(code=code, **one) for code, one in table("points").items()},
            measurements={code: _measurement(code, one) for code, one in measured.items()},
            constants={name: Constant(**one) for name, one in constants.items()},
            trip_multiples={code: float(one) for code, one in multiples.items()},
            standards=standards,
            risks=risks,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"{type(error).__name__}: {error}") from error
    if wrong := list(problems(found)):
        raise CatalogueError("\n".join(wrong))
    return found


def problems(found: Catalogue) -> Iterator[str]:
    """One sentence for each thing that refers to what is not there."""
    known = notices()
    steps = orders().steps
    filled: list[Field | Measurement] = [*found.fields.values(), *found.measurements.values()]
    for one in filled:
        for place in one.places:
            if place.origin in {Origin.NOTICE, Origin.COMPLETION} and place.name not in known.fields:
                yield f"{one.asked.path}: no such field of a notice {place.name}"
            if place.origin is Origin.ORDER and place.name not in steps:
                yield f"{one.asked.path}: no such step of a work order {place.name}"
    names = {*found.measurements, *found.constants, TRIP_MULTIPLE}
    for measured in found.measurements.values():
        for limit in measured.limits:
            for part in filter(None, (limit.at_least, limit.at_most, limit.when)):
                yield from (f"measurements.toml {measured.code}: no such name {n}" for n in part.names - names)
        if measured.limits and not measured.clause:
            yield f"measurements.toml {measured.code}: a limit has a clause"
        if measured.right and not measured.right <= {one.code for one in measured.asked.choices}:
            yield f"measurements.toml {measured.code}: right answers are among the choices"
    for risk in found.risks.values():
        yield from (f"risks.toml {risk.code}: no such type {one}" for one in risk.types if one not in known.types)
    boxes = list(paper_names(found))
    if len(boxes) != len(set(boxes)):
        yield f"two boxes of the empty template with one name: {sorted(n for n in set(boxes) if boxes.count(n) > 1)}"


def paper_names(found: Catalogue) -> Iterator[str]:
    """The first part of each box's name on the empty template."""
    yield from (one.paper.name for one in found.fields.values() if one.paper)
    yield from (one.name for one in found.points.values())
    yield from (one.name for one in found.measurements.values() if one.name)


def _kinds(table: Table) -> frozenset[Kind]:
    return frozenset(Kind(one) for one in table.get("kinds", list(Kind)))


def _section(table: Table) -> Section:
    return Section(
        id=table["id"],
        title=table["title"],
        part=Part(table.get("part", Part.DECLARATION)),
        content=Content(table.get("content", Content.FIELDS)),
        kinds=_kinds(table),
        help=table.get("help", ""),
        short=table.get("short", ""),
    )


_ASKED = ("label", "unit", "help", "minimum", "maximum")


def _asked(path: str, section: str, table: Table, choices: tuple[Choice, ...] = ()) -> Asked:
    return Asked(
        path=path,
        section=section,
        kind=Answer(table["kind"]),
        choices=choices or tuple(Choice(*one) for one in table.get("choices", [])),
        **{name: table[name] for name in _ASKED if name in table},
    )


def _field(path: str, table: Table, codes: Mapping[str, tuple[Choice, ...]], sections: Mapping[str, Section]) -> Field:
    """A field has the kinds of its section, or fewer."""
    kinds = _kinds(table) & sections[table["section"]].kinds
    needed = table.get("needed", False)
    return Field(
        asked=_asked(path, table["section"], table, codes.get(table.get("choices_from", ""), ())),
        kinds=kinds,
        places=tuple(_place(one) for one in table.get("from", [])),
        is_asked=table.get("asked", True),
        needed=kinds if needed is True else frozenset(Kind(one) for one in needed or []),
        needed_when_split=table.get("needed_when_split", False),
        paper=Paper(**table["paper"]) if "paper" in table else None,
    )


def _place(text: str) -> Place:
    origin, _colon, name = text.partition(":")
    return Place(Origin(origin), name)


def _choices(standards: Mapping[str, Standard]) -> tuple[Choice, ...]:
    return tuple(Choice(one.code, one.label) for one in standards.values())


def _risk_choices(risks: Mapping[str, Risk]) -> tuple[Choice, ...]:
    return tuple(Choice(one.code, one.hazard) for one in risks.values())


def _risk(code: str, table: Table) -> Risk:
    return Risk(
        code=code,
        hazard=table["hazard"],
        measure=table["measure"],
        always=table.get("always", False),
        types=tuple(table.get("types", [])),
    )


def _measurement(code: str, table: Table) -> Measurement:
    plain = ("about", "name", "clause", "guidance", "over_range", "once")
    systems = frozenset(System(one) for one in table.get("systems", list(System)))
    needed = table.get("needed", False)
    return Measurement(
        asked=_asked(code, "measured", table),
        systems=systems,
        needed=systems if needed is True else frozenset(System(one) for one in needed or []),
        limits=tuple(_limit(one) for one in table.get("limits", [])),
        right=frozenset(table.get("right", [])),
        places=tuple(_place(one) for one in table.get("from", [])),
        **{name: table[name] for name in plain if name in table},
    )


def _limit(table: Table) -> Limit:
    try:
        return Limit(
            at_least=arithmetic.read(table["at_least"]) if "at_least" in table else None,
            at_most=arithmetic.read(table["at_most"]) if "at_most" in table else None,
            when=arithmetic.read(table["when"], comparison=True) if "when" in table else None,
        )
    except NotArithmetic as error:
        raise CatalogueError(f"measurements.toml: {error}") from error


def _parts(part: object) -> Iterator[object]:
    if type(part) in _SHAPES:
        yield from (getattr(part, one.name) for one in fields(part))  # type: ignore[arg-type]
    elif isinstance(part, Mapping):
        yield from part.values()
    elif isinstance(part, tuple):
        yield from part


def _said(part: Any) -> Any:
    """The part with all its texts in the language that is active."""
    if isinstance(part, Mapping):
        return {key: _said(value) for key, value in part.items()}
    if isinstance(part, tuple):
        return tuple(_said(one) for one in part)
    if type(part) in _SHAPES:
        shown = SHOWN.get(type(part), ())
        values = {one.name: getattr(part, one.name) for one in fields(part)}
        return replace(part, **{n: (gettext(v) if v else v) if n in shown else _said(v) for n, v in values.items()})
    return part


_SHAPES = frozenset({Catalogue, Field, *SHOWN})
"""What texts lie in."""
