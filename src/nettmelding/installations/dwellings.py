"""Dwelling numbers (bruksenhetsnummer) as people say them.

A letter for the kind of floor, two digits for the floor counted from the lowest of that kind, two for the dwelling counted from
the left seen from the entrance (matrikkelforskriften § 55).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.text import sort_key

_NUMBER = re.compile(r"(?P<kind>[HKUL])(?P<floor>\d{2})(?P<dwelling>\d{2})")
_FROM_BELOW = "KUHL"
"""The kinds of floor from the cellar up."""
_FLOORS: Mapping[str, str | Promise] = {
    "H": gettext_lazy("%(floor)s. etasje"),
    "U": gettext_lazy("%(floor)s. underetasje"),
    "K": gettext_lazy("%(floor)s. kjelleretasje"),
    "L": gettext_lazy("%(floor)s. loftsetasje"),
}


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling by its number."""

    kind: str
    floor: int
    dwelling: int


def parse(unit: str) -> Dwelling | None:
    """`H0102` and `h 01 02`; None for what is no dwelling number, such as `Felles`."""
    found = _NUMBER.fullmatch(re.sub(r"\s", "", unit).upper())
    return Dwelling(found["kind"], int(found["floor"]), int(found["dwelling"])) if found else None


def words(unit: str) -> str:
    """`1. etasje, leilighet 2`; what is no dwelling number is given back as it is."""
    found = parse(unit)
    if found is None:
        return unit
    floor = str(_FLOORS[found.kind]) % {"floor": found.floor}
    return _("%(floor)s, leilighet %(dwelling)s") % {"floor": floor, "dwelling": found.dwelling}


def order(entrance: str, unit: str) -> tuple[str, int, int, int, str]:
    """A key that puts entrances in order, then dwellings from the cellar up, and last what is no dwelling."""
    found = parse(unit)
    if found is None:
        return (sort_key(entrance), len(_FROM_BELOW), 0, 0, sort_key(unit))
    return (sort_key(entrance), _FROM_BELOW.index(found.kind), found.floor, found.dwelling, "")
