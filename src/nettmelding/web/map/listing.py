"""The map as a list: search, filter and distance, for those who do not see it, and without script.

What was searched for is kept in the session and not in the address.
"""

import json
import math
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError, Invalid
from nettmelding.grid import queries, words
from nettmelding.grid.finding import Hit
from nettmelding.notices.catalogue.display import address_text
from nettmelding.web.components import Field, FieldKind, Option, Pager
from nettmelding.web.form.addresses import Choice
from nettmelding.web.map import finding, frame, places, sight
from nettmelding.web.map.sight import Sight
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest, page

SIDE = 20
RADII_M = (50, 100, 200, 500, 1000)
USUAL_RADIUS_M = 200
KIND, RADIUS, ORDER, PAGE = "slag", "radius", "sorter", "side"
QUERY, BESIDE, CLEAR = "q", "ved", "nullstill"
NEAREST, NAME = "avstand", "navn"


@dataclass(frozen=True, slots=True)
class Sought:
    """What was searched for last: a text, or a place with its words."""

    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for."""

    kind: str
    radius_m: int
    order: str
    page: int


@dataclass(frozen=True, slots=True)
class Row:
    """One object of the list."""

    kind: str
    kind_name: str
    name: str
    distance: str
    href: str
    map_href: str


@on_map
def listing(request: ActingRequest, where: Where) -> HttpResponseBase:
    """The objects nearest the case, those near an address, or those that are called so."""
    framed = frame.context(where)
    if request.method == "POST":
        return _keep(request, where)
    seen = sight.of(where)
    sought, wish = _sought(request, where), _wish(request)
    context = {
        **framed,
        "sight": seen,
        "map_href": where.href("map"),
        "list_href": where.href("list"),
        "sought": sought,
    }
    context |= {"address_href": sight.address_href(where), "search": _search_field(sought)}
    if seen.view is not None:
        context |= _answer(where, seen, sought, wish)
    return page(request, "map/list.html", context, status=429 if context.get("quota") else 200)


def _answer(where: Where, seen: Sight, sought: Sought, wish: Wish) -> dict[str, Any]:
    """Hits, one page of them, and what they can be narrowed by."""
    choices: list[Choice] = []
    said: str | Promise = ""
    try:
        found = _found(where, seen, sought, wish)
    except AppError as error:
        return {"quota": error.message}
    if sought.text:
        choices, said = finding.choices(sought.text)
    kinds = Counter(hit.kind for hit in found)
    shown = [hit for hit in found if not wish.kind or hit.kind == wish.kind]
    if wish.order == NAME:
        shown.sort(key=lambda hit: (hit.name or hit.external_id, hit.distance_m))
    else:
        shown.sort(key=lambda hit: hit.distance_m)
    pages = max(1, math.ceil(len(shown) / SIDE))
    at = min(wish.page, pages)
    return {
        "rows": [_row(where, hit, sought, seen) for hit in shown[(at - 1) * SIDE : at * SIDE]],
        "count": len(shown),
        "choices": choices,
        "said": said,
        "heading": _heading(seen, sought),
        "begun": _place(seen, sought) is not None or bool(sought.text),
        "filters": _filters(kinds, wish, asks_radius=not sought.text and seen.sees_all),
        "pager": _pager(where, wish, at, pages, len(shown)),
    }


def _found(where: Where, seen: Sight, sought: Sought, wish: Wish) -> list[Hit]:
    """Errors: TooMany where the quota is used up."""
    if sought.text:
        return list(queries.search(where.view, sought.text))
    place = _place(seen, sought)
    if place is None:
        return []
    return list(queries.near(where.view, *place, radius_m=wish.radius_m))


def _place(seen: Sight, sought: Sought) -> tuple[float, float] | None:
    """Where the list begins: what was chosen, else the case's own place."""
    if sought.latitude is not None and sought.longitude is not None:
        return sought.latitude, sought.longitude
    if seen.is_case and seen.latitude is not None and seen.longitude is not None:
        return seen.latitude, seen.longitude
    return None


