"""Reading events."""

from typing import Any
from uuid import UUID

from nettmelding.audit.models import Event

MOST = 10_000


def of_person(user: Any) -> list[dict[str, Any]]:
    """What a person has done, newest first: when, what, and to what kind of thing."""
    user_id: UUID = user.id
    rows = Event.objects.filter(actor_id=user_id).order_by("-recorded_at")[:MOST]
    return [
        {"når": one.happened_at, "handling": one.action, "gjelder": one.subject_kind, "id": one.subject_id}
        for one in rows
    ]
