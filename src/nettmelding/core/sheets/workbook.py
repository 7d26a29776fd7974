"""Workbooks as Excel and LibreOffice write them: values as they are seen, with a word where one cannot be trusted.

Nothing in a workbook is run or fetched: formulas give the value that was saved with them, links are not followed.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.core.sheets import numbers
from nettmelding.core.sheets.model import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Row, Sheet, address

MOST_UNPACKED = 64 * 1024 * 1024
MOST_CELLS = 2_000_000
_BLOCK = 1 << 20
_OLD = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_MOST_MERGED = 10_000
_LONGEST_MERGED = 200
"""Bytes that one of them takes where it is listed."""
_SPREAD = 2_000
"""Rows at most that one merged cell stands for."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Merged = Mapping[int, Mapping[int, tuple[int, int]]]
"""Line → column → line and column of the cell whose value stands there too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be."""

    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    unpacked: int = MOST_UNPACKED
    """Bytes of all parts together; what unpacks to more is taken for an attack or a mistake."""


FROM_PEOPLE = Limits()
"""What anybody may hand over on a page."""
FROM_OPERATORS = Limits(rows=1_048_576, cells=64_000_000, unpacked=8 << 30)
"""What someone with the machine's command line reads: as many rows as a spreadsheet holds."""


def is_workbook(content: bytes) -> bool:
    """Whether the content is a workbook, of the new or the old kind, or locked with a password."""
    return content.startswith((b"PK\x03\x04", _OLD))


def sheets(content: bytes) -> list[Sheet]:
    """The sheets that are to be seen. Errors: Invalid where it cannot be opened, or is too large."""
    return _sheets(_opened(io.BytesIO(content), FROM_PEOPLE), FROM_PEOPLE)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[list[Sheet]]:
    """The same of a file that is read where it lies, row by row, and closed afterwards."""
    with path.open("rb") as file:
        book = _opened(file, limits)
        try:
            yield _sheets(book, limits)
        finally:
            book.close()


def _opened(file: BinaryIO, limits: Limits) -> Any:
    if file.read(len(_OLD)) == _OLD:
        raise _broken(_("Regnearket er låst med passord eller lagret i et gammelt format. Lagre det som XLSX."))
    _refuse_bombs(file, limits)
    from openpyxl import load_workbook

    with _told():
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _sheets(book: Any, limits: Limits) -> list[Sheet]:
    seen = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
    return [Sheet(one.title, _rows_of(one, limits)) for one in seen]


class _told:
    """Whatever the library stumbles over in somebody's file is the same to the person: the file is broken."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, Invalid):
            raise _broken(_("Regnearket kan ikke åpnes. Lagre det på nytt som XLSX.")) from None


def _refuse_bombs(file: BinaryIO, limits: Limits) -> None:
    with _told(), zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
        if any(part.filename.startswith("content.xml") for part in parts):
            raise _broken(_("Dette er et ODS-regneark. Lagre det som XLSX."))
        if len(parts) > 2_000 or sum(part.file_size for part in parts) > limits.unpacked:
            raise Invalid("table_size", _("Regnearket er for stort."))


def _broken(sentence: str) -> Invalid:
    return Invalid("table_broken", sentence)


def _rows_of(sheet: Any, limits: Limits) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        with _told():
            yield from _rows(sheet, limits)

    return rows


def _rows(sheet: Any, limits: Limits) -> Iterator[Row]:
    merged = _merged(sheet)
    origins: dict[tuple[int, int], Cell] = {}
    read = 0
    for line, hidden, cells in _parsed(sheet):
        read += len(cells)
        if line > limits.rows or read > limits.cells:
            raise Invalid("table_size", _("Filen har for mange linjer."))
        found = {column: _cell(sheet, one, address(line, column)) for column, one in cells.items()}
        for column, origin in merged.get(line, {}).items():
            if origin[0] == line:
                origins[origin] = found.get(column, Cell("", ""))
            elif origin in origins and not found.get(column, Cell("", "")).text:
                found[column] = replace(origins[origin], address=address(line, column))
        filled = [column for column, one in found.items() if one.text or one.problem]
        if filled:
            width = range(max(filled) + 1)
            yield Row(line, tuple(found.get(at) or Cell("", address(line, at)) for at in width), hidden)


def _parsed(sheet: Any) -> Iterator[tuple[int, bool, dict[int, dict[str, Any]]]]:
    """Line, whether hidden, and the library's cells by column from 0."""
    from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser

    class Parser(WorkSheetParser):
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            return {**cell, "formula": element.find(FORMULA_TAG) is not None}

    book = sheet.parent
    with sheet._get_source() as source:
        parser = Parser(source, sheet._shared_strings, True, book.epoch, book._date_formats, book._timedelta_formats)
        for _event, element in ElementTree.iterparse(source):  # noqa: S314 (expat bounds what entities grow to)
            if element.tag == DATA_TAG:
                return
            if element.tag == ROW_TAG:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    line, cells = parser.parse_row(element)  # type: ignore[arg-type]  # the stub knows no Element
                hidden = element.get("hidden") in ("1", "true")
                element.clear()
                yield line, hidden, {one["column"] - 1: one for one in cells if one["column"] <= MOST_COLUMNS}


