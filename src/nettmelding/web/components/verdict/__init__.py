"""The decision on top of a case: what the program found, and the buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from nettmelding.web.components.checks import Check
from nettmelding.web.components.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Slot `actions` holds the buttons, the body what needs more words."""

    title: str
    text: str = ""
    tone: Tone = Tone.GOOD
    checks: Sequence[Check] = ()
