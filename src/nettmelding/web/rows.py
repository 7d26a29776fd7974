"""A notice or a request as a row of a list: what, where it stands, what is next."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.grid import error_queries
from nettmelding.grid.models import MapError
from nettmelding.notices import children_overview, family, former, labels, queries
from nettmelding.notices.models import Notice, Request, Transfer
from nettmelding.notices.requests import KIND_NAMES, STATE_NAMES
from nettmelding.notices.status import INFO, Status
from nettmelding.organisations import access
from nettmelding.organisations.models import GridAccess, Wait
from nettmelding.web import words
from nettmelding.web.case import whole
from nettmelding.web.components import CaseRow, Turn
from nettmelding.web.workorders.rows import deviation_row, order_row
from nettmelding.workorders.desk import Case as Waits

LAPSES_SOON = timedelta(days=60)


def href_of(actor: Actor, notice: Notice) -> str:
    """Where a notice is opened: a draft where it is filled in."""
    if notice.state is Status.DRAFT and access.may_write_notices(actor):
        return reverse("form:edit", args=[notice.id])
    return reverse("case:case", args=[notice.id])


def notice_row(
    actor: Actor,
    notice: Notice,
    wait: Wait | None = None,
    remarks: Mapping[UUID, int] | None = None,
    families: Mapping[UUID, str] | None = None,
) -> CaseRow:
    """The row of a notice. `remarks`: how many things to correct, `families`: as `families_of` says it; both by notice."""
    until, late = _next(actor, notice, wait, (remarks or {}).get(notice.id, 0))
    return CaseRow(
        href=href_of(actor, notice),
        number=notice.number or _("Kladd"),
        title=notice.address or labels.post(notice) or _("Uten adresse ennå"),
        detail=" · ".join(
            filter(None, [(families or {}).get(notice.id), labels.type_names(notice.types), *_who(actor, notice, wait)])
        ),
        turn=words.turn(actor, notice),
        word=str(INFO[notice.state].name),
        until=until,
        late=late,
        mark=_("hastearbeid") if notice.urgent else "",
    )


def families_of(actor: Actor, notices: Iterable[Notice]) -> dict[UUID, str]:
    """By notice: `11 anlegg, 7 ferdigmeldt` of a block notice, `del av 2026-000123` of one of its metering points."""
    standing = list(notices)
    mothers = [one for one in standing if family.is_mother(one)]
    found = {key: whole.in_short(one) for key, one in children_overview.progress(actor, mothers).items() if one.total}
    numbers = dict(
        queries.visible_to(actor)
        .filter(pk__in={one.mother_id for one in standing if one.mother_id})
        .values_list("id", "number")
    )
    for one in standing:
        if one.mother_id in numbers:
            found[one.id] = _("del av %(number)s") % {"number": numbers[one.mother_id] or _("en kladd")}
    return found


def request_row(actor: Actor, request: Request, wait: Wait | None = None) -> CaseRow:
    """The row of a request."""
    until, late = ("", "")
    if wait is not None:
        until, late = words.answered_by(actor, wait)
    other = request.grid_company if actor.is_contractor else request.contractor
    title = request.address or ", ".join(request.meter_numbers) or request.text[:80]
    return CaseRow(
        href=reverse("requests:case", args=[request.id]),
        number=request.number,
        title=title,
        detail=" · ".join([str(KIND_NAMES[request.kind]), other.name]),
        turn=words.request_turn(actor, request),
        word=str(STATE_NAMES[request.state]),
        until=until,
        late=late,
    )


def transfer_row(transfer: Transfer, wait: Wait | None = None) -> CaseRow:
    """The row of a notice that another firm hands over, for the one that may take it."""
    notice = transfer.notice
    return CaseRow(
        href=reverse("transfer:offer", args=[transfer.id]),
        number=notice.number or "",
        title=notice.address or labels.post(notice),
        detail=" · ".join([labels.type_names(notice.types), transfer.from_contractor.name]),
        turn=Turn.YOU,
        word=_("Overføring"),
        until=_("ta over eller si nei innen %(day)s") % {"day": words.day_of(wait.due)} if wait and wait.due else "",
    )


def former_row(transfer: Transfer) -> CaseRow:
    """The row of a case that another firm has now, for the one that had it."""
    now = _("nå hos %(name)s") % {"name": transfer.to_contractor.name}
    return CaseRow(
        href=reverse("transfer:former", args=[transfer.notice_id]),
        number=transfer.notice.number or "",
        title=former.address_then(transfer) or _("Uten adresse"),
        detail=" · ".join([labels.type_names(transfer.notice.types), now]),
        turn=Turn.IDLE,
        word=_("Overtatt"),
        until=words.day_of(transfer.done_at),
    )


def application_row(actor: Actor, application: GridAccess, wait: Wait) -> CaseRow:
    """The row of a contractor's application for access."""
    until, late = words.answered_by(actor, wait)
    if actor.is_contractor:
        href, title, turn = reverse("admin:grid-companies"), application.grid_company.name, Turn.THEY
    else:
        href, title, turn = reverse("admin:contractor", args=[application.id]), application.contractor.name, Turn.YOU
    return CaseRow(
        href=href,
        number=_("Søknad"),
        title=title,
        detail=_("Tilgang til å sende meldinger"),
        turn=turn,
        word=_("Venter på svar"),
        until=until,
        late=late,
    )


