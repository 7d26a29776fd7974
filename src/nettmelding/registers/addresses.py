"""Kartverket's open address register (ws.geonorge.no/adresser/v1)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import text as keys
from nettmelding.registers.http import HttpRegister, RegisterSaysNo, reason_of
from nettmelding.registers.protocols import Address

KEPT_SECONDS = 600
MOST_TYPED = 120
"""Characters of what was typed that are looked at."""
NEAR_TYPED_POSITION_M = 250
_OK, _INVALID = 200, 400

_PROPERTY = re.compile(
    r"(?:(?P<municipality>\d{4})\s*[- ]\s*)?(?:g(?:år)?ds?(?:nr)?\.?|gnr\.?:?)?\s*(?P<gnr>\d{1,5})"
    r"\s*(?:/|[,.]?\s*bnr\.?:?)\s*(?P<bnr>\d{1,5})"
    r"(?:\s*(?:/|[,.]?\s*fnr\.?:?)\s*(?P<fnr>\d{1,5}))?(?:\s*(?:/|[,.]?\s*snr\.?:?)\s*\d{1,5})?"
    r"(?:[,\s]+(?P<place>[^\d/].*))?",
    re.IGNORECASE,
)
"""`12/34`, `12/34/0/2`, `5099-12/34`, `gnr 12 bnr 34`, with or without a municipality after it."""
_POSITION = re.compile(r"(?P<lat>[5-7]\d[.,]\d{2,})\s*°?\s*[NØn]?[\s,;]+(?P<lon>[0-3]?\d[.,]\d{2,})\s*°?\s*[EØeø]?")
_UNIT = re.compile(r"\b[HKLU]\d{4}\b", re.IGNORECASE)
_SHORT = (
    (re.compile(r"gt\b\.?", re.IGNORECASE), "gata"),
    (re.compile(r"(?<=[a-zæøå])v\.(?=\s)", re.IGNORECASE), "vegen"),
    (re.compile(r"(?<=\d)\s+(?=[a-z]\b)", re.IGNORECASE), ""),
)
"""Ways to shorten a street's name; a letter apart from its number."""


class Kartverket:
    """The address register over HTTP."""

    def __init__(self, base_url: str) -> None:
        self._http = HttpRegister("addresses", _("Kartverkets adresser"), base_url)

    def search(self, text: str, limit: int) -> list[Address]:
        """By street, property (gnr/bnr) or position, whatever was typed into one field; best first, each
        once.

        What fits to the letter comes first, then what begins so, and only where nothing does, what nearly
        fits.
        """
        typed = " ".join(_UNIT.sub("", text[:MOST_TYPED]).split()).strip(" ,")
        if len(typed) < 2:
            return []
        if position := position_of(typed):
            return self.near(*position, NEAR_TYPED_POSITION_M, limit)
        found: dict[tuple[str, str, str], Address] = {}
        for needs_none, params in _ways(typed):
            if len(found) >= limit or (needs_none and found):
                break
            for address in self._get("/sok", {**params, "treffPerSide": limit, "side": 0}):
                found.setdefault((address.text, address.postcode, address.municipality_number), address)
        plain = keys.fold(typed.split(",")[0])
        ranked = sorted(found.values(), key=lambda a: (keys.fold(a.text) != plain, keys.sort_key(a.text)))
        return ranked[:limit]

    def near(self, lat: float, lon: float, radius_m: int, limit: int) -> list[Address]:
        """Within the radius (metres) of a position in EPSG:4326, nearest first."""
        found = self._get("/punktsok", {"lat": lat, "lon": lon, "radius": radius_m, "treffPerSide": limit, "side": 0})
        return sorted(found, key=lambda address: address.metres or 0.0)

    def _get(self, path: str, params: Mapping[str, str | int | float | list[str]]) -> list[Address]:
        reply = self._http.get(path, params, cache_seconds=KEPT_SECONDS)
        if reply.status == _INVALID:
            return []
        if reply.status != _OK:
            raise RegisterSaysNo(self._http.name, reason_of(reply.body), reply.status)
        return [address(row) for row in reply.body["adresser"]]


def position_of(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude (EPSG:4326) where that is what was typed: `63.7012, 9.6512`, also with decimal commas."""
    position = _POSITION.fullmatch(" ".join(typed.split()).strip(" ,"))
    if position is None:
        return None
    lat, lon = (float(position[name].replace(",", ".")) for name in ("lat", "lon"))
    return lat, lon


def _ways(typed: str) -> Iterator[tuple[bool, dict[str, str]]]:
    """What to ask the register, in order; True with those that are tried only where nothing was found."""
    if named := _PROPERTY.fullmatch(typed):
        asked = {
            "kommunenummer": named["municipality"],
            "gardsnummer": named["gnr"],
            "bruksnummer": named["bnr"],
            "festenummer": named["fnr"] if named["fnr"] not in (None, "0") else None,
            "kommunenavn": named["place"],
        }
        yield False, {name: value for name, value in asked.items() if value}
        return
    spelled = typed
    for short, whole in _SHORT:
        spelled = short.sub(whole, spelled)
    yield False, {"sok": spelled}
    if spelled[-1].isalnum():
        yield False, {"sok": f"{spelled}*"}
    yield True, {"sok": spelled, "fuzzy": "true"}


def address(row: Mapping[str, Any]) -> Address:
    """An address in the register's own form as ours."""
    point = row["representasjonspunkt"]
    return Address(
        text=row["adressetekst"],
        street=row.get("adressenavn") or "",
        number=row.get("nummer") or None,
        letter=row.get("bokstav") or "",
        postcode=row.get("postnummer") or "",
        place=keys.place_name(row.get("poststed") or ""),
        municipality_number=row.get("kommunenummer") or "",
        municipality=keys.place_name(row.get("kommunenavn") or ""),
        gnr=row.get("gardsnummer") or 0,
        bnr=row.get("bruksnummer") or 0,
        fnr=row.get("festenummer") or 0,
        lat=point["lat"],
        lon=point["lon"],
        units=tuple(unit for unit in row.get("bruksenhetsnummer") or () if unit),
        metres=row.get("meterDistanseTilPunkt"),
    )
