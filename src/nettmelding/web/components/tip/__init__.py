"""Help behind a question mark: on hover, on keyboard focus and on a tap; Esc closes it."""

from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """`about` is what the help is about, for the button's name: „Hjelp: Samtidighet”.

    `key` parts two tips about the same thing on one page.
    """

    text: str
    about: str
    key: str = ""

    @property
    def id(self) -> str:
        return f"tip-{crc32(f'{self.key}|{self.about}'.encode()):08x}"
