"""What an actor gives along with a move of a work order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Slot:
    """A time, both ends aware."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """The move's own input; each action reads what it needs."""

    text: str = ""
    reason: str = ""
    """Code of a reason of a journey in vain."""
    assignee_id: UUID | None = None
    slot: Slot | None = None
    slots: tuple[Slot, ...] = ()
    picked: int | None = None
    performer_id: UUID | None = None
    step: str = ""
    """What a return points at."""
    signature: Mapping[str, Any] | None = None
    """`{"name", "strokes"}` as the field protocol has it."""
    happened_at: datetime | None = None
    """When it happened, where that is not now: a device hands in later."""


NOTHING = Given()
