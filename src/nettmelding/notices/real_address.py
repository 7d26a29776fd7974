"""Only what is an address opens anything around it: what was sent in is looked up again, and the position is the register's.

With the register down, an address that the grid company's customer system knows is one too.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid, Refused, Unavailable
from nettmelding.core.text import fold
from nettmelding.installations import reading, searching
from nettmelding.notices.found_address import answer_of
from nettmelding.registers import lookups
from nettmelding.registers.addresses import position_of

MOST = 8
LONGEST = 120


def options(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The addresses that an answer of the form or `{"text": what was typed}` can mean, as answers; just one where it is plain.

    Errors: Invalid where it is no address; Unavailable where nobody can say. Not inside a transaction: HTTP.
    """
    asked = _asked(given)
    if not asked:
        raise _wrong(_("Skriv adressen."))
    found = [one for one in _looked_up(asked) if one.get("lat") is not None]
    if not found:
        raise _wrong(_("Fant ikke adressen. Skriv vei og husnummer, eller gårds- og bruksnummer."))
    meant = [one for one in found if _is_same(one, given, asked)]
    return meant if len(meant) == 1 else (meant or found)[:MOST]


def _asked(given: Mapping[str, Any]) -> str:
    """The words that the register is asked by."""
    if given.get("street"):
        house = "".join(str(given[part]) for part in ("number", "letter") if given.get(part))
        street = f"{given['street']} {house}".strip()
        return f"{street}, {given.get('postcode', '')} {given.get('place', '')}".strip(" ,")[:LONGEST]
    if given.get("gnr"):
        number = "/".join(str(given[part]) for part in ("gnr", "bnr", "fnr") if given.get(part))
        return f"{given.get('municipality_number', '')}-{number}".lstrip("-")
    return " ".join(str(given.get("text") or "").split())[:LONGEST]


def _looked_up(asked: str) -> list[dict[str, Any]]:
    try:
        return [answer_of(one) for one in lookups.find_addresses(asked)]
    except (Unavailable, Refused):
        known = _of_customer_system(asked)
        if not known:
            raise
        return known


def _of_customer_system(asked: str) -> list[dict[str, Any]]:
    wanted = reading.address(asked)
    if not wanted.has_number:
        return []
    rows = searching.places_for(wanted).filter(latitude__isnull=False, longitude__isnull=False)[:MOST]
    return [
        {
            "street": row.address,
            "postcode": row.postcode,
            "place": row.place,
            "municipality_number": row.municipality_number,
            "lat": row.latitude,
            "lon": row.longitude,
        }
        for row in rows
    ]


def _is_same(found: Mapping[str, Any], given: Mapping[str, Any], asked: str) -> bool:
    """The register's answer to what somebody means; a position alone means no address in particular."""
    if position_of(asked):
        return False
    if not found.get("street"):
        parts = ("gnr", "bnr", "fnr", "municipality_number")
        return bool(given.get("gnr")) and all(str(found.get(p) or "") == str(given.get(p) or "") for p in parts)
    street, _comma, rest = asked.partition(",")
    wanted = reading.address(rest if street == "" else asked)
    return fold(str(found["street"])) == fold(street) and wanted.postcode in ("", found.get("postcode"))


def _wrong(sentence: str) -> Invalid:
    return Invalid("address", sentence, fields={"address": sentence})
