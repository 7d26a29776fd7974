"""Tables in files people hand over: CSV in the ways spreadsheets write it, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid

MOST_LINES = 200_000
_SEPARATORS = ";,\t"
_ENCODINGS = ("utf-8-sig", "cp1252")
_XLSX = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number in the file (the heading is 1) and its cells by our names for the columns."""

    line: int
    cells: Mapping[str, str]


def read(name: str, content: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Iterator[Row]:
    """The lines of a file, told by content and not by name. `columns` maps our name of a column to the
    headings it is known by (small letters); `needed` must be there. Empty lines are passed over; a missing
    cell is an empty text.
    """
    lines = _xlsx(content) if content.startswith(_XLSX) else _csv(content)
    places = _places(next(lines, []), columns)
    missing = [columns[column][0] for column in needed if column not in places]
    if missing:
        raise Invalid(
            "table_columns",
            _("Filen %(name)s mangler kolonnen: %(missing)s.") % {"name": name, "missing": ", ".join(missing)},
        )
    return _rows(lines, places, list(columns))


def several(cell: str) -> list[str]:
    """The values of a cell that holds several, parted by `|`, `;` or a line break."""
    return [part.strip() for part in cell.replace(";", "|").replace("\n", "|").split("|") if part.strip()]


def _rows(lines: Iterable[list[str]], places: Mapping[str, int], columns: list[str]) -> Iterator[Row]:
    for number, cells in enumerate(lines, start=2):
        if number > MOST_LINES:
            raise Invalid("table_size", _("Filen har for mange linjer."))
        if any(cells):
            found = {
                column: cells[places[column]] if column in places and places[column] < len(cells) else ""
                for column in columns
            }
            yield Row(number, found)


def _places(heading: list[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    known = [cell.casefold() for cell in heading]
    return {column: known.index(name) for column, names in columns.items() for name in reversed(names) if name in known}


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    heading = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=heading.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [cell.strip() for cell in cells]
    except csv.Error:
        raise Invalid("table_broken", _("Filen er ikke en tabell som kan leses. Lagre den på nytt som CSV eller XLSX."))


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding).replace("\x00", "")  # a sign that PostgreSQL keeps in no text
        except UnicodeDecodeError:
            continue
    raise Invalid("table_encoding", _("Filen kan ikke leses som tekst. Lagre den som CSV med UTF-8, eller som XLSX."))


def _xlsx(content: bytes) -> Iterator[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Invalid("table_broken", _("Regnearket kan ikke åpnes. Lagre det på nytt som XLSX."))
    for cells in book.worksheets[0].iter_rows(values_only=True):
        yield [_as_text(cell) for cell in cells]


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date) else str(cell).strip()
