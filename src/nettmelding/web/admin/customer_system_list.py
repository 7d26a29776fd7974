"""What is to be typed into the customer system, as a workbook."""

import tempfile
from typing import Any

from django.http import FileResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.core import clock
from nettmelding.installations import outgoing
from nettmelding.web.admin.customer_system_words import facts, task_line
from nettmelding.web.admin.sections import section
from nettmelding.web.pages import ActingRequest

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY_BYTES = 2 * 1024 * 1024


@require_GET
@section("admin:customer-system")
def workbook(request: ActingRequest) -> HttpResponseBase:
    """All that is not settled, a line each, the oldest first."""
    from openpyxl import Workbook

    lines = [(task, task_line(task), dict(facts(task.content))) for task in outgoing.to_type_in(request.actor)]
    terms = list(dict.fromkeys(term for _task, _line, told in lines for term in told))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Kundesystem"))
    sheet.freeze_panes = "A2"
    fixed = [_("Melding"), _("Hva"), _("Målepunkt-ID"), _("Sted"), _("Siden")]
    sheet.append([_text(sheet, heading) for heading in [*fixed, *terms]])
    for task, line, told in lines:
        number = task.metering_point.metering_point_id if task.metering_point else ""
        cells = [line.number, line.title, number, line.place, line.since, *(told.get(term, "") for term in terms)]
        sheet.append([_text(sheet, cell) for cell in cells])
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 (the answer closes it)
    book.save(file)
    file.seek(0)
    name = f"kundesystem-{clock.today():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPE)


def _text(sheet: Any, value: str) -> Any:
    """A cell that holds text, whatever it begins with: never a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
