"""What a customer's link shows now: times to choose from, the agreement, or in a word why there is nothing left to answer."""

from dataclasses import dataclass
from enum import StrEnum

from nettmelding.core import clock
from nettmelding.core.errors import NotFound
from nettmelding.workorders import gate, links
from nettmelding.workorders.given import Slot
from nettmelding.workorders.models import Gate, TimeOffer, WorkOrder
from nettmelding.workorders.status import ENDED, Status
from nettmelding.workorders.times import slot_of

State = TimeOffer.State
ANSWERABLE = frozenset({Status.OFFERED, Status.PLANNED})
"""Where the table lets a customer pick or give up."""


class Shows(StrEnum):
    """Each has its own words on the page."""

    TIMES = "times"
    AGREED = "agreed"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"
    CALLED_OFF = "called_off"
    DONE = "done"
    NO_TIME = "no_time"
    """The firm has taken the time away; another one comes."""


@dataclass(frozen=True, slots=True)
class Behind:
    """`slots`: each with its place in the offer, those that are to come. `asks_terms`: whether the terms can be accepted here."""

    shows: Shows
    offer: TimeOffer
    order: WorkOrder
    slots: tuple[tuple[int, Slot], ...] = ()
    agreed: Slot | None = None
    may_give_up: bool = False
    asks_terms: bool = False


def behind(token: str) -> Behind:
    """Looking changes nothing. Errors: NotFound for a link that has never been."""
    rows = TimeOffer.objects.select_related(
        "order__performer", "order__grid_company", "order__notice", "order__metering_point", "order__assignee"
    )
    offer = rows.filter(token_hash=links.hashed(token)).first()
    if offer is None:
        raise NotFound
    order = offer.order
    slots = tuple((place, slot) for place, slot in enumerate(map(slot_of, offer.slots)) if slot.since > clock.now())
    agreed = Slot(order.planned_from, order.planned_until) if order.planned_from and order.planned_until else None
    shows = _shows(offer, order, bool(slots), agreed)
    return Behind(
        shows=shows,
        offer=offer,
        order=order,
        slots=slots if shows is Shows.TIMES else (),
        agreed=agreed if shows is Shows.AGREED else None,
        may_give_up=order.state in ANSWERABLE and offer.state in {State.OPEN, State.PICKED},
        asks_terms=any(one.what == Gate.What.TERMS and not one.ok for one in gate.checks(order)),
    )


def _shows(offer: TimeOffer, order: WorkOrder, has_times: bool, agreed: Slot | None) -> Shows:
    if order.state is Status.CANCELLED:
        return Shows.CALLED_OFF
    if order.state in ENDED | {Status.REPORTED, Status.RETURNED}:
        return Shows.DONE
    if offer.state == State.REPLACED:
        return Shows.REPLACED
    if offer.state == State.DECLINED:
        return Shows.DECLINED
    if offer.state == State.EXPIRED or offer.expires_at < clock.now():
        return Shows.EXPIRED
    if offer.state == State.OPEN and offer.slots and order.state is Status.OFFERED:
        return Shows.TIMES if has_times else Shows.EXPIRED
    return Shows.AGREED if agreed else Shows.NO_TIME
