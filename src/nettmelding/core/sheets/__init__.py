"""Spreadsheets people hand over, as files or pasted: XLSX, and rows parted by semicolons, tabs or commas.

What kind it is is told by the content, not by its name. Sizes are bounded, and nothing in a file is run or fetched.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from nettmelding.core.sheets import separated, workbook
from nettmelding.core.sheets.headings import LOOKED_THROUGH, Columns, Line, heading_of, lines, places, plain
from nettmelding.core.sheets.model import Cell, Row, Sheet, address

__all__ = [
    "LOOKED_THROUGH",
    "Cell",
    "Columns",
    "Line",
    "Row",
    "Sheet",
    "address",
    "heading_of",
    "pasted",
    "places",
    "plain",
    "read",
    "several",
    "streamed",
    "table",
]


def read(content: bytes) -> list[Sheet]:
    """The sheets of a file; a text file is one, without a name. Errors: Invalid."""
    if workbook.is_workbook(content):
        return workbook.sheets(content)
    return [Sheet("", lambda: separated.rows(content))]


def pasted(text: str) -> Iterator[Row]:
    """Rows pasted from a spreadsheet or written by hand. Errors: Invalid."""
    return separated.rows(text)


def table(name: str, content: bytes, columns: Columns, needed: Sequence[str]) -> Iterator[Line]:
    """The lines of a file's first sheet that holds something, below the row of headings. Errors: Invalid."""
    return lines(name, _first_with_rows(read(content)), columns, needed)


def streamed(path: Path) -> Iterator[Row]:
    """The rows of a workbook's first sheet that holds something, read as they are asked for and as many as a spreadsheet
    holds: for files that somebody with the machine's command line reads. Errors: Invalid."""
    with workbook.opened(path, workbook.FROM_OPERATORS) as found:
        yield from _first_with_rows(found)


def several(cell: str) -> list[str]:
    """The values of a cell that holds several, parted by `|`, `;` or a line break."""
    return [part.strip() for part in cell.replace(";", "|").replace("\n", "|").split("|") if part.strip()]


def _first_with_rows(found: Sequence[Sheet]) -> Iterator[Row]:
    for sheet in found:
        rows = sheet.rows()
        first = next(rows, None)
        if first is not None:
            yield first
            yield from rows
            return
