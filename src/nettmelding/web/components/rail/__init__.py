"""The form's rail: the sections in order, and what each still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Progress(StrEnum):
    DONE = "done"
    TODO = "todo"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`missing` counts what must be filled in before sending; `progress` LATER: not looked at yet."""

    text: str
    href: str
    progress: Progress = Progress.LATER
    missing: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    items: Sequence[Step]
    label: str
    id: str = "rail"
