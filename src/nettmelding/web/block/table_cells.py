"""From the rooms' rows and answers to the cells of the page's table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.children_table import CUSTOMER, CellView, Column, RowView, Table
from nettmelding.notices.making import ENTRANCE, UNIT
from nettmelding.notices.status import INFO
from nettmelding.web import words
from nettmelding.web.components import GridCell, GridColumn, GridRow

_KINDS: Mapping[Kind, str] = {
    Kind.LONGTEXT: "longtext",
    Kind.INTEGER: "number",
    Kind.DECIMAL: "number",
    Kind.CHOICE: "choice",
    Kind.DATE: "date",
    Kind.MULTI: "multi",
    Kind.BOOL: "choice",
}
"""How a kind of answer is typed in a cell; the others as text."""
_FOUND_ELSEWHERE = frozenset({CUSTOMER})
"""What is shown here and found on the metering point's own page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Who looks at the rows, and which are ticked already: those in a status, or with None all of them."""

    actor: Actor
    may_write: bool
    ticked: str | None = ""


def columns_of(table: Table) -> list[GridColumn]:
    """The columns, each with what the metering points inherit in it; what tells them apart stands first."""
    first = {path: at for at, path in enumerate((UNIT, ENTRANCE))}
    ordered = sorted(table.columns, key=lambda column: first.get(column.path, len(first)))
    return [_column(column, table) for column in ordered]


def row_of(row: RowView, shown: Shown) -> GridRow:
    """A row with its cells; it leads to the metering point's own form, or to its case where nothing can be changed."""
    editable = row.editable and shown.may_write
    return GridRow(
        id=str(row.id),
        title=str(row.position),
        href=reverse("form:edit" if editable else "case:case", args=[row.id]),
        cells=_Cells(row.cells),
        state=row.status.value,
        turn=words.turn_of(shown.actor, row.status),
        word=str(INFO[row.status].name),
        editable=editable,
        ticked=shown.ticked is None or shown.ticked == row.status.value,
    )


class _Cells(dict[str, GridCell]):
    """Cells by path; what the metering point is not asked is locked."""

    def __init__(self, cells: Mapping[str, CellView]) -> None:
        super().__init__({path: _cell(path, cell) for path, cell in cells.items()})

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(path) or GridCell(locked=True)


def _cell(path: str, cell: CellView) -> GridCell:
    return GridCell(value=kept(cell.value), text=_plain(path, cell.text), inherited=cell.inherited, error=cell.error)


def kept(value: Any) -> str:
    """A kept answer as text that is read back as the same answer."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(path: str, text: str) -> str:
    """Without the unit, which stands in the heading."""
    field = catalogue().fields.get(path)
    return text.removesuffix(f" {field.unit}") if field and field.unit else text


def _column(column: Column, table: Table) -> GridColumn:
    inherited = _inherited(column.path, table)
    return GridColumn(
        path=column.path,
        label=column.label,
        kind=_KINDS.get(column.kind, "text"),
        unit=column.unit,
        choices=_choices(column),
        required=column.required,
        readonly=column.path in _FOUND_ELSEWHERE,
        mothers=inherited.value,
        mothers_text=inherited.text,
    )


def _choices(column: Column) -> Sequence[tuple[str, str]]:
    return (("true", _("Ja")), ("false", _("Nei"))) if column.kind is Kind.BOOL else column.choices


def _inherited(path: str, table: Table) -> GridCell:
    """What stands on the mother: as one of the rows inherits it, else as she was answered."""
    for row in table.rows:
        cell = row.cells.get(path)
        if cell is not None and cell.inherited:
            return _cell(path, cell)
    field, value = catalogue().fields.get(path), table.mother.values().get(path)
    return _cell(path, CellView(value, text_of(field, value))) if field and value is not None else GridCell()
