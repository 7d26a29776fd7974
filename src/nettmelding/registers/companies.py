"""Enhetsregisteret (data.brreg.no/enhetsregisteret/api). Open, no key."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.registers.http import HttpRegister, RegisterDown, RegisterSaysNo, reason_of
from nettmelding.registers.protocols import Company, CompanyWarning

KEPT_SECONDS = 600
_OK, _GONE, _UNKNOWN = 200, 410, 404
_FLAGS = {
    "konkurs": CompanyWarning.BANKRUPT,
    "underTvangsavviklingEllerTvangsopplosning": CompanyWarning.FORCED_WINDING_UP,
    "underAvvikling": CompanyWarning.WINDING_UP,
}
_ADDRESSES = ("forretningsadresse", "beliggenhetsadresse", "postadresse")
_LONGEST = 200
"""Characters of any text: the register's own names have at most 180; what is longer is cut."""
_LONGEST_EMAIL = 254
"""RFC 5321 § 4.5.3.1.3; a longer one is none."""
_NONSENSE = (KeyError, TypeError, ValueError, AttributeError)
"""What reading an answer raises that has not the register's form."""


class Enhetsregisteret:
    """The company register over HTTP."""

    def __init__(self, base_url: str) -> None:
        self._http = HttpRegister("companies", _("Enhetsregisteret"), base_url)

    def by_number(self, number: str) -> Company | None:
        """A unit, else a sub-unit; None where neither exists. A deleted one comes with `DELETED` and its
        date, where the register tells it.

        Errors: RegisterDown also where the answer is about another number or cannot be understood; RegisterSaysNo.
        """
        for kind in ("enheter", "underenheter"):
            reply = self._http.get(f"/{kind}/{number}", cache_seconds=KEPT_SECONDS)
            if reply.status == _OK:
                return self._about(number, reply.body)
            if reply.status == _GONE:
                told = reply.body if isinstance(reply.body, dict) else {}
                return self._about(number, {"organisasjonsnummer": number, **told, "_gone": True})
            if reply.status != _UNKNOWN:
                raise RegisterSaysNo(self._http.name, reason_of(reply.body), reply.status)
        return None

    def by_name(self, name: str, limit: int) -> list[Company]:
        """Closest first, as the register sorts them."""
        reply = self._http.get("/enheter", {"navn": name, "size": limit, "page": 0}, cache_seconds=KEPT_SECONDS)
        if reply.status != _OK:
            raise RegisterSaysNo(self._http.name, reason_of(reply.body), reply.status)
        try:
            return [company(unit) for unit in (reply.body.get("_embedded") or {}).get("enheter", [])]
        except _NONSENSE as failure:
            raise RegisterDown(self._http.name) from failure

    def _about(self, number: str, unit: Mapping[str, Any]) -> Company:
        try:
            found = company(unit)
        except _NONSENSE as failure:
            raise RegisterDown(self._http.name) from failure
        if found.number != number:
            raise RegisterDown(self._http.name)
        return found


def company(unit: Mapping[str, Any]) -> Company:
    """A unit in the register's own form as ours. The newer interface answers 200 with `slettedato` and a
    `respons_klasse` of its own for a deleted one.

    Errors: KeyError, TypeError, ValueError or AttributeError where it has not the register's form.
    """
    address: Mapping[str, Any] = next((unit[name] for name in _ADDRESSES if unit.get(name)), {})
    form = unit.get("organisasjonsform") or {}
    warnings = [warning for flag, warning in _FLAGS.items() if _flag(unit, flag)]
    if unit.get("slettedato") or unit.get("_gone") or _text(unit, "respons_klasse").startswith("Slettet"):
        warnings.insert(0, CompanyWarning.DELETED)
    email = _text(unit, "epostadresse", _LONGEST_EMAIL + 1)
    return Company(
        number=unit["organisasjonsnummer"],
        name=_text(unit, "navn"),
        form=_text(form, "kode"),
        form_name=_text(form, "beskrivelse"),
        street=", ".join(filter(None, map(_line, address.get("adresse") or [])))[:_LONGEST],
        postcode=_text(address, "postnummer"),
        place=_text(address, "poststed"),
        municipality=_text(address, "kommune"),
        municipality_number=_text(address, "kommunenummer"),
        country_code=_text(address, "landkode") or "NO",
        email=email if len(email) <= _LONGEST_EMAIL else "",
        phone=_text(unit, "telefon"),
        mobile=_text(unit, "mobil"),
        industry=_text(unit.get("naeringskode1") or {}, "kode"),
        parent_number=_text(unit, "overordnetEnhet"),
        warnings=tuple(warnings),
        deleted_on=_day(unit.get("slettedato")),
    )


def _text(unit: Mapping[str, Any], name: str, longest: int = _LONGEST) -> str:
    """A text on one line without signs that no database keeps; empty where there is none. Errors: TypeError."""
    return _line(unit.get(name))[:longest].rstrip()


def _line(told: Any) -> str:
    if told is None:
        return ""
    if not isinstance(told, str):
        raise TypeError("not a text")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in told).split())


def _flag(unit: Mapping[str, Any], name: str) -> bool:
    """Errors: TypeError for anything but yes and no: a firm is not bankrupt by the word `nei`."""
    told = unit.get(name, False)
    if told is not None and not isinstance(told, bool):
        raise TypeError("neither yes nor no")
    return bool(told)


def _day(told: Any) -> date | None:
    """The day of a deletion; None where it is not told in a way that can be read: deleted it is all the same."""
    try:
        return date.fromisoformat(str(told or "")[:10])
    except ValueError:
        return None
