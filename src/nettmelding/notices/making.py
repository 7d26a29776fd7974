"""Metering points that are to be made, however they were thought of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewChild:
    """One metering point to be: `answers` by field path, as kept; an existing one by its id."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    entrance: str = ""
    unit: str = ""
    metering_point_id: UUID | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    """Why a value was not taken, by field path."""
