"""The list as a workbook."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import labels, queries
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO
from nettmelding.web.lists import filters
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.rows import families_of

MOST_ROWS = 10_000
CHUNK = 500
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY_BYTES = 2 * 1024 * 1024


@require_GET
@acting
def workbook(request: ActingRequest) -> HttpResponseBase:
    """`/meldinger.xlsx` with the list's own filter, at most 10,000 rows, newest change first."""
    actor, wish = request.actor, filters.read(request.GET)
    order = queries.ORDERS[wish.order]
    rows = queries.matching(actor, wish.filter(contractor=actor.is_contractor)).order_by(order, "-pk")
    file = _written(actor, queries.as_lines(rows)[:MOST_ROWS].iterator(chunk_size=CHUNK))
    name = f"meldinger-{clock.today():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPE)


def _written(actor: Actor, notices: Iterator[Notice]) -> Any:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Meldinger"))
    headings = [
        _("Nummer"), _("Status"), _("Arbeid"), _("Adresse"), _("Kunde"), _("Målernummer"),
        _("Nettselskap") if actor.is_contractor else _("Installatør"), _("Vår referanse"), _("Ansvarlig"),
        _("Saksbehandler"), _("Ønskes utført"), _("Sendt"), _("Godkjent"), _("Svar ventes"), _("Sist endret"),
        _("Måleranlegg"),
    ]  # fmt: skip
    for at, width in enumerate((15, 20, 36, 34, 28, 20, 26, 18, 22, 22, 14, 12, 12, 12, 17, 26)):
        sheet.column_dimensions["ABCDEFGHIJKLMNOP"[at]].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading in headings])
    while some := list(islice(notices, CHUNK)):
        families = families_of(actor, some)
        for notice in some:
            values = [*_values(actor, notice), families.get(notice.id, "")]
            sheet.append([_cell(sheet, value) for value in values])
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 (the answer closes it)
    book.save(file)
    file.seek(0)
    return file


def _values(actor: Actor, notice: Notice) -> list[str | datetime | None]:
    other = notice.grid_company if actor.is_contractor else notice.contractor
    return [
        notice.number or "",
        str(INFO[notice.state].name),
        labels.type_names(notice.types),
        labels.address(notice),
        notice.customer_name,
        notice.meter_number,
        other.name if other else "",
        notice.own_reference,
        notice.responsible.name if notice.responsible else "",
        notice.handler.name if notice.handler else "",
        f"{notice.wanted_date:%d.%m.%Y}" if notice.wanted_date else "",
        _moment(notice.sent_at),
        _moment(notice.approved_at),
        _moment(notice.answer_due),
        _moment(notice.changed_at),
    ]


def _moment(moment: datetime | None) -> datetime | None:
    """On Oslo's wall clock; a workbook knows no zones."""
    return clock.oslo(moment).replace(tzinfo=None, microsecond=0) if moment else None


def _cell(sheet: Any, value: str | datetime | None) -> Any:
    if not isinstance(value, datetime):
        return _text(sheet, value or "")
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "dd.mm.yyyy hh:mm"
    return cell


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """Always text: what somebody typed never becomes a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
