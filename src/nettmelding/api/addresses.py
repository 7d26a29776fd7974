"""Addresses as programs send them."""

from typing import Any

from nettmelding.api.schemas.registers import AddressIn
from nettmelding.core.errors import Invalid
from nettmelding.notices import places
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.values import FieldError, validate


def answer_of(body: AddressIn, at: str = "text") -> dict[str, Any]:
    """The address as an answer. Errors: Invalid, at the path named, where it is none."""
    address = validate(catalogue().fields[places.ADDRESS], _given(body))
    if isinstance(address, FieldError) or not isinstance(address, dict):
        sentence = address.message if isinstance(address, FieldError) else ""
        raise Invalid("address", sentence, fields={at: sentence})
    return address


def _given(body: AddressIn) -> dict[str, object]:
    """The parts that were sent; the text in one line stands only where there is nothing better."""
    known = body.model_dump(exclude_none=True, exclude_defaults=True, exclude={"units"})
    if known.keys() & {"street", "gnr"}:
        known.pop("text", None)
    return known
