"""The page of a work order, with what is said of it on the spot: the gate, the meter that is kept, what is left over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError
from nettmelding.declarations import queries as declarations
from nettmelding.notices import timeline
from nettmelding.notices.timeline import Entry
from nettmelding.web import words
from nettmelding.web.case.moments import moments
from nettmelding.web.components import Fault, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders import head, rows, told
from nettmelding.web.workorders.head import Order
from nettmelding.web.workorders.verdict import presses, verdict
from nettmelding.workorders import gate, operations, stock
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.status import ENDED, Status

RECENT = 12


@require_GET
@acting
def order(request: ActingRequest, order_id: UUID) -> HttpResponse:
    """Everything about one. Errors: NotFound."""
    return show(request, head.open_order(request.actor, order_id))


@require_POST
@acting
def say(request: ActingRequest, order_id: UUID) -> HttpResponse:
    """The grid company ticks what is in place before voltage, or takes the tick away. Errors: NotFound, NotAllowed."""
    how = request.POST.get("how") or None
    return _done(
        request, order_id, _("Lagret."), lambda: gate.say(request.actor, order_id, request.POST.get("what", ""), how)
    )


@require_POST
@acting
def reserve(request: ActingRequest, order_id: UUID) -> HttpResponse:
    """Keep a meter of the stock for the order, or let it go. Errors: NotFound, NotAllowed."""
    number = request.POST.get("number", "")
    text = _("Måleren er holdt av.") if number.strip() else _("Måleren er frigitt.")
    return _done(request, order_id, text, lambda: stock.reserve(request.actor, order_id, number))


@require_POST
@acting
def settle(request: ActingRequest, order_id: UUID) -> HttpResponse:
    """What is left over is taken in, or put away. Errors: NotFound, NotAllowed."""
    take_in = request.POST.get("what") == "take_in"
    text = _("Tatt inn i ordren.") if take_in else _("Lagt bort. Det står i forløpet hos oss.")
    return _done(request, order_id, text, lambda: operations.settle(request.actor, order_id, take_in=take_in))


def _done(request: ActingRequest, order_id: UUID, text: str, do: Any) -> HttpResponse:
    """Do it and come back; a refusal is shown on the page."""
    try:
        do()
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return show(request, head.open_order(request.actor, order_id), problem)
    toast(request, text)
    return HttpResponseRedirect(reverse("workorders:order", args=[order_id]))


def show(request: ActingRequest, found: Order, problem: AppError | None = None) -> HttpResponse:
    """The whole page, with what was refused on top."""
    actor, row = request.actor, found.row
    main, more = presses(found)
    happened = moments(actor, gathered(timeline.entries(actor, row.id)))
    context = {
        **head.context(found),
        "verdict": verdict(found),
        "notice_href": reverse("workorders:of-notice", args=[row.notice_id]) if found.sees_notice else "",
        "declaration": declarations.of_order(actor, row),
        "deeds": main,
        "more": more,
        "faults": _faults(problem),
        "facts": told.facts(found),
        "people": told.people(found),
        "groups": told.groups(found),
        "photos": told.loose_photos(found),
        "conflicts": told.conflicts(found),
        "left_over": told.left(found),
        "deviations": [rows.deviation_row(actor, one) for one in found.deviations],
        "report": told.report(found),
        "gate": _gate(found),
        "meters": _meters(found),
        "moments": happened[:RECENT],
        "earlier_moments": happened[RECENT:],
    }
    return page(request, "workorders/order.html", context, status=problem.status if problem else 200)


def gathered(entries: Sequence[Entry]) -> list[Entry]:
    """Steps that the same person has filled in one after the other are told as one."""
    found: list[Entry] = []
    for entry in entries:
        last = found[-1] if found else None
        if last is not None and entry.action == last.action == "answered" and entry.actor_name == last.actor_name:
            steps = dict.fromkeys([*(last.detail.get("steps") or ()), *(entry.detail.get("steps") or ())])
            found[-1] = replace(entry, detail={**entry.detail, "steps": list(steps)})
        else:
            found.append(entry)
    return found


def _faults(problem: AppError | None) -> list[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]


def _gate(found: Order) -> dict[str, Any] | None:
    """Whether it may get voltage and why not; the buttons for the grid company's people."""
    if not found.gate:
        return None
    actor, row = found.actor, found.row
    own = row.grid_company_id == actor.organisation_id and actor.may(Right.HANDLE) and row.state not in ENDED
    told_of = {check.lacking for check in found.gate}
    return {
        "may": not found.why_not_energise,
        "checks": [
            {
                "what": check.what,
                "ok": check.ok,
                "text": check.name if check.ok else check.lacking,
                "by": _("%(who)s, %(when)s") % {"who": check.by, "when": words.at(check.at)} if check.at else "",
                "ticks": own and check.what in gate.What.values,
                "fallback": check.what == gate.What.CONTRACT,
            }
            for check in found.gate
        ],
        "others": [one for one in found.why_not_energise if one not in told_of],
    }


def _meters(found: Order) -> dict[str, Any] | None:
    """What meter is kept for it, and which could be, for those who plan."""
    actor, row = found.actor, found.row
    sides = {row.performer_id, row.grid_company_id}
    hangs = catalogue().kinds[row.kind].hangs
    if (
        not hangs
        or row.state in ENDED | {Status.REPORTED}
        or not actor.may(Right.PLAN_WORK)
        or actor.organisation_id not in sides
    ):
        return None
    reserved = row.reserved_meters.first()
    return {
        "number": reserved.number if reserved else "",
        "options": [
            Option(
                value=one.number,
                text=" · ".join(
                    filter(None, [one.number, str(stock.PLACE_NAMES[one.place]), one.holder.name if one.holder else ""])
                ),
            )
            for one in stock.fitting(row)
        ],
    }
