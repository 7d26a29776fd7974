"""To the next and previous page of a list that pages by cursor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """An empty address means that there is no such page. `text`: what is shown now („1–50”)."""

    previous: str = ""
    next: str = ""
    text: str = ""
