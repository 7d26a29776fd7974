"""Someone may not see or do this: why, and who can help."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """`who` names the person or role that can give access."""

    title: str
    text: str
    who: str = ""
