"""A work order or a deviation as a row of a list, and whose turn it is in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.organisations.models import Wait
from nettmelding.web import words
from nettmelding.web.components import CaseRow
from nettmelding.workorders import deviations, queries
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.status import INFO, Status, Turn


def order_row(actor: Actor, order: WorkOrder, wait: Wait | None = None) -> CaseRow:
    """The row of a work order."""
    until, late = _next(actor, order, wait)
    return CaseRow(
        href=reverse("workorders:order", args=[order.id]),
        number=order.number,
        title=queries.title(order),
        detail=" · ".join(filter(None, [kind_name(order), fitter(order) or order.performer.name])),
        turn=words.order_turn(actor, order),
        word=str(INFO[order.state].name),
        until=until,
        late=late,
    )


def deviation_row(actor: Actor, deviation: Deviation, wait: Wait | None = None) -> CaseRow:
    """The row of a deviation."""
    until, late = words.answered_by(actor, wait) if wait else ("", "")
    other = deviation.grid_company if actor.is_contractor else deviation.contractor
    parts = (_("Avvik"), severity_name(deviation), queries.title(deviation.order), other.name if other else "")
    return CaseRow(
        href=reverse("workorders:deviation", args=[deviation.id]),
        number=deviation.order.number,
        title=deviation_name(deviation),
        detail=" · ".join(filter(None, parts)),
        turn=words.deviation_turn(actor, deviation),
        word=str(deviations.STATE_NAMES[deviation.state]),
        until=until,
        late=late,
    )


def kind_name(order: WorkOrder) -> str:
    return catalogue().kinds[order.kind].name


def deviation_name(deviation: Deviation) -> str:
    return catalogue().deviations[deviation.kind].name


def severity_name(deviation: Deviation) -> str:
    return catalogue().severities[deviation.severity]


def fitter(order: WorkOrder) -> str:
    return order.assignee.name if order.assignee else ""


def when(order: WorkOrder) -> str:
    """The time that is set, else when it is wanted; empty where neither is."""
    if order.planned_from is not None:
        return words.span(order.planned_from, order.planned_until)
    if order.wanted_from is None:
        return ""
    wanted = words.at(order.wanted_from) if order.hour_matters else words.day_of(order.wanted_from)
    return _("ønsket %(when)s") % {"when": wanted}


def waits_for(actor: Actor, order: WorkOrder) -> str:
    """Whose turn it is: a fitter by name, else the firm; empty where it is at its end."""
    turn = INFO[order.state].turn
    if turn is Turn.NOBODY:
        return ""
    if turn is Turn.CUSTOMER:
        return _("Kunden")
    if turn is Turn.FITTER and order.assignee is not None:
        return order.assignee.name
    company = order.grid_company if turn is Turn.GRID_COMPANY else order.performer
    return _("Dere") if company.id == actor.organisation_id else company.name


def _next(actor: Actor, order: WorkOrder, wait: Wait | None) -> tuple[str, str]:
    """When it is planned, or what it waits for, in words, and the part of it that is pressing."""
    if order.state in {Status.PLANNED, Status.STARTED} and order.planned_from is not None:
        return when(order), ""
    return words.answered_by(actor, wait) if wait is not None else ("", "")
