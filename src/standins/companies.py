"""Stand-in for Enhetsregisteret (data.brreg.no/enhetsregisteret/api), with the world's firms.

Fields and paths follow the register's published OpenAPI description; shapes of errors follow its
documentation.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from standins import faults
from standins.world import Firm, World

BASE = "/enhetsregisteret/api"
DEEPEST = 10_000
"""The register gives at most this many hits, counted as (page + 1) * size."""

_FORMS = {
    "AS": "Aksjeselskap",
    "BRL": "Borettslag",
    "KOMM": "Kommune",
    "BEDR": "Underenhet til næringsdrivende og offentlig forvaltning",
}
_INDUSTRIES = {
    "35.130": "Distribusjon av elektrisitet",
    "43.210": "Elektrisk installasjonsarbeid",
    "41.000": "Oppføring av bygninger",
    "68.201": "Utleie av egen eller leid fast eiendom, borettslag",
    "68.209": "Utleie av egen eller leid fast eiendom ellers",
    "84.110": "Generell offentlig administrasjon",
}


def create(world: World, fault: faults.Fault) -> Starlette:
    """The register as an ASGI application."""
    main = [firm for firm in world.firms.values() if not firm.parent]
    sub = [firm for firm in world.firms.values() if firm.parent]

    def parent_number(firm: Firm) -> str:
        return world.firms[firm.parent].organisation_number if firm.parent else ""

    async def root(request: Request) -> Response:
        links = {name: {"href": f"{_base(request)}/{name}"} for name in ("enheter", "underenheter")}
        return JSONResponse({"_links": links})

    routes = [
        Route("/", root),
        Route("/enheter", _list(main, "enheter", parent_number)),
        Route("/enheter/{number}", _one(main, "enheter", parent_number)),
        Route("/underenheter", _list(sub, "underenheter", parent_number)),
        Route("/underenheter/{number}", _one(sub, "underenheter", parent_number)),
    ]
    return Starlette(
        routes=[faults.route(fault), Mount(BASE, routes=routes)],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{BASE}"


def _one(firms: Iterable[Firm], kind: str, parent_number: Callable[[Firm], str]) -> Callable[[Request], Any]:
    by_number = {firm.organisation_number: firm for firm in firms}

    async def endpoint(request: Request) -> Response:
        number = request.path_params["number"]
        if not (number.isdigit() and len(number) == 9):
            return _invalid(request, "Organisasjonsnummer må være 9 siffer", "organisasjonsnummer", number)
        firm = by_number.get(number)
        if firm is None:
            return Response(status_code=404)
        href = f"{_base(request)}/{kind}/{number}"
        if firm.deleted_on:
            gone = {
                "organisasjonsnummer": number,
                "slettedato": firm.deleted_on.isoformat(),
                "_links": {"self": {"href": href}},
            }
            return JSONResponse(gone, status_code=410)
        return JSONResponse(_unit(firm, href, parent_number(firm)))

    return endpoint


def _list(firms: list[Firm], kind: str, parent_number: Callable[[Firm], str]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        query = request.query_params
        sizes = {}
        for name, default in (("size", 20), ("page", 0)):
            text = query.get(name, str(default))
            if not text.isdigit():
                return _invalid(request, "Må være et heltall", name, text)
            sizes[name] = int(text)
        size, page = sizes["size"], sizes["page"]
        if (page + 1) * size > DEEPEST:
            return _invalid(request, f"Kan ikke hente mer enn {DEEPEST} treff", "page", str(page))
        hits = _search(firms, query.get("navn", ""), query.get("organisasjonsnummer", ""))
        if "konkurs" in query:
            hits = [firm for firm in hits if firm.bankrupt == (query["konkurs"] == "true")]
        shown = hits[page * size : (page + 1) * size]
        body: dict[str, Any] = {}
        if shown:
            body["_embedded"] = {
                kind: [
                    _unit(firm, f"{_base(request)}/{kind}/{firm.organisation_number}", parent_number(firm))
                    for firm in shown
                ]
            }
        body["_links"] = {"self": {"href": str(request.url)}}
        body["page"] = {
            "size": size,
            "totalElements": len(hits),
            "totalPages": -(-len(hits) // size) if size else 0,
            "number": page,
        }
        return JSONResponse(body)

    return endpoint


def _search(firms: Iterable[Firm], name: str, numbers: str) -> list[Firm]:
    """Living firms in which every word of the name begins a word, closest first; or those with the
    numbers."""
    living = [firm for firm in firms if not firm.deleted_on]
    if numbers:
        wanted = set(numbers.split(","))
        living = [firm for firm in living if firm.organisation_number in wanted]
    words = name.casefold().split()
    hits = [
        firm
        for firm in living
        if all(any(own.startswith(word) for own in firm.name.casefold().split()) for word in words)
    ]
    return sorted(hits, key=lambda firm: (firm.name.casefold() != name.casefold(), len(firm.name), firm.name))


def _unit(firm: Firm, href: str, parent: str) -> dict[str, Any]:
    """A firm as the register writes it; what is not known is left out, as there."""
    address = {
        "land": "Norge",
        "landkode": "NO",
        "postnummer": firm.place.postcode,
        "poststed": firm.place.place,
        "adresse": [firm.place.street],
        "kommune": firm.place.municipality,
        "kommunenummer": firm.place.municipality_number,
    }
    common: dict[str, Any] = {
        "organisasjonsnummer": firm.organisation_number,
        "navn": firm.name,
        "organisasjonsform": {
            "kode": firm.form,
            "beskrivelse": _FORMS[firm.form],
            "_links": {"self": {"href": f"{href.split('/enheter')[0]}/organisasjonsformer/{firm.form}"}},
        },
        "registreringsdatoEnhetsregisteret": "2009-01-15",
        "registrertIMvaregisteret": firm.form == "AS",
        "naeringskode1": {"kode": firm.industry, "beskrivelse": _INDUSTRIES[firm.industry]},
        "antallAnsatte": firm.employees,
        "_links": {"self": {"href": href}},
    }
    if firm.parent:
        return common | {"overordnetEnhet": parent, "beliggenhetsadresse": address}
    contact = {"epostadresse": firm.email, "telefon": firm.phone}
    return common | {
        "forretningsadresse": address,
        "registrertIForetaksregisteret": firm.form == "AS",
        "registrertIStiftelsesregisteret": False,
        "registrertIFrivillighetsregisteret": False,
        "konkurs": firm.bankrupt,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "maalform": "Bokmål",
        **{name: value for name, value in contact.items() if value},
    }


def _invalid(request: Request, message: str, parameter: str, value: str) -> Response:
    """The register's 400: a list of what is wrong with which parameter."""
    return JSONResponse(
        {
            "tidsstempel": int(time.time() * 1000),
            "status": 400,
            "feilmelding": "Feilaktig forespørsel",
            "sti": request.url.path,
            "antallFeil": 1,
            "valideringsfeil": [{"feilmelding": message, "parametere": [parameter], "feilaktigVerdi": value}],
        },
        status_code=400,
    )
