"""A message where it matters: what, why, and the ways out as links."""

from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


_ICONS = {NoteKind.INFO: "info", NoteKind.GOOD: "check", NoteKind.WARN: "warn", NoteKind.BAD: "stop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`title` is the first, bold sentence; `text` or the body follows it.

    `live` reads it aloud when it appears.
    """

    kind: NoteKind = NoteKind.INFO
    title: str = ""
    text: str = ""
    live: bool = False
    id: str = ""

    @property
    def icon(self) -> str:
        return _ICONS[self.kind]
