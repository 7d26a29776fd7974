"""A person's or a firm's initials in a circle. Decoration: the name stands beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """`quiet` for those one reads about, plain for the person who is signed in."""

    name: str
    quiet: bool = False
