"""The keys by which installations and metering points are found and sorted."""

import re
from typing import Protocol

from nettmelding.core.text import fold

LONGEST = 160
LONGEST_NAME = 100
_DIGITS = 5
"""House numbers are padded to this, so that 5 comes before 12."""
_PARTS = re.compile(r"[0-9]+|[a-z]+")


def of(address: str) -> str:
    """Street, number and letter as one word of a–z and 0–9: `Prøvevegen 5 B` and `prøve-vegen 5b` are `proevevegen00005b`.

    What follows the first comma does not count. No spaces, so that it sorts alike in every collation with digits before letters.
    """
    parts = _PARTS.findall(fold(address.partition(",")[0]))
    return "".join(part.rjust(_DIGITS, "0") if part[0].isdigit() else part for part in parts)[:LONGEST]


def of_person(name: str) -> str:
    """The last word of a name first, then the others, as one word: `Kari Marie Nordmann` is `nordmannkarimarie`."""
    words = [_plain(word) for word in name.split()]
    return "".join([*words[-1:], *words[:-1]])[:LONGEST_NAME]


def of_company(name: str) -> str:
    """A firm's name as one word of a–z and 0–9."""
    return _plain(name)[:LONGEST_NAME]


class _HasCustomer(Protocol):
    customer_kind: str
    customer_name: str


def of_customer(point: _HasCustomer) -> str:
    """What a metering point is found by from its customer's name; empty where there is none."""
    make = of_company if point.customer_kind == "company" else of_person
    return make(point.customer_name)


def _plain(text: str) -> str:
    return "".join(_PARTS.findall(fold(text)))
