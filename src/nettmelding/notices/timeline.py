"""What happened to a notice, as its reader may know it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nettmelding.audit.models import Audience, Event
from nettmelding.core.actor import Actor, ActorKind, Right


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, ready to be told."""

    id: UUID
    action: str
    happened_at: datetime
    actor_name: str
    organisation_name: str
    organisation_id: UUID | None
    automatic: bool
    internal: bool
    text: str
    detail: dict[str, Any]


def audience_of(actor: Actor) -> Audience:
    """As whom an actor reads."""
    if actor.is_contractor:
        return Audience.CONTRACTOR
    return Audience.GRID_COMPANY if actor.may(Right.SEE_CASES) else Audience.INSPECTORATE


def entries(actor: Actor, subject_id: UUID, *, until: int | None = None) -> list[Entry]:
    """A subject's events that are for the actor, oldest first; `until`: no further than this place in its chain.

    The caller has made sure that it is visible.
    """
    mine = audience_of(actor)
    rows = Event.objects.filter(subject_id=subject_id).select_related("detail").order_by("seq")
    if until is not None:
        rows = rows.filter(seq__lte=until)
    return [_entry(event) for event in rows if mine.value in event.audience or _is_internal_to(actor, mine, event)]


def milestones(
    actor: Actor, subject_ids: Collection[UUID], actions: Sequence[str], most: int
) -> list[tuple[UUID, Entry]]:
    """The events of these kinds on several subjects that are for the actor, newest first, with whose each is.

    The caller has made sure that the subjects are visible.
    """
    mine = audience_of(actor)
    rows = Event.objects.filter(subject_id__in=subject_ids, action__in=actions).select_related("detail")
    newest = rows.order_by("-happened_at", "-id")[:most]
    return [(event.subject_id, _entry(event)) for event in newest if mine.value in event.audience]


def _is_internal_to(actor: Actor, reads_as: Audience, event: Event) -> bool:
    """Within the company; the inspectorate is not part of it, though it signs in there."""
    own = event.audience == [Audience.INTERNAL] and event.organisation_id == actor.organisation_id
    return own and reads_as is not Audience.INSPECTORATE


def _entry(event: Event) -> Entry:
    detail: dict[str, Any] = json.loads(event.detail.payload) if event.detail.erased_at is None else {}
    return Entry(
        id=event.id,
        action=event.action,
        happened_at=event.happened_at,
        actor_name=detail.pop("actor_name", ""),
        organisation_name=detail.pop("organisation_name", ""),
        organisation_id=event.organisation_id,
        automatic=event.actor_kind in {ActorKind.RULE.value, ActorKind.SYSTEM.value},
        internal=event.audience == [Audience.INTERNAL.value],
        text=detail.pop("reason", ""),
        detail=detail,
    )
