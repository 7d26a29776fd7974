"""Enhetsregisteret (data.brreg.no/enhetsregisteret/api). Open, no key."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.registers.http import HttpRegister, RegisterSaysNo, reason_of
from nettmelding.registers.protocols import Company, CompanyWarning

KEPT_SECONDS = 600
_OK, _GONE, _UNKNOWN = 200, 410, 404
_FLAGS = {
    "konkurs": CompanyWarning.BANKRUPT,
    "underTvangsavviklingEllerTvangsopplosning": CompanyWarning.FORCED_WINDING_UP,
    "underAvvikling": CompanyWarning.WINDING_UP,
}
_ADDRESSES = ("forretningsadresse", "beliggenhetsadresse", "postadresse")


class Enhetsregisteret:
    """The company register over HTTP."""

    def __init__(self, base_url: str) -> None:
        self._http = HttpRegister("companies", _("Enhetsregisteret"), base_url)

    def by_number(self, number: str) -> Company | None:
        """A unit, else a sub-unit; None where neither exists. A deleted one comes with `DELETED` and its
        date."""
        for kind in ("enheter", "underenheter"):
            reply = self._http.get(f"/{kind}/{number}", cache_seconds=KEPT_SECONDS)
            if reply.status == _OK:
                return company(reply.body)
            if reply.status == _GONE:
                return company({"organisasjonsnummer": number} | (reply.body or {}) | {"_gone": True})
            if reply.status != _UNKNOWN:
                raise RegisterSaysNo(self._http.name, reason_of(reply.body), reply.status)
        return None

    def by_name(self, name: str, limit: int) -> list[Company]:
        """Closest first, as the register sorts them."""
        reply = self._http.get("/enheter", {"navn": name, "size": limit, "page": 0}, cache_seconds=KEPT_SECONDS)
        if reply.status != _OK:
            raise RegisterSaysNo(self._http.name, reason_of(reply.body), reply.status)
        return [company(unit) for unit in (reply.body.get("_embedded") or {}).get("enheter", [])]


def company(unit: Mapping[str, Any]) -> Company:
    """A unit in the register's own form as ours. The newer interface answers 200 with `slettedato` for a
    deleted one."""
    deleted_on = date.fromisoformat(unit["slettedato"][:10]) if unit.get("slettedato") else None
    address: Mapping[str, Any] = next((unit[name] for name in _ADDRESSES if unit.get(name)), {})
    form = unit.get("organisasjonsform") or {}
    warnings = [warning for flag, warning in _FLAGS.items() if unit.get(flag)]
    if deleted_on or unit.get("_gone"):
        warnings.insert(0, CompanyWarning.DELETED)
    return Company(
        number=unit["organisasjonsnummer"],
        name=unit.get("navn", ""),
        form=form.get("kode", ""),
        form_name=form.get("beskrivelse", ""),
        street=", ".join(line for line in address.get("adresse", []) if line),
        postcode=address.get("postnummer", ""),
        place=address.get("poststed", ""),
        municipality=address.get("kommune", ""),
        municipality_number=address.get("kommunenummer", ""),
        country_code=address.get("landkode", "NO"),
        email=unit.get("epostadresse", ""),
        phone=unit.get("telefon", ""),
        mobile=unit.get("mobil", ""),
        industry=(unit.get("naeringskode1") or {}).get("kode", ""),
        parent_number=unit.get("overordnetEnhet", ""),
        warnings=tuple(warnings),
        deleted_on=deleted_on,
    )
