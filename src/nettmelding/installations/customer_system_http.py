"""A customer system over HTTP, by the contract in `docs/customer-system.openapi.yaml`."""

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import settings
from nettmelding.core.errors import AppError, Refused
from nettmelding.installations.fields import FIELDS, Record, read
from nettmelding.organisations.screen_lists import Asked
from nettmelding.registers.http import HttpRegister, RegisterDown, RegisterSaysNo, Reply
from nettmelding.registers.numbers import parse_metering_point_id

LOOK_UP_SECONDS = 2.0
MOST_IDS = 100
"""In one question."""
MOST_PAGES = 500
"""Of screened objects: a list that has no end is no list."""
RESERVED = ".example"
"""Names that never exist (RFC 2606): in the demonstration they lead to the stand-in."""
_NOT_FOUND = 404
_DONE, _MADE, _TAKEN = 200, 201, 202


class SaysNo(Refused):
    """The customer system will not; `reason` is its own words or the nearest we have."""

    def __init__(self, reason: str) -> None:
        super().__init__("customer_system_says_no", reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Ordered:
    """How far an order for a metering point has come. `metering_point_id` is empty until it is there."""

    order_id: str
    metering_point_id: str = ""
    installation_id: str = ""
    refused: str = ""


class System(Protocol):
    """What a customer system can be asked. Errors of all: `RegisterDown` where it does not answer, `SaysNo`."""

    def name(self) -> str:
        """What it calls itself."""

    def by_ids(self, ids: Sequence[str]) -> list[Record]:
        """The metering points with these ids; unknown ones are left out."""

    def by_meter_number(self, meter_number: str) -> list[Record]:
        """Those with this meter."""

    def by_address(self, address: str, postcode: str) -> list[Record]:
        """Those at a place."""

    def of_installation(self, installation_id: str) -> list[Record]:
        """All of an installation."""

    def order(self, body: Mapping[str, Any], once: UUID) -> Ordered:
        """Ask for a metering point."""

    def ordered(self, order_id: str) -> Ordered:
        """How far an order has come."""

    def report(self, body: Mapping[str, Any], once: UUID) -> str:
        """Tell what has changed; the system's own id of it."""

    def screened(self) -> list[Asked] | None:
        """All that it says is screened; None where it keeps no such list."""


class HttpSystem:
    """The system at an address, opened by a key. `patient` false: somebody sits and waits."""

    def __init__(self, base_url: str, key: str, *, patient: bool = True) -> None:
        self._http = HttpRegister("customer-system", str(_("Kundesystemet")), leads_to(base_url))
        self._headers = {"Authorization": f"Bearer {key}"}
        self._seconds = None if patient else LOOK_UP_SECONDS

    def name(self) -> str:
        return str(self._body(self._get("/v1/status", {})).get("name", ""))

    def by_ids(self, ids: Sequence[str]) -> list[Record]:
        found: list[Record] = []
        for start in range(0, len(ids), MOST_IDS):
            found += self._points({"metering_point_id": list(ids[start : start + MOST_IDS])})
        return found

    def by_meter_number(self, meter_number: str) -> list[Record]:
        return self._points({"meter_number": meter_number})

    def by_address(self, address: str, postcode: str) -> list[Record]:
        return self._points({"address": address, **({"postcode": postcode} if postcode else {})})

    def of_installation(self, installation_id: str) -> list[Record]:
        reply = self._get(f"/v1/installations/{_segment(installation_id)}/metering-points", {})
        return [] if reply.status == _NOT_FOUND else self._records(self._body(reply))

    def order(self, body: Mapping[str, Any], once: UUID) -> Ordered:
        return _ordered(self._body(self._post("/v1/metering-point-orders", body, once)))

    def ordered(self, order_id: str) -> Ordered:
        return _ordered(self._body(self._get(f"/v1/metering-point-orders/{_segment(order_id)}", {})))

    def report(self, body: Mapping[str, Any], once: UUID) -> str:
        return str(self._body(self._post("/v1/changes", body, once)).get("change_id", ""))[:64]

    def screened(self) -> list[Asked] | None:
        found: list[Asked] = []
        after = ""
        for _page in range(MOST_PAGES):
            reply = self._get("/v1/screened-objects", {"after": after} if after else {})
            if reply.status == _NOT_FOUND and not after:
                return None
            body = self._body(reply)
            items = body.get("items")
            if not isinstance(items, list):
                raise RegisterDown(self._http.name)
            found += map(_asked, items)
            after = str(body.get("next") or "")
            if not after:
                return found
        raise SaysNo(_("Kundesystemets liste over skjermede anlegg tar ikke slutt."))

    def _points(self, params: Mapping[str, str | list[str]]) -> list[Record]:
        return self._records(self._body(self._get("/v1/metering-points", params)))

    def _get(self, path: str, params: Mapping[str, Any]) -> Reply:
        try:
            return self._http.get(path, params, headers=self._headers, seconds=self._seconds)
        except RegisterSaysNo as problem:
            raise SaysNo(_key_refused()) from problem

    def _post(self, path: str, body: Mapping[str, Any], once: UUID) -> Reply:
        try:
            return self._http.post_json(path, body, once=str(once), headers=self._headers)
        except RegisterSaysNo as problem:
            raise SaysNo(_key_refused()) from problem

    def _body(self, reply: Reply) -> Mapping[str, Any]:
        body = reply.body if isinstance(reply.body, dict) else {}
        if reply.status in (_DONE, _MADE, _TAKEN):
            if not body:
                raise RegisterDown(self._http.name)
            return body
        said = str(body.get("detail") or body.get("title") or "").strip()
        raise SaysNo(said[:300] or _("Kundesystemet svarte med feil %(status)s.") % {"status": reply.status})

    def _records(self, body: Mapping[str, Any]) -> list[Record]:
        """What is not as the contract says is left out: one bad row must not hide the others."""
        items = body.get("items")
        found = [record_of(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        return [one for one in found if one is not None]


def record_of(item: Mapping[str, Any]) -> Record | None:
    """A metering point of the contract as a record; None where it does not hold to it."""
    place = item.get("installation")
    flat = {**place, **item} if isinstance(place, dict) else dict(item)
    cells = {
        field.name: "" if flat[field.name] is None else str(flat[field.name]) for field in FIELDS if field.name in flat
    }
    if "metering_point_id" not in cells or "address" not in cells:
        return None
    found = read(cells)
    return found if isinstance(found, Record) else None


def _asked(item: object) -> Asked:
    """A screened object of the contract; what does not hold to it says so, so that nothing is taken away for its sake."""
    if not isinstance(item, dict):
        return Asked(_("Kundesystemet"), problem=_("Et anlegg i lista kan ikke leses."))

    def text(name: str) -> str:
        return str(item.get(name) or "").strip()[:200]

    emails, point, problem = item.get("handlers"), text("metering_point_id"), ""
    if point:
        try:
            point = parse_metering_point_id(point)
        except AppError as error:
            problem = error.message
    return Asked(
        point or ", ".join(filter(None, (text("address"), text("postcode")))) or _("Kundesystemet"),
        address=text("address"),
        postcode=text("postcode"),
        place=text("place"),
        number=point,
        why=text("reason"),
        handlers=tuple(str(one) for one in emails) if isinstance(emails, list) else (),
        problem=problem,
    )


def leads_to(base_url: str) -> str:
    """Where an address leads: in the demonstration, addresses that cannot exist lead to the stand-in."""
    host = urlsplit(base_url).hostname or ""
    return (
        settings.env.customer_system_url if settings.env.customer_system_url and host.endswith(RESERVED) else base_url
    )


def address_problem(base_url: str) -> str:
    """What is wrong with an address, in a sentence; empty for a good one. Asks the name service."""
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        host, port, parts = "", 443, urlsplit("")
    if parts.scheme != "https" or not host:
        return _("Adressen må begynne med https://.")
    if parts.query or parts.fragment or parts.username:
        return _("Skriv bare adressen, uten spørretegn og brukernavn.")
    if leads_to(base_url) != base_url:
        return ""
    try:
        found = {one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        return _("Fant ingen maskin med den adressen. Se etter skrivefeil.")
    if not all(ipaddress.ip_address(str(one).partition("%")[0]).is_global for one in found):
        return _("Adressen leder inn i et lukket nett. Kundesystemet må kunne nås fra internett.")
    return ""


def _key_refused() -> str:
    return _("Kundesystemet godtok ikke nøkkelen.")


def _ordered(body: Mapping[str, Any]) -> Ordered:
    def text(name: str, longest: int) -> str:
        return str(body.get(name) or "")[:longest]

    return Ordered(
        text("order_id", 64), text("metering_point_id", 18), text("installation_id", 64), text("refused", 300)
    )


def _segment(text: str) -> str:
    return quote(text, safe="")
