"""The list as a workbook."""

from collections.abc import Iterator
from itertools import islice

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.core.actor import Actor
from nettmelding.notices import labels, queries
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO
from nettmelding.web import workbooks
from nettmelding.web.lists import filters
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.rows import families_of
from nettmelding.web.workbooks import Value

MOST_ROWS = 10_000
CHUNK = 500
_WIDTHS = (15, 20, 36, 34, 28, 20, 26, 18, 22, 22, 14, 12, 12, 12, 17, 26)


@require_GET
@acting
def workbook(request: ActingRequest) -> HttpResponseBase:
    """`/meldinger.xlsx` with the list's own filter, at most 10,000 rows, newest change first."""
    actor, wish = request.actor, filters.read(request.GET)
    order = queries.ORDERS[wish.order]
    rows = queries.matching(actor, wish.filter(contractor=actor.is_contractor)).order_by(order, "-pk")
    notices = queries.as_lines(rows)[:MOST_ROWS].iterator(chunk_size=CHUNK)
    return workbooks.answer("meldinger", _("Meldinger"), _headings(actor), _rows(actor, notices), _WIDTHS)


def _headings(actor: Actor) -> list[str]:
    return [
        _("Nummer"), _("Status"), _("Arbeid"), _("Adresse"), _("Kunde"), _("Målernummer"),
        _("Nettselskap") if actor.is_contractor else _("Installatør"), _("Vår referanse"), _("Ansvarlig"),
        _("Saksbehandler"), _("Ønskes utført"), _("Sendt"), _("Godkjent"), _("Svar ventes"), _("Sist endret"),
        _("Måleranlegg"),
    ]  # fmt: skip


def _rows(actor: Actor, notices: Iterator[Notice]) -> Iterator[list[Value]]:
    while some := list(islice(notices, CHUNK)):
        families = families_of(actor, some)
        for notice in some:
            yield [*_values(actor, notice), families.get(notice.id, "")]


def _values(actor: Actor, notice: Notice) -> list[Value]:
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
        notice.sent_at,
        notice.approved_at,
        notice.answer_due,
        notice.changed_at,
    ]
