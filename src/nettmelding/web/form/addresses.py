"""Places found in the address register, as answers of the form and as hits of its search field."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.found_address import answer_of
from nettmelding.registers.addresses import position_of
from nettmelding.registers.lookups import find_addresses
from nettmelding.registers.protocols import Address


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to choose. `value` is the answer as JSON."""

    value: str
    text: str
    detail: str = ""


def choices(typed: str) -> list[Choice]:
    """Places that fit what was typed, best first; for a position the point itself comes last. Errors: those of
    `registers.lookups.find_addresses`."""
    found = [_choice(one) for one in find_addresses(typed)]
    point = position_of(typed)
    if point is None:
        return found
    lat, lon = point
    text = f"{lat:.5f}, {lon:.5f}"
    return [*found, Choice(_json({"text": text, "lat": lat, "lon": lon}), text, _("Stedet har ingen adresse"))]


def unconfirmed(typed: str) -> str:
    """The answer for a place that the register could not be asked about."""
    return _json({"text": " ".join(typed.split()), "source": "typed"})


def source_of(answer: dict[str, Any]) -> Source:
    """A typed place and a bare point are the user's own; the rest is the register's."""
    return Source.REGISTER if answer.get("municipality_number") else Source.USER


def is_unconfirmed(answer: object) -> bool:
    return isinstance(answer, dict) and answer.get("source") == "typed"


def _choice(found: Address) -> Choice:
    place, municipality = found.place, found.municipality
    known = answer_of(found)
    property_number = _("gnr. %(gnr)s, bnr. %(bnr)s") % {"gnr": found.gnr, "bnr": found.bnr}
    town = f"{found.postcode} {place}".strip()
    if found.street:
        text, detail = f"{found.text}, {town}", f"{municipality} · {property_number}"
    else:
        text, detail = f"{property_number[0].upper()}{property_number[1:]}, {town}", municipality
    if found.metres is not None:
        detail = _("%(metres)d m unna") % {"metres": round(found.metres)} + f" · {detail}"
    return Choice(_json(known), text, detail)


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)
