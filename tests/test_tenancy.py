"""Others' things are not there: every address of the program, collected from the addresses themselves, tried by those
whose things they are not.

An address with a parameter that has no filler here fails: a new page cannot be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor
from tests.others_things import Things, everything, make
from tests.sessions import Steady

pytestmark = pytest.mark.django_db(databases="__all__")

FIXED: dict[str, object] = {
    "number": 1, "action": "take", "role": "customer", "uidb36": "1", "key": "a-b", "pk": 1, "session_id": 1,
    "account_id": 1, "provider_id": "ukjent", "token": "ukjent", "move": "accept", "step": "close", "what": "terms",
    "zoom": 16, "x": 34524, "y": 17601,
}  # fmt: skip
"""Parameters that name no tenant's thing."""
PUBLIC = frozenset({
    "transfer:customer", "workplan:customer", "declarations:owner", "declarations:owner-pdf", "declarations:verify",
    "field:shell", "field:worker", "field:manifest", "field:who", "field:recovery",
    "shell:appearance", "shell:language", "privacy:told",
    "api:openapi-json", "api:openapi-view", "api:api-root", "components:page",
    "components:map", "components:search", "components:upload", "components:save", "components:grid",
    "join:start", "join:firm", "join:ask", "join:code", "join:again", "join:link", "join:password", "join:done", "join:terms",
    "welcome:opened", "welcome:passkey", "welcome:change-person", "welcome:ask-again", "welcome:code", "welcome:sign-in-code",
})  # fmt: skip
"""What nobody in particular may open; the addresses of signing in besides."""
ABOUT = {
    "api:list_messages": "subject",
    "api:read_grid_tile": "notice",
    "api:list_grid_objects": "notice",
    "api:read_grid_object": "notice",
    "api:read_short_circuit": "notice",
    "api:read_upstream": "notice",
}
"""Addresses that are told what they are about in a query of this name."""
QUERIES = {
    "api:search_grid": "q=Kartmerke",
    "maperrors:of-place": "lat=63.7&lon=9.65",
    "maperrors:company-of-place": "lat=63.7&lon=9.65",
    "admin:grid-import-findings": "hva=loop",
    "admin:grid-import-told": "hva=loop",
    "admin:grid-import-different": "hva=ny&slag=cable_cabinet",
    "api:list_notices": "q=Merkelapp",
    "api:find_metering_points": "meter_number=4400000000000019",
    "lists:search": "q=Merkelapp",
    "lists:notices": "q=Merkelapp",
    "workorders:list": "q=Målervegen",
    "workplan:board": "q=Målervegen",
    "api:list_work_orders": "q=Målervegen",
}
"""Searching for what is not one's own."""
BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "api:set_address"): {"street": "Annenvegen"},
    ("PUT", "api:set_metering_point"): {"meter_number": "4400000000000019"},
    ("PUT", "api:put_party"): {"by": "name", "kind": "company", "name": "Kapret AS", "because": "not_founded"},
    ("PUT", "api:put_contact"): {"email": "kapret@kapret.example"},
    ("POST", "api:correct_contact"): {"email": "kapret@kapret.example"},
    ("PATCH", "api:patch_notice"): {"answers": {"work.further_information": "kapret"}},
    ("PATCH", "api:patch_attachment"): {"kind": "photo"},
    ("POST", "api:add_note"): {"text": "kapret"},
    ("PATCH", "api:patch_project"): {"name": "Kapret"},
    ("POST", "api:add_to_project"): {"notice_ids": ["01a00000-0000-7000-8000-000000000000"]},
    ("POST", "api:make_siblings"): {"name": "Kapret", "notices": [{"address": {"text": "Kapretvegen 1"}}]},
    ("POST", "api:add_children"): {"children": [{"unit": "H0101"}]},
    ("PATCH", "api:patch_cells"): {
        "cells": [{"id": "01a00000-0000-7000-8000-000000000000", "path": "site.unit", "value": "H0101"}]
    },
    ("POST", "api:act_on_children"): {"notices": ["01a00000-0000-7000-8000-000000000000"]},
    ("POST", "api:search_grid_area"): {
        "area": {"type": "Polygon", "coordinates": [[[9.6, 63.7], [9.61, 63.7], [9.61, 63.71], [9.6, 63.7]]]}
    },
    ("PATCH", "api:patch_user"): {"roles": ["administrator"]},
    ("PATCH", "api:patch_declaration"): {"answers": {"work.scope": "kapret"}},
    ("POST", "api:sign_declaration"): {"name": "kapret", "confirmed": True},
}
"""Bodies that would do, were the thing one's own."""
THEIR_OWN = frozenset({
    "admin:remove-screen", "admin:screen", "admin:grid-import-again", "admin:grid-import-discard", "admin:grid-import-make",
    "admin:grid-import-use", "admin:grid-import-remove", "admin:grid-rules-forget",
})  # fmt: skip
"""What an administrator of the grid company may change without handling cases."""


