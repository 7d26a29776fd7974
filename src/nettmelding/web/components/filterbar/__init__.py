"""Filters of a list. They stay in the address, so that a list can be kept, sent and gone back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on; `href` is the same list without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBar:
    """Body: the filters' fields.

    Slot `actions`: export and the like. `kept` are hidden values, such as the sort order.
    """

    action: str = ""
    chips: Sequence[Chip] = ()
    views: Sequence[View] = ()
    clear_href: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
