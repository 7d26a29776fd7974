"""An answer as people read it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.text import place_name
from nettmelding.notices.catalogue import marks, short_circuit
from nettmelding.notices.catalogue.model import Field, Kind, Value
from nettmelding.notices.catalogue.notes import number_text


def text_of(field: Field, value: Value) -> str:
    """The value with its unit, a choice by its label, a date as dd.mm.yyyy, an address on one line; empty
    for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(value, int | float):
        return f"{number_text(float(value))} {field.unit}".strip()
    if isinstance(value, list):
        return ", ".join(_label(field, one) for one in value)
    if isinstance(value, dict):
        return _OBJECTS.get(field.kind, address_text)(value)
    return _from_text(field, value)


def address_text(address: dict[str, object]) -> str:
    """An address on one line: its own text, else street and number, postcode and place, else the cadastral
    number."""
    post_town = str(address.get("place") or "")
    if address.get("text"):
        text = str(address["text"])
        return text.removesuffix(post_town) + place_name(post_town) if text.endswith(post_town) else text
    street = " ".join(str(address[key]) for key in ("street", "number") if address.get(key)) + str(
        address.get("letter") or ""
    )
    place = f"{address.get('postcode') or ''} {place_name(post_town)}".strip()
    parts = [part for part in (street.strip(), str(address.get("unit") or ""), place) if part]
    if not parts and address.get("gnr"):
        return f"gnr. {address['gnr']}, bnr. {address.get('bnr', '')}".strip(" ,")
    if not parts and address.get("lat") is not None:
        return f"{address['lat']}, {address.get('lon')}"
    return ", ".join(parts)


def _label(field: Field, code: str) -> str:
    return next((_(choice.label) for choice in field.choices if choice.code == code), code)


def _from_text(field: Field, value: str) -> str:
    if field.kind is Kind.DATE:
        return date.fromisoformat(value).strftime("%d.%m.%Y")
    if field.kind is Kind.DATETIME:
        return clock.oslo(datetime.fromisoformat(value)).strftime("%d.%m.%Y kl. %H.%M")
    return _label(field, value)


_OBJECTS: Mapping[Kind, Callable[[dict[str, object]], str]] = {
    Kind.MARKS: marks.text_of,
    Kind.SHORT_CIRCUIT: short_circuit.text_of,
}
"""Answers that are objects, but for addresses."""
