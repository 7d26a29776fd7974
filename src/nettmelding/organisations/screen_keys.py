"""The keys by which a case meets a screened object, however its address or number is written.

A case has a key for each address, metering point and meter that it names; a screened object has one or two. Pure functions.
"""

import re

from django.utils.translation import gettext as _

from nettmelding.core import text
from nettmelding.core.errors import AppError, Invalid
from nettmelding.organisations.models import Screen
from nettmelding.registers.numbers import GSRN_LENGTH, parse_meter_number, parse_metering_point_id

ADDRESS, STREET, METER = "address:", "street:", "meter:"
LONGEST = 200
_UNIT = re.compile(r"\b[hkul]\d{4}\b")
_POSTCODE = re.compile(r"\b\d{4}\b")
_LETTER = re.compile(r"(?<=\d) (?=[a-z]$)")


def of_address(line: str, postcode: str = "") -> str:
    """The key of an address on one line: street and number, and the postcode where it is known. Empty for nothing.

    What stands after the first comma is the dwelling and the post town; a postcode there counts where none is given.
    """
    street, _comma, rest = line.partition(",")
    street = _street(street)
    if not street:
        return ""
    found = postcode.strip() or next(iter(_POSTCODE.findall(rest)), "")
    return f"{ADDRESS}{street} {found}" if found else STREET + street


def of_meter(number: str) -> str:
    """The key of a metering point id or a meter number. Empty for nothing."""
    plain = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    return METER + plain if plain else ""


def keys_of(screen: Screen) -> tuple[str, ...]:
    """The case keys that a screened object meets: an address also meets a case that names its street without a postcode."""
    if screen.kind == Screen.Kind.METERING_POINT:
        return (METER + screen.key,)
    street, _space, _postcode = screen.key.rpartition(" ")
    return (ADDRESS + screen.key, STREET + street)


def typed(kind: Screen.Kind, shown: str, postcode: str, place: str) -> tuple[str, str]:
    """What somebody typed, as a screened object keeps it: its key and how it is shown. Errors: Invalid by field."""
    return _address(shown, postcode, place) if kind is Screen.Kind.ADDRESS else _number(shown)


def _address(line: str, postcode: str, place: str) -> tuple[str, str]:
    key = of_address(line, postcode)
    problems = {}
    if not key or not any(sign.isdigit() for sign in line.partition(",")[0]):
        problems["address"] = _("Skriv vei og husnummer.")
    elif not key.startswith(ADDRESS) or not re.fullmatch(r"\d{4}", key[-4:]):
        problems["postcode"] = _("Skriv postnummeret, fire sifre.")
    if problems:
        raise Invalid("bad_address", _("Rett det som er merket."), fields=problems)
    town = f"{key[-4:]} {text.place_name(place.strip())}".strip()
    shown = ", ".join([line.partition(",")[0].strip(), line.partition(",")[2].strip() or town])
    return key.removeprefix(ADDRESS)[:LONGEST], shown[:LONGEST]


def _number(typed: str) -> tuple[str, str]:
    try:
        digits = re.sub(r"\D", "", typed)
        number = parse_metering_point_id(typed) if len(digits) == GSRN_LENGTH else parse_meter_number(typed)
    except AppError as error:
        raise Invalid(error.code, error.message, fields={"number": error.message}) from None
    return number, number


def _street(line: str) -> str:
    folded = _UNIT.sub("", text.fold(line).replace(".", " "))
    return _LETTER.sub("", " ".join(folded.split()))[:LONGEST]
