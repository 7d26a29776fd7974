"""The customer's page about a time: chosen on a phone, seen again, given up with words. Opened by whoever holds the link."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core import clock
from nettmelding.core.errors import AppError, NotFound
from nettmelding.registers.contacts import show_phone
from nettmelding.web import words
from nettmelding.web.components import Fault, faults
from nettmelding.web.pages import page
from nettmelding.web.workorders.plan.cards import hours
from nettmelding.workorders import behind_link, queries, times
from nettmelding.workorders.behind_link import Behind
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.given import Slot

PICK, GIVE_UP = "velg", "passer-ikke"


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """`do=velg` with `slot` and perhaps `terms`, or `do=passer-ikke` with `text`. It says who, what, where and when."""
    try:
        found = behind_link.behind(token)
        if request.method != "POST":
            return _page(request, found)
        _do(request, token)
    except NotFound:
        return _closed(request, token)
    except AppError as problem:
        return _page(request, behind_link.behind(token), problem)
    return _without_traces(HttpResponseRedirect(request.path))


def _do(request: HttpRequest, token: str) -> None:
    if request.POST.get("do") == GIVE_UP:
        times.decline(token, request.POST.get("text", ""))
    else:
        which = request.POST.get("slot", "")
        times.pick(token, int(which) if which.isdigit() and len(which) < 4 else -1, terms="terms" in request.POST)


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """A link that has never been, or that closed between looking and answering."""
    try:
        return _page(request, behind_link.behind(token))
    except NotFound:
        return _without_traces(page(request, "workplan/customer.html", {"shows": "unknown"}, status=404))


def _page(request: HttpRequest, found: Behind, problem: AppError | None = None) -> HttpResponse:
    order = found.order
    firm = order.performer
    context = {
        "shows": found.shows.value,
        "found": found,
        "firm": firm.name,
        "phone": firm.phone,
        "phone_text": show_phone(firm.phone) if firm.phone else "",
        "grid": order.grid_company.name,
        "what": catalogue().kinds[order.kind].does,
        "where": queries.title(order),
        "slots": [(place, _said(slot)) for place, slot in found.slots],
        "agreed": _said(found.agreed) if found.agreed else "",
        "until": words.whole_day(found.offer.expires_at),
        "typed": request.POST.get("text", ""),
        "terms": "terms" in request.POST,
        "asks_words": request.POST.get("do") == GIVE_UP,
        "errors": problem.fields if problem else {},
        "faults": _faults(problem),
    }
    return _without_traces(page(request, "workplan/customer.html", context, status=problem.status if problem else 200))


def _without_traces(reply: HttpResponse) -> HttpResponse:
    """The address is a secret: it goes to nobody else, and no machine looks it up."""
    reply.headers["Referrer-Policy"] = "same-origin"
    reply.headers["X-Robots-Tag"] = "noindex"
    reply.headers["Cache-Control"] = "private, no-store"
    return reply


def _said(slot: Slot) -> str:
    """`mandag 30. november kl. 08.00–08.45`."""
    day = date_format(clock.oslo(slot.since).date(), "l j. F")
    return _("%(day)s kl. %(time)s") % {"day": day, "time": hours(slot.since, slot.until)}


def _faults(problem: AppError | None) -> list[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]
