"""The first page: what waits for whoever is signed in. At a grid company that is the queue."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.notices import desk as notices_desk
from nettmelding.notices import precheck, week
from nettmelding.organisations import access
from nettmelding.organisations.standing import Why
from nettmelding.web import rows, words
from nettmelding.web.components import CaseRow, Fact
from nettmelding.web.declarations.listing import waiting
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.workorders.rows import fitter, kind_name
from nettmelding.workorders import desk
from nettmelding.workorders import queries as orders

ROWS = 8


@require_GET
@acting
def home(request: ActingRequest) -> HttpResponse:
    """What waits for you, what you wait for, how the week goes."""
    actor = request.actor
    if actor.is_grid_company:
        return HttpResponseRedirect(reverse(_first_page(actor)))
    if not actor.is_contractor:
        return page(request, "home/platform.html", {})
    mine, others = desk.on_actor(actor), desk.on_others(actor)
    mine_count, others_count = desk.counted(mine), desk.counted(others)
    context = {
        "greeting": _greeting(),
        "lead": _lead(mine_count, others_count, desk.counted(desk.late(others))),
        "mine": _rows(actor, desk.first(actor, mine, ROWS)),
        "mine_count": mine_count,
        "others": _rows(actor, desk.first(actor, others, ROWS)),
        "others_count": others_count,
        "declarations": waiting(actor, ROWS),
        "week": _week(actor),
        "today": _today(actor),
        "may_write": access.may_write_notices(actor),
        "may_check": precheck.may_check(actor),
        "stopped": _stopped(request),
    }
    return page(request, "home/home.html", context)


def _first_page(actor: Actor) -> str:
    """The queue of those who handle cases; who only does work in the field begins there."""
    if desk.may_act(actor):
        return "lists:queue"
    return "field:app" if actor.may(Right.DO_WORK) else "lists:notices"


def _today(actor: Actor) -> list[Fact]:
    """What the firm's own fitters do today, for those who plan it."""
    if not orders.may_plan(actor):
        return []
    wanted = orders.Filter(since=clock.today(), until=clock.today(), performer_id=actor.organisation_id, ended=False)
    return [
        Fact(
            term=f"{clock.oslo(one.planned_from):%H.%M}" if one.planned_from else "",
            value=orders.title(one),
            source=", ".join(filter(None, [kind_name(one).lower(), fitter(one)])),
            href=reverse("workorders:order", args=[one.id]),
        )
        for one in orders.listed(actor, wanted, order="when", size=ROWS).items
    ]


def _stopped(request: ActingRequest) -> str:
    """Why the registers have stopped the contractor; empty where they have not."""
    firms = (one.organisation for one in request.memberships if one.organisation_id == request.actor.organisation_id)
    return next((Why(firm.stopped_because).text for firm in firms if firm.stopped_at), "")


def _greeting() -> str:
    hour = clock.oslo(clock.now()).hour
    if 5 <= hour < 11:
        return _("God morgen")
    return _("God kveld") if hour >= 18 or hour < 5 else _("God dag")


def _lead(mine: int, others: int, late: int) -> str:
    if not mine and not others:
        return _("Ingenting venter, verken på deg eller på nettselskapet.")
    waits_for_you = ngettext("Én sak venter på deg.", "%(count)s saker venter på deg.", mine) % {"count": mine}
    if not others:
        return waits_for_you
    delayed = _("ingen er forsinket")
    if late:
        delayed = ngettext("én er forsinket", "%(count)s er forsinket", late) % {"count": late}
    there = ngettext(
        "Én venter på nettselskapet, %(delayed)s.", "%(count)s venter på nettselskapet, %(delayed)s.", others
    ) % {"count": others, "delayed": delayed}
    return f"{waits_for_you if mine else _('Ingenting venter på deg.')} {there}"


def _rows(actor: Actor, cases: list[desk.Case]) -> list[CaseRow]:
    notices = [case.notice for case in cases if case.notice]
    remarks, families = notices_desk.remarks_of(notices), rows.families_of(actor, notices)
    return [rows.case_row(actor, case, remarks, families) for case in cases]


def _week(actor: Actor) -> list[Fact]:
    now = week.of(actor)
    right = now.right_first_time_percent
    return [
        Fact(term=_("Sendt"), value=str(now.sent)),
        Fact(term=_("Avgjort samme dag"), value=str(now.same_day)),
        Fact(term=_("Riktig første gang"), value=f"{right} %" if right is not None else "–"),
        Fact(term=_("Median svartid"), value=words.duration(now.median_answer) if now.median_answer else "–"),
    ]
