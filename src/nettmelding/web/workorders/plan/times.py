"""*Tilby tider*: what the customer may choose from, suggested from the fitter's free time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nettmelding.core import clock
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.core.ids import read_uuid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.web.components import Fault, Field, FieldKind, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders import rows
from nettmelding.web.workorders.plan.cards import hours
from nettmelding.workorders import able, board, contacts, performers, queries, times
from nettmelding.workorders.given import Slot
from nettmelding.workorders.lifecycle import Action, offered
from nettmelding.workorders.models import WorkOrder

DAYS = 7
USUAL = 3
"""How many are ticked to begin with."""
FITTER, DAY, SLOT = "montor", "dag", "tid"


@require_http_methods(["GET", "POST"])
@acting
def offer(request: ActingRequest, order_id: UUID) -> HttpResponse:
    """`?montor=&dag=`; a post offers `tid` (several). Errors: NotFound for who does not plan the order."""
    board.firm_of(request.actor)
    order = queries.get(request.actor, order_id)
    if order.performer_id != request.actor.organisation:
        raise NotFound
    problem: AppError | None = None
    if request.method == "POST":
        try:
            slots = _read(request.POST)
            times.offer(request.actor, order.id, slots, assignee_id=read_uuid(request.POST.get(FITTER, "")))
        except AppError as error:
            if error.status == 404:
                raise
            problem = error
        else:
            count = len(slots)
            toast(
                request,
                ngettext("Kunden er tilbudt én tid.", "Kunden er tilbudt %(count)s tider.", count) % {"count": count},
            )
            return HttpResponseRedirect(reverse("workorders:order", args=[order.id]))
    return _page(request, order, problem)


def _page(request: ActingRequest, order: WorkOrder, problem: AppError | None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    fitter_id = read_uuid(asked.get(FITTER, "")) or order.assignee_id
    first = max(_day(asked) or _first_day(order), clock.today())
    free = board.free_times(request.actor, order, fitter_id, first, DAYS)
    ticked = set(asked.getlist(SLOT)) if request.method == "POST" else {_value(one) for one in _spread(free)}
    who = contacts.customer(order)
    context = {
        "order": order,
        "title": queries.title(order),
        "kind": rows.kind_name(order),
        "customer": who.name if who else "",
        "days": _days(free, ticked),
        "may": Action.OFFER_TIMES in offered(order.state, request.actor, order.sides),
        "fields": _fields(request, order, fitter_id, first),
        "faults": _faults(problem),
        "fitter": fitter_id or "",
        "first": first.isoformat(),
        "next": f"?{urlencode({FITTER: fitter_id or '', DAY: (first + timedelta(days=DAYS)).isoformat()})}",
        "back": reverse("workorders:order", args=[order.id]),
        "most": times.MOST_SLOTS,
    }
    return page(request, "workplan/times.html", context, status=problem.status if problem else 200)


def _days(free: Sequence[Slot], ticked: set[str]) -> list[dict[str, object]]:
    return [
        {
            "name": date_format(day, "l j. F"),
            "slots": [
                {"value": _value(one), "text": hours(one.since, one.until), "ticked": _value(one) in ticked}
                for one in slots
            ],
        }
        for day, slots in groupby(free, key=lambda one: clock.oslo(one.since).date())
    ]


def _spread(free: Sequence[Slot]) -> list[Slot]:
    """A few on different days, as far as there are any."""
    by_day = [next(slots) for _day, slots in groupby(free, key=lambda one: clock.oslo(one.since).date())]
    return (by_day or list(free))[:USUAL]


def _fields(request: ActingRequest, order: WorkOrder, fitter_id: UUID | None, first: date) -> list[Field]:
    people = performers.fitters(board.firm_of(request.actor))
    asked = able.asked_by(order)
    refused = able.why_not(order.performer_id, [one.id for one in people], [asked] if asked else [], first)
    why = refused.get(asked, {}) if asked else {}
    options = [
        Option(
            value=str(one.id), text=f"{one.name} ({why[one.id]})" if one.id in why else one.name, disabled=one.id in why
        )
        for one in people
    ]
    return [
        Field(name=FITTER, label=_("Montør"), kind=FieldKind.SELECT, options=options, value=str(fitter_id or ""), width=3,
              placeholder=_("Hvem som helst")),
        Field(name=DAY, label=_("Fra og med"), kind=FieldKind.DATE, value=f"{first:%d.%m.%Y}", width=3),
    ]  # fmt: skip


def _read(sent: QueryDict) -> list[Slot]:
    try:
        found = [_slot(text) for text in sent.getlist(SLOT)]
    except ValueError:
        found = []
    if not found:
        sentence = _("Velg minst én tid fram i tid.")
        raise Invalid("slots", sentence, fields={"slots": sentence})
    return found


def _value(slot: Slot) -> str:
    return f"{slot.since.isoformat()}/{slot.until.isoformat()}"


def _slot(text: str) -> Slot:
    since, _slash, until = text.partition("/")
    found = Slot(datetime.fromisoformat(since), datetime.fromisoformat(until))
    if found.since.tzinfo is None or found.until.tzinfo is None:
        raise ValueError(text)
    return found


def _first_day(order: WorkOrder) -> date:
    """When it is wanted, if that is before it should be done; else tomorrow."""
    wanted, due = order.wanted_from, order.deadline
    is_asked = wanted is not None and (due is None or wanted <= due)
    return clock.oslo(wanted).date() if wanted and is_asked else clock.today() + timedelta(days=1)


def _day(asked: QueryDict) -> date | None:
    return read_date(asked.get(DAY, ""), clock.today())


def _faults(problem: AppError | None) -> list[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]
