"""What the empty declaration asks: the same data as the online form, laid out for paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from nettmelding.declarations import limits
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Content, Kind
from nettmelding.declarations.catalogue.model import Field as Asked
from nettmelding.declarations.catalogue.model import Measurement as Measured
from nettmelding.declarations.catalogue.model import Part as Half
from nettmelding.declarations.catalogue.model import Section as Part

FILE_NAME = "samsvarserklaering.pdf"


@dataclass(frozen=True, slots=True)
class Field:
    """A box to write in. `width` is its share of the row, `lines` its height."""

    name: str
    label: str
    width: int = 1
    lines: int = 1

    def names(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the visual inspection: checked, or not relevant."""

    name: str
    label: str

    def names(self) -> tuple[str, ...]:
        return f"{self.name}_kontrollert", f"{self.name}_ikke_aktuelt"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with its unit, and a note."""

    name: str
    label: str
    unit: str
    limit: str = ""

    def names(self) -> tuple[str, ...]:
        return f"{self.name}_verdi", f"{self.name}_merknad"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form, in the order: text, rows of fields, marks, measurements."""

    title: str
    text: str = ""
    rows: tuple[tuple[Field, ...], ...] = ()
    marks: tuple[Mark, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    def is_asked(self) -> bool:
        """Whether there is anything to fill in."""
        return bool(self.rows or self.marks or self.measurements)


@dataclass(frozen=True, slots=True)
class Form:
    """The whole declaration."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]

    def names(self) -> Iterator[str]:
        """The names of all form fields of the PDF."""
        for section in self.sections:
            boxes = (field for row in section.rows for field in row)
            parts: tuple[Field | Mark | Measurement, ...] = (*boxes, *section.marks, *section.measurements)
            for part in parts:
                yield from part.names()


def form() -> Form:
    """The form in the language that is active: the declaration with its signature, then what it rests on."""
    known = catalogue()
    asked: dict[Half, list[Section]] = {half: [] for half in Half}
    for one in known.sections_of(Kind.INSTALLATION):
        if (made := _section(one)).is_asked():
            asked[one.part].append(made)
    signature = (Field("sted_dato", _("Sted og dato"), 2), Field("underskrift", _("Underskrift"), 3, 2))
    declared = Section(_("Erklæring"), known.texts.declared_installation, (signature,))
    kept = Section(_("Oppbevaring"), known.texts.kept)
    sections = (*asked[Half.DECLARATION], declared, kept, *asked[Half.DOCUMENTATION])
    return Form(known.texts.title, known.texts.law, sections)


def _section(part: Part) -> Section:
    known = catalogue()
    boxes = [one for one in known.fields_in(part.id, Kind.INSTALLATION) if one.paper]
    rows = groupby(boxes, key=lambda one: one.paper.row if one.paper else 0)
    points = known.points.values() if part.content is Content.POINTS else ()
    measured = known.measurements.values() if part.content is Content.MEASUREMENTS else ()
    return Section(
        title=part.title,
        rows=tuple(tuple(_field(one) for one in row) for _number, row in rows),
        marks=tuple(Mark(one.name, one.label) for one in points),
        measurements=tuple(_measurement(one) for one in measured if one.name),
    )


def _field(one: Asked) -> Field:
    assert one.paper is not None
    unit = f" ({one.asked.unit})" if one.asked.unit else ""
    return Field(one.paper.name, one.paper.label or f"{one.asked.label}{unit}", one.paper.width, one.paper.lines)


def _measurement(one: Measured) -> Measurement:
    """With its limit where that follows from nothing else."""
    known = bool(one.limits) and limits.judge(catalogue(), one, {})
    return Measurement(one.name, one.asked.label, one.asked.unit, known.limit if known else "")
