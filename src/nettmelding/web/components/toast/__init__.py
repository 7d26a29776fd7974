"""A short word about what was just done, with a way back where there is one."""

from dataclasses import dataclass

from nettmelding.web.components.tones import Tone

_ICONS = {Tone.GOOD: "check", Tone.WARN: "warn", Tone.BAD: "stop", Tone.INFO: "info", Tone.PLAIN: "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """`undo` is posted to take it back. Bad news stays until it is closed; the rest goes after a while."""

    text: str
    tone: Tone = Tone.GOOD
    undo: str = ""

    @property
    def icon(self) -> str:
        return _ICONS[self.tone]
