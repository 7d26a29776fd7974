"""Kartverket's open register of place names, Sentralt stedsnavnregister (api.kartverket.no/stedsnavn/v1)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import text as keys
from nettmelding.registers.http import HttpRegister, RegisterSaysNo, reason_of
from nettmelding.registers.protocols import PlaceName

KEPT_SECONDS = 600
WAITED_SECONDS = 3.0
"""Somebody types: what comes later is of no use."""
MOST_TYPED = 60
_OK, _INVALID = 200, 400
_ELSEWHERE = ("adressenavn", "eiendom")
"""Kinds of names that the address register knows better."""
_NOT_IN_USE = frozenset({"historisk", "feilført"})


class Stedsnavn:
    """The register over HTTP."""

    def __init__(self, base_url: str) -> None:
        self._http = HttpRegister("place_names", _("Kartverkets stedsnavn"), base_url)

    def search(self, text: str, limit: int) -> list[PlaceName]:
        """Places that begin so, and only where none does, those that are nearly called so; each name once in a
        municipality. None for what has a digit in it: names have not."""
        typed = " ".join(text[:MOST_TYPED].replace("*", " ").split())
        if len(typed) < 2 or any(sign.isdigit() for sign in typed):
            return []
        return self._get({"sok": f"{typed}*"}, limit) or self._get({"sok": typed, "fuzzy": "true"}, limit)

    def _get(self, asked: Mapping[str, str], limit: int) -> list[PlaceName]:
        params: dict[str, str | int | float | list[str]] = {
            **asked,
            "utkoordsys": 4258,
            "treffPerSide": limit * 2,
            "side": 1,
        }
        reply = self._http.get("/navn", params, cache_seconds=KEPT_SECONDS, seconds=WAITED_SECONDS)
        if reply.status == _INVALID:
            return []
        if reply.status != _OK:
            raise RegisterSaysNo(self._http.name, reason_of(reply.body), reply.status)
        found: dict[tuple[str, str], PlaceName] = {}
        for row in reply.body["navn"]:
            if _is_place(row):
                name = place_name(row)
                found.setdefault((name.name, name.municipality), name)
        return list(found.values())[:limit]


def place_name(row: Mapping[str, Any]) -> PlaceName:
    """A name in the register's own form as ours."""
    point = row["representasjonspunkt"]
    municipalities = row.get("kommuner") or [{}]
    return PlaceName(
        name=row["skrivemåte"],
        kind=row.get("navneobjekttype") or "",
        municipality=keys.place_name(municipalities[0].get("kommunenavn") or ""),
        lat=point["nord"],
        lon=point["øst"],
    )


def _is_place(row: Mapping[str, Any]) -> bool:
    kind = str(row.get("navneobjekttype") or "").lower()
    return (
        not kind.startswith(_ELSEWHERE)
        and row.get("navnestatus") not in _NOT_IN_USE
        and bool(row.get("representasjonspunkt"))
    )
