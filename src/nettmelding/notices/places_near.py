"""„Fant ikke …, mente du …”: numbers that are near the one that was typed, among the contractor's own open cases and the
address that is given."""

from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.installations import near, reading, searching
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices.queries import visible_to
from nettmelding.notices.status import OPEN, Status

_MOST_CASES = 500
_MOST_HERE = 100


def meters_near(actor: Actor, typed: str, notice_id: UUID | None = None) -> list[str]:
    """Meter numbers that may have been meant. Nobody's but those of cases the actor sees, and of the address of the notice."""
    wanted = reading.as_meter(typed)
    if wanted is None or not actor.is_contractor:
        return []
    return near.near(wanted.number, [*_of_address(actor, notice_id), *_of_cases(actor)])


def _of_cases(actor: Actor) -> list[str]:
    states = [one.value for one in (*OPEN, Status.DRAFT)]
    rows = visible_to(actor).filter(contractor_id=actor.organisation_id, status__in=states).exclude(meter_number="")
    return list(rows.order_by("-changed_at").values_list("meter_number", flat=True)[:_MOST_CASES])


def _of_address(actor: Actor, notice_id: UUID | None) -> list[str]:
    notice = visible_to(actor).filter(pk=notice_id).first() if notice_id else None
    if notice is None or not notice.address:
        return []
    wanted = reading.address(notice.address)
    if not wanted.has_number:
        return []
    here = list(searching.places_for(wanted)[: searching.MOST_PLACES])
    same = [place.id for place in here if place.postcode == notice.postcode]
    points = MeteringPoint.objects.filter(installation_id__in=same).exclude(meter_number="")
    return list(points.values_list("meter_number", flat=True)[:_MOST_HERE])
