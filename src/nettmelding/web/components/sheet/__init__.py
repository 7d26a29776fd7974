"""A white sheet: one subject with its heading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`link` and `link_text` stand at the right of the heading, or slot `actions`; slot `foot` stays at the
    bottom.

    `padded` for text and facts; not for rows, tables and parts, which have their own.
    """

    title: str = ""
    count: int | None = None
    note: str = ""
    link: str = ""
    link_text: str = ""
    id: str = ""
    padded: bool = False
