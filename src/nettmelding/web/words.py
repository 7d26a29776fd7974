"""Times and statuses in the words of a screen: near days by name, whose turn by colour."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.grid.models import MapError
from nettmelding.notices.models import Notice
from nettmelding.notices.models import Request as CaseRequest
from nettmelding.notices.status import INFO, Status
from nettmelding.notices.status import Turn as Whose
from nettmelding.organisations.models import Wait
from nettmelding.web.components import Turn
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.status import INFO as ORDER_INFO
from nettmelding.workorders.status import Status as OrderStatus
from nettmelding.workorders.status import Turn as OrderTurn

_NEAR = {-1: gettext_lazy("i går"), 0: gettext_lazy("i dag"), 1: gettext_lazy("i morgen")}
_ENDS = {
    Status.REJECTED: Turn.NO,
    Status.STOPPED: Turn.NO,
    Status.APPROVED: Turn.OK,
    Status.CLOSED: Turn.OK,
    Status.DRAFT: Turn.IDLE,
    Status.WITHDRAWN: Turn.IDLE,
    Status.LAPSED: Turn.IDLE,
}
"""Statuses whose news is the same for everybody; the others are coloured by whose turn it is."""
_REQUEST_ENDS = {
    CaseRequest.State.DONE: Turn.OK,
    CaseRequest.State.DECLINED: Turn.NO,
    CaseRequest.State.WITHDRAWN: Turn.IDLE,
}
_MAP_ERROR_ENDS = {
    MapError.State.CORRECTED: Turn.OK,
    MapError.State.DECLINED: Turn.NO,
    MapError.State.WITHDRAWN: Turn.IDLE,
}
_ORDER_ENDS = {OrderStatus.ACCEPTED: Turn.OK, OrderStatus.CANCELLED: Turn.IDLE}
_DEVIATION_ENDS = {Deviation.State.CLOSED: Turn.OK, Deviation.State.WITHDRAWN: Turn.IDLE}


def day(value: date | None) -> str:
    """A day: `i dag`, `27. nov.`, in another year `27. nov. 2027`. Empty for none."""
    if value is None:
        return ""
    distance = (value - clock.today()).days
    if distance in _NEAR:
        return str(_NEAR[distance])
    pattern = "j. N" if value.year == clock.today().year else "j. N Y"
    return date_format(value, pattern)


def day_of(moment: datetime | None) -> str:
    """The day in Oslo of a moment, in words."""
    return day(clock.oslo(moment).date()) if moment else ""


def whole_day(moment: datetime | None) -> str:
    """The day in Oslo of a moment as a letter has it: `8. desember 2026`. Empty for none."""
    return date_format(clock.oslo(moment).date(), "j. F Y") if moment else ""


def at(moment: datetime | None) -> str:
    """A moment that has been: `i dag kl. 09.12`, `fredag kl. 14.40`, `4. nov. kl. 08.31`. Empty for none."""
    if moment is None:
        return ""
    local = clock.oslo(moment)
    distance = (local.date() - clock.today()).days
    named = date_format(local.date(), "l") if -7 < distance < -1 else day(local.date())
    return _("%(day)s kl. %(time)s") % {"day": named, "time": f"{local:%H.%M}"}


def duration(length: timedelta) -> str:
    """`2 t 10 min`, `3 dager`."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return _("%(number)s dager") % {"number": round(minutes / (24 * 60))}
    if minutes >= 60:
        return _("%(hours)s t %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def phone(number: str) -> str:
    """A Norwegian number as it is written: `900 00 000`, `22 33 44 55`; others as they are."""
    digits = number.removeprefix("+47")
    if len(digits) != 8 or not digits.isdigit():
        return number
    if digits[0] in "489":
        return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    return " ".join(digits[at : at + 2] for at in range(0, 8, 2))


def turn(actor: Actor, notice: Notice) -> Turn:
    """The colour of a notice's status as the actor sees it: amber where it is their turn."""
    return turn_of(actor, notice.state)


def turn_of(actor: Actor, status: Status) -> Turn:
    """The same for a status."""
    if status in _ENDS:
        return _ENDS[status]
    whose = INFO[status].turn
    mine = whose is (Whose.CONTRACTOR if actor.is_contractor else Whose.GRID_COMPANY)
    return Turn.YOU if mine else Turn.THEY


def request_turn(actor: Actor, request: CaseRequest) -> Turn:
    """The colour of a request's state as the actor sees it."""
    ended = _REQUEST_ENDS.get(CaseRequest.State(request.state))
    return ended or (Turn.YOU if actor.organisation_id == request.grid_company_id else Turn.THEY)


def map_error_turn(actor: Actor, error: MapError) -> Turn:
    """The colour of an error in the map as the actor sees it: answered, it waits for nobody until an edition changes it."""
    ended = _MAP_ERROR_ENDS.get(MapError.State(error.state))
    waits = error.state == MapError.State.OPEN or bool(error.change)
    return ended or (Turn.YOU if waits and actor.organisation_id == error.grid_company_id else Turn.THEY)


def order_turn(actor: Actor, order: WorkOrder) -> Turn:
    """The colour of a work order's status as the actor sees it."""
    if order.state in _ORDER_ENDS:
        return _ORDER_ENDS[order.state]
    mine = {
        OrderTurn.PLANNER: order.performer_id == actor.organisation_id and actor.may(Right.PLAN_WORK),
        OrderTurn.FITTER: order.assignee_id is not None and order.assignee_id == actor.user_id,
        OrderTurn.GRID_COMPANY: order.grid_company_id == actor.organisation_id,
    }
    return Turn.YOU if mine.get(ORDER_INFO[order.state].turn) else Turn.THEY


def deviation_turn(actor: Actor, deviation: Deviation) -> Turn:
    """The colour of a deviation's state as the actor sees it."""
    ended = _DEVIATION_ENDS.get(Deviation.State(deviation.state))
    mends = deviation.state == Deviation.State.OPEN and deviation.contractor_id is not None
    whose = deviation.contractor_id if mends else deviation.grid_company_id
    return ended or (Turn.YOU if actor.organisation_id == whose else Turn.THEY)


def span(since: datetime | None, until: datetime | None) -> str:
    """A time that is to come: `i morgen kl. 08.00–10.00`. Empty for none."""
    if since is None or until is None:
        return ""
    return f"{day_of(since)} {hours(since, until)}"


def hours(since: datetime | None, until: datetime | None) -> str:
    """`kl. 08.00–10.00`. Empty for none."""
    if since is None or until is None:
        return ""
    return _("kl. %(since)s–%(until)s") % {
        "since": f"{clock.oslo(since):%H.%M}",
        "until": f"{clock.oslo(until):%H.%M}",
    }


def answered_by(actor: Actor, wait: Wait) -> tuple[str, str]:
    """By when whoever is waited for is to answer, in words, and the part of it that is pressing."""
    if wait.due is None:
        return "", ""
    due = day_of(wait.due)
    if wait.due < clock.now():
        return pressing(_("frist var"), due, is_it=True)
    if wait.organisation_id == actor.organisation_id:
        return pressing(_("svar innen"), due, is_it=clock.oslo(wait.due).date() == clock.today())
    return pressing(_("ventet svar"), due, is_it=False)


def pressing(what: str, when: str, *, is_it: bool) -> tuple[str, str]:
    """`what when`, with `when` apart where it is pressing."""
    return (what, when) if is_it else (f"{what} {when}", "")
