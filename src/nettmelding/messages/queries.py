"""How the messages about a subject are doing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.messages.models import Message, Status

NOT_TAKEN = frozenset({Status.FAILED, Status.BOUNCED})
"""Over, and it never arrived."""


@dataclass(frozen=True, slots=True)
class MessageState:
    """What may be shown of a message: to whom, what, and how far it has come."""

    id: UUID
    kind: str
    to_address: str
    subject: str
    text: str
    status: Status
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    """Null when there is nothing more to try."""
    tries: int
    last_error: str


def about(subject_kind: str, subject_id: UUID, *, audiences: frozenset[Audience] | None = None) -> list[MessageState]:
    """Messages about a subject, oldest first; only those for the audiences, where given."""
    messages = Message.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")
    if audiences is not None:
        messages = messages.filter(audience__in=[audience.value for audience in audiences])
    return [_state(message) for message in messages]


def newest(subject_kind: str, subject_id: UUID, kinds: Collection[str]) -> MessageState | None:
    """The last message of these kinds about a subject: how far that one has come is what counts."""
    rows = Message.objects.filter(subject_kind=subject_kind, subject_id=subject_id, kind__in=kinds)
    last = rows.order_by("-id").first()
    return _state(last) if last else None


def not_taken(subject_kind: str, subject_ids: Iterable[UUID], kinds: Collection[str]) -> frozenset[UUID]:
    """Those of the subjects whose newest message of these kinds nobody took: it bounced, or was given up."""
    rows = Message.objects.filter(subject_kind=subject_kind, subject_id__in=list(subject_ids), kind__in=kinds)
    last = dict(rows.order_by("id").values_list("subject_id", "status"))
    return frozenset(subject for subject, status in last.items() if subject and status in NOT_TAKEN)


def not_noted(kind: str, limit: int) -> list[Message]:
    """Messages of a kind that nobody took, and that its room has not taken note of, oldest first."""
    over = Message.objects.filter(finished_at__isnull=False, sent_at__isnull=True, noted_at__isnull=True)
    rows = over.filter(kind=kind, status__in=NOT_TAKEN)
    return list(rows.order_by("id")[:limit])


def note(message: Message) -> bool:
    """Take note, inside the caller's transaction; False where another worker has."""
    return Message.objects.filter(pk=message.pk, noted_at__isnull=True).update(noted_at=clock.now()) == 1


def addresses_of(subject_kind: str, subject_ids: Collection[UUID], kind: str) -> dict[UUID, tuple[str, ...]]:
    """Where messages of a kind about each subject have gone or will go, in small letters, once for each message."""
    told: dict[UUID, tuple[str, ...]] = dict.fromkeys(subject_ids, ())
    rows = Message.objects.filter(subject_kind=subject_kind, subject_id__in=list(told), kind=kind) if told else ()
    for row in rows:
        if row.subject_id is not None:
            told[row.subject_id] = (*told[row.subject_id], row.to_address.casefold())
    return told


def _state(message: Message) -> MessageState:
    status = Status(message.status)
    return MessageState(
        id=message.id,
        kind=message.kind,
        to_address=message.to_address,
        subject=message.subject,
        text=message.text,
        status=status,
        created_at=message.created_at,
        sent_at=message.sent_at,
        next_try_at=message.due_at if status is Status.WAITING else None,
        tries=message.attempts,
        last_error=message.last_error,
    )
