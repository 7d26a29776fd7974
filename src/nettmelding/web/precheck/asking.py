"""The form of a check before the job: what was typed, and its fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError
from nettmelding.notices import precheck, real_address
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.precheck_purposes import PURPOSES
from nettmelding.organisations.areas import candidates
from nettmelding.web.components import Field, FieldKind, Option

MOST_ADDRESS = 4_000
"""Signs of an answer that was picked."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and picked."""

    address: Mapping[str, Any]
    shown: str = ""
    purpose: str = ""
    text: str = ""
    grid_company: UUID | None = None
    duty: bool = False

    @property
    def address_value(self) -> str:
        """What was picked, as JSON; empty for what was typed alone."""
        return json.dumps(self.address, ensure_ascii=False, sort_keys=True) if self.address.keys() - {"text"} else ""


def read(data: QueryDict) -> Typed:
    """What a posted form says."""
    typed = data.get("address.q", "").strip()[: real_address.LONGEST]
    picked = _picked(data.get("address", "")[:MOST_ADDRESS])
    return Typed(
        address=picked or {"text": typed},
        shown=address_text(dict(picked)) if picked else typed,
        purpose=data.get("purpose", ""),
        text=data.get("text", "").strip()[: precheck.LONGEST_TEXT],
        grid_company=_company(data.get("grid_company", "")),
        duty=bool(data.get("duty")),
    )


def fields(typed: Typed, error: AppError | None, *, asks_duty: bool) -> list[Field]:
    """The fields, with what is wrong beside them."""
    wrong = dict(error.fields) if error else {}
    shown = [*_place(typed, error, wrong), _purpose(typed, wrong), _text(typed, wrong)]
    if asks_duty:
        shown.append(_duty(typed, wrong))
    return shown


def _place(typed: Typed, error: AppError | None, wrong: Mapping[str, str]) -> list[Field]:
    """A search field; where several addresses fit, a choice between them, and so for several grid companies."""
    if error is not None and error.code == "which_address":
        return [
            Field(
                name="address",
                label=_("Hvilken adresse?"),
                kind=FieldKind.PICK,
                error=wrong.get("address", ""),
                options=[
                    Option(value=json.dumps(one, ensure_ascii=False, sort_keys=True), text=address_text(one))
                    for one in real_address.options(typed.address)
                ],
            )
        ]
    field = Field(
        name="address",
        label=_("Adresse"),
        kind=FieldKind.SEARCH,
        search_href=reverse("form:addresses"),
        value=typed.address_value,
        shown=typed.shown,
        error=wrong.get("address", ""),
        placeholder=_("Gate og nummer, eller gnr/bnr"),
    )
    return [field, _companies(typed, wrong)] if "grid_company" in wrong else [field]


def _companies(typed: Typed, wrong: Mapping[str, str]) -> Field:
    place = typed.address
    found = candidates(place.get("lat"), place.get("lon"), str(place.get("postcode") or "")).companies
    return Field(
        name="grid_company",
        label=_("Nettselskap"),
        kind=FieldKind.PICK,
        value=str(typed.grid_company or ""),
        options=[Option(value=str(one.id), text=one.name) for one in found],
        error=wrong["grid_company"],
    )


def _purpose(typed: Typed, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="purpose",
        label=_("Hva skal du gjøre?"),
        kind=FieldKind.PICK,
        value=typed.purpose,
        options=[Option(value=one.code, text=str(one.name)) for one in PURPOSES.values()],
        error=wrong.get("purpose", ""),
    )


def _text(typed: Typed, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="text",
        label=_("Litt mer om jobben"),
        value=typed.text,
        optional=True,
        maxlength=precheck.LONGEST_TEXT,
        hint=_("Blir med i meldingen om du begynner en. Ikke skriv navn på kunden."),
        error=wrong.get("text", ""),
    )


def _duty(typed: Typed, wrong: Mapping[str, str]) -> Field:
    return Field(
        name="duty",
        label=_("Jeg har lest og forstått"),
        kind=FieldKind.CHECK,
        values=("on",) if typed.duty else (),
        error=wrong.get("duty", ""),
    )


def _picked(value: str) -> Mapping[str, Any]:
    try:
        picked = json.loads(value) if value else {}
    except ValueError:
        return {}
    return picked if isinstance(picked, dict) else {}


def _company(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
