"""Stand-in for Kartverket's open register of place names (api.kartverket.no/stedsnavn/v1), with the landscape's names."""

import unicodedata
from typing import Any

from rapidfuzz.distance import OSA
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from standins import faults, landscape
from standins.landscape import Place
from standins.world import World

BASE = "/stedsnavn/v1"
PER_PAGE = 10
_KINDS = {"town": "By", "village": "Tettsted", "farm": "Seter (støl)", "hill": "Fjell", "water": "Fjord"}


def create(world: World, fault: faults.Fault) -> Starlette:
    """The register as an ASGI application: its `/navn`."""
    rows = [_as_json(place, world) for place in landscape.load().places]
    rows += [_street(row) for row in world.raw["streets"]]

    async def names(request: Request) -> Response:
        return _names(rows, request)

    return Starlette(
        routes=[faults.route(fault), Mount(BASE, routes=[Route("/navn", names)])],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _names(rows: list[dict[str, Any]], request: Request) -> Response:
    query = request.query_params
    asked = _plain(query.get("sok", ""))
    if not asked.strip("*"):
        return JSONResponse({"message": "Søk med bare jokertegn er ikke tillatt"}, status_code=400)
    nearly = query.get("fuzzy", "false").lower() == "true"
    hits = [row for row in rows if _meets(asked, _plain(row["skrivemåte"]), nearly)]
    size, page = int(query.get("treffPerSide", PER_PAGE)), int(query.get("side", 1))
    start = (page - 1) * size
    metadata = {"totaltAntallTreff": len(hits), "side": page, "treffPerSide": size, "sokeStreng": request.url.query}
    return JSONResponse({"metadata": metadata, "navn": hits[start : start + size]})


def _meets(asked: str, own: str, nearly: bool) -> bool:
    if asked.endswith("*"):
        return own.startswith(asked[:-1])
    return own == asked or (nearly and OSA.distance(asked, own) <= min(2, len(asked) // 4))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _as_json(place: Place, world: World) -> dict[str, Any]:
    """A name in the register's own form, in the municipality of the address nearest to it."""
    lon, lat = landscape.load().position(*place.at)
    near = min(world.addresses, key=lambda one: (one.lat - lat) ** 2 + (one.lon - lon) ** 2)
    return _row(place.name, _KINDS[place.size], lat, lon, near.municipality_number, near.municipality)


def _street(street: dict[str, Any]) -> dict[str, Any]:
    """Streets have names too, and stand in the register among the rest."""
    lat, lon = street["numbers"][0][4:6]
    return _row(street["name"], "Adressenavn", lat, lon, street["municipality"], "")


def _row(name: str, kind: str, lat: float, lon: float, number: str, municipality: str) -> dict[str, Any]:
    return {
        "skrivemåte": name,
        "skrivemåtestatus": "godkjent og prioritert",
        "navnestatus": "hovednavn",
        "språk": "Norsk",
        "navneobjekttype": kind,
        "stedstatus": "aktiv",
        "representasjonspunkt": {"koordsys": 4258, "nord": lat, "øst": lon},
        "kommuner": [{"kommunenavn": municipality, "kommunenummer": number}],
    }
