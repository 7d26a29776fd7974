"""An installation as one reader may know it: what happened there, from the notices the reader sees.

The grid company sees all of its own. A contractor sees its own notices, and while one of them runs, the installation as it is
now; that others have been there too is told, not who or what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.errors import NotFound
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.notices import queries
from nettmelding.notices.models import Notice
from nettmelding.notices.status import OPEN, Status
from nettmelding.organisations import screen_keys, screening

RUNNING = OPEN | {Status.DRAFT}
"""While a notice is in one of these, its contractor sees the installation."""
MOST_NOTICES = 100
"""The newest, of which the page tells."""


@dataclass(frozen=True)
class Place:
    """An installation, and how much of it the actor sees."""

    actor: Actor
    installation: Installation
    opened: bool
    """The installation itself, with its metering points; otherwise the actor's own notices about it alone."""

    @cached_property
    def notices(self) -> list[Notice]:
        """The newest of those the actor sees, newest first."""
        rows = queries.as_lines(visible_at(self.actor, self.installation.id))
        return list(rows.order_by("-changed_at", "-id")[:MOST_NOTICES])

    @cached_property
    def more_with_others(self) -> bool:
        """Whether other contractors have had notices here. Always false for the grid company, which sees them."""
        if not self.actor.is_contractor:
            return False
        sent = at(Notice.objects.filter(sent_at__isnull=False), self.installation.id)
        return sent.exclude(contractor_id=self.actor.organisation).exists()


def at(rows: QuerySet[Notice], installation_id: UUID) -> QuerySet[Notice]:
    """Those about a metering point of the installation, and the children of such."""
    points = MeteringPoint.objects.filter(installation_id=installation_id).values("id")
    mothers = Notice.objects.filter(metering_point_id__in=points, form="several").values("id")
    return rows.filter(Q(metering_point_id__in=points) | Q(mother_id__in=mothers))


def visible_at(actor: Actor, installation_id: UUID) -> QuerySet[Notice]:
    """The notices about an installation that the actor sees."""
    return at(queries.visible_to(actor), installation_id)


def get(actor: Actor, installation_id: UUID) -> Place:
    """Errors: NotFound, also where it is another's."""
    found = Installation.objects.filter(pk=installation_id).first()
    if found is None:
        raise NotFound
    if actor.is_grid_company and _is_own(actor, found):
        return Place(actor, found, opened=True)
    if actor.is_contractor and actor.may(Right.SEE_CASES):
        own = visible_at(actor, installation_id)
        if own.exists():
            return Place(actor, found, opened=own.filter(status__in=RUNNING).exists())
    raise NotFound


def opened(actor: Actor, installation_id: UUID) -> Installation:
    """The installation, for who may see it as it is now. Errors: NotFound."""
    place = get(actor, installation_id)
    if not place.opened:
        raise NotFound
    return place.installation


def led_to(actor: Actor, notices: Sequence[Notice]) -> dict[UUID, UUID]:
    """The installation of each notice that is about one, by the notice's id. The caller has made sure that they are visible."""
    if actor.is_grid_company and not actor.may(Right.SEE_CASES):
        return {}
    by_point = {one.metering_point_id: one.id for one in notices if one.metering_point_id}
    rows = MeteringPoint.objects.filter(pk__in=by_point).values_list("id", "installation_id")
    places = dict(rows)
    return {one.id: places[one.metering_point_id] for one in notices if one.metering_point_id in places}


def _is_own(actor: Actor, installation: Installation) -> bool:
    """Of its own people those who see cases, and not where the address is screened from them."""
    if installation.grid_company_id != actor.organisation_id or not actor.may(Right.SEE_CASES):
        return False
    if actor.kind is ActorKind.RULE:
        return False
    key = screen_keys.of_address(installation.address, installation.postcode)
    return not key or not screening.hides(actor, installation.grid_company_id, {key})
