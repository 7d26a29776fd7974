"""Writing an event at the end of a subject's chain."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db.models import Exists, OuterRef

from nettmelding.audit.models import Audience, Event, EventDetail
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import in_write
from nettmelding.core.ids import uuid7

GENESIS = "0" * 64
BATCH = 500
"""Rows a statement."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event that is to be recorded.

    `detail` is what the timeline tells: JSON values; the actor's name and the reason are kept with it, outside the chain.
    """

    subject_id: UUID
    action: str
    audience: Iterable[Audience]
    detail: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def record(
    actor: Actor,
    subject_kind: str,
    subject_id: UUID,
    action: str,
    *,
    audience: Iterable[Audience],
    detail: Mapping[str, Any] | None = None,
    reason: str = "",
    happened_at: datetime | None = None,
) -> Event:
    """Add an event to the subject's chain, under the lock the caller's transaction holds on the subject."""
    told = Told(subject_id, action, audience, detail or {}, reason)
    return record_all(actor, subject_kind, [told], happened_at=happened_at)[0]


def record_all(
    actor: Actor, subject_kind: str, told: Sequence[Told], *, happened_at: datetime | None = None
) -> list[Event]:
    """Add one event to each subject's chain, or several where a subject comes again. As few statements as for one."""
    if not in_write():
        raise RuntimeError("an event belongs in the transaction of what it tells")
    ends = _ends({one.subject_id for one in told})
    present = clock.now()
    events, details = [], []
    for one in told:
        seq, previous = ends.get(one.subject_id, (0, GENESIS))
        event, detail = _link(actor, subject_kind, one, seq + 1, previous, happened_at or present, present)
        ends[one.subject_id] = (event.seq, event.hash)
        events.append(event)
        details.append(detail)
    Event.objects.bulk_create(events, batch_size=BATCH)
    EventDetail.objects.bulk_create(details, batch_size=BATCH)
    return events


def _ends(subjects: set[UUID]) -> dict[UUID, tuple[int, str]]:
    """The last link of each chain."""
    if len(subjects) == 1:
        (only,) = subjects
        last = Event.objects.filter(subject_id=only).order_by("-seq").values_list("seq", "hash").first()
        return {only: last} if last else {}
    later = Event.objects.filter(subject_id=OuterRef("subject_id"), seq__gt=OuterRef("seq"))
    rows = Event.objects.filter(~Exists(later), subject_id__in=subjects).values_list("subject_id", "seq", "hash")
    return {subject: (seq, hash_) for subject, seq, hash_ in rows}


def _link(
    actor: Actor, subject_kind: str, told: Told, seq: int, previous: str, happened_at: datetime, present: datetime
) -> tuple[Event, EventDetail]:
    said = {
        "actor_name": actor.name, "organisation_name": actor.organisation_name, "reason": told.reason, **told.detail
    }  # fmt: skip
    payload = json.dumps(said, ensure_ascii=False, sort_keys=True)
    salt = secrets.token_hex(16)
    event = Event(
        id=uuid7(),
        subject_kind=subject_kind,
        subject_id=told.subject_id,
        seq=seq,
        action=told.action,
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        happened_at=happened_at,
        recorded_at=present,
        audience=sorted(a.value for a in told.audience),
    )
    event.canonical = rfc8785.dumps({**facts(event), "previous": previous, "detail": detail_hash(salt, payload)})
    event.hash = hashlib.sha256(event.canonical).hexdigest()
    return event, EventDetail(event=event, salt=salt, payload=payload)


def facts(event: Event) -> dict[str, Any]:
    """The event's own columns as they go into the chain."""
    return {
        "id": str(event.id),
        "subject_kind": event.subject_kind,
        "subject_id": str(event.subject_id),
        "seq": event.seq,
        "action": event.action,
        "actor_kind": event.actor_kind,
        "actor_id": str(event.actor_id or ""),
        "organisation_id": str(event.organisation_id or ""),
        "happened_at": _moment(event.happened_at),
        "recorded_at": _moment(event.recorded_at),
        "audience": event.audience,
    }


def detail_hash(salt: str, payload: str) -> str:
    """SHA-256 of salt and payload, in hex."""
    return hashlib.sha256(f"{salt}\n{payload}".encode()).hexdigest()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
