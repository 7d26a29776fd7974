"""A short word or number that hangs on something else."""

from dataclasses import dataclass

from nettmelding.web.components.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    text: str
    tone: Tone = Tone.PLAIN
