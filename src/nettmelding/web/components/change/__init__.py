"""A value that was one thing and is now another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Either side may be empty: something came, or something went."""

    was: str
    now: str
