"""The map's search field: grid objects, meters, addresses and place names in one list, while one types.

What is searched for is posted: it is never part of an address.
"""

import json
from dataclasses import replace

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nettmelding.core.errors import AppError, NotAllowed, NotFound
from nettmelding.grid import queries, words
from nettmelding.grid.finding import Hit as Found
from nettmelding.registers.lookups import find_place_names
from nettmelding.registers.protocols import PlaceName
from nettmelding.web.components import Hit
from nettmelding.web.form import addresses
from nettmelding.web.form.addresses import Choice
from nettmelding.web.map import places
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest

SHORTEST = 2
MOST_OBJECTS, MOST_ADDRESSES = 8, 6
NO_PLACES = gettext_lazy("Kartverkets register svarer ikke nå. Nettet kan du søke i.")


@require_POST
@on_map
def find(request: ActingRequest, where: Where) -> HttpResponseBase:
    """What fits, the grid's own objects first."""
    case = where.case  # others' notices are not found, whatever is searched for
    if case is None and where.notice_id is None:
        where.require_own()
    typed = request.POST.get("q", "").strip()
    if len(typed) < SHORTEST:
        return _options(request, [], _("Skriv litt mer."))
    said: str | Promise = ""
    try:
        hits = [_object(one, case is not None) for one in objects(where, typed)[:MOST_OBJECTS]]
    except AppError as error:
        hits, said = [], error.message
    chosen, silent = choices(typed)
    hits += [_place(one) for one in chosen]
    empty = _("Ingen treff. Prøv nummeret på skapet, adressen, stedet eller målernummeret.")
    return _options(request, hits, empty, said or silent)


def objects(where: Where, typed: str) -> list[Found]:
    """Grid objects that are called so; none where the grid is not shown. Errors: TooMany."""
    try:
        return queries.search(where.view, typed)
    except (NotFound, NotAllowed):
        return []


def choices(typed: str) -> tuple[list[Choice], str | Promise]:
    """Addresses that have a position, then place names; and what to say where a register does not answer."""
    found: list[Choice] = []
    said: str | Promise = ""
    for ask in (_addresses, _place_names):
        try:
            found += ask(typed)
        except AppError:
            said = NO_PLACES
    return found, said


def _addresses(typed: str) -> list[Choice]:
    placed = [one for one in addresses.choices(typed) if "lat" in json.loads(one.value)]
    return [replace(one, detail=_detail(_("Adresse"), one.detail)) for one in placed[:MOST_ADDRESSES]]


def _place_names(typed: str) -> list[Choice]:
    return [_named(one) for one in find_place_names(typed)]


def _named(place: PlaceName) -> Choice:
    value = {"text": place.name, "lat": place.lat, "lon": place.lon}
    return Choice(json.dumps(value, ensure_ascii=False), place.name, _detail(place.kind, place.municipality))


def _object(found: Found, has_case: bool) -> Hit:
    at = places.middle(found.geometry)
    value = {"object": str(found.object_id), "lat": at.latitude, "lon": at.longitude}
    away = places.distance(found.distance_m) if has_case else ""
    detail = _detail(words.kind_name(found.kind), away)
    return Hit(value=json.dumps(value), text=found.name or found.external_id, detail=detail)


def _place(choice: Choice) -> Hit:
    place = json.loads(choice.value)
    value = json.dumps({"lat": place["lat"], "lon": place["lon"]})
    return Hit(value=value, text=choice.text, detail=choice.detail)


def _detail(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _options(request: ActingRequest, hits: list[Hit], empty: str = "", more: str | Promise = "") -> HttpResponse:
    return render(request, "form/options.html", {"hits": hits, "empty": empty, "more": more})
