"""Sealing and verifying: a changed, removed or cut event shows."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max

from nettmelding.audit.models import Checkpoint, Event
from nettmelding.audit.record import GENESIS, detail_hash, facts
from nettmelding.core import clock
from nettmelding.core.db import write

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    events: int
    checkpoints: int
    faults: tuple[Fault, ...]


def seal() -> int:
    """Seal up to BATCH events that no checkpoint covers yet. Returns how many."""
    with write():
        rows = list(Event.objects.filter(checkpoint__isnull=True).order_by("id").values_list("id", "hash")[:BATCH])
        if not rows:
            return 0
        last = Checkpoint.objects.order_by("-id").first()
        checkpoint = Checkpoint(
            previous_hash=digest(last) if last else GENESIS,
            root=merkle_root([row[1] for row in rows]),
            count=len(rows),
            sealed_at=clock.now(),
        )
        checkpoint.signature = _signature(checkpoint)
        checkpoint.save()
        ids = [row[0] for row in rows]
        for start in range(0, len(ids), 500):
            Event.objects.filter(id__in=ids[start : start + 500]).update(checkpoint=checkpoint)
        return len(rows)


def merkle_root(hashes: Sequence[str]) -> str:
    """Root of the binary tree over the hashes, in order; an odd one is carried up as it is."""
    level = list(hashes) or [GENESIS]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256("".join(p).encode()).hexdigest() if len(p) == 2 else p[0] for p in pairs]
    return level[0]


def digest(checkpoint: Checkpoint) -> str:
    """What the next checkpoint names."""
    return hashlib.sha256(f"{_signed_text(checkpoint)}\n{checkpoint.signature}".encode()).hexdigest()


def verify() -> Verification:
    """Walk every chain and every checkpoint. Reads all events once; holds no lock."""
    faults = [*_chain_faults(), *_checkpoint_faults()]
    return Verification(Event.objects.count(), Checkpoint.objects.count(), tuple(faults))


def _chain_faults() -> Iterator[Fault]:
    subject, seq, previous = None, 0, GENESIS
    events = Event.objects.select_related("detail").order_by("subject_id", "seq")
    for event in events.iterator(chunk_size=2_000):
        if event.subject_id != subject:
            subject, seq, previous = event.subject_id, 0, GENESIS
        seq += 1
        where = f"{event.subject_kind} {event.subject_id} #{event.seq}"
        if event.seq != seq:
            yield Fault(where, f"event #{seq} is missing before it")
            seq = event.seq
        yield from (Fault(where, what) for what in _event_faults(event, previous))
        previous = event.hash


def _event_faults(event: Event, previous: str) -> Iterator[str]:
    canonical = bytes(event.canonical)
    if hashlib.sha256(canonical).hexdigest() != event.hash:
        yield "its bytes do not give its hash"
        return
    told = json.loads(canonical)
    if told.pop("previous") != previous:
        yield "it does not follow the event before it"
    detail_said = told.pop("detail")
    if told != facts(event):
        yield "its columns are not what was recorded"
    detail = getattr(event, "detail", None)
    if detail is None:
        yield "its detail is gone"
    elif detail.erased_at is None and detail_hash(detail.salt, detail.payload) != detail_said:
        yield "its detail was changed"


def _checkpoint_faults() -> Iterator[Fault]:
    previous, expected_id = GENESIS, None
    for checkpoint in Checkpoint.objects.order_by("id").iterator():
        where = f"checkpoint {checkpoint.pk}"
        if checkpoint.previous_hash != previous:
            yield Fault(where, "it does not name the checkpoint before it")
        if not hmac.compare_digest(checkpoint.signature, _signature(checkpoint)):
            yield Fault(where, "its signature is not ours")
        hashes = list(Event.objects.filter(checkpoint=checkpoint).order_by("id").values_list("hash", flat=True))
        if len(hashes) != checkpoint.count:
            yield Fault(where, f"it sealed {checkpoint.count} events, {len(hashes)} are left")
        elif merkle_root(hashes) != checkpoint.root:
            yield Fault(where, "its events are not those it sealed")
        previous, expected_id = digest(checkpoint), checkpoint.pk
    newest = Event.objects.aggregate(newest=Max("checkpoint_id"))["newest"]
    if newest is not None and newest != expected_id:
        yield Fault(f"checkpoint {newest}", "events name it, but it is gone")


def _signed_text(checkpoint: Checkpoint) -> str:
    return "\n".join(
        [checkpoint.previous_hash, checkpoint.root, str(checkpoint.count), checkpoint.sealed_at.isoformat()]
    )


def _signature(checkpoint: Checkpoint) -> str:
    key = hashlib.sha256(f"audit-checkpoint\n{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, _signed_text(checkpoint).encode(), hashlib.sha256).hexdigest()
