"""A fitter's day in a better order: shown beside the one that stands, used in one press, taken back in one."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core import clock
from nettmelding.core.errors import AppError
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.catalogue.notes import number_text
from nettmelding.web import words
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders import rows
from nettmelding.web.workorders.plan import seen
from nettmelding.web.workorders.plan.cards import hours
from nettmelding.web.workorders.plan.seen import Layout, Seen
from nettmelding.workorders import driving, queries
from nettmelding.workorders.driving import Route


@require_http_methods(["GET", "POST"])
@acting
def route(request: ActingRequest, user_id: UUID) -> HttpResponse:
    """`?dag=`; a post uses the suggestion. Errors: NotFound for another firm's fitter."""
    day = _day(request)
    problem = ""
    if request.method == "POST":
        try:
            token = driving.use(request.actor, user_id, day)
        except AppError as error:
            if error.status == 404:
                raise
            problem = error.message
        else:
            undo = f"{reverse('workplan:undo-route')}?{urlencode({'t': token, seen.DAY: day.isoformat()})}"
            toast(request, _("Forslaget er brukt."), undo=undo)
            return HttpResponseRedirect(Seen(Layout.DAY, day).href())
    found = driving.route(request.actor, user_id, day)
    context = {
        "route": found,
        "day": words.day(day),
        "back": Seen(Layout.DAY, day).href(),
        "lists": _lists(found),
        "saved": _km(found.km_now - found.km_suggested),
        "problem": problem,
    }
    return page(request, "workplan/route.html", context, status=409 if problem else 200)


@require_POST
@acting
def undo(request: ActingRequest) -> HttpResponse:
    """`?t=` from the toast. Errors: NotFound, Invalid, Conflict."""
    count = driving.undo(request.actor, request.GET.get("t", ""))
    toast(request, ngettext("Ordren er tilbake.", "%(count)s ordrer er tilbake.", count) % {"count": count})
    return HttpResponseRedirect(Seen(Layout.DAY, _day(request)).href())


def _lists(found: Route) -> list[dict[str, object]]:
    """The day as it is, and as it could be."""
    now = [(one, hours(one.planned_from, one.planned_until)) for one in found.now]
    then = [(one, hours(slot.since, slot.until)) for one, slot in zip(found.suggested, found.slots, strict=True)]
    return [
        {
            "title": title,
            "km": _km(km),
            "rows": [
                {
                    "number": one.number, "title": queries.title(one), "kind": rows.kind_name(one), "time": time,
                    "held": one.id in found.held, "moved": time != hours(one.planned_from, one.planned_until),
                }
                for one, time in listed
            ],
        }
        for title, km, listed in ((_("Slik det er nå"), found.km_now, now), (_("Forslag"), found.km_suggested, then))
    ]  # fmt: skip


def _km(length: float) -> str:
    return _("%(km)s km") % {"km": number_text(round(length, 1))}


def _day(request: ActingRequest) -> date:
    return read_date(request.GET.get(seen.DAY, ""), clock.today()) or clock.today()
