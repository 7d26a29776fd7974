"""What an object is found by: its number or name as people type it."""

from nettmelding.core.text import words

_LONGEST = 120


def name_key(name: str) -> str:
    """The words of a name together, digits and letters alone: `KS-1012`, `ks 1012` and `Ks1012` are one."""
    return "".join(words(name))[:_LONGEST]
