"""*Søk anlegg*: metering points by meter number, id, address or customer, out of millions, by ranges of indexes alone.

A contractor finds metering points at every grid company and never a customer's name; a grid company's people find their own
company's, by name too, and none of its screened objects but as named handlers. Counted and recorded whatever the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import NotAllowed
from nettmelding.core.search import after
from nettmelding.core.text import fold
from nettmelding.installations import keys, reading, recording, refreshing
from nettmelding.installations.customer_system import Looked
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.installations.reading import By, Wanted
from nettmelding.organisations import access, screening

MOST = 60
"""Metering points in one answer."""
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    wanted: Wanted
    points: tuple[MeteringPoint, ...]
    """In use first within an installation, with their installations read."""
    more: bool = False
    """There are more than are shown."""
    elsewhere: frozenset[UUID] = frozenset()
    """Other grid companies that have such a metering point, for a grid company's own people."""
    looked: Mapping[UUID, Looked] = field(default_factory=dict)
    """How it went to ask the customer systems just now, by grid company."""


def search(actor: Actor, typed: str, *, purpose: str) -> Found:
    """Find metering points, with the customer systems asked on the way.

    Outside any transaction. Errors: Invalid for what cannot be read, NotAllowed, TooMany.
    """
    if not may_search(actor):
        raise NotAllowed("no_search", _("Du kan ikke søke etter anlegg her."))
    wanted = reading.read(typed)
    recording.counted(actor)
    found = find(actor, wanted, typed)
    looked = refreshing.for_search(actor, found.wanted, found.points, typed)
    if any(one.asked and not one.problem for one in looked.values()):
        found = find(actor, wanted, typed)
    recording.recorded(actor, found.wanted, [point.id for point in found.points], purpose=purpose)
    return replace(found, looked=looked)


def find(actor: Actor, wanted: Wanted, typed: str) -> Found:
    """The finding alone, neither counted nor written down: for `search`."""
    found = _look(actor, wanted)
    for other in _other_ways(actor, wanted, typed):
        if found.points or found.elsewhere:
            break
        instead = _look(actor, other)
        found = instead if instead.points else found
    return found


def may_search(actor: Actor) -> bool:
    """Who writes notices, and the grid company's people who read cases."""
    return access.may_write_notices(actor) or (actor.is_grid_company and actor.may(Right.SEE_CASES))


def rows_for(wanted: Wanted, grid_company_id: UUID | None = None) -> QuerySet[MeteringPoint] | None:
    """The rows for a number or a name, at one grid company or at all; None for an address."""
    rows = MeteringPoint.objects.select_related("installation")
    if wanted.by is By.METER:
        return rows.filter(meter_number=wanted.number).order_by("id")
    if wanted.by is By.ID:
        return rows.filter(metering_point_id=wanted.number).order_by("id")
    if wanted.by is By.CUSTOMER:
        asked = Q(pk__in=[])
        for key in {keys.of_person(wanted.name), keys.of_company(wanted.name)} - {""}:
            asked |= Q(grid_company_id=grid_company_id) & _begins("customer_key", key)
        return rows.filter(asked).order_by("customer_key", "id")
    return None


def places_for(wanted: Wanted, grid_company_id: UUID | None = None) -> QuerySet[Installation]:
    """The installations at an address, by street and number."""
    rows = Installation.objects.filter(_begins("address_key", wanted.address_key))
    if wanted.postcode:
        rows = rows.filter(postcode=wanted.postcode)
    if grid_company_id is not None:
        rows = rows.filter(grid_company_id=grid_company_id)
    return rows.order_by("address_key", "id")


def _look(actor: Actor, wanted: Wanted) -> Found:
    own = actor.organisation_id if actor.is_grid_company else None
    if wanted.by is By.ADDRESS:
        points, more = _at(wanted, own)
    else:
        rows = rows_for(wanted, own)
        points = list(rows[: MOST + 1]) if rows is not None else []
        more = len(points) > MOST
    mine = [point for point in points if own is None or point.grid_company_id == own]
    others = frozenset(point.grid_company_id for point in points if point not in mine)
    return Found(wanted, tuple(_unscreened(actor, mine)[:MOST]), more, others)


def _at(wanted: Wanted, own: UUID | None) -> tuple[list[MeteringPoint], bool]:
    if not wanted.address_key:
        return [], False
    rows = places_for(wanted, own)
    if wanted.place:
        towns = rows.order_by().values_list("place", flat=True).distinct()
        rows = rows.filter(place__in=[town for town in towns if fold(town).startswith(wanted.place)])
    looked_at = list(rows[: MOST_PLACES + 1])
    places = {place.id: place for place in looked_at[:MOST_PLACES]}
    asked = MeteringPoint.objects.filter(installation_id__in=list(places))
    if wanted.unit:
        asked = asked.filter(unit=wanted.unit)
    points = list(asked.order_by()[: MOST * 10])
    for point in points:
        point.installation = places[point.installation_id]
    points.sort(key=_order)
    return points[: MOST + 1], len(looked_at) > MOST_PLACES or len(points) > MOST


def _order(point: MeteringPoint) -> tuple[str, str, bool, str, str]:
    place = point.installation
    return (
        place.address_key,
        place.postcode,
        point.state != MeteringPoint.State.ACTIVE or not point.meter_number,
        point.entrance,
        point.unit,
    )


def _other_ways(actor: Actor, wanted: Wanted, typed: str) -> Sequence[Wanted]:
    """What else the text may mean when nothing was found."""
    ways: list[Wanted] = []
    if wanted.by is By.METER and any(sign.isalpha() for sign in typed):
        ways.append(reading.address(typed))
    if wanted.by is By.ADDRESS:
        ways += [way for way in (reading.as_meter(typed), *reading.without_last_word(typed)) if way]
        if actor.is_grid_company and not wanted.has_number:
            ways.append(Wanted(By.CUSTOMER, name=" ".join(typed.split())))
    return ways


def _unscreened(actor: Actor, points: list[MeteringPoint]) -> list[MeteringPoint]:
    """Without what is screened from the actor; one statement where nothing is screened."""
    own = actor.organisation_id
    if not actor.is_grid_company or own is None or not points:
        return points
    by_point = {point.id: keys_of(point) for point in points}
    if not screening.matching(own, set().union(*by_point.values())):
        return points
    return [point for point in points if not screening.hides(actor, own, by_point[point.id])]


def _begins(column: str, key: str) -> Q:
    """Keys that begin so, as a range of the index. Inside a number nothing begins: numbers are padded."""
    end = after(key)
    return Q(**{f"{column}__gte": key}) & (Q(**{f"{column}__lt": end}) if end else Q())
