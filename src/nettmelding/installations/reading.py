"""What somebody means by what they type in *Søk anlegg*: a meter, a metering point id, an address or a customer."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError, Invalid
from nettmelding.core.text import fold
from nettmelding.installations import keys
from nettmelding.installations.models import MeterLookup
from nettmelding.registers.numbers import (
    looks_like_meter_number,
    looks_like_metering_point_id,
    parse_meter_number,
    parse_metering_point_id,
)

By = MeterLookup.By
LONGEST = 200
_UNIT = re.compile(r"(?<!\w)([hkul])\s?(\d{2})\s?(\d{2})(?!\w)")
_NUMBERED = re.compile(r"^(?P<street>.*?[a-z].*?)[\s.]*(?P<number>\d{1,4})\s?(?P<letter>[a-z])?(?=\s|$)(?P<rest>.*)$")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_POSTCODE = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for, in one of the ways."""

    by: MeterLookup.By
    number: str = ""
    """Of the meter, or the metering point's id."""
    address_key: str = ""
    """As `keys.of` makes it; where a number was given it ends in it, else it is how the street begins."""
    has_number: bool = False
    unit: str = ""
    postcode: str = ""
    place: str = ""
    """Folded; how it begins."""
    name: str = ""


def read(typed: str) -> Wanted:
    """A metering point id, a meter number or an address, told by how it looks. Errors: Invalid with what is wrong."""
    text = " ".join(typed[:LONGEST].split())
    if not text:
        raise Invalid("empty_search", _("Skriv et målernummer, en målepunkt-ID eller en adresse."))
    if looks_like_metering_point_id(text):
        return Wanted(By.ID, number=parse_metering_point_id(text))
    if not looks_like_meter_number(text):
        return address(text)
    try:
        return Wanted(By.METER, number=parse_meter_number(text))
    except Invalid as error:
        if error.code == "meter_number" and _LETTERS.search(text):
            return address(text)
        raise


def as_meter(typed: str) -> Wanted | None:
    """The same text as a meter number, where it can be one: makers have letters in theirs too."""
    try:
        return Wanted(By.METER, number=parse_meter_number(typed))
    except AppError:
        return None


def without_last_word(typed: str) -> list[Wanted]:
    """A street and a place without a comma or a number between, `Prøvevegen Eksempelvik`: the last word as the place."""
    wanted, (line, _space, last) = address(typed), " ".join(typed.split()).rpartition(" ")
    if not line or wanted.has_number or wanted.place or wanted.postcode or not last.isalpha():
        return []
    return [replace(address(line), place=fold(last))]


def address(typed: str) -> Wanted:
    """Street, house number with letter, dwelling, postcode and place, in the orders people write them."""
    whole = fold(typed)
    unit = _UNIT.search(whole)
    if unit:
        whole = f"{whole[: unit.start()]} {whole[unit.end() :]}"
    line, _comma, tail = (part.strip() for part in whole.partition(","))
    found = _NUMBERED.match(line)
    if found and _is_house_number(found):
        street, rest = f"{found['street']} {found['number']}{found['letter'] or ''}", f"{found['rest']} {tail}"
    else:
        code = _POSTCODE.search(line)
        street, rest = (line[: code.start()], f"{line[code.start() :]} {tail}") if code else (line, tail)
    postcode = _POSTCODE.search(rest)
    place = rest[postcode.end() :] if postcode else rest
    return Wanted(
        By.ADDRESS,
        address_key=keys.of(street),
        has_number=bool(found and _is_house_number(found)),
        unit="".join(unit.groups()).upper() if unit else "",
        postcode=postcode.group() if postcode else "",
        place=" ".join(re.findall(r"[a-z]+", place)),
    )


def _is_house_number(found: "re.Match[str]") -> bool:
    """Four digits alone after the street are a postcode."""
    return len(found["number"]) < 4 or bool(_POSTCODE.search(found["rest"]))
