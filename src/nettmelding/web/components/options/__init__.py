"""What a search field answers while one types: the server's list, read by `combobox.ts`."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """`text` goes into the field and `value` into the form when it is picked.

    `href`: picking goes there instead.
    """

    value: str
    text: str
    detail: str = ""
    mark: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Answer a `?q=` with this alone.

    `empty` is said when there are no hits, `more` when there are further ones.
    """

    items: Sequence[Hit]
    empty: str = ""
    more: str = ""
