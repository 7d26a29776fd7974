"""The work orders of a notice: a tab of its case, and ordering one from there."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotAllowed, Refused
from nettmelding.core.ids import read_uuid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.status import OPEN
from nettmelding.web import words
from nettmelding.web.case import head
from nettmelding.web.case.head import Case
from nettmelding.web.components import Fault, Field, FieldKind, Option, Turn, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders import rows
from nettmelding.workorders import gate, making, queries
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import SWITCHING, Wanted
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.offers import offers
from nettmelding.workorders.status import INFO

TAB = "workorders"
_HOUR = re.compile(r"([01]?\d|2[0-3])(?:[.:]?([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class Row:
    """One order of the notice. `cancel` is where it is called off; empty for those who may not, or no longer."""

    href: str
    number: str
    kind: str
    where: str
    when: str
    fitter: str
    firm: str
    turn: Turn
    word: str
    energise: str
    energise_turn: Turn
    why_not: str
    cancel: str


@require_GET
@acting
def listing(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """The orders of the notice, the newest first. Errors: NotFound."""
    case = head.open_case(request.actor, notice_id)
    orders = queries.of_notice(request.actor, case.notice)
    why_not = gate.of_many(orders)
    context = {
        **head.context(case, TAB),
        "rows": [_row(request.actor, case, one, why_not) for one in orders],
        "may_order": bool(making.may_order(request.actor, case.notice)),
    }
    return page(request, "workorders/of_notice.html", context)


@require_http_methods(["GET", "POST"])
@acting
def new(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """Order work: first what, then when and by whom. Errors: NotFound, NotAllowed, Refused."""
    case, actor = head.open_case(request.actor, notice_id), request.actor
    kinds = making.may_order(actor, case.notice)
    if not kinds:
        if case.notice.state not in OPEN:
            raise Refused("not_open", _("Bare saker som er sendt og ikke avsluttet, kan få arbeidsordre."))
        raise NotAllowed("not_yours", _("Dette kan ikke du bestille."))
    kind = request.POST.get("slag") or request.GET.get("slag", "")
    kind = kind if kind in kinds else ""
    problem: AppError | None = None
    if request.method == "POST":
        try:
            made = making.order(actor, notice_id, _wanted(request, kind))
        except AppError as refused:
            problem = refused
        else:
            toast(request, _("Arbeidsordre %(number)s er bestilt.") % {"number": made.number})
            return HttpResponseRedirect(reverse("workorders:of-notice", args=[notice_id]))
    return _form(request, case, kinds, kind, problem)


def _row(actor: Actor, case: Case, order: WorkOrder, why_not: dict[UUID, list[str]]) -> Row:
    asked, reasons = order.id in why_not, why_not.get(order.id, [])
    cancels = any(one.action is Action.CANCEL and not one.why_not for one in offers(actor, order))
    return Row(
        href=reverse("workorders:order", args=[order.id]),
        number=order.number,
        kind=rows.kind_name(order),
        where=queries.title(order) if order.notice_id != case.notice.id else "",
        when=rows.when(order),
        fitter=rows.fitter(order) or _("Ingen ennå"),
        firm=order.performer.name,
        turn=words.order_turn(actor, order),
        word=str(INFO[order.state].name),
        energise=(_("Nei") if reasons else _("Ja")) if asked else "",
        energise_turn=Turn.NO if reasons else Turn.OK,
        why_not=" ".join(reasons),
        cancel=f"{reverse('workorders:cancel', args=[order.id])}?fra=melding" if cancels else "",
    )


def _wanted(request: ActingRequest, kind: str) -> Wanted:
    """What was filled in. Errors: Invalid by field for a day or an hour that is none."""
    sent, switching = request.POST, kind in SWITCHING
    return Wanted(
        kind=kind,
        performer_id=read_uuid(sent.get("performer_id", "")),
        wanted_from=_moment(sent, with_hour=switching),
        hour_matters=switching,
        note=sent.get("note", ""),
        access_note=sent.get("access_note", ""),
        facts={name: sent.get(name, "").strip()[:60] for name in ("cabinet", "circuit") if switching},
    )


def _moment(sent: QueryDict, *, with_hour: bool) -> datetime | None:
    """`1.12.2026` and `8`, `08.30` or `8:30`, by Oslo's clock; None without a day. Errors: Invalid by field."""
    day = sent.get("day", "").strip()
    if not day:
        return None
    found = read_date(day, clock.today())
    if found is None:
        sentence = _("Den datoen forstår vi ikke. Skriv for eksempel 8.12.2026.")
        raise Invalid("bad_date", sentence, fields={"day": sentence})
    if not with_hour:
        return clock.start_of_day(found)
    match = _HOUR.fullmatch(sent.get("hour", "").strip())
    if match is None:
        sentence = _("Skriv klokkeslettet som 08.30.")
        raise Invalid("bad_hour", sentence, fields={"hour": sentence})
    return datetime.combine(found, time(int(match[1]), int(match[2] or 0)), tzinfo=clock.OSLO)


def _form(request: ActingRequest, case: Case, kinds: list[str], kind: str, problem: AppError | None) -> HttpResponse:
    known = catalogue().kinds
    wrong = dict(problem.fields) if problem else {}
    if "wanted_from" in wrong:
        wrong["day"] = wrong.pop("wanted_from")
    context: dict[str, Any] = {
        **head.context(case, TAB),
        "kinds": [known[code] for code in kinds],
        "kind": known[kind] if kind else None,
        "fields": _fields(request, case, kind, wrong) if kind else [],
        "faults": (faults(wrong) or [Fault(text=problem.message)]) if problem else [],
    }
    return page(request, "workorders/new.html", context, status=problem.status if problem else 200)


def _fields(request: ActingRequest, case: Case, kind: str, wrong: dict[str, str]) -> list[Field]:
    def field(name: str, label: str, **more: Any) -> Field:
        more = {"value": request.POST.get(name, ""), **more}
        return Field(name=name, label=label, error=wrong.get(name, ""), **more)

    tomorrow = clock.add_working_days(clock.today() + timedelta(days=1), 0)
    switching = kind in SWITCHING
    firms = [Option(value=str(one.id), text=one.name) for one in making.performers_of(request.actor, case.notice)]
    found = [
        field(
            "performer_id", _("Hvem skal gjøre det?"), kind=FieldKind.SELECT, options=firms, width=6, optional=True,
            placeholder=_("Etter nettselskapets regel"),
        ),
        field("day", _("Dag"), kind=FieldKind.DATE, width=3, optional=not switching, placeholder=f"{tomorrow:%d.%m.%Y}"),
    ]  # fmt: skip
    if switching:
        found += [
            field("hour", _("Klokkeslett"), width=3, placeholder="08.30"),
            field("cabinet", _("Kabelskap"), width=3, optional=True, maxlength=60),
            field("circuit", _("Kurs"), width=3, optional=True, maxlength=60),
        ]
    return [
        *found,
        field("access_note", _("Adkomst"), width=6, optional=True, maxlength=500,
              hint=_("Nøkkelboks, port, hund, hvem som slipper inn.")),
        field("note", _("Beskjed til montøren"), kind=FieldKind.TEXTAREA, width=6, optional=True, maxlength=2000),
    ]  # fmt: skip