def map_error_row(actor: Actor, error: MapError, wait: Wait | None = None) -> CaseRow:
    """The row of an error in the map."""
    until, late = words.answered_by(actor, wait) if wait is not None else ("", "")
    firm = error.contractor or error.grid_company
    other = error.grid_company if actor.is_contractor else firm
    return CaseRow(
        href=reverse("maperrors:error", args=[error.id]),
        number=error.number,
        title=error_queries.title(error),
        detail=" · ".join([_("Feil i kartet"), str(error_queries.WHAT_NAMES[error.what]), other.name]),
        turn=words.map_error_turn(actor, error),
        word=_("Endret i ny utgave")
        if error.change and not actor.is_contractor
        else str(error_queries.STATE_NAMES[error.state]),
        until=until,
        late=late,
    )


def case_row(
    actor: Actor,
    waits: Waits,
    remarks: Mapping[UUID, int] | None = None,
    families: Mapping[UUID, str] | None = None,
) -> CaseRow:
    """The row of whatever waits."""
    if waits.order is not None:
        return order_row(actor, waits.order, waits.wait)
    if waits.deviation is not None:
        return deviation_row(actor, waits.deviation, waits.wait)
    assert waits.known is not None
    case = waits.known
    if case.notice is not None:
        return notice_row(actor, case.notice, case.wait, remarks, families)
    if case.transfer is not None:
        return transfer_row(case.transfer, case.wait)
    if case.application is not None:
        return application_row(actor, case.application, case.wait)
    if case.map_error is not None:
        return map_error_row(actor, case.map_error, case.wait)
    assert case.request is not None
    return request_row(actor, case.request, case.wait)


def _who(actor: Actor, notice: Notice, wait: Wait | None) -> tuple[str, ...]:
    """Customer, and the other side where it is not what the list is about."""
    if not actor.is_contractor:
        return notice.customer_name, notice.contractor.name
    if wait is not None and wait.organisation_id == actor.organisation_id:
        return (notice.customer_name,)
    return notice.customer_name, notice.grid_company.name if notice.grid_company else ""


def _next(actor: Actor, notice: Notice, wait: Wait | None, remarks: int) -> tuple[str, str]:
    """What is next, in words, and the part of it that is pressing."""
    if notice.state is Status.DRAFT:
        return _("endret %(day)s") % {"day": words.day_of(notice.changed_at)}, ""
    if notice.state is Status.REJECTED and actor.is_contractor:
        return ngettext("rett én ting", "rett %(count)s ting", remarks or 1) % {"count": remarks}, ""
    if notice.state is Status.COMPLETION_RETURNED and actor.is_contractor:
        return _("rett og meld på nytt"), ""
    if notice.state is Status.CONNECTED_TEMPORARILY:
        over = notice.ends_on is not None and notice.ends_on <= clock.today()
        return words.pressing(_("står til"), words.day(notice.ends_on), is_it=over)
    if notice.state is Status.APPROVED and wait is not None and wait.organisation_id == notice.contractor_id:
        return _completion_by(notice)
    return words.answered_by(actor, wait) if wait is not None else ("", "")


def _completion_by(notice: Notice) -> tuple[str, str]:
    lapses = notice.lapses_at
    if lapses is None or lapses - clock.now() > LAPSES_SOON:
        return _("ferdigmeldes"), ""
    return words.pressing(_("ferdigmeld innen"), words.day_of(lapses), is_it=True)
