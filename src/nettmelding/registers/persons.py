"""Folkeregisteret: one person by name and birth date (`personer/entydigsoek`).

Parameters and parts as Skatteetaten/folkeregisteret-api-dokumentasjon (konsumenttjenester/Endepunkter,
dataminimering) has them. Nothing here is cached, and nothing of a person is logged.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.registers.http import HttpRegister, RegisterSaysNo, Reply
from nettmelding.registers.maskinporten import Maskinporten
from nettmelding.registers.protocols import AddressHint, Person, PersonAddress, RegisteredPerson

_OK = 200
_PARTS = [
    "identifikasjonsnummer",
    "navn",
    "status",
    "doedsfall",
    "bostedsadresse",
    "oppholdsadresse",
    "postadresse",
    "postadresseIUtlandet",
    "adressebeskyttelse",
]
"""No more of the person document than is needed (dataminimering)."""
_ADDRESSES = ("bostedsadresse", "oppholdsadresse", "postadresse", "postadresseIUtlandet")
_OPEN = "ugradert"
_DEAD, _CEASED = "doed", "opphoert"


class Folkeregisteret:
    """The population register over HTTP. `base_url` has the package of rights in it and ends before `/v1`."""

    def __init__(self, base_url: str, maskinporten: Maskinporten, scope: str) -> None:
        self._http = HttpRegister("persons", _("Folkeregisteret"), base_url)
        self._maskinporten = maskinporten
        self._scope = scope

    def unique(self, name: str, born: date, hint: AddressHint | None) -> RegisteredPerson | None:
        """The one person, or None for none and for several: the register answers both with an error."""
        params: dict[str, str | int | float | list[str]] = {
            "navn": name,
            "foedselsdato": f"{born:%Y%m%d}",
            "part": _PARTS,
        }
        if hint:
            given = {"adressenavn": hint.street, "husnummer": hint.number, "postnummer": hint.postcode}
            params.update({key: value for key, value in given.items() if value})
        reply = self._get("/v1/personer/entydigsoek", params)
        return registered_person(reply.body, born) if reply.status == _OK else None

    def _get(self, path: str, params: Mapping[str, str | int | float | list[str]]) -> Reply:
        """With a token; once more with a fresh one where the register does not take the one that was kept."""
        try:
            return self._http.get(path, params, headers=self._bearer())
        except RegisterSaysNo:
            self._maskinporten.forget(self._scope)
            return self._http.get(path, params, headers=self._bearer())

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._maskinporten.token(self._scope)}"}


def registered_person(document: Mapping[str, Any], born: date) -> RegisteredPerson:
    """The person document's parts as ours. A document without any address is treated as one under
    protection."""
    name = _current(document.get("navn"))
    status = _current(document.get("status")).get("status", "")
    addresses = [_current(document.get(part)) for part in _ADDRESSES]
    addresses = [address for address in addresses if address]
    levels = [_current(document.get("adressebeskyttelse")).get("graderingsnivaa", _OPEN)]
    levels += [address.get("adressegradering", _OPEN) for address in addresses]
    dead = status == _DEAD or bool(document.get("doedsfall"))
    protected = any(level.casefold() != _OPEN for level in levels) or not (addresses or dead)
    return RegisteredPerson(
        person=Person(
            first_name=name.get("fornavn", ""),
            middle_name=name.get("mellomnavn") or "",
            last_name=name.get("etternavn", ""),
            born=born,
            address=None if protected else _first_address(addresses),
        ),
        identity_number=_current(document.get("identifikasjonsnummer")).get("foedselsEllerDNummer", ""),
        protected=protected,
        dead=dead,
        gone=status == _CEASED,
    )


def _current(rows: object) -> dict[str, Any]:
    """The row that holds now, of a part that is a list of rows with history; a part may be one row, or
    missing."""
    if isinstance(rows, dict):
        return rows
    listed = rows if isinstance(rows, list) else []
    return next((row for row in listed if row.get("erGjeldende", True)), {})


def _first_address(addresses: Iterable[Mapping[str, Any]]) -> PersonAddress | None:
    """The first that is a street address in Norway; None where the register has another kind."""
    for address in addresses:
        street = address.get("vegadresse")
        if street:
            number = street.get("adressenummer") or {}
            post = street.get("poststed") or {}
            house = f"{number.get('husnummer', '')}{number.get('husbokstav') or ''}"
            return PersonAddress(
                street=f"{street.get('adressenavn', '')} {house}".strip(),
                unit=street.get("bruksenhetsnummer") or "",
                postcode=post.get("postnummer", ""),
                place=post.get("poststedsnavn", ""),
            )
    return None
