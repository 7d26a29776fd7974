"""A place of the address register as an answer of the form."""

from typing import Any

from django.utils.translation import gettext as _

from nettmelding.registers.protocols import Address


def answer_of(found: Address) -> dict[str, Any]:
    """`{street, postcode, place, municipality, municipality_number, gnr, bnr, fnr, lat, lon}`, street with house number,
    position in EPSG:4326; a property without a street has `text` instead. Unknown parts are left out."""
    known: dict[str, Any] = {
        "street": found.text if found.street else "",
        "text": "" if found.street else _property(found),
        "postcode": found.postcode,
        "place": found.place,
        "municipality": found.municipality,
        "municipality_number": found.municipality_number,
        "gnr": found.gnr,
        "bnr": found.bnr,
        "fnr": found.fnr,
        "lat": found.lat,
        "lon": found.lon,
    }
    return {key: value for key, value in known.items() if value not in (None, "", 0)}


def _property(found: Address) -> str:
    """A property without a street: `Gnr. 33, bnr. 4, 9997 Prøvevik`."""
    number = _("gnr. %(gnr)s, bnr. %(bnr)s") % {"gnr": found.gnr, "bnr": found.bnr}
    return f"{number[0].upper()}{number[1:]}, {found.postcode} {found.place}".strip()
