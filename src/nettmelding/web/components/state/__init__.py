"""Where a case stands: a dot and the word for it."""

from dataclasses import dataclass

from nettmelding.web.components.tones import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`turn` gives the colour, `word` the meaning, as in „Trenger avklaring”."""

    turn: Turn
    word: str
