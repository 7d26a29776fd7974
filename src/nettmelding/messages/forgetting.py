"""What becomes of old messages: that something was sent stays, to whom and what it said does not."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter
from nettmelding.messages.models import Attempt, Message, Status


def due(before: datetime) -> QuerySet[Message]:
    """Messages written before, sent or given up, that still say to whom and what."""
    return Message.objects.filter(created_at__lt=before).exclude(status=Status.WAITING).exclude(to_address="")


def empty(keys: Sequence[UUID]) -> int:
    """Take receiver and words away, and what servers said about them. Returns how many."""
    with write():
        Attempt.objects.filter(message__in=keys).update(detail="")
        return Message.objects.filter(pk__in=keys).update(to_address="", subject="", text="", html="", last_error="")


OLD = Forgetter(due, empty)
