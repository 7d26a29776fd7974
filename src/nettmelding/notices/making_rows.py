"""Rows of a spreadsheet as they wait to become metering points: which column is what, and what each cell says.

The whole of it goes with the page between two presses, so that nothing typed is lost and nothing unfinished is kept.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import clock, sheets
from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.making import BORN, ENTRANCE, FLOOR, MOST, NAME, NUMBER, UNIT, WHAT, Column, meant
from nettmelding.registers.numbers import looks_like_orgnr

HEADINGS: Mapping[str, tuple[str, ...]] = {
    UNIT: ("leilighet", "bruksenhet", "bruksenhetsnummer", "bolignummer", "leilighetsnummer", "leilighetsnr", "bolignr",
           "leil", "leil nr", "h nummer", "h nr", "enhet", "boenhet", "seksjon", "unit"),
    ENTRANCE: ("inngang", "oppgang", "oppg", "husnummer", "husnr", "nr oppgang"),
    FLOOR: ("etasje", "etg", "plan"),
    WHAT: ("hva", "type", "anleggstype", "bruk", "type anlegg"),
    NAME: ("kunde", "navn", "kundenavn", "beboer", "eier", "sluttkunde", "kjøper"),
    NUMBER: ("organisasjonsnummer", "orgnr", "org nr", "orgnummer", "kundens orgnr"),
    BORN: ("fødselsdato", "født", "f dato", "fødselsdag"),
    "protection.mv_new_a": ("mv", "målervern", "sikring", "sikring mv", "vern", "nytt mv", "hovedsikring"),
    "protection.ov_new_a": ("ov", "nytt ov"),
    "metering.place": ("målerplassering", "målerplass", "plassering", "plassering av måler"),
    "when.wanted_date": ("ønsket dato", "ønsket utført", "dato", "monteringsdato"),
    "when.expected_completion": ("ferdig", "ferdigdato", "ferdigstilles"),
    "site.meter_number": ("målernr", "måler nr", "måler", "målenummer", "målarnummer"),
    "supply.phases": ("fase", "antall faser"),
    "building.area_m2": ("bra", "kvm", "m2", "størrelse"),
    "power.new_peak_kw": ("effekt", "kw", "maks effekt"),
}  # fmt: skip
"""What people write above a column, beside the field's own label."""
_MOST_COLUMNS = 40
_MOST_SHEETS = 20
_NOTHING_BELOW = "making_rows_nothing_below"
_LONGEST = 5_000
_UNIT = re.compile(r"[HUKL]\s?\d{4}", re.IGNORECASE)
_ENTRANCE = re.compile(r"\d{1,4}\s?[A-ZÆØÅ]", re.IGNORECASE)
_METER = re.compile(r"\d[\d ]{6,24}\d")


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: texts by place, and the places of those that the spreadsheet has spoilt."""

    line: int
    """Of the spreadsheet, or of the list."""
    texts: tuple[str, ...]
    spoilt: Mapping[int, str]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows, what stands above each column, and which of ours it is; empty where it is none."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]

    def texts(self) -> list[dict[str, str]]:
        """Each row by our columns."""
        return [{path: text for path, text in zip(self.columns, row.texts, strict=True) if path} for row in self.rows]


def from_rows(rows: Iterable[sheets.Row], of: Sequence[Column]) -> Grid:
    """The rows below the heading, or all where there is none and what the cells look like decides. Errors: Invalid."""
    every = _within_bounds(rows)
    known = {column.path: (column.label, *HEADINGS.get(column.path, ())) for column in of}
    heading = sheets.heading_of(every, known)
    if heading is not None and not _looks_like_heading(heading):
        heading = None
    below = [row for row in every if heading is None or row.line > heading.line]
    if not below:
        raise _wrong(_("Det er ingen rader under overskriftene."), _NOTHING_BELOW)
    if len(below) > MOST:
        raise _wrong(_("Det er %(count)s rader. Ta høyst %(most)s.") % {"count": len(below), "most": MOST})
    width = max(len(row.cells) for row in (*below, *([heading] if heading else [])))
    at = sheets.places(heading, known) if heading else {}
    paths = {place: path for path, place in at.items()}
    made = tuple(_row(row, width) for row in below)
    columns = tuple(paths.get(place, "") for place in range(width)) if heading else _guessed(made, width, of)
    headings = tuple(
        (heading.cell(place).text if heading else "") or sheets.address(0, place)[:-1] for place in range(width)
    )
    return Grid(headings, columns, made)


def best_sheet(found: Sequence[sheets.Sheet], of: Sequence[Column]) -> Grid:
    """The sheet that has most of the columns, the first of those that have as many. Errors: Invalid."""
    best: Grid | None = None
    problem: Invalid | None = None
    for sheet in found[:_MOST_SHEETS]:
        try:
            grid = from_rows(sheet.rows(), of)
        except Invalid as error:
            if error.code == _NOTHING_BELOW and best is None:
                raise  # the list itself, not filled in: what follows it is an example
            problem = problem or error
            continue
        if best is None or _told(grid) > _told(best):
            best = grid
    if best is None:
        raise problem or _wrong(_("Det er ingen rader."))
    return best


def from_texts(rows: Sequence[Mapping[str, str]], of: Sequence[Column]) -> Grid:
    """Rows that were made here: only the columns that say something."""
    paths = tuple(column.path for column in of if any(row.get(column.path) for row in rows))
    labels = {column.path: column.label for column in of}
    return Grid(
        tuple(labels[path] for path in paths),
        paths,
        tuple(GridRow(at, tuple(row.get(path, "") for path in paths), {}) for at, row in enumerate(rows, start=1)),
    )


def with_column(grid: Grid, path: str, label: str) -> Grid:
    """The grid with one more, empty column."""
    rows = tuple(replace(row, texts=(*row.texts, "")) for row in grid.rows)
    return Grid((*grid.headings, label), (*grid.columns, path), rows)


def changed(
    grid: Grid,
    columns: Mapping[int, str],
    cells: Mapping[tuple[int, int], str],
    dropped: Iterable[int],
    of: Sequence[Column],
) -> Grid:
    """The grid as it was mended: other columns, other texts, rows left out. A column of ours is given to one place only."""
    known = {column.path for column in of}
    wanted = [columns.get(place, path) for place, path in enumerate(grid.columns)]
    paths = tuple(path if path in known and path not in wanted[:place] else "" for place, path in enumerate(wanted))
    out = set(dropped)
    rows = tuple(_mended(row, at, cells) for at, row in enumerate(grid.rows) if at not in out)
    return Grid(grid.headings, paths, rows)


def dumped(grid: Grid) -> str:
    """The grid as the page carries it."""
    rows = [[row.line, row.texts, list(row.spoilt.items()), row.hidden] for row in grid.rows]
    return json.dumps([grid.headings, grid.columns, rows], ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Grid:
    """The grid that a page has carried. It came over the wire: what does not fit together is refused. Errors: Invalid."""
    try:
        headings, columns, rows = json.loads(text)
        grid = Grid(_texts(headings), _texts(columns), tuple(_loaded_row(one, len(columns)) for one in rows))
    except (ValueError, TypeError, RecursionError):
        raise _wrong(_("Listen kan ikke leses. Lag den på nytt.")) from None
    if len(grid.headings) != len(grid.columns) or len(grid.rows) > MOST or len(grid.columns) > _MOST_COLUMNS + 20:
        raise _wrong(_("Listen kan ikke leses. Lag den på nytt."))
    return grid


def _within_bounds(rows: Iterable[sheets.Row]) -> list[sheets.Row]:
    every: list[sheets.Row] = []
    for row in rows:
        every.append(row)
        if len(row.cells) > _MOST_COLUMNS:
            raise _wrong(_("Det er for mange kolonner. Ta høyst %(most)s.") % {"most": _MOST_COLUMNS})
        if len(every) > MOST + sheets.LOOKED_THROUGH:
            raise _wrong(_("Det er for mange rader. Ta høyst %(most)s.") % {"most": MOST})
    if not every:
        raise _wrong(_("Det er ingen rader."))
    return every


def _looks_like_heading(row: sheets.Row) -> bool:
    """A row with one known word among values is data: "Leilighet" may be what an anlegg is, too."""
    texts = [cell.text for cell in row.cells if cell.text]
    return not any(_UNIT.fullmatch(text) or _METER.fullmatch(text) or _ENTRANCE.fullmatch(text) for text in texts)


def _guessed(rows: Sequence[GridRow], width: int, of: Sequence[Column]) -> tuple[str, ...]:
    """Columns without a heading, told by what all their cells look like."""
    what = next((column for column in of if column.path == WHAT), None)
    looks: dict[str, Callable[[str], bool]] = {
        UNIT: lambda text: bool(_UNIT.fullmatch(text)),
        ENTRANCE: lambda text: bool(_ENTRANCE.fullmatch(text)),
        NUMBER: looks_like_orgnr,
        "site.meter_number": lambda text: bool(_METER.fullmatch(text)),
        "when.wanted_date": lambda text: len(text) > 4 and read_date(text, clock.today()) is not None,
        WHAT: lambda text: (
            what is not None
            and what.field is not None
            and meant(what.field, text) in {choice.code for choice in what.choices}
        ),
    }
    offered = {column.path for column in of}
    found: list[str] = []
    for place in range(width):
        cells = [row.texts[place] for row in rows if row.texts[place]]
        fits = (path for path, like in looks.items() if path in offered and path not in found and all(map(like, cells)))
        found.append(next(fits, "") if cells else "")
    return tuple(found)


def _row(row: sheets.Row, width: int) -> GridRow:
    cells = [row.cell(place) for place in range(width)]
    spoilt = {place: cell.problem for place, cell in enumerate(cells) if cell.problem}
    return GridRow(row.line, tuple(cell.text[:_LONGEST] for cell in cells), spoilt, row.hidden)


def _mended(row: GridRow, at: int, cells: Mapping[tuple[int, int], str]) -> GridRow:
    texts = tuple(cells.get((at, place), text).strip() for place, text in enumerate(row.texts))
    still = {place: why for place, why in row.spoilt.items() if texts[place] == row.texts[place]}
    return replace(row, texts=texts, spoilt=still)


def _loaded_row(one: Any, width: int) -> GridRow:
    line, texts, spoilt, hidden = one
    row = GridRow(int(line), _texts(texts), {int(place): str(why)[:200] for place, why in spoilt}, bool(hidden))
    if len(row.texts) != width or any(len(text) > _LONGEST for text in row.texts):
        raise ValueError
    return row


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ValueError
    return tuple(one.replace("\x00", "") for one in values)


def _told(grid: Grid) -> int:
    """How many columns are known."""
    return sum(1 for path in grid.columns if path)


def _wrong(sentence: str, code: str = "making_rows") -> Invalid:
    return Invalid(code, sentence, fields={"rows": sentence})
