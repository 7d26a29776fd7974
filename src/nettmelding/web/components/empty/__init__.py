"""Nothing here, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    title: str
    text: str = ""
    icon: str = "check"
