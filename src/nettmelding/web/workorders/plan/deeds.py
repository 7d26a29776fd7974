"""What the planner does on the board: gives orders to a fitter, several in one press, and takes them off again."""

from datetime import date, time
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nettmelding.core import clock
from nettmelding.core.errors import AppError, Invalid
from nettmelding.core.ids import read_uuid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.web import words
from nettmelding.web.components import Tone
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders.plan import board, seen
from nettmelding.web.workorders.plan.seen import Seen
from nettmelding.workorders import placing
from nettmelding.workorders.board import firm_of
from nettmelding.workorders.placing import Placed, Wish


@require_POST
@acting
def place(request: ActingRequest) -> HttpResponse:
    """`order` (several: id.revision), `fitter`, `day`, `at` (`08:30`, or empty for the first free time).

    Errors: NotFound for who plans nothing, or another's order.
    """
    firm_of(request.actor)
    looked_at = _seen(request.POST)
    try:
        day, at = _day(request.POST), _time(request.POST)
        fitter_id = read_uuid(request.POST.get("fitter", "")) or UUID(int=0)
        placed = placing.place(request.actor, _wishes(request.POST), fitter_id, day, at)
    except AppError as problem:
        if problem.status == 404:
            raise
        return board.show(request, looked_at, request.POST, problem)
    _say(request, placed)
    return HttpResponseRedirect(_back(looked_at, placed))


@require_POST
@acting
def put_back(request: ActingRequest) -> HttpResponse:
    """The orders lose fitter and time. Errors: NotFound."""
    firm_of(request.actor)
    looked_at, done = _seen(request.POST), 0
    try:
        wishes = _wishes(request.POST)
        if not wishes:
            raise Invalid("orders", _("Velg minst én ordre."), fields={"order": _("Velg minst én ordre.")})
        for wish in wishes[: placing.MOST_AT_ONCE]:
            placing.put_back(request.actor, wish)
            done += 1
    except AppError as problem:
        if problem.status == 404:
            raise
        return board.show(request, looked_at, request.POST, problem)
    toast(request, ngettext("Ordren er tatt av tavla.", "%(count)s ordrer er tatt av tavla.", done) % {"count": done})
    return HttpResponseRedirect(looked_at.href())


def _say(request: ActingRequest, placed: Placed) -> None:
    done = placed.done
    if len(done) == 1:
        who = done[0].assignee.name if done[0].assignee else ""
        parts = {"number": done[0].number, "who": who, "when": words.span(done[0].planned_from, done[0].planned_until)}
        toast(request, _("%(number)s: %(who)s, %(when)s.") % parts)
    elif done:
        toast(request, _("%(count)s ordrer er planlagt.") % {"count": len(done)})
    if placed.collides:
        toast(request, _("Montøren har noe annet samtidig."), Tone.WARN)
    for refused in placed.refused[:5]:
        toast(request, f"{refused.order.number}: {refused.why}", Tone.BAD)


def _back(looked_at: Seen, placed: Placed) -> str:
    """To the board, at the card that moved."""
    href = Seen(looked_at.layout, looked_at.day).href()
    return f"{href}#kort-{placed.done[0].id}" if placed.done else href


def _seen(sent: QueryDict) -> Seen:
    query = QueryDict(urlencode({seen.VIEW: sent.get("vis", ""), seen.DAY: sent.get("vist", "")}))
    return seen.read(query)


def _wishes(sent: QueryDict) -> list[Wish]:
    """In the order they were ticked on the page; what cannot be read is left out."""
    found: dict[UUID, Wish] = {}
    for text in sent.getlist("order"):
        key, _dot, revision = text.partition(".")
        order_id = read_uuid(key)
        if order_id is not None:
            found[order_id] = Wish(order_id, int(revision) if revision.isdigit() else None)
    return list(found.values())


def _day(sent: QueryDict) -> date:
    found = read_date(sent.get("day", ""), clock.today())
    if found is None:
        sentence = _("Skriv en dag, for eksempel 3. desember.")
        raise Invalid("day", sentence, fields={"day": sentence})
    return found


def _time(sent: QueryDict) -> time | None:
    text = sent.get("at", "").strip().removeprefix("kl.").strip().replace(".", ":")
    if not text:
        return None
    digits = text if ":" in text else f"{text}:00" if len(text) <= 2 else f"{text[:-2]}:{text[-2:]}"
    hour, _colon, minute = digits.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        sentence = _("Skriv et klokkeslett, for eksempel 08.30.")
        raise Invalid("at", sentence, fields={"at": sentence})
    return time(int(hour), int(minute))
