"""A table with columns one can sort by. Sorting is a link: it stays in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Order(StrEnum):
    NONE = "none"
    UP = "ascending"
    DOWN = "descending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`href` sorts by it. `number` sets it right. `narrow` columns stay as wide as their words."""

    text: str
    href: str = ""
    order: Order = Order.NONE
    number: bool = False
    narrow: bool = False
    hidden: bool = False
    """The heading is for screen readers only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Body: the rows, `<tr>` with `<td>`; a cell of a number column has class `num`. `caption` is the
    table's name.

    On a phone each row becomes a card when `cards` is set; then each `<td>` has its column's text as `data-
    label`.
    """

    caption: str
    columns: Sequence[Column]
    cards: bool = False
    show_caption: bool = False
