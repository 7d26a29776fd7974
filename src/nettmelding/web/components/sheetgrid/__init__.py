"""A table that is filled in like a spreadsheet: a row each, keys, ranges, paste, undo, and saving cell by cell.

Without script it is a table of what stands, where each row leads to its own form.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nettmelding.web.components.sheetgrid.words import words
from nettmelding.web.components.tones import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """`kind` is how it is typed: text, longtext, number, date, choice or multi. `choices` are code and label.

    `mothers` is the value that rows without one of their own inherit, as it is kept, and `mothers_text` as read.
    """

    path: str
    label: str
    kind: str = "text"
    unit: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False
    readonly: bool = False
    mothers: str = ""
    mothers_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """`value` as it is kept (codes of a multi with commas between), `text` as read."""

    value: str = ""
    text: str = ""
    inherited: bool = False
    error: str = ""
    locked: bool = False
    """Not to be filled in for this row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """`state` is what ticking by state asks for; `word` its words. `href` is the row's own form."""

    id: str
    title: str
    href: str
    cells: Mapping[str, GridCell]
    state: str = ""
    turn: Turn = Turn.IDLE
    word: str = ""
    editable: bool = True
    ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class SheetGrid:
    """`save_href` takes `changes` and answers rows as `answer` makes them. Slot `actions`: buttons for ticked rows, which
    post `tick_name` for each to `action`, or to a `formaction` of their own; the form's id is `id` + `-form`.
    `tick_href` + a state ticks rows without script. `date_attrs` goes to fields of dates.
    """

    id: str
    caption: str
    columns: Sequence[GridColumn]
    rows: Sequence[GridRow]
    save_href: str = ""
    action: str = ""
    tick_href: str = "?merk="
    tick_name: str = "id"
    states: bool = False
    date_attrs: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def columns_json(self) -> str:
        return json.dumps(
            [
                {
                    "path": one.path, "label": one.label, "kind": one.kind, "unit": one.unit,
                    "choices": [list(choice) for choice in one.choices], "required": one.required,
                    "readonly": one.readonly, "mothers": one.mothers, "mothersText": one.mothers_text,
                }
                for one in self.columns
            ],
            ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip

    @cached_property
    def words_json(self) -> str:
        return json.dumps(words(), ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def ticked(self) -> int:
        return sum(row.ticked for row in self.rows)

    @cached_property
    def by_state(self) -> Sequence[tuple[str, str, int]]:
        """State, word and how many rows, in the order they are met; none where all rows are in one."""
        counts: dict[tuple[str, str], int] = {}
        for row in self.rows:
            counts[row.state, row.word] = counts.get((row.state, row.word), 0) + 1
        return [(state, word, many) for (state, word), many in counts.items()] if len(counts) > 1 else []

    @cached_property
    def drawn(self) -> Sequence[tuple[GridRow, SafeString]]:
        """Each row with its cells. Made by hand: five thousand cells are too many for a template's loop."""
        says = {"own": _("eget for dette anlegget"), "inherited": _("fra hovedmeldingen")}
        return [(row, mark_safe("".join(self._cells(row, says)))) for row in self.rows]

    def _cells(self, row: GridRow, says: Mapping[str, str]) -> Sequence[str]:
        return [self._cell(row, column, row.cells.get(column.path, _NONE), says) for column in self.columns]

    def _cell(self, row: GridRow, column: GridColumn, cell: GridCell, says: Mapping[str, str]) -> str:
        css, attrs = [f"k-{column.kind}"], ""
        own = bool(cell.value) and not cell.inherited
        if own:
            attrs += f' data-v="{escape(cell.value)}"'
        if cell.inherited:
            css.append("inherited")
            attrs += f' title="{says["inherited"]}"'
        elif own and column.mothers and cell.value != column.mothers:
            css.append("own")
            attrs += f' title="{says["own"]}"'
        if cell.error:
            attrs += f' data-error="{escape(cell.error)}" aria-invalid="true"'
        if column.readonly or cell.locked or not row.editable:
            attrs += ' aria-readonly="true"'
        elif column.required and not cell.text:
            css.append("needed")
        return f'<td class="{" ".join(css)}"{attrs}>{escape(cell.text)}</td>'


_NONE = GridCell()


def answer(rows: Sequence[GridRow], paths: Sequence[str]) -> list[dict[str, object]]:
    """Rows as the script reads them: a cell for each path: own value or None, text, inherited, error, locked."""
    return [
        {
            "id": row.id,
            "title": row.title,
            "cells": [_told(row.cells.get(path, _NONE), row.editable) for path in paths],
        }
        for row in rows
    ]


def _told(cell: GridCell, editable: bool) -> list[str | bool | None]:
    own = None if cell.inherited or not cell.value else cell.value
    return [own, cell.text, cell.inherited, cell.error, cell.locked or not editable]
