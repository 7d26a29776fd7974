"""A place of the address register as an answer of the form."""

from typing import Any

from nettmelding.registers.protocols import Address


def answer_of(found: Address) -> dict[str, Any]:
    """`{street, postcode, place, municipality, municipality_number, gnr, bnr, fnr, lat, lon}`, street with house number,
    position in EPSG:4326; a property without a street has `text` instead. Unknown parts are left out."""
    known: dict[str, Any] = {
        "street": found.text if found.street else "",
        "text": "" if found.street else f"{found.text}, {found.postcode} {found.place}".strip(),
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
