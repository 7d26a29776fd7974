"""Lists as workbooks: one sheet with bold headings, where what somebody typed is text and never a formula."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import FileResponse

from nettmelding.core import clock

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | datetime | None
_IN_MEMORY_BYTES = 2 * 1024 * 1024


def answer(
    name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int] = ()
) -> FileResponse:
    """A download called `name-<today>.xlsx`. Moments are told on Oslo's wall clock; `widths` in characters."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 (the answer closes it)
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{clock.today():%Y-%m-%d}.xlsx", content_type=TYPE)


def _cell(sheet: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, clock.oslo(value).replace(tzinfo=None, microsecond=0))
        cell.number_format = "dd.mm.yyyy hh:mm"
        return cell
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    return _text(sheet, value or "")


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """Text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
