"""Whose turn it is: rows that say who is waited for, why and until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.organisations import access
from nettmelding.organisations.models import Wait


@dataclass(frozen=True, slots=True)
class Waiting:
    """One party that is to be waited for."""

    organisation_id: UUID | None
    """None: a customer."""
    waiting_id: UUID | None
    why: str
    due: datetime | None = None
    assignee_id: UUID | None = None
    screen_id: UUID | None = None
    """The screened object that the case concerns."""


def replace(subject_kind: str, subject_id: UUID, waiting: Sequence[Waiting]) -> None:
    """Let exactly these be waited for. One that stays keeps since when. Inside the caller's transaction."""
    replace_all(subject_kind, {subject_id: waiting})


def replace_all(subject_kind: str, waiting: Mapping[UUID, Sequence[Waiting]]) -> None:
    """The same for several subjects, in as few statements as for one."""
    standing = {(w.subject_id, w.organisation_id, w.why): w for w in Wait.objects.filter(subject_id__in=list(waiting))}
    new, changed, present = [], [], clock.now()
    for subject_id, wanted in ((key, one) for key, several in waiting.items() for one in several):
        row = standing.pop((subject_id, wanted.organisation_id, wanted.why), None)
        if row is None:
            new.append(
                Wait(
                    subject_kind=subject_kind,
                    subject_id=subject_id,
                    since=present,
                    organisation_id=wanted.organisation_id,
                    waiting_id=wanted.waiting_id,
                    why=wanted.why,
                    due=wanted.due,
                    assignee_id=wanted.assignee_id,
                    screen_id=wanted.screen_id,
                )
            )
        else:
            kept = (row.waiting_id, row.due, row.assignee_id, row.screen_id)
            row.waiting_id, row.due, row.assignee_id = wanted.waiting_id, wanted.due, wanted.assignee_id
            row.screen_id = wanted.screen_id
            if kept != (row.waiting_id, row.due, row.assignee_id, row.screen_id):
                changed.append(row)
    if standing:
        Wait.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()
    Wait.objects.bulk_create(new, batch_size=500)
    Wait.objects.bulk_update(changed, ["waiting_id", "due", "assignee", "screen"], batch_size=200)


def on(actor: Actor) -> QuerySet[Wait]:
    """What waits for the actor's organisation, the most pressing first."""
    if actor.organisation_id is None:
        return Wait.objects.none()
    return _seen(actor).filter(organisation_id=actor.organisation_id).order_by("due", "id")


def on_person(actor: Actor) -> QuerySet[Wait]:
    """What waits for the actor in person, or for nobody by name."""
    return on(actor).filter(Q(assignee_id=actor.user_id) | Q(assignee__isnull=True))


def of(actor: Actor) -> QuerySet[Wait]:
    """What the actor's organisation waits for others with."""
    if actor.organisation_id is None:
        return Wait.objects.none()
    return _seen(actor).filter(waiting_id=actor.organisation_id).order_by("due", "id")


def about(subject_ids: Iterable[UUID]) -> dict[UUID, Wait]:
    """Who is waited for in each subject, the most pressing where there are several."""
    rows = Wait.objects.filter(subject_id__in=list(subject_ids)).order_by("due", "id")
    return {row.subject_id: row for row in reversed(rows)}


def _seen(actor: Actor) -> QuerySet[Wait]:
    """A screened object's cases wait for its named handlers only; a contractor's own are its own."""
    return Wait.objects.filter(access.unscreened(actor)) if actor.is_grid_company else Wait.objects.all()
