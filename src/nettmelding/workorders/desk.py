"""What waits, for whoever looks: `notices.desk` with work orders and deviations among the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core.actor import Actor, Right
from nettmelding.core.cursors import page
from nettmelding.notices import desk
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Wait
from nettmelding.workorders import deviations, queries
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.status import WITH_FITTER

counted, late, may_act = desk.counted, desk.late, desk.may_act
MOST_COUNTED = desk.MOST_COUNTED
_WITH_A_FITTER = tuple(f"order_{status.value}" for status in WITH_FITTER)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that waits: exactly one of a case that notices know, a work order and a deviation."""

    wait: Wait
    known: desk.Case | None = None
    order: WorkOrder | None = None
    deviation: Deviation | None = None

    @property
    def notice(self) -> Notice | None:
        return self.known.notice if self.known else None


def on_actor(actor: Actor) -> QuerySet[Wait]:
    """What waits for the actor in person, or for nobody by name at their company."""
    return _for(actor, desk.on_actor(actor))


def on_company(actor: Actor) -> QuerySet[Wait]:
    """What waits for the actor's company. An order that a fitter has is in the list of orders, and here for that fitter alone."""
    others = Q(subject_kind=queries.SUBJECT, why__in=_WITH_A_FITTER) & ~Q(assignee_id=actor.user_id)
    return _for(actor, desk.on_company(actor)).exclude(others)


def on_others(actor: Actor) -> QuerySet[Wait]:
    """What the actor's company waits for others with."""
    return _for(actor, desk.on_others(actor))


def first(actor: Actor, rows: QuerySet[Wait], size: int) -> list[Case]:
    """The most pressing of them with their cases."""
    return _with_cases(actor, list(rows[:size]))


def paged(
    actor: Actor, rows: QuerySet[Wait], cursor: str | None = None, size: int = 50
) -> tuple[list[Case], str | None]:
    """A page of those that have a time to be done by, oldest first, and the cursor of the next page."""
    found = page(rows.filter(due__isnull=False), "due", cursor, size)
    return _with_cases(actor, found.items), found.next


def _for(actor: Actor, rows: QuerySet[Wait]) -> QuerySet[Wait]:
    """Without orders for those who neither plan nor handle, but their own; deviations for those who mend or close them."""
    if not actor.may(Right.PLAN_WORK, Right.HANDLE):
        rows = rows.exclude(Q(subject_kind=queries.SUBJECT) & (Q(assignee_id=None) | ~Q(assignee_id=actor.user_id)))
    if not deviations.may_settle(actor):
        rows = rows.exclude(subject_kind=deviations.SUBJECT)
    return rows


def _with_cases(actor: Actor, rows: Sequence[Wait]) -> list[Case]:
    known = {one.wait.id: one for one in desk.with_cases(actor, rows)}
    orders = queries.with_all(queries.visible_to(actor)).in_bulk(_ids(rows, queries.SUBJECT))
    wrong = deviations.with_all(deviations.visible_to(actor)).in_bulk(_ids(rows, deviations.SUBJECT))
    cases = (Case(wait, known.get(wait.id), orders.get(wait.subject_id), wrong.get(wait.subject_id)) for wait in rows)
    return [one for one in cases if one.known or one.order or one.deviation]


def _ids(rows: Iterable[Wait], kind: str) -> list[UUID]:
    return [wait.subject_id for wait in rows if wait.subject_kind == kind]
