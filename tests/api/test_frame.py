"""What holds for every address: sign-in, problem documents, requests that are sent twice, the page of documentation."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core import clock, idempotency
from nettmelding.core.models import IdempotencyKey
from nettmelding.notices.models import Attachment, Notice
from nettmelding.organisations.models import Membership, Organisation
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db(databases="__all__")
CHANGE = {"types": ["change_of_use"]}


def test_it_asks_nobody_to_sign_in(nobody: Program) -> None:
    for answered in (nobody.get("/notices"), nobody.post("/notices", CHANGE), Program("nm_wrong").get("/me")):
        assert (answered.status, answered.body["code"]) == (401, "not_signed_in")
        assert answered.headers["Content-Type"] == "application/problem+json"
        assert answered.headers["WWW-Authenticate"].startswith("Bearer")


def test_it_knows_who_holds_a_key(grid_company: Program) -> None:
    me = grid_company.get("/me").body
    assert (me["kind"], me["organisation_name"], me["roles"]) == ("api_key", "Eksempelnett AS", ["case_handler"])


def test_it_lets_a_session_in_and_asks_for_its_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(email="saksbehandler@eksempelelektro.example"))
    assert client.get("/api/v1/me").json()["kind"] == "person"
    refused = client.post("/api/v1/notices", CHANGE, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.cookies["csrftoken"] = "a" * 32
    allowed = client.post("/api/v1/notices", CHANGE, content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert allowed.status_code == 201


def test_it_asks_one_with_several_companies_which(client: Client) -> None:
    user = User.objects.get(email="saksbehandler@eksempelelektro.example")
    other = Organisation.objects.get(slug="provenett")
    Membership.objects.create(user=user, organisation=other, roles=["reader"])
    client.force_login(user)
    asked = client.get("/api/v1/me")
    assert (asked.status_code, asked.json()["code"]) == (409, "choose_organisation")
    assert client.get("/som/provenett/api/v1/me").json()["organisation_name"] == "Prøvenett AS"
    assert client.get("/som/eksempelnett/api/v1/me").status_code == 404


def test_it_holds_a_key_to_its_own_company(contractor: Program) -> None:
    answered = contractor.client.get("/som/provenett/api/v1/me", headers={"Authorization": f"Bearer {contractor.key}"})
    assert answered.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/no-such-thing", 404, "not_found"),
        ("GET", "/notices/not-an-id", 404, "not_found"),
        ("GET", "/notices/01a209f2-9883-7fc9-a73d-957fa78e65d0", 404, "not_found"),
        ("DELETE", "/me", 405, "method_not_allowed"),
        ("GET", "/addresses", 422, "invalid_request"),
    ],
)
def test_it_answers_every_error_as_a_problem(
    contractor: Program, method: str, path: str, status: int, code: str
) -> None:
    answered = contractor.call(method, path)
    assert (answered.status, answered.body["code"]) == (status, code)
    assert answered.headers["Content-Type"] == "application/problem+json"
    assert answered.body["instance"] == f"/api/v1{path}"


def test_it_says_which_methods_there_are(contractor: Program) -> None:
    assert set(contractor.delete("/notices").headers["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b'{"types": NaN}', b'{"answers": {"a": "\\ud800"}}', b'{"answers": {"a": ["x\\u0000"]}}'],
)
def test_it_says_that_it_cannot_read_a_body(contractor: Program, body: bytes) -> None:
    answered = contractor.post("/notices", body)
    assert (answered.status, answered.body["code"]) == (400, "bad_request")


def test_it_takes_no_character_that_cannot_be_kept(contractor: Program) -> None:
    assert contractor.get("/notices?grid_company=a%00b").status == 400


@pytest.mark.parametrize("body", [{"text": "Hei", "internal": 0}, {"text": "Hei", "internal": "no"}])
def test_it_takes_nothing_for_what_it_is_not(contractor: Program, body: dict[str, Any]) -> None:
    made = contractor.post("/notices", CHANGE).body
    assert contractor.post(f"/notices/{made['id']}/notes", body).wrong == {"internal"}


def test_it_says_that_a_body_is_too_large(contractor: Program) -> None:
    answered = contractor.post("/notices", b" " * (5 * 1024 * 1024 + 1))
    assert (answered.status, answered.body["code"]) == (413, "too_large")


def test_it_does_a_repeated_request_once(contractor: Program) -> None:
    first = contractor.post("/notices", CHANGE, Idempotency_Key="mitt-forste")
    again = contractor.post("/notices", CHANGE, Idempotency_Key="mitt-forste")
    assert (first.status, again.status, first.body) == (201, 201, again.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.headers["ETag"], again.headers["Location"]) == (first.headers["ETag"], first.headers["Location"])
    assert Notice.objects.count() == 1


def test_it_adds_a_repeated_file_once(contractor: Program) -> None:
    address = f"/notices/{contractor.post('/notices', CHANGE).body['id']}/attachments"
    first = contractor.upload(address, "photo", Idempotency_Key="bilde")
    assert contractor.upload(address, "photo", Idempotency_Key="bilde").body == first.body
    assert contractor.upload(address, "other", Idempotency_Key="bilde").body["code"] == "idempotency_key_reused"
    assert Attachment.objects.count() == 1


def test_it_refuses_a_key_that_was_used_for_another_request(contractor: Program) -> None:
    contractor.post("/notices", CHANGE, Idempotency_Key="k")
    other = contractor.post("/notices", {"types": ["merging"]}, Idempotency_Key="k")
    assert (other.status, other.body["code"]) == (422, "idempotency_key_reused")


def test_it_refuses_a_request_whose_first_sending_is_under_way(contractor: Program) -> None:
    contractor.post("/notices", CHANGE, Idempotency_Key="k")
    IdempotencyKey.objects.update(status=None)
    again = contractor.post("/notices", CHANGE, Idempotency_Key="k")
    assert (again.status, again.body["code"]) == (409, "in_progress")


def test_it_lets_a_refused_request_be_sent_again_when_mended(contractor: Program) -> None:
    address = f"/notices/{contractor.post('/notices', CHANGE).body['id']}"
    assert contractor.post(f"{address}/actions/send", Idempotency_Key="k").status == 422
    assert contractor.post(f"{address}/actions/send", Idempotency_Key="k").body["code"] == "incomplete"


def test_it_keeps_keys_of_different_people_apart(contractor: Program, other_contractor: Program) -> None:
    mine = contractor.post("/notices", CHANGE, Idempotency_Key="k").body
    theirs = other_contractor.post("/notices", CHANGE, Idempotency_Key="k").body
    assert mine["id"] != theirs["id"]


def test_it_forgets_keys_after_a_day(contractor: Program) -> None:
    contractor.post("/notices", CHANGE, Idempotency_Key="k")
    assert idempotency.forget() == 0
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert contractor.post("/notices", CHANGE, Idempotency_Key="k").status == 201
        assert Notice.objects.count() == 2
    with clock.frozen(clock.now() + timedelta(hours=50)):
        assert idempotency.forget() == 1


@pytest.mark.parametrize("key", ["", " ", pytest.param("k" * 256, id="256 letters"), "a\tb"])
def test_it_refuses_a_key_that_is_none(contractor: Program, key: str) -> None:
    assert contractor.post("/notices", CHANGE, Idempotency_Key=key).body["code"] == "idempotency_key"


def test_it_describes_every_refusal(nobody: Program) -> None:
    schema = nobody.get("/openapi.json").body
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert {"400", "401", "403", "404", "409", "422"} <= operation["responses"].keys(), (method, path)
            assert operation["summary"]
            assert operation["description"], (method, path)


def test_it_has_documentation_that_needs_no_inline_script(client: Client) -> None:
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "style=" not in text
    assert "<script>" not in text
    assert "/api/v1/notices/{notice_id}/actions/{action}" in text


def test_it_documents_every_operation(client: Client, nobody: Program) -> None:
    text = client.get("/api/v1/docs").content.decode()
    operations = [one for methods in nobody.get("/openapi.json").body["paths"].values() for one in methods.values()]
    assert [one["operationId"] for one in operations if f'id="{one["operationId"]}"' not in text] == []


def test_it_counts_few_queries_for_who_calls(
    contractor: Program, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    contractor.get("/me")
    with django_assert_max_num_queries(1):
        contractor.get("/me")