@dataclass(frozen=True)
class Place:
    """One address, by all names it has, and what it takes."""

    names: tuple[str, ...]
    parameters: frozenset[str]

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    @property
    def is_public(self) -> bool:
        return self.name in PUBLIC or self.name.startswith("account_")

    @property
    def methods(self) -> tuple[str, ...]:
        return ("GET", "POST", "PUT", "PATCH", "DELETE") if self.is_api else ("GET", "POST")

    def address(self, things: Things) -> str:
        """Filled in with somebody's things."""
        given = {**FIXED, **things.ids}
        missing = self.parameters - given.keys()
        assert not missing, f"{self.name} takes {missing}: say in tests/others_things.py what to fill in"
        path = reverse(self.name, kwargs={name: given[name] for name in self.parameters})
        about = ABOUT.get(self.name)
        query = f"{about}={things.ids['notice_id']}" if about else QUERIES.get(self.name)
        return f"{path}?{query}" if query else path

    def body(self, method: str) -> Any:
        """What would do there."""
        return next((BODIES[method, name] for name in self.names if (method, name) in BODIES), b"")


def places() -> list[Place]:
    """Every address there is."""
    names: dict[str, list[str]] = {}
    parameters: dict[str, frozenset[str]] = {}
    for route, name, pattern in patterns(get_resolver()):
        names.setdefault(route, []).append(name)
        parameters[route] = frozenset(pattern.regex.groupindex)
    return [Place(tuple(names[route]), parameters[route]) for route in names]


def patterns(resolver: URLResolver, namespace: str = "", before: str = "") -> Iterator[tuple[str, str, Any]]:
    """Route, name and pattern of every address."""
    for one in resolver.url_patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{namespace}{one.namespace}:" if one.namespace else namespace, route)
        elif isinstance(one, URLPattern):
            assert one.name, f"{route} has no name"
            yield route, namespace + one.name, one.pattern


WRONG = (
    ("another contractor", "admin@proveinstallasjon.example", "sent"),
    ("another contractor", "admin@proveinstallasjon.example", "draft"),
    ("another grid company", "saksbehandler@provenett.example", "sent"),
    ("another grid company's administrator", "nettadmin@provenett.example", "sent"),
    ("a fitter of the grid company", "montor@eksempelnett.example", "sent"),
    ("the platform", "drift@nettmelding.example", "sent"),
    ("the grid company, before it is sent", "saksbehandler@eksempelnett.example", "draft"),
)
wrong = pytest.mark.parametrize(("who", "email", "kind"), WRONG, ids=[f"{who}, {kind}" for who, _, kind in WRONG])


@pytest.fixture
def things(electrician: Actor, case_handler: Actor) -> dict[str, Things]:
    return make(electrician, case_handler)


@wrong
def test_it_knows_nothing_of_others_things(who: str, email: str, kind: str, things: dict[str, Things]) -> None:
    client, before, found = somebody(email), everything(), []
    others = not_theirs(things[kind], email)
    for place in places():
        if place.parameters & others.ids.keys():
            for method in place.methods:
                answered = ask(client, place, method, things[kind])
                if answered.status_code not in {404, 405} or leaks(answered, others):
                    found.append((method, place.name, answered.status_code, leaks(answered, others)))
    assert found == []
    assert everything() == before
    assert client.holds, "somewhere on the way it was signed out"


