"""Tabs of a page. Each is a link with its own address; the browser's back key works."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    text: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabs:
    """`label` tells a screen reader what the tabs belong to."""

    items: Sequence[Tab]
    label: str
