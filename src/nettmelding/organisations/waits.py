"""Whose turn it is: rows that say who is waited for, why and until when."""

from collections.abc import Iterable, Sequence
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
    standing = {(w.organisation_id, w.why): w for w in Wait.objects.filter(subject_id=subject_id)}
    for wanted in waiting:
        row = standing.pop((wanted.organisation_id, wanted.why), None)
        if row is None:
            row = Wait(
                subject_kind=subject_kind,
                subject_id=subject_id,
                organisation_id=wanted.organisation_id,
                why=wanted.why,
                since=clock.now(),
            )
        row.waiting_id, row.due, row.assignee_id = wanted.waiting_id, wanted.due, wanted.assignee_id
        row.screen_id = wanted.screen_id
        row.save()
    if standing:
        Wait.objects.filter(pk__in=[row.pk for row in standing.values()]).delete()


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
