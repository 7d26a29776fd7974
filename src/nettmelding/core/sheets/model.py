"""What a spreadsheet is here: rows of cells as people see them, each with its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_ROWS = 200_000
MOST_COLUMNS = 256
LONGEST_CELL = 32_767
"""Characters; more than this no spreadsheet holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as text. `problem` says in plain words why it cannot be trusted."""

    text: str
    address: str
    """Such as `B7`."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank, from the first column on; `line` as the spreadsheet counts, from 1."""

    line: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    """Hidden or filtered away in the spreadsheet; it is read all the same."""

    def cell(self, column: int) -> Cell:
        """The cell in a column, from 0; an empty one beyond the last."""
        return self.cells[column] if column < len(self.cells) else Cell("", address(self.line, column))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its rows are read when they are asked for, and may refuse then. Errors of `rows`: Invalid."""

    name: str
    rows: Callable[[], Iterator[Row]]


def address(line: int, column: int) -> str:
    """`B7` for line 7 and column 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"
