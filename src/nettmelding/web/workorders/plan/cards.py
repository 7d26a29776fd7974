"""An order as a card of the board."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core import clock, text
from nettmelding.core.actor import Actor
from nettmelding.web import words
from nettmelding.web.components import Turn
from nettmelding.web.workorders import rows
from nettmelding.workorders import board as room
from nettmelding.workorders import queries
from nettmelding.workorders.board import Board
from nettmelding.workorders.lifecycle import Action, offered
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import INFO, Status


@dataclass(frozen=True, slots=True)
class Card:
    """`value` is what is posted: the order and its revision. `refused`: fitters who may not do it and why, as JSON."""

    id: str
    value: str
    href: str
    number: str
    title: str
    area: str
    kind: str
    time: str
    when: str
    """With the day."""
    fitter: str
    firm: str
    turn: Turn
    word: str
    movable: bool
    chosen: bool
    collides: bool
    agreed: bool
    minutes: int
    refused: str
    note: str
    late: str
    times_href: str
    latitude: float | None = None
    longitude: float | None = None


def card(actor: Actor, board: Board, order: WorkOrder, chosen: str = "") -> Card:
    """`chosen`: the id of the one the planner has come with."""
    refused = {str(one.id): why for one in board.fitters if (why := board.why_not(order, one.id))}
    movable = order.state in room.PLANNABLE and order.performer_id == actor.organisation_id
    return Card(
        id=str(order.id),
        value=f"{order.id}.{order.revision}",
        href=reverse("workorders:order", args=[order.id]),
        number=order.number,
        title=queries.title(order),
        area=f"{order.postcode} {text.place_name(order.place)}".strip(),
        kind=rows.kind_name(order),
        time=hours(order.planned_from, order.planned_until),
        when=words.span(order.planned_from, order.planned_until),
        fitter=rows.fitter(order),
        firm=order.performer.name,
        turn=words.order_turn(actor, order),
        word=str(INFO[order.state].name),
        movable=movable,
        chosen=movable and str(order.id) == chosen,
        collides=order.id in board.colliding,
        agreed=order.id in board.agreed,
        minutes=int(room.length_of(order).total_seconds() // 60),
        refused=json.dumps(refused) if refused else "",
        note=_wanted(order),
        late=words.day_of(order.deadline) if _is_late(order) else "",
        times_href=reverse("workplan:times", args=[order.id]) if movable and _may_offer(actor, order) else "",
        latitude=order.latitude,
        longitude=order.longitude,
    )


def hours(since: datetime | None, until: datetime | None) -> str:
    """`08.00–08.45`; empty where there is no time."""
    if since is None or until is None:
        return ""
    return f"{clock.oslo(since):%H.%M}–{clock.oslo(until):%H.%M}"


def route_href(user_id: object, day: object) -> str:
    """Where a fitter's day is put in order."""
    return f"{reverse('workplan:route', args=[user_id])}?{urlencode({'dag': day})}"


def ticked(one: Card) -> Card:
    """The same, chosen: as it was before something was refused."""
    return replace(one, chosen=one.movable)


def _may_offer(actor: Actor, order: WorkOrder) -> bool:
    return Action.OFFER_TIMES in offered(order.state, actor, order.sides)


def _wanted(order: WorkOrder) -> str:
    if order.wanted_from is None or order.planned_from is not None:
        return ""
    when = words.at(order.wanted_from) if order.hour_matters else words.day_of(order.wanted_from)
    return _("ønsket %(when)s") % {"when": when}


def _is_late(order: WorkOrder) -> bool:
    waits = order.state in {Status.UNPLANNED, Status.MISSED, Status.OFFERED, Status.PLANNED}
    return waits and order.deadline is not None and order.deadline < clock.now()
