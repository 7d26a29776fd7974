"""How far something long has come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`done` of `total`, in whatever unit; `total` 0 means that nobody knows."""

    label: str
    done: int = 0
    total: int = 100
    text: str = ""
