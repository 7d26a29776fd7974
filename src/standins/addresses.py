"""Stand-in for Kartverket's open address register (ws.geonorge.no/adresser/v1), with the world's
addresses."""

import math
import unicodedata
from collections.abc import Callable
from typing import Any

from rapidfuzz.distance import OSA
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from standins import faults
from standins.world import Address, World

BASE = "/adresser/v1"
PER_PAGE = 10
METRES_PER_DEGREE = 111_320

_EXACT: dict[str, Callable[[Address], str]] = {
    "adressenavn": lambda a: a.street if a.number else "",
    "adressetekst": lambda a: a.text,
    "nummer": lambda a: str(a.number) if a.number else "",
    "bokstav": lambda a: a.letter,
    "postnummer": lambda a: a.postcode,
    "poststed": lambda a: a.place,
    "kommunenummer": lambda a: a.municipality_number,
    "kommunenavn": lambda a: a.municipality,
    "gardsnummer": lambda a: str(a.gnr),
    "bruksnummer": lambda a: str(a.bnr),
    "festenummer": lambda a: str(a.fnr),
    "objtype": lambda a: "Vegadresse" if a.number else "Matrikkeladresse",
}
_NUMBERS = ("nummer", "gardsnummer", "bruksnummer", "festenummer")


def create(world: World, fault: faults.Fault) -> Starlette:
    """The register as an ASGI application."""
    addresses = world.addresses

    async def search(request: Request) -> Response:
        return _search(addresses, request)

    async def near(request: Request) -> Response:
        return _near(addresses, request)

    routes = [Route("/sok", search), Route("/punktsok", near)]
    return Starlette(
        routes=[faults.route(fault), Mount(BASE, routes=routes)],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _search(addresses: tuple[Address, ...], request: Request) -> Response:
    query = request.query_params
    for name in _NUMBERS:
        if name in query and not query[name].isdigit():
            return _invalid({name: ["Not a valid integer."]})
    hits = [a for a in addresses if all(_equal(query[n], _EXACT[n](a)) for n in _EXACT if n in query)]
    words = _plain(query.get("sok", "")).split()
    if words:
        slips = query.get("fuzzy", "false").lower() == "true"
        any_word = query.get("sokemodus", "AND").upper() == "OR"
        hits = [a for a in hits if _has(words, a, slips, any_word)]
    hits.sort(key=lambda a: (a.street, a.number, a.letter))
    return _page(request, [_as_json(a) for a in hits])


def _near(addresses: tuple[Address, ...], request: Request) -> Response:
    query = request.query_params
    try:
        lat, lon, radius = float(query["lat"]), float(query["lon"]), float(query["radius"])
    except (KeyError, ValueError):
        return _invalid({name: ["Missing data for required field."] for name in ("lat", "lon", "radius")})
    if not (57 <= lat <= 80 and 4 <= lon <= 31):
        return _invalid({"lat": ["Koordinatene er utenfor Norge."]})
    measured = sorted(((_metres(lat, lon, a), a) for a in addresses), key=lambda pair: pair[0])
    hits = [_as_json(a) | {"meterDistanseTilPunkt": round(m, 3)} for m, a in measured if m <= radius]
    return _page(request, hits)


def _metres(lat: float, lon: float, address: Address) -> float:
    """Distance on the ground, good enough within a municipality."""
    north = (address.lat - lat) * METRES_PER_DEGREE
    east = (address.lon - lon) * METRES_PER_DEGREE * math.cos(math.radians(lat))
    return math.hypot(north, east)


def _equal(asked: str, own: str) -> bool:
    """Case does not count; `*` at the end stands for whatever follows."""
    asked, own = asked.casefold().strip(), own.casefold()
    return own.startswith(asked[:-1]) if asked.endswith("*") else own == asked


def _has(words: list[str], address: Address, slips: bool, any_word: bool) -> bool:
    """Whether the words (all, or any) are among the address's own; with `slips`, nearly."""
    own = _own_words(address)
    found = (any(_meets(word, one, slips) for one in own) for word in words)
    return any(found) if any_word else all(found)


def _meets(word: str, own: str, slips: bool) -> bool:
    if word.endswith("*"):
        return own.startswith(word[:-1])
    if word == own:
        return True
    return slips and not word[0].isdigit() and OSA.distance(word, own) <= min(2, len(word) // 4)


def _own_words(address: Address) -> list[str]:
    text = (
        f"{address.street} {address.number or ''} {address.number or ''}{address.letter} {address.letter} "
        f"{address.text} {address.postcode} {address.place} {address.municipality}"
    )
    return _plain(text).split()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace(",", " ")


def _as_json(address: Address) -> dict[str, Any]:
    """An address in the register's own form."""
    return {
        "adressenavn": address.street if address.number else "",
        "adressetekst": address.text,
        "adressetilleggsnavn": None if address.number else address.street,
        "adressekode": address.street_code,
        "nummer": address.number or None,
        "bokstav": address.letter,
        "kommunenummer": address.municipality_number,
        "kommunenavn": address.municipality,
        "gardsnummer": address.gnr,
        "bruksnummer": address.bnr,
        "festenummer": address.fnr,
        "undernummer": None,
        "bruksenhetsnummer": list(address.units),
        "objtype": "Vegadresse" if address.number else "Matrikkeladresse",
        "poststed": address.place,
        "postnummer": address.postcode,
        "adressetekstutenadressetilleggsnavn": address.text,
        "stedfestingverifisert": True,
        "representasjonspunkt": {"epsg": "EPSG:4258", "lat": address.lat, "lon": address.lon},
        "oppdateringsdato": "2026-06-01T00:00:00",
    }


def _page(request: Request, hits: list[dict[str, Any]]) -> Response:
    query = request.query_params
    try:
        size, page = int(query.get("treffPerSide", PER_PAGE)), int(query.get("side", 0))
    except ValueError:
        return _invalid({"treffPerSide": ["Not a valid integer."]})
    start = page * size
    return JSONResponse(
        {
            "metadata": {
                "asciiKompatibel": True,
                "totaltAntallTreff": len(hits),
                "viserFra": start,
                "viserTil": start + size,
                "sokeStreng": request.url.query,
                "side": page,
                "treffPerSide": size,
            },
            "adresser": hits[start : start + size],
        }
    )


def _invalid(problems: dict[str, list[str]]) -> Response:
    return JSONResponse({"message": problems}, status_code=400)