@wrong
def test_it_tells_nothing_of_others_in_lists(who: str, email: str, kind: str, things: dict[str, Things]) -> None:
    client, before, found = somebody(email), everything(), []
    others = not_theirs(things[kind], email)
    for place in places():
        if not place.parameters & others.ids.keys():
            answered = ask(client, place, "GET", things[kind])
            told = leaks(answered, others)
            if answered.status_code >= 500 or told:
                found.append((place.name, answered.status_code, told))
    assert found == []
    assert everything() == before
    assert client.holds, "somewhere on the way it was signed out"


def test_it_asks_nobody_to_sign_in(things: dict[str, Things]) -> None:
    client, before, found = Steady(), everything(), []
    for place in places():
        for method in place.methods:
            answered = ask(client, place, method, things["sent"])
            turned_away = {401, 404, 405} if place.is_api else {302, 404, 405}
            signs_in = "/konto/logg-inn" in answered.headers.get("Location", "") or answered.status_code != 302
            if not place.is_public and (answered.status_code not in turned_away or not signs_in):
                found.append((method, place.name, answered.status_code))
            assert not leaks(answered, things["sent"]), place.name
    assert found == []
    assert everything() == before


@pytest.mark.parametrize("email", ["dle@eksempelnett.example", "nettadmin@eksempelnett.example"])
def test_it_lets_those_who_only_read_change_nothing(email: str, things: dict[str, Things]) -> None:
    client, before = somebody(email), everything()
    for place in places():
        if place.parameters & things["sent"].ids.keys() and place.name not in THEIR_OWN:
            for method in place.methods[1:]:
                ask(client, place, method, things["sent"])
    after = everything()
    assert {name: value for name, value in after.items() if name != "events"} == {
        name: value for name, value in before.items() if name != "events"
    }
    assert client.holds, "somewhere on the way it was signed out"


def test_it_lets_nobody_act_for_a_company_that_is_not_theirs(client: Client, things: dict[str, Things]) -> None:
    client.force_login(User.objects.get(email="admin@proveinstallasjon.example"))
    for path in ("/meldinger", f"/meldinger/{things['sent'].ids['notice_id']}", "/api/v1/notices", "/"):
        answered = client.get(f"/som/eksempel-elektro{path}")
        assert answered.status_code == 404, path
        assert not leaks(answered, things["sent"])


def test_it_shows_the_owners_what_it_hides_from_others(things: dict[str, Things]) -> None:
    """The markers are where they are looked for: else their absence would mean nothing."""
    case = next(place for place in places() if place.name == "case:case")
    for email in ("saksbehandler@eksempelelektro.example", "saksbehandler@eksempelnett.example"):
        answered = ask(somebody(email), case, "GET", things["sent"])
        assert answered.status_code == 200
        assert {"Merkelapp AS", "Hemmelegvegen 77"} <= leaks(answered, things["sent"])


def somebody(email: str) -> Steady:
    """The person of the demonstration, signed in this moment."""
    return Steady(User.objects.get(email=email))


def ask(client: Client, place: Place, method: str, things: Things) -> HttpResponse:
    """What is answered, with a body that would do."""
    extra: dict[str, Any] = {}
    if place.is_api and method != "GET":
        extra = {"data": place.body(method), "content_type": "application/json"}
    if {"api:add_attachment", "api:mend_deviation"} & set(place.names) and method == "POST":
        extra = {"data": {"kind": "photo", "file": things.file(), "text": "kapret"}}
    answered: HttpResponse = getattr(client, method.lower())(place.address(things), **extra)
    return answered


def not_theirs(things: Things, email: str) -> Things:
    """What a person has nothing to do with: the whole grid is its own company's people's to see."""
    if not email.endswith("@eksempelnett.example"):
        return things
    ids = {name: value for name, value in things.ids.items() if name != "object_id"}
    return Things(ids, things.markers - {"Kartmerke"})


def leaks(answered: HttpResponseBase, things: Things) -> set[str]:
    """The markers that are in an answer, read as text; what was asked for may be said again."""
    content = b"".join(answered) if answered.streaming else answered.content  # type: ignore[attr-defined]
    asked = answered.wsgi_request.get_full_path()  # type: ignore[attr-defined]
    return {one for one in things.markers if one.encode() in content and one not in asked}
