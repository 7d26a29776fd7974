"""Writing an event at the end of a subject's chain."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785

from nettmelding.audit.models import Audience, Event, EventDetail
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import in_write
from nettmelding.core.ids import uuid7

GENESIS = "0" * 64


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
    """Add an event to the subject's chain, under the lock the caller's transaction holds on the subject.

    `detail` is what the timeline tells: JSON values; the actor's name and the reason are kept with it, outside the chain.
    """
    if not in_write():
        raise RuntimeError("an event belongs in the transaction of what it tells")
    last = Event.objects.filter(subject_id=subject_id).order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    present = clock.now()
    told = {"actor_name": actor.name, "organisation_name": actor.organisation_name, "reason": reason, **(detail or {})}
    payload = json.dumps(told, ensure_ascii=False, sort_keys=True)
    salt = secrets.token_hex(16)
    event = Event(
        id=uuid7(),
        subject_kind=subject_kind,
        subject_id=subject_id,
        seq=seq,
        action=action,
        actor_kind=actor.kind.value,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        happened_at=happened_at or present,
        recorded_at=present,
        audience=sorted(a.value for a in audience),
    )
    event.canonical = rfc8785.dumps({**facts(event), "previous": previous, "detail": detail_hash(salt, payload)})
    event.hash = hashlib.sha256(event.canonical).hexdigest()
    event.save(force_insert=True)
    EventDetail.objects.create(event=event, salt=salt, payload=payload)
    return event


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
