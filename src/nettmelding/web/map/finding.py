"""The map's search field: grid objects, meters and addresses in one list, while one types.

What is searched for is posted: it is never part of an address.
"""

import json

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nettmelding.core.errors import AppError, NotAllowed, NotFound
from nettmelding.grid import queries, words
from nettmelding.grid.finding import Hit as Found
from nettmelding.web.components import Hit
from nettmelding.web.form import addresses
from nettmelding.web.map import places
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest

SHORTEST = 2
MOST_OBJECTS, MOST_ADDRESSES = 8, 6
NO_ADDRESSES = gettext_lazy("Adresseregisteret svarer ikke nå. Nettet kan du søke i.")


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
    try:
        hits += [_address(one) for one in address_choices(typed)]
    except AppError:
        said = said or NO_ADDRESSES
    return _options(request, hits, _("Ingen treff. Prøv nummeret på skapet, adressen eller målernummeret."), said)


def objects(where: Where, typed: str) -> list[Found]:
    """Grid objects that are called so; none where the grid is not shown. Errors: TooMany."""
    try:
        return queries.search(where.view, typed)
    except (NotFound, NotAllowed):
        return []


def address_choices(typed: str) -> list[addresses.Choice]:
    """Addresses that have a place. Errors: those of the register."""
    return [one for one in addresses.choices(typed) if "lat" in json.loads(one.value)][:MOST_ADDRESSES]


def _object(found: Found, has_case: bool) -> Hit:
    at = places.middle(found.geometry)
    value = {"object": str(found.object_id), "lat": at.latitude, "lon": at.longitude}
    away = places.distance(found.distance_m) if has_case else ""
    detail = " · ".join(filter(None, [words.kind_name(found.kind), away]))
    return Hit(value=json.dumps(value), text=found.name or found.external_id, detail=detail)


def _address(choice: addresses.Choice) -> Hit:
    place = json.loads(choice.value)
    return Hit(
        value=json.dumps({"lat": place["lat"], "lon": place["lon"]}),
        text=choice.text,
        detail=" · ".join(filter(None, [_("Adresse"), choice.detail])),
    )


def _options(request: ActingRequest, hits: list[Hit], empty: str = "", more: str | Promise = "") -> HttpResponse:
    return render(request, "form/options.html", {"hits": hits, "empty": empty, "more": more})
