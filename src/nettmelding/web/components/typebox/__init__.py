"""A notice type to tick: what it is, when to use it, and why it does not go with the ticked ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeBox:
    """`help` shows on hover, focus and tap.

    `refusal` explains why it cannot be ticked now; `best` marks the likeliest.
    """

    value: str
    title: str
    text: str
    help: str = ""
    name: str = "type"
    checked: bool = False
    best: bool = False
    refusal: str = ""
    attrs: Mapping[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"type-{self.value}"
