"""The top of a page: title, one line that says it all, and what one can do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """`over` is the small line above the title; slot `actions` stands to the right, slot `lead` replaces
    `lead`.
    """

    title: str
    lead: str = ""
    over: str = ""
