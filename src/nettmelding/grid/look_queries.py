"""Who has looked at the grid: for those who look after it at the grid company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import NotFound
from nettmelding.grid.looks import UNSENT
from nettmelding.grid.models import MapLook
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation

ORDER = "-quarter"
MOST_NAMES = 500
LATELY = timedelta(days=90)
"""Whose firms and people are offered to choose among, where no earlier day is asked for."""


class Shown(StrEnum):
    """Which looks."""

    ALL = "alle"
    UNUSUAL = "uvanlig"
    """Of those who looked at more than a job asks for."""
    UNSENT = "usendt"
    """For drafts and checks before the job."""
    OWN = "egne"
    """Of the grid company's own people, without a case."""


_SHOWN: Mapping[Shown, Q] = {
    Shown.ALL: Q(), Shown.UNUSUAL: Q(unusual=True), Shown.UNSENT: Q(case_kind__in=UNSENT), Shown.OWN: Q(case_kind=""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to."""

    user_id: UUID | None = None
    organisation_id: UUID | None = None
    case: str = ""
    """The beginning of a case's number or address."""
    case_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    """The last day, whole."""
    shown: Shown = Shown.ALL


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
        "user_id": wanted.user_id,
        "organisation_id": wanted.organisation_id,
        "case_label__istartswith": wanted.case.strip(),
        "case_id": wanted.case_id,
        "quarter__gte": clock.start_of_day(wanted.since) if wanted.since else None,
        "quarter__lte": clock.end_of_day(wanted.until) if wanted.until else None,
    }
    return rows.filter(_SHOWN[wanted.shown], **{name: value for name, value in equal.items() if value})


def firms(actor: Actor, since: date | None = None, chosen: UUID | None = None) -> list[Organisation]:
    """The firms whose people have looked since a day, by default of late, and the one that is chosen; by name."""
    mine = _offered(actor, since, Q(organisation_id=chosen)).order_by().values("organisation_id")
    return list(Organisation.objects.filter(pk__in=mine).order_by("name")[:MOST_NAMES])


def people(
    actor: Actor, since: date | None = None, organisation_id: UUID | None = None, chosen: UUID | None = None
) -> list[tuple[UUID, str]]:
    """Those of a firm, or of all, who have looked since a day, by default of late, and the one who is chosen.

    Ids and names as they were, by name.
    """
    rows = _offered(actor, since, Q(user_id=chosen)).filter(user_id__isnull=False)
    if organisation_id is not None:
        rows = rows.filter(Q(organisation_id=organisation_id) | Q(user_id=chosen))
    named = rows.order_by("actor_name", "user_id").values_list("user_id", "actor_name").distinct()[:MOST_NAMES]
    return list({user_id: name for user_id, name in named if user_id is not None}.items())


def _offered(actor: Actor, since: date | None, chosen: Q) -> QuerySet[MapLook]:
    """What is chosen is offered however long ago it was, or the list would be narrowed by what nobody sees."""
    return visible_to(actor).filter(Q(quarter__gte=clock.start_of_day(since or clock.today() - LATELY)) | chosen)
