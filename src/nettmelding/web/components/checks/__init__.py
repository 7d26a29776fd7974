"""What the program has checked, each with its result."""

from collections.abc import Sequence
from dataclasses import dataclass

from nettmelding.web.components.tones import Tone

_ICONS = {Tone.GOOD: "check", Tone.WARN: "warn", Tone.BAD: "cross", Tone.INFO: "info", Tone.PLAIN: "dots"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    text: str
    tone: Tone = Tone.GOOD
    href: str = ""

    @property
    def icon(self) -> str:
        return _ICONS[self.tone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """`stacked` puts each on a line of its own."""

    items: Sequence[Check]
    stacked: bool = False
