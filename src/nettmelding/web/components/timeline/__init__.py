"""What happened to a case, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from nettmelding.web.components.tones import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`when` in words („fredag kl. 14.40”), `machine_when` ISO 8601. `text` is what was said, if anything."""

    title: str
    when: str
    machine_when: str = ""
    by: str = ""
    text: str = ""
    turn: Turn = Turn.IDLE
    href: str = ""
    link_text: str = ""
    also_href: str = ""
    """A second place that it leads to."""
    also_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    items: Sequence[Moment]
