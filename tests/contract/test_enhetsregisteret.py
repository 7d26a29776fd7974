"""Client and stand-in keep to the company register's own description (`enhetsregisteret.openapi.json`)."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft4Validator
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest

from nettmelding.core.actor import SYSTEM
from nettmelding.registers import http
from nettmelding.registers.lookups import find_company
from standins import world
from standins.companies import BASE
from tests.standins_fixture import Standins

DESCRIPTION: dict[str, Any] = json.loads(
    Path(__file__).with_name("enhetsregisteret.openapi.json").read_text(encoding="utf-8")
)
OPENAPI = OpenAPI.from_dict(DESCRIPTION)  # type: ignore[arg-type]
UNIT = Draft4Validator({"$ref": "#/components/schemas/Enhet", "components": DESCRIPTION["components"]})
SERVER = "https://data.brreg.no"


def described(path: str) -> str:
    """The description's own path for one that was asked for."""
    parts = path.removeprefix(BASE).strip("/").split("/")
    return f"/{parts[0]}" + ("/{organisasjonsnummer}" if len(parts) > 1 else "")


@pytest.mark.django_db(databases="__all__")
def test_it_asks_only_for_what_the_description_has(
    registers_on_standins: Standins, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[httpx.Request] = []
    client = httpx.Client(event_hooks={"request": [sent.append]})
    monkeypatch.setattr(http, "_client", lambda process: client)
    for query in ("310 000 876", "310 001 201", "974760673", "Eksempel Bygg"):
        find_company(SYSTEM, query)
    assert len(sent) == 5
    for request in sent:
        query = dict(request.url.params)
        asked = MockRequest(SERVER, "get", request.url.path, args=query)
        assert list(OPENAPI.iter_request_errors(asked)) == []
        declared = {p["name"] for p in DESCRIPTION["paths"][described(request.url.path)]["parameters"]}
        assert set(query) <= declared


@pytest.mark.parametrize("firm", [f for f in world.load().firms.values() if not f.parent and not f.deleted_on])
def test_it_answers_with_units_of_the_described_form(standins: Standins, firm: world.Firm) -> None:
    unit = standins.http.get(f"{standins.url('companies')}{BASE}/enheter/{firm.organisation_number}").json()
    assert list(UNIT.iter_errors(unit)) == []


def test_it_lists_units_of_the_described_form(standins: Standins) -> None:
    found = standins.http.get(f"{standins.url('companies')}{BASE}/enheter", params={"size": 50}).json()
    units = found["_embedded"]["enheter"]
    assert len(units) == found["page"]["totalElements"]
    assert [error for unit in units for error in UNIT.iter_errors(unit)] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/enheter/310000876", 200),
        ("/enheter/974760673", 404),
        ("/enheter/310001201", 410),
        ("/enheter?size=x", 400),
    ],
)
def test_it_answers_with_described_statuses(standins: Standins, path: str, status: int) -> None:
    answer = standins.http.get(standins.url("companies") + BASE + path)
    declared = DESCRIPTION["paths"][described(httpx.URL(path).path)]["get"]["responses"]
    assert answer.status_code == status
    assert str(status) in declared


def test_it_would_notice_a_unit_of_another_form(standins: Standins) -> None:
    unit = standins.http.get(f"{standins.url('companies')}{BASE}/enheter/310000876").json()
    assert list(UNIT.iter_errors(unit | {"konkurs": "nei"})) != []
