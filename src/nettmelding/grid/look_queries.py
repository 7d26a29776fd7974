"""Who has looked at the grid: for those who look after it at the grid company."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import NotFound
from nettmelding.grid.models import MapLook
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation

ORDER = "-quarter"
MOST_FIRMS = 500


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to."""

    person: str = ""
    """Part of a name, as it was when they looked."""
    organisation_id: UUID | None = None
    case: str = ""
    """The beginning of a case's number or address."""
    case_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    """The last day, whole."""
    unusual: bool = False


def visible_to(actor: Actor) -> QuerySet[MapLook]:
    """The looks at the actor's company's grid, but for cases that are screened from the actor.

    Errors: NotAllowed; NotFound for others than a grid company.
    """
    access.require(actor, Right.MANAGE_COMPANY)
    if not actor.is_grid_company:
        raise NotFound
    return MapLook.objects.filter(access.unscreened(actor), grid_company_id=actor.organisation)


def matching(actor: Actor, wanted: Filter) -> QuerySet[MapLook]:
    """Those that fit; to be read in the order `ORDER`."""
    rows = visible_to(actor).select_related("organisation")
    equal = {
        "actor_name__icontains": wanted.person.strip(),
        "organisation_id": wanted.organisation_id,
        "case_label__istartswith": wanted.case.strip(),
        "case_id": wanted.case_id,
        "quarter__gte": clock.start_of_day(wanted.since) if wanted.since else None,
        "quarter__lte": clock.end_of_day(wanted.until) if wanted.until else None,
        "unusual": wanted.unusual,
    }
    return rows.filter(**{name: value for name, value in equal.items() if value})


def firms(actor: Actor) -> list[Organisation]:
    """The firms whose people have looked, by name."""
    mine = visible_to(actor).values("organisation_id")
    return list(Organisation.objects.filter(pk__in=mine).order_by("name")[:MOST_FIRMS])
