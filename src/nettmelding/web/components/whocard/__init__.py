"""A party of a notice: who, in which roles, and where the name comes from."""

from dataclasses import dataclass

from nettmelding.web.components.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoCard:
    """`detail` is one line, its pieces parted by „ · ”.

    `mark` such as „ikke bekreftet”. Slot `actions`: buttons.
    """

    name: str
    detail: str = ""
    mark: str = ""
    mark_tone: Tone = Tone.WARN
