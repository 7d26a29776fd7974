"""What an object is found by: its number or name as people type it, its address and its metering point."""

from collections.abc import Mapping
from typing import Any

from nettmelding.core.text import words
from nettmelding.organisations import screen_keys

_LONGEST = 120


def name_key(name: str) -> str:
    """The words of a name together, digits and letters alone: `KS-1012`, `ks 1012` and `Ks1012` are one."""
    return "".join(words(name))[:_LONGEST]


def point_keys(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What a customer point is met by, as a case or a screened object writes it: its metering point and its address."""
    keys = (screen_keys.of_meter(facts.get("metering_point_id", "")), screen_keys.of_address(facts.get("address", "")))
    return tuple(key for key in keys if key)
