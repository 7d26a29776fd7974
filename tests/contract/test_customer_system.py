"""The stand-in for a customer system and our client both hold to the published contract."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import openapi_spec_validator
import pytest
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from openapi_core.validation.request.exceptions import RequestValidationError

from nettmelding.installations.customer_system_http import HttpSystem, SaysNo, record_of
from nettmelding.registers.http import RegisterDown
from standins.customer_system import BASE, KEY
from tests.standins_fixture import Standins

CONTRACT = Path("docs/customer-system.openapi.yaml")
HOST = "https://kundesystem.eksempelnett.example"
KARI = "707057500000000193"

pytestmark = [pytest.mark.one_database, pytest.mark.django_db(databases="__all__")]


@pytest.fixture(scope="module")
def contract() -> OpenAPI:
    config = Config(extra_media_type_deserializers={"application/problem+json": json.loads})
    return OpenAPI.from_dict(yaml.safe_load(CONTRACT.read_text("utf-8")), config=config)


@pytest.fixture
def system(registers_on_standins: Standins) -> HttpSystem:
    return HttpSystem(f"{HOST}/nettmelding", KEY)


def test_the_contract_is_a_valid_description_and_its_examples_hold() -> None:
    whole = yaml.safe_load(CONTRACT.read_text("utf-8"))

    openapi_spec_validator.validate(whole)

    found = whole["paths"]["/v1/metering-points"]["get"]["responses"]["200"]["content"]["application/json"]
    item = found["examples"]["one"]["value"]["items"][0]
    assert record_of({**item, "metering_point_id": KARI}) is not None


def test_what_the_client_sends_and_the_stand_in_answers_is_as_agreed(
    system: HttpSystem, contract: OpenAPI, registers_on_standins: Standins, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str, int]] = []
    checked = _checking(contract, seen)
    monkeypatch.setattr(httpx.Client, "send", checked(httpx.Client.send))

    assert system.name() == "Eksempelnetts kundesystem"
    assert [one.metering_point_id for one in system.by_ids([KARI, "707057500000000261"])] == [
        KARI,
        "707057500000000261",
    ]
    assert system.by_meter_number("4400000000000019")[0].point["customer_name"] == "Kari Marie Nordmann"
    flats = system.by_address("Prøvetunet 5", "9998")
    assert len(flats) == len(system.of_installation(str(flats[0].installation["external_id"]))) > 8
    order = {"reference": "2026-1-01", "installation_reference": "2026-1", "address": "Prøvetunet 7", "unit": "H0101"}
    later = system.order(order, uuid4())
    assert (later.metering_point_id, system.ordered(later.order_id).metering_point_id[:7]) == ("", "7070575")
    told = {"reference": "2026-2", "because": "work", "metering_point_id": KARI, "values": {"ov_a": 63}}
    assert system.report(told, uuid4())
    assert system.by_ids([KARI])[0].installation["ov_a"] == 63
    assert system.of_installation("finnes-ikke") == []
    screened = system.screened()
    assert screened is not None
    assert [(one.address, one.postcode, one.handlers) for one in screened] == [
        ("Fjordvegen 2", "9998", ("saksbehandler@eksempelnett.example",))
    ]
    assert len(seen) == 11


def test_the_same_key_is_done_once(system: HttpSystem) -> None:
    once = uuid4()
    body = {"reference": "2026-3", "address": "Prøvevegen 40"}

    assert system.order(body, once) == system.order(body, once)


def test_no_comes_with_the_systems_own_words_and_silence_with_ours(
    system: HttpSystem, registers_on_standins: Standins
) -> None:
    unknown = {"reference": "2026-4", "because": "work", "metering_point_id": "707057500000999904"}
    with pytest.raises(SaysNo, match="finnes ikke i kundesystemet"):
        system.report(unknown, uuid4())
    with pytest.raises(SaysNo, match="godtok ikke nøkkelen"):
        HttpSystem(f"{HOST}/nettmelding", "en-helt-annen").name()
    for fault in ("down", "garbage"):
        registers_on_standins.fault("customer_system", fault)
        with pytest.raises(RegisterDown):
            HttpSystem(f"{HOST}/nettmelding", KEY, patient=False).name()
    registers_on_standins.fault("customer_system", "ok")


def _checking(contract: OpenAPI, seen: list[tuple[str, str, int]]) -> Callable[[Any], Any]:
    """Holds every request and answer against the contract."""

    def around(send: Any) -> Any:
        def checked(self: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
            response: httpx.Response = send(self, request, **options)
            if not request.url.path.startswith(BASE):
                return response
            asked = MockRequest(
                HOST,
                request.method.lower(),
                request.url.path,
                args=_many(request.url.params),
                headers=dict(request.headers),
                data=request.read() or None,
                content_type="application/json",
            )
            try:
                contract.validate_request(asked)
            except RequestValidationError as problem:  # pragma: no cover - the test fails, with what is wrong
                raise AssertionError(f"{request.url}: {problem} {problem.__cause__}") from problem
            kind = response.headers["content-type"].partition(";")[0]
            answer = MockResponse(response.content, status_code=response.status_code, content_type=kind)
            contract.validate_response(asked, answer)
            seen.append((request.method, request.url.path.removeprefix(BASE), response.status_code))
            return response

        return checked

    return around


def _many(params: httpx.QueryParams) -> Any:
    from werkzeug.datastructures import MultiDict

    return MultiDict(params.multi_items())
