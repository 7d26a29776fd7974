"""Something is on its way: grey lines where it will stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    lines: int = 3
    text: str = ""

    @property
    def each(self) -> range:
        return range(self.lines)