def _merged(sheet: Any) -> Merged:
    """Where merged cells' values stand too: down the rows of their first column, as people mean by them. They are listed
    after the rows, so that the sheet is looked through once before."""
    from openpyxl.utils import column_index_from_string

    found: dict[int, dict[int, tuple[int, int]]] = {}
    with sheet._get_source() as source:
        for match in islice(_listed(source), _MOST_MERGED):
            first, last = int(match[2]), int(match[4])
            column = column_index_from_string(match[1].decode()) - 1
            for line in range(first, min(last, first + _SPREAD) + 1):
                found.setdefault(line, {})[column] = (first, column)
    return found


def _listed(source: BinaryIO) -> Iterator[re.Match[bytes]]:
    """Block by block, each with the last one's end, so that none that lies across is missed."""
    rest = b""
    while block := source.read(_BLOCK):
        seen, passed = rest + block, 0
        for match in _MERGED.finditer(seen):
            passed = match.end()
            yield match
        rest = seen[max(passed, len(seen) - _LONGEST_MERGED) :]


def _cell(sheet: Any, cell: Mapping[str, Any], at: str) -> Cell:
    value = cell["value"]
    if value is None:
        missing = _("Formelen har ikke noe svar i filen. Åpne filen i regnearket, lagre, og prøv igjen.")
        return Cell("", at, missing if cell["formula"] else "")
    if cell["data_type"] == "e":
        return Cell(str(value), at, _("Cellen viser en feil i regnearket: %(error)s.") % {"error": value})
    if isinstance(value, bool):
        return Cell("ja" if value else "nei", at)
    if isinstance(value, int | float):
        return Cell(*_numbered(sheet, cell, at))
    text = _moment(value) if isinstance(value, datetime | date | time | timedelta) else str(value)
    text = _CONTROL.sub("", text).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_CELL:
        raise Invalid("table_size", _("Regnearket er for stort."))
    return Cell(text, at, numbers.spoilt(text))


def _numbered(sheet: Any, cell: Mapping[str, Any], at: str) -> tuple[str, str, str]:
    from openpyxl.cell.read_only import ReadOnlyCell

    shown = ReadOnlyCell(sheet, cell["row"], cell["column"], cell["value"], cell["data_type"], cell["style_id"])
    text, problem = numbers.number_text(cell["value"], shown.number_format)
    return text, at, problem


def _moment(value: datetime | date | time | timedelta) -> str:
    """As ISO writes it, for a day alone the date; a time of day as 14:30."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(" ", timespec="minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value.isoformat()
