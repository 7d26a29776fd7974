"""Old events keep their place in the chain and lose their words; the chain holds a salted hash of these, so it still verifies."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from nettmelding.audit.models import EventDetail
from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter


def due(before: datetime) -> QuerySet[EventDetail]:
    """Details of events recorded before that are not erased yet."""
    return EventDetail.objects.filter(event__recorded_at__lt=before, erased_at__isnull=True)


def erase(keys: Sequence[UUID]) -> int:
    """Erase the words of events, and the salt with them: the hash then tells nothing, not even to one who guesses."""
    with write():
        rows = EventDetail.objects.filter(pk__in=keys, erased_at__isnull=True)
        return rows.update(payload="", salt="", erased_at=clock.now())


OLD = Forgetter(due, erase)
