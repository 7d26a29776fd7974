"""Terms and values, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`was` is the value before, shown struck when it differs. `source` says where the value comes from, `differs` what
    somebody else says of the same."""

    term: str
    value: str
    was: str = ""
    source: str = ""
    differs: str = ""
    href: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.was) and self.was != self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`wide` sets the values in a left column of their own, for a sheet's main text; `left` beside a short term, for values
    that take more than a line."""

    items: Sequence[Fact]
    wide: bool = False
    left: bool = False
