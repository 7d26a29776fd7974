"""*Måleranlegg*: the metering points of a block notice in a list, with ticks for doing one thing to several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core import text as texts
from nettmelding.core.errors import NotFound
from nettmelding.notices import children_overview, family, siblings, transfers
from nettmelding.notices.children_overview import Line
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO, OPEN, Status
from nettmelding.organisations import access
from nettmelding.web import words
from nettmelding.web.bulk.ticks import StateTick, tick_label
from nettmelding.web.case import head, places, whole
from nettmelding.web.case.head import Case
from nettmelding.web.case.steps import SEVERAL
from nettmelding.web.components import Column, Option, Order, Tone, Turn
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.rows import href_of
from nettmelding.web.shell.toasts import toast

TRANSFER = "transfer"
"""What the button says that leads to their handing over, which is no move of the table."""
QUERY, STATUS, ORDER = "q", "status", "sorter"
STANDING_SHOWN = 12
"""Metering points from before that are named; the installation's page has them all."""
ORDERS = ("anlegg", "nummer", "dato", "status")


@dataclass(frozen=True, slots=True)
class Row:
    """One metering point in the list. `tick` is what its box is called."""

    id: str
    tick: str
    state: str
    href: str
    name: str
    customer: str
    mv: str
    meter_place: str
    wanted: str
    number: str
    turn: Turn
    word: str
    waits: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A button of the bar, with how many of those shown it is for."""

    what: str
    text: str
    count: int
    main: bool
    danger: bool


@require_GET
@acting
def children(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """`/meldinger/<id>/maleranlegg?status=approved&q=H02&sorter=dato`"""
    case = open_mother(request, notice_id)
    wanted = {name: request.GET.get(name, "")[:60] for name in (QUERY, STATUS, ORDER)}
    all_of_them = children_overview.lines(request.actor, case.notice)
    shown = _sorted(_narrowed(all_of_them, wanted), wanted[ORDER])
    statuses = [line.notice.state for line in shown]
    context = {
        **head.context(case, "children"),
        "rows": [_row(case, line) for line in shown],
        "columns": _columns(request.path, wanted),
        "total": len(all_of_them),
        "wanted": wanted,
        "statuses": _options(all_of_them),
        "deeds": _deeds(case, statuses),
        "states": _state_ticks(statuses),
        "all_ticked": request.GET.get("kryss") == "alle",
        **_standing(case),
        **_ways(case),
    }
    return page(request, "case/children.html", context)


@require_POST
@acting
def choose(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """From the ticks to the page of what is to be done with them."""
    case = open_mother(request, notice_id)
    action = next((one for one in SEVERAL if one.value == request.POST.get("what")), None)
    handing_over = request.POST.get("what") == TRANSFER
    if action is None and not handing_over:
        raise NotFound
    ticked = set(request.POST.getlist("notice"))
    lines = children_overview.lines(request.actor, case.notice)
    found = [line.notice.position or 0 for line in lines if str(line.notice.id) in ticked]
    if not found:
        toast(request, _("Kryss av minst ett anlegg først."), Tone.WARN)
        return HttpResponseRedirect(reverse("case:children", args=[notice_id]))
    if action is None:
        query = urlencode({"anlegg": places.written(found)})
        return HttpResponseRedirect(f"{reverse('transfer:children', args=[notice_id])}?{query}")
    query = urlencode({"gjor": action.value, "anlegg": places.written(found)})
    return HttpResponseRedirect(f"{reverse('case:several', args=[notice_id])}?{query}")


def open_mother(request: ActingRequest, notice_id: UUID) -> Case:
    """Errors: NotFound, also for a notice that is no block notice."""
    case = head.open_case(request.actor, notice_id)
    if not family.is_mother(case.notice):
        raise NotFound
    return case


def _narrowed(lines: Sequence[Line], wanted: dict[str, str]) -> list[Line]:
    """Those in a status, with every word that was typed somewhere in the row."""
    typed = texts.words(wanted[QUERY])
    found = [line for line in lines if wanted[STATUS] in ("", line.notice.status)]
    return [line for line in found if all(word in _text(line) for word in typed)]


def _text(line: Line) -> str:
    notice = line.notice
    parts = (line.name, notice.customer_name, notice.number, notice.meter_number, line.meter_place)
    return " ".join(texts.words(" ".join(filter(None, parts))))


def _sorted(lines: Sequence[Line], order: str) -> list[Line]:
    """As they come: by entrance, floor and flat."""
    keys = {
        "nummer": lambda line: line.notice.position or 0,
        "dato": lambda line: str(line.notice.wanted_date or "~"),
        "status": lambda line: list(Status).index(line.notice.state),
    }
    return sorted(lines, key=keys[order]) if order in keys else list(lines)


def _row(case: Case, line: Line) -> Row:
    notice = line.notice
    company = case.notice.grid_company.name if case.notice.grid_company else ""
    return Row(
        id=str(notice.id),
        tick=tick_label(line.name),
        state=notice.status,
        href=href_of(case.actor, notice),
        name=line.name,
        customer=notice.customer_name,
        mv=line.mv,
        meter_place=line.meter_place,
        wanted=words.day(notice.wanted_date),
        number=notice.number or _("Kladd"),
        turn=words.turn(case.actor, notice),
        word=str(INFO[notice.state].name),
        waits=whole.waits_for(case.actor, notice.state, company),
    )


def _columns(path: str, wanted: dict[str, str]) -> list[Column]:
    known = (
        ("", _("Velg")), ("anlegg", _("Anlegg")), ("", _("Kunde")), ("", _("MV")), ("", _("Målerplass")),
        ("dato", _("Ønskes utført")), ("nummer", _("Nummer")), ("status", _("Status")), ("", _("Venter på")),
    )  # fmt: skip
    return [_column(path, wanted, order, text) for order, text in known]


def _column(path: str, wanted: dict[str, str], order: str, text: str) -> Column:
    if not order:
        return Column(text=text, hidden=text == _("Velg"), narrow=text == _("Velg"))
    current = order == (wanted[ORDER] or ORDERS[0])
    kept = {name: value for name, value in {**wanted, ORDER: order}.items() if value}
    return Column(text=text, href=f"{path}?{urlencode(kept)}", order=Order.UP if current else Order.NONE)


def _options(lines: Sequence[Line]) -> list[Option]:
    present = {line.notice.state for line in lines}
    return [Option(value=one.value, text=str(INFO[one].name)) for one in Status if one in present]


def _deeds(case: Case, statuses: Sequence[Status]) -> list[Deed]:
    """What can be done to any of those that are shown."""
    counts = whole.possible(case.actor, statuses)
    open_ones = sum(1 for one in statuses if one in OPEN)
    over = Deed(TRANSFER, _("Overfør til et annet firma"), open_ones, main=False, danger=False)
    return [
        *(
            Deed(action.value, str(step.button), counts[action], step.variant == "primary", step.danger)
            for action, step in SEVERAL.items()
            if action in counts
        ),
        *([over] if open_ones and transfers.may_transfer(case.actor, case.notice) else []),
    ]


def _state_ticks(statuses: Sequence[Status]) -> list[StateTick]:
    found = [StateTick(one.value, str(INFO[one].name), statuses.count(one)) for one in Status if one in statuses]
    return found if len(found) > 1 else []


def _standing(case: Case) -> dict[str, Any]:
    """What is in the installation from before, and stays: the first of them, and how many there are."""
    found = siblings.standing(case.actor, case.notice)
    return {
        "standing": [{"where": one.where, "meter": one.meter_number} for one in found[:STANDING_SHOWN]],
        "standing_count": len(found),
    }


def _ways(case: Case) -> dict[str, Any]:
    """For the contractor: more of them, the table, and the change of fields."""
    notice: Notice = case.notice
    may_write = notice.contractor_id == case.actor.organisation_id and access.may_write_notices(case.actor)
    may_add = may_write and notice.state is not Status.WITHDRAWN
    return {
        "may_write": may_write,
        "add_href": reverse("block:making", args=[notice.id]) if may_add else "",
        "table_href": reverse("block:table", args=[notice.id]) if may_add else "",
        "here": reverse("case:children", args=[notice.id]),
    }
