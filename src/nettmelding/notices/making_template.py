"""The spreadsheet to fill in: a column for each thing that can be said of a metering point, with its choices in lists."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core.db import forbid_in_transaction
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.making import BORN, ENTRANCE, FLOOR, MOST, NAME, NUMBER, UNIT, WHAT, Column

_AS_TEXT = frozenset({ENTRANCE, UNIT, FLOOR, NUMBER})
_EXAMPLE = {
    ENTRANCE: "5A", UNIT: "H0101", FLOOR: "1", WHAT: "Leilighet", NAME: "Kari Nordmann", BORN: "12.03.1985",
    "protection.mv_new_a": "32", "protection.ov_new_a": "32", "when.wanted_date": "12.01.2027",
}  # fmt: skip
_NARROW, _WIDE = 14, 28


def workbook(columns: Sequence[Column]) -> bytes:
    """An XLSX with the list to fill in, an example in a sheet of its own that is never read, and the choices.

    What is a number to people and not to a spreadsheet (meters, flats) is kept as text, zeros in front and all.
    """
    forbid_in_transaction("file")
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("Anlegg")
    example, choices = book.create_sheet(_("Eksempel")), book.create_sheet(_("Valg"))
    choices.sheet_state = "hidden"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        for one in (sheet, example):
            _head(one, letter, column)
        cell = example.cell(2, place, _EXAMPLE.get(column.path, column.choices[0].label if column.choices else None))
        cell.number_format = "@"
        if _is_text(column):
            for line in range(2, MOST + 2):
                sheet.cell(line, place).number_format = "@"
        if column.field is not None and column.field.kind is Kind.CHOICE:
            _offer(sheet, choices, letter, column)
    for one in (sheet, example):
        one.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Any, letter: str, column: Column) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    unit = f" ({column.field.unit})" if column.field and column.field.unit else ""
    cell = sheet[f"{letter}1"]
    cell.value = column.label + unit
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E6EEF0")
    sheet.column_dimensions[letter].width = _WIDE if len(column.label) > _NARROW else _NARROW + 2
    if column.field and column.field.help:
        cell.comment = Comment(column.field.help, "nettmelding")


def _offer(sheet: Any, choices: Any, letter: str, column: Column) -> None:
    """The choices as a list to pick from; another text is allowed, and is told of when the file is read."""
    from openpyxl.worksheet.datavalidation import DataValidation

    labels = [choice.label for choice in column.choices]
    for line, label in enumerate(labels, start=1):
        choices[f"{letter}{line}"] = label
    listed = f"'{choices.title}'!${letter}$1:${letter}${len(labels)}"
    rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{MOST + 1}")
    sheet.add_data_validation(rule)


def _is_text(column: Column) -> bool:
    return column.path in _AS_TEXT or (column.field is not None and column.field.kind in {Kind.METER, Kind.TEXT})
