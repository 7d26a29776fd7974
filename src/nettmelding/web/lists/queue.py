"""The grid company's queue: everything that waits for it, what is due first on top."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Wait
from nettmelding.web import rows
from nettmelding.web.bulk.ticks import tick_label, ticks
from nettmelding.web.components import View
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.workorders import desk

SIZE = 50
ALL, MINE, NOBODYS, LATE = "alle", "mine", "ledige", "forsinket"


@require_GET
@acting
def queue(request: ActingRequest) -> HttpResponse:
    """`/ko?visning=mine`: all, mine, those nobody has taken, those past their time."""
    actor = request.actor
    if not actor.is_grid_company or not desk.may_act(actor):
        raise NotFound
    cuts = _cuts(actor)
    chosen = request.GET.get("visning", ALL)
    chosen = chosen if chosen in cuts else ALL
    counts = {name: desk.counted(cut) for name, cut in cuts.items()}
    cases, onward = desk.paged(actor, cuts[chosen], request.GET.get("etter") or None, SIZE)
    families = rows.families_of(actor, [case.notice for case in cases if case.notice])
    bar = ticks(actor, [case.notice.state for case in cases if case.notice], request.get_full_path())
    names = {ALL: _("Alle"), MINE: _("Mine"), NOBODYS: _("Ikke tatt"), LATE: _("Forsinket")}
    context = {
        "lead": _lead(counts),
        "title": names[chosen],
        "count": counts[chosen],
        "views": [
            View(text=f"{text} {_number(counts[name])}", href=f"?visning={name}", current=name == chosen)
            for name, text in names.items()
        ],
        "rows": [
            (_ticked(case.notice) if bar and case.notice else None, rows.case_row(actor, case, None, families))
            for case in cases
        ],
        "ticks": bar,
        "next": "?" + urlencode({"visning": chosen, "etter": onward}) if onward else "",
        "first": f"?visning={chosen}" if request.GET.get("etter") else "",
        "chosen": chosen,
    }
    return page(request, "lists/queue.html", context)


def _cuts(actor: Actor) -> dict[str, QuerySet[Wait]]:
    waiting = desk.on_company(actor)
    return {
        ALL: waiting,
        MINE: waiting.filter(assignee_id=actor.user_id),
        NOBODYS: waiting.filter(assignee__isnull=True),
        LATE: desk.late(waiting),
    }


def _ticked(notice: Notice) -> dict[str, str]:
    """The box beside a case."""
    return {
        "id": str(notice.id),
        "state": notice.status,
        "tick": tick_label(notice.number or notice.address),
    }


def _number(count: int) -> str:
    return f"{desk.MOST_COUNTED - 1}+" if count >= desk.MOST_COUNTED else str(count)


def _lead(counts: dict[str, int]) -> str:
    if not counts[ALL]:
        return _("Køen er tom.")
    waiting = ngettext("Én sak venter", "%(count)s saker venter", counts[ALL]) % {"count": _number(counts[ALL])}
    mine = _("%(count)s er dine") % {"count": counts[MINE]} if counts[MINE] else _("ingen er dine")
    late = _("%(count)s er forsinket") % {"count": _number(counts[LATE])} if counts[LATE] else _("ingen er forsinket")
    return f"{waiting}, {mine}, {late}."
