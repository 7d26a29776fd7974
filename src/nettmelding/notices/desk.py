"""What waits, for whoever looks: the `wait` rows with the cases they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.cursors import page
from nettmelding.grid import error_queries, error_telling
from nettmelding.grid.models import MapError
from nettmelding.notices import queries, requests, transfer_rows, transfers
from nettmelding.notices.models import Decision, Notice, Remark, Request, Transfer
from nettmelding.organisations import admission, waits
from nettmelding.organisations.models import GridAccess, Wait

Row = TypeVar("Row", Notice, Request, Transfer, GridAccess, MapError)
MOST_COUNTED = 1_000
"""No count goes further than this; a screen says "999+"."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that waits: exactly one of notice, request, transfer, a contractor's application for access, and an error
    in the map."""

    wait: Wait
    notice: Notice | None = None
    request: Request | None = None
    transfer: Transfer | None = None
    application: GridAccess | None = None
    map_error: MapError | None = None


def on_actor(actor: Actor) -> QuerySet[Wait]:
    """What waits for the actor in person, or for nobody by name at their company."""
    return _for(actor, waits.on_person(actor)) if may_act(actor) else Wait.objects.none()


def on_company(actor: Actor) -> QuerySet[Wait]:
    """What waits for the actor's company."""
    return _for(actor, waits.on(actor)) if may_act(actor) else Wait.objects.none()


def on_others(actor: Actor) -> QuerySet[Wait]:
    """What the actor's company waits for others with."""
    return _for(actor, waits.of(actor)) if may_act(actor) else Wait.objects.none()


def late(rows: QuerySet[Wait]) -> QuerySet[Wait]:
    """Those whose time is past."""
    return rows.filter(due__lt=clock.now())


def counted(rows: QuerySet[Wait]) -> int:
    """How many, up to `MOST_COUNTED`."""
    return rows.order_by()[:MOST_COUNTED].count()


def first(actor: Actor, rows: QuerySet[Wait], size: int) -> list[Case]:
    """The most pressing of them with their cases."""
    return with_cases(actor, list(rows[:size]))


def paged(
    actor: Actor, rows: QuerySet[Wait], cursor: str | None = None, size: int = 50
) -> tuple[list[Case], str | None]:
    """A page of those that have a time to be done by, oldest first, and the cursor of the next page."""
    found = page(rows.filter(due__isnull=False), "due", cursor, size)
    return with_cases(actor, found.items), found.next


def remarks_of(notices: Iterable[Notice]) -> dict[UUID, int]:
    """How many things the last rejection of each notice asks to correct."""
    rejected = Decision.objects.filter(notice__in=[notice.id for notice in notices], outcome=Decision.Outcome.REJECTED)
    rows = Remark.objects.filter(decision__in=rejected).values_list("decision__notice_id", "decision_id")
    counts = rows.annotate(number=Count("id")).order_by("decision__decided_at")
    return {notice_id: number for notice_id, _, number in counts}


def may_act(actor: Actor) -> bool:
    """The inspectorate's reader and the grid company's fitter have nothing to answer here."""
    return actor.may(Right.SEE_CASES)


def _for(actor: Actor, rows: QuerySet[Wait]) -> QuerySet[Wait]:
    """Without applications for access and errors in the map for those who do not see to them."""
    if not actor.may(Right.APPLY, Right.ADMIT):
        rows = rows.exclude(subject_kind=admission.WAITS_FOR_ACCESS)
    if not error_queries.may_see(actor):
        rows = rows.exclude(subject_kind=error_telling.SUBJECT)
    return rows


def with_cases(actor: Actor, rows: Sequence[Wait]) -> list[Case]:
    """The waits with what they are about, where it is one of these and the actor sees it; in the same order."""
    notices = _found(
        queries.as_lines(queries.visible_to(actor)),
        rows,
        queries.SUBJECT,
    )
    asked = _found(requests.visible_to(actor), rows, requests.SUBJECT)
    offered = _found(transfers.offered_to(actor), rows, transfer_rows.SUBJECT)
    applied = _found(admission.visible_to(actor), rows, admission.WAITS_FOR_ACCESS)
    wrong = _found(error_queries.visible_to(actor), rows, error_telling.SUBJECT)
    cases = (
        Case(
            wait,
            notices.get(wait.subject_id),
            asked.get(wait.subject_id),
            offered.get(wait.subject_id),
            applied.get(wait.subject_id),
            wrong.get(wait.subject_id),
        )
        for wait in rows
    )
    return [one for one in cases if one.notice or one.request or one.transfer or one.application or one.map_error]


def _found(visible: QuerySet[Row], rows: Sequence[Wait], kind: str) -> dict[UUID, Row]:
    ids = [wait.subject_id for wait in rows if wait.subject_kind == kind]
    return visible.in_bulk(ids) if ids else {}
