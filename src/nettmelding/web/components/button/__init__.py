"""A button, or a link that looks like one. One strong (primary) button on a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Variant(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`href` makes it a link. `key` is a one-letter shortcut, shown on it and working outside fields.

    `dialog` is the id of the dialog it opens. `attrs` takes hx-, data- and aria- attributes.
    """

    text: str
    variant: Variant = Variant.PRIMARY
    danger: bool = False
    href: str = ""
    type: str = "submit"
    name: str = ""
    value: str = ""
    form: str = ""
    icon: str = ""
    key: str = ""
    small: bool = False
    wide: bool = False
    icon_only: bool = False
    disabled: bool = False
    dialog: str = ""
    attrs: Mapping[str, object] = field(default_factory=dict)
