"""What the declaration of conformity asks, read from `declaration.toml`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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

    def names(self) -> tuple[str, ...]:
        return f"{self.name}_verdi", f"{self.name}_merknad"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form, in the order: text, rows of fields, marks, measurements."""

    title: str
    text: str
    rows: tuple[tuple[Field, ...], ...]
    marks: tuple[Mark, ...]
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole declaration."""

    title: str
    subtitle: str
    file_name: str
    sections: tuple[Section, ...]

    def names(self) -> Iterator[str]:
        """The names of all form fields of the PDF."""
        for section in self.sections:
            boxes = (field for row in section.rows for field in row)
            parts: tuple[Field | Mark | Measurement, ...] = (*boxes, *section.marks, *section.measurements)
            for part in parts:
                yield from part.names()


def form() -> Form:
    """The form as the file has it."""
    data = tomllib.loads((Path(__file__).parent / "declaration.toml").read_text("utf-8"))
    return Form(data["title"], data["subtitle"], data["file_name"], tuple(map(_section, data["section"])))


def _section(data: dict[str, Any]) -> Section:
    return Section(
        title=data["title"],
        text=data.get("text", ""),
        rows=tuple(tuple(Field(**field) for field in row) for row in data.get("rows", [])),
        marks=tuple(Mark(**mark) for mark in data.get("marks", [])),
        measurements=tuple(Measurement(**measurement) for measurement in data.get("measurements", [])),
    )
