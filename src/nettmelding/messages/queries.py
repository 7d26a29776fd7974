"""How the messages about a subject are doing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.messages.models import Message, Status


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
