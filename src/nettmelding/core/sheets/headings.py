"""Columns told by their headings, wherever in the sheet the heading stands."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.core.sheets.model import Row
from nettmelding.core.text import fold

Columns = Mapping[str, Sequence[str]]
"""Our name of a column → the headings it is known by."""
LOOKED_THROUGH = 20
"""So many rows from the top the heading is looked for in."""
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the heading: texts by our names of the columns, and what is wrong with one."""

    line: int
    cells: Mapping[str, str]
    problems: Mapping[str, str]


def plain(heading: str) -> str:
    """A heading without case, units in brackets, stars, colons and what else people put there."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(_ASIDE.sub(" ", heading))).split())


def places(heading: Row, columns: Columns) -> dict[str, int]:
    """Where the columns stand; those that are not there are left out. No place is given twice."""
    known = [plain(cell.text) for cell in heading.cells]
    found: dict[str, int] = {}
    for column, names in columns.items():
        for name in map(plain, names):
            if name in known and known.index(name) not in found.values():
                found[column] = known.index(name)
                break
    return found


def heading_of(rows: Iterable[Row], columns: Columns) -> Row | None:
    """The row among the first that has most of the headings; None where none has any."""
    best = max(islice(rows, LOOKED_THROUGH), key=lambda row: len(places(row, columns)), default=None)
    return best if best is not None and places(best, columns) else None


def lines(name: str, rows: Iterator[Row], columns: Columns, needed: Sequence[str]) -> Iterator[Line]:
    """The rows below the heading. `needed` columns must be there: Invalid says which is not."""
    top = list(islice(rows, LOOKED_THROUGH))
    heading = heading_of(top, columns)
    at = places(heading, columns) if heading else {}
    missing = [columns[column][0] for column in needed if column not in at]
    if missing:
        raise Invalid(
            "table_columns",
            _("Filen %(name)s mangler kolonnen: %(missing)s.") % {"name": name, "missing": ", ".join(missing)},
        )
    after = heading.line if heading else 0
    return (_line(row, at, columns) for row in chain(top, rows) if row.line > after)


def _line(row: Row, at: Mapping[str, int], columns: Columns) -> Line:
    cells = {column: row.cell(place) for column, place in at.items()}
    texts = {column: cells[column].text if column in cells else "" for column in columns}
    return Line(row.line, texts, {column: cell.problem for column, cell in cells.items() if cell.problem})
