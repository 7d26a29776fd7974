"""Stand-in for Folkeregisteret's look-ups, with the world's persons.

Paths, parameters and parts as Skatteetaten/folkeregisteret-api-dokumentasjon (konsumenttjenester/oppslag,
dataminimering, Endepunkter) has them, for the package of rights "privat virksomhet uten hjemmel".
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from standins import faults
from standins.world import Person, World

BASE = "/folkeregisteret/api/privatutenhjemmel"
SCOPE = "folkeregister:deling/privatutenhjemmel"

BASIC_PARTS = (
    "identifikasjonsnummer",
    "status",
    "doedsfall",
    "foedsel",
    "navn",
    "bostedsadresse",
    "oppholdsadresse",
    "postadresse",
    "adressebeskyttelse",
)
"""What `part=person-basis`, and no part at all, stand for here."""

_REGISTERED = {
    "ajourholdstidspunkt": "2020-01-15T10:00:00+01:00",
    "erGjeldende": True,
    "kilde": "SKATTEETATEN",
    "gyldighetstidspunkt": "2020-01-15T10:00:00+01:00",
}

TokenCheck = Callable[[str, str], bool]
"""Whether a bearer token is good for a scope."""


def create(world: World, fault: faults.Fault, token_is_good: TokenCheck) -> Starlette:
    """The register as an ASGI application; every look-up needs a token for its package of rights."""
    persons = tuple(world.persons.values())

    async def unique(request: Request) -> Response:
        return _refused(request, token_is_good) or _unique(persons, request)

    async def search(request: Request) -> Response:
        return _refused(request, token_is_good) or _search(persons, request)

    async def one(request: Request) -> Response:
        return _refused(request, token_is_good) or _one(persons, request)

    routes = [
        Route("/v1/personer/entydigsoek", unique),
        Route("/v1/personer/soek", search),
        Route("/v1/personer/{number}", one),
    ]
    return Starlette(
        routes=[faults.route(fault), Mount(BASE, routes=routes)],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _refused(request: Request, token_is_good: TokenCheck) -> Response | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return _error(401, "FREG-401", "Autentiseringsinformasjon mangler")
    if not token_is_good(token, SCOPE):
        return _error(403, "FREG-403", "Virksomheten mangler autorisasjon for tjenesten")
    return None


def _unique(persons: tuple[Person, ...], request: Request) -> Response:
    """One person or none: name with birth date, or name with street and house number, or name with
    postcode."""
    query = request.query_params
    criteria = ("foedselsdato", "adressenavn", "postnummer")
    if len(query.get("navn", "").split()) < 2 or not any(name in query for name in criteria):
        return _error(400, "FREG-400", "Søkekriteriene gir ikke rett til treff")
    hits = [person for person in persons if _matches(person, request)]
    if not hits:
        return _error(404, "FREG-404", "Ingen person funnet")
    if len(hits) > 1:
        return _error(400, "FREG-409", "Søket er ikke entydig")
    return JSONResponse(_document(hits[0], request.query_params.getlist("part")))


def _search(persons: tuple[Person, ...], request: Request) -> Response:
    if not request.query_params:
        return _error(400, "FREG-400", "Søket må konkretiseres")
    hits = [person.identity_number for person in persons if _matches(person, request)]
    return JSONResponse({"antallTreff": len(hits), "foedselsEllerDNummer": hits})


def _one(persons: tuple[Person, ...], request: Request) -> Response:
    for person in persons:
        if person.identity_number == request.path_params["number"]:
            return JSONResponse(_document(person, request.query_params.getlist("part")))
    return _error(404, "FREG-404", "Ingen person funnet")


def _matches(person: Person, request: Request) -> bool:
    query = request.query_params
    tests: dict[str, Callable[[str], bool]] = {
        "navn": lambda value: value.casefold().split() in _names(person),
        "foedselsdato": lambda value: value == f"{person.born:%Y%m%d}",
        "adressenavn": lambda value: (
            len(value) >= 3
            and _listed(person)
            and person.address is not None
            and person.address.street.casefold().startswith(value.casefold())
        ),
        "husnummer": lambda value: (
            _listed(person)
            and person.address is not None
            and value.casefold() == f"{person.address.number}{person.address.letter}".casefold()
        ),
        "postnummer": lambda value: _listed(person) and person.address is not None and value == person.address.postcode,
    }
    return all(test(query[name]) for name, test in tests.items() if name in query)


def _listed(person: Person) -> bool:
    return not person.protection


def _names(person: Person) -> list[list[str]]:
    """The full name as words, with the middle name and without; letters as registered, size of letters
    not."""
    with_middle = person.name.casefold().split()
    without = f"{person.first_name} {person.last_name}".casefold().split()
    return [with_middle, without]


def _document(person: Person, parts: list[str]) -> dict[str, Any]:
    """The parts of the person document that were asked for; what a person does not have is left out."""
    wanted = set(parts) - {"person-basis"}
    if not parts or "person-basis" in parts:
        wanted.update(BASIC_PARTS)
    document: dict[str, Any] = {
        "identifikasjonsnummer": [
            _REGISTERED
            | {
                "status": "iBruk",
                "foedselsEllerDNummer": person.identity_number,
                "identifikatortype": "dNummer" if person.has_d_number else "foedselsnummer",
            }
        ],
        "status": [_REGISTERED | {"status": _status(person)}],
        "foedsel": [_REGISTERED | {"foedselsdato": person.born.isoformat(), "foedselsaar": str(person.born.year)}],
        "navn": [
            _REGISTERED
            | {"fornavn": person.first_name, "etternavn": person.last_name}
            | ({"mellomnavn": person.middle_name} if person.middle_name else {})
        ],
        "adressebeskyttelse": [_REGISTERED | {"graderingsnivaa": person.protection or "ugradert"}],
    }
    if person.died:
        document["doedsfall"] = [_death(person.died)]
    if person.address and _listed(person):
        kind = "oppholdsadresse" if person.has_d_number else "bostedsadresse"
        document[kind] = [_residence(person)]
    return {name: value for name, value in document.items() if name in wanted}


def _status(person: Person) -> str:
    if person.died:
        return "doed"
    return "midlertidig" if person.has_d_number else "bosatt"


def _death(day: date) -> dict[str, Any]:
    return _REGISTERED | {"doedsdato": day.isoformat()}


def _residence(person: Person) -> dict[str, Any]:
    address = person.address
    assert address is not None
    return _REGISTERED | {
        "adressegradering": "ugradert",
        "vegadresse": {
            "kommunenummer": address.municipality_number,
            "bruksenhetsnummer": person.unit or "H0101",
            "bruksenhetstype": "bolig",
            "adressenavn": address.street,
            "adressenummer": {"husnummer": str(address.number)}
            | ({"husbokstav": address.letter} if address.letter else {}),
            "adressekode": str(address.street_code),
            "poststed": {"poststedsnavn": address.place, "postnummer": address.postcode},
        },
    }


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"kode": code, "melding": message}, status_code=status)
