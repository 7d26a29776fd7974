"""What is to be typed into the customer system, as a workbook."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.installations import outgoing
from nettmelding.web import workbooks
from nettmelding.web.admin.customer_system_words import facts, task_line
from nettmelding.web.admin.sections import section
from nettmelding.web.pages import ActingRequest


@require_GET
@section("admin:customer-system")
def workbook(request: ActingRequest) -> HttpResponseBase:
    """All that is not settled, a line each, the oldest first."""
    lines = [(task, task_line(task), dict(facts(task.content))) for task in outgoing.to_type_in(request.actor)]
    terms = list(dict.fromkeys(term for _task, _line, told in lines for term in told))
    fixed = [_("Melding"), _("Hva"), _("Målepunkt-ID"), _("Sted"), _("Siden")]
    rows = [
        [
            line.number,
            line.title,
            task.metering_point.metering_point_id if task.metering_point else "",
            line.place,
            line.since,
            *(told.get(term, "") for term in terms),
        ]
        for task, line, told in lines
    ]
    return workbooks.answer("kundesystem", _("Kundesystem"), [*fixed, *terms], rows)