def _row(where: Where, hit: Hit, sought: Sought, seen: Sight) -> Row:
    measured = seen.is_case or not sought.text
    return Row(
        kind=hit.kind,
        kind_name=words.kind_name(hit.kind),
        name=hit.name or hit.external_id,
        distance=places.distance(hit.distance_m) if measured else "",
        href=where.href("object", hit.object_id),
        map_href=f"{where.href('map')}?{urlencode({'objekt': hit.object_id})}",
    )


def _heading(seen: Sight, sought: Sought) -> str:
    if sought.text:
        return _("Treff på «%(text)s»") % {"text": sought.text}
    if sought.place:
        return _("Nær %(place)s") % {"place": sought.place}
    return _("Nærmest adressen i saken") if seen.is_case else _("Objekter")


def _filters(kinds: Counter[str], wish: Wish, *, asks_radius: bool) -> list[Field]:
    fields = [
        Field(
            name=KIND,
            label=_("Slag"),
            kind=FieldKind.SELECT,
            value=wish.kind,
            placeholder=_("Alle"),
            options=[
                Option(value=kind, text=f"{words.kind_name(kind)} ({number})")
                for kind, number in sorted(kinds.items(), key=lambda one: words.kind_name(one[0]))
            ],
            width=2,
        ),
        Field(
            name=ORDER,
            label=_("Sorter etter"),
            kind=FieldKind.SELECT,
            value=wish.order,
            options=[Option(value=NEAREST, text=_("Avstand")), Option(value=NAME, text=_("Nummer eller navn"))],
            width=2,
        ),
    ]
    if asks_radius:
        options = [Option(value=str(metres), text=places.distance(metres)) for metres in RADII_M]
        asked = Field(
            name=RADIUS, label=_("Innenfor"), kind=FieldKind.SELECT, value=str(wish.radius_m), options=options, width=2
        )
        fields.insert(1, asked)
    return fields


def _pager(where: Where, wish: Wish, at: int, pages: int, count: int) -> Pager | None:
    if pages == 1:
        return None
    known = {KIND: wish.kind, RADIUS: str(wish.radius_m), ORDER: wish.order}
    kept = {name: value for name, value in known.items() if value}

    def of(number: int) -> str:
        return f"{where.href('list')}?{urlencode({**kept, PAGE: number})}" if 1 <= number <= pages else ""

    first, last = (at - 1) * SIDE + 1, min(at * SIDE, count)
    text = _("%(first)d–%(last)d av %(count)d") % {"first": first, "last": last, "count": count}
    return Pager(previous=of(at - 1), next=of(at + 1), text=text)


def _search_field(sought: Sought) -> Field:
    return Field(
        name=QUERY,
        label=_("Skap, nettstasjon, adresse, sted, gnr./bnr. eller målernummer"),
        value=sought.text,
        width=4,
        attrs={"maxlength": "200", "spellcheck": "false"},
    )


def _key(where: Where) -> str:
    return f"map-list:{where.notice_id or ''}"


def _sought(request: ActingRequest, where: Where) -> Sought:
    return Sought(**request.session.get(_key(where), {}))


def _wish(request: ActingRequest) -> Wish:
    radius, number = request.GET.get(RADIUS, ""), request.GET.get(PAGE, "")
    return Wish(
        kind=request.GET.get(KIND, ""),
        radius_m=next((metres for metres in RADII_M if str(metres) == radius), USUAL_RADIUS_M),
        order=NAME if request.GET.get(ORDER) == NAME else NEAREST,
        page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    )


def _keep(request: ActingRequest, where: Where) -> HttpResponseBase:
    """What is posted becomes what is sought; the list is then shown at its own address."""
    text = " ".join(request.POST.get(QUERY, "").split())[:200]
    if beside := request.POST.get(BESIDE, ""):
        request.session[_key(where)] = asdict(_chosen(beside))
    elif text and CLEAR not in request.POST:
        request.session[_key(where)] = asdict(Sought(text=text))
    else:
        request.session.pop(_key(where), None)
    return HttpResponseRedirect(where.href("list"))


def _chosen(beside: str) -> Sought:
    """A place that was pressed among the addresses. Errors: Invalid."""
    try:
        place = json.loads(beside)
        return Sought(latitude=float(place["lat"]), longitude=float(place["lon"]), place=address_text(place)[:200])
    except (ValueError, KeyError, TypeError):
        raise Invalid("place", _("Stedet ble ikke forstått. Søk på nytt.")) from None
