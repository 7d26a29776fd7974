"""What was read, as a table: each cell with its text, or a control where it must be mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.notices import making_rows
from nettmelding.notices.catalogue.model import Choice
from nettmelding.notices.making import UNIT, WHAT, Column, NewChild, meant
from nettmelding.notices.making_rows import Grid, GridRow
from nettmelding.web.components import Option


@dataclass(frozen=True, slots=True)
class Head:
    """Above a column: what the spreadsheet calls it, and what it is here."""

    at: int
    text: str
    path: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. With an error it is a control, by name and id."""

    label: str
    text: str
    error: str = ""
    name: str = ""
    choices: Sequence[Choice] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One metering point."""

    at: int
    number: int
    cells: Sequence[Cell]
    hidden: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole. `mapped`: the columns are the spreadsheet's own, and may be given another meaning."""

    heads: Sequence[Head]
    lines: Sequence[Line]
    grid: str
    mapped: bool
    unused: Sequence[str]
    wrong: int

    @property
    def said(self) -> str:
        count = len(self.lines)
        if self.wrong:
            words = {"wrong": self.wrong, "count": count}
            return ngettext("%(wrong)s rad må rettes.", "%(wrong)s rader må rettes.", self.wrong) % words
        return ngettext("%(count)s anlegg", "%(count)s anlegg", count) % {"count": count}

    @property
    def button(self) -> str:
        count = len(self.lines)
        return ngettext("Legg til %(count)s anlegg", "Legg til %(count)s anlegg", count) % {"count": count}

    @property
    def nothing_known(self) -> bool:
        return self.mapped and not any(head.path for head in self.heads)


def preview_of(grid: Grid, rows: Sequence[NewChild], of: Sequence[Column]) -> Preview:
    """A column is added for each problem that has none to stand in."""
    labels = {column.path: column for column in of}
    for path in dict.fromkeys(path for row in rows for path in row.problems):
        if path not in grid.columns and path in labels:
            grid = making_rows.with_column(grid, path, labels[path].label)
    mapped = any(not path or labels[path].label != text for path, text in zip(grid.columns, grid.headings, strict=True))
    heads = [
        Head(at, text, path, _options(of))
        for at, (text, path) in enumerate(zip(grid.headings, grid.columns, strict=True))
    ]
    lines = [_line(grid, at, row, rows[at], labels) for at, row in enumerate(grid.rows)]
    unused = [head.text for head in heads if not head.path and any(row.texts[head.at] for row in grid.rows)]
    return Preview(heads, lines, making_rows.dumped(grid), mapped, unused, sum(line.wrong for line in lines))


def _options(of: Sequence[Column]) -> list[Option]:
    return [Option(value="", text=_("Bruk ikke")), *(Option(value=one.path, text=one.label) for one in of)]


def _line(grid: Grid, at: int, row: GridRow, child: NewChild, known: dict[str, Column]) -> Line:
    cells = [
        _cell(at, place, path, row, child, known.get(path), grid.headings[place])
        for place, path in enumerate(grid.columns)
    ]
    return Line(at, row.line, cells, row.hidden, any(cell.error for cell in cells))


def _cell(at: int, place: int, path: str, row: GridRow, child: NewChild, column: Column | None, heading: str) -> Cell:
    text = row.texts[place]
    if column is None:
        return Cell(heading, text)
    error = row.spoilt.get(place) or child.problems.get(path, "")
    if error:
        return Cell(column.label, text, error, f"cell.{at}.{place}", column.choices)
    mark = _("foreløpig") if path == UNIT and child.unit and child.answers.get(WHAT) != "common_supply" else ""
    return Cell(column.label, child.unit if path == UNIT else _shown(column, text), mark=mark)


def _shown(column: Column, text: str) -> str:
    """A choice by its label, however it was written."""
    if column.field is None:
        return text
    code = meant(column.field, text)
    return next((choice.label for choice in column.choices if choice.code == code), text)
