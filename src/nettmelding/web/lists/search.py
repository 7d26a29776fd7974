"""One search field for everything: a number leads straight to its case."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.core.actor import Actor
from nettmelding.notices import former, labels, queries, requests
from nettmelding.notices.models import Notice, Request
from nettmelding.notices.status import INFO
from nettmelding.web import rows
from nettmelding.web.components import NAMES, Hit, Options, core
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.workorders.rows import order_row
from nettmelding.workorders import queries as work_orders
from nettmelding.workorders.models import WorkOrder

MOST_HITS, MOST_HINTS = 50, 8
_NUMBER = re.compile(r"(F?)(\d{4})-?(\d{1,6})(-\d{2})?", re.IGNORECASE)
_ORDER_NUMBER = re.compile(r"A(K?)-?\d{4}-\d{6}(-\d{1,3})*", re.IGNORECASE)


@require_GET
@acting
def results(request: ActingRequest) -> HttpResponse:
    """`/sok?q=…`: a page, or the list below the search field while one types."""
    actor, query = request.actor, request.GET.get("q", "").strip()[:100]
    if request.headers.get("HX-Request"):
        return _hints(request, actor, query)
    direct = _by_number(actor, query)
    if direct is not None:
        return HttpResponseRedirect(direct)
    notices, asked = _found(actor, query, MOST_HITS) if query else ([], [])
    families = rows.families_of(actor, notices)
    found = [rows.notice_row(actor, one, families=families) for one in notices] + [
        rows.request_row(actor, one) for one in asked
    ]
    found += [order_row(actor, one) for one in _orders(actor, query, MOST_HITS)]
    found += [rows.former_row(one) for one in former.matching(actor, query)[:MOST_HITS]]
    if len(found) == 1:
        return HttpResponseRedirect(found[0].href)
    context = {"query": query, "rows": found, "more": len(notices) == MOST_HITS}
    return page(request, "lists/search.html", context)


def _found(actor: Actor, query: str, most: int) -> tuple[list[Notice], list[Request]]:
    notices = queries.as_lines(queries.matching(actor, queries.Filter(query=query)))
    return list(notices.order_by("-changed_at")[:most]), list(requests.matching(actor, query)[:most])


def _orders(actor: Actor, query: str, most: int) -> list[WorkOrder]:
    if not query or most <= 0 or not work_orders.may_see(actor):
        return []
    found = work_orders.with_all(work_orders.matching(actor, work_orders.Filter(query=query)))
    return list(found.order_by("-changed_at")[:most])


def _by_number(actor: Actor, query: str) -> str | None:
    """The address of the case with exactly this number, written with or without its hyphen and zeros."""
    if _ORDER_NUMBER.fullmatch(query):
        order = work_orders.with_all(work_orders.visible_to(actor)).filter(number=query.upper()).first()
        return order_row(actor, order).href if order else None
    match = _NUMBER.fullmatch(query)
    if match is None:
        return None
    letter, year, series, child = match.groups()
    number = f"{letter.upper()}{year}-{int(series):06d}{child or ''}"
    if letter:
        request = requests.visible_to(actor).filter(number=number).first()
        return rows.request_row(actor, request).href if request else None
    notice = queries.visible_to(actor).filter(number=number).first()
    return rows.href_of(actor, notice) if notice else None


def _hints(request: HttpRequest, actor: Actor, query: str) -> HttpResponse:
    notices, asked = _found(actor, query, MOST_HINTS) if query else ([], [])
    families = rows.families_of(actor, notices)
    hits = [_notice_hit(actor, one, families.get(one.id, "")) for one in notices]
    for one in asked[: MOST_HINTS - len(hits)]:
        row = rows.request_row(actor, one)
        hits.append(Hit(value="", text=row.title, detail=f"{row.number} · {row.detail} · {row.word}", href=row.href))
    for order in _orders(actor, query, MOST_HINTS - len(hits)):
        row = order_row(actor, order)
        hits.append(Hit(value="", text=row.title, detail=f"{row.number} · {row.detail} · {row.word}", href=row.href))
    for past in former.matching(actor, query)[: MOST_HINTS - len(hits)]:
        row = rows.former_row(past)
        hits.append(Hit(value="", text=row.title, detail=f"{row.number} · {row.detail} · {row.word}", href=row.href))
    more = _("Trykk Enter for alle treff") if len(notices) == MOST_HINTS else ""
    return HttpResponse(core.render(NAMES[Options], Options(items=hits, more=more, empty=_("Ingen treff"))))


def _notice_hit(actor: Actor, notice: Notice, of_family: str) -> Hit:
    what, status = labels.type_names(notice.types), str(INFO[notice.state].name)
    parts = (notice.number or _("Kladd"), of_family, what, notice.customer_name, status)
    return Hit(
        value="",
        text=notice.address or _("Uten adresse ennå"),
        detail=" · ".join(filter(None, parts)),
        href=rows.href_of(actor, notice),
    )
