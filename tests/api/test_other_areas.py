"""Attachments, requests, messages, notice types and the company's own, over the API."""

import pytest

from nettmelding.core.actor import Actor
from tests.api.conftest import Program, picture
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")


def test_it_adds_reads_and_removes_attachments(contractor: Program, electrician: Actor) -> None:
    address = f"/notices/{ways.draft(electrician).id}/attachments"
    added = contractor.upload(address, "site_plan").body
    assert (added["kind"], added["content_type"], added["name"]) == ("site_plan", "image/png", "site_plan.png")
    content = contractor.get(f"{address}/{added['id']}/content")
    assert content.body.startswith(b"\x89PNG")
    assert content.headers["Content-Disposition"].startswith("attachment")
    assert contractor.patch(f"{address}/{added['id']}", {"kind": "photo"}).body["kind"] == "photo"
    assert contractor.delete(f"{address}/{added['id']}").status == 204
    assert contractor.get(address).body == {"items": [], "next": None}


def test_it_refuses_what_is_no_file_of_ours(contractor: Program, electrician: Actor) -> None:
    address = f"/notices/{ways.draft(electrician).id}/attachments"
    assert contractor.upload(address, "selfie").wrong == {"kind"}
    assert contractor.post(address, {"kind": "photo"}).status == 422
    assert len(picture()) > 0


def test_it_shows_attachments_to_the_grid_company_when_they_are_sent(
    contractor: Program, grid_company: Program, electrician: Actor
) -> None:
    notice = ways.ready(electrician)
    address = f"/notices/{notice.id}/attachments"
    added = contractor.upload(address, "photo").body
    contractor.post(f"/notices/{notice.id}/actions/send")
    later = contractor.upload(address, "photo")
    assert later.status == 409
    assert [one["id"] for one in grid_company.get(address).body["items"]] == [added["id"]]
    assert grid_company.get(f"{address}/{added['id']}/content").status == 200
    assert grid_company.delete(f"{address}/{added['id']}").status == 404


def test_it_takes_requests_to_their_end(contractor: Program, grid_company: Program) -> None:
    sent = contractor.post(
        "/requests",
        {
            "kind": "disconnection",
            "grid_company": "eksempelnett",
            "subject": "building",
            "address": "Prøvevegen 3",
            "wanted_date": "2099-01-15",
        },
    )
    assert (sent.status, sent.body["actions"]) == (201, ["withdraw"])
    address = f"/requests/{sent.body['id']}"
    assert grid_company.get("/requests").body["items"][0]["actions"] == ["take", "done", "decline"]
    assert grid_company.post(f"{address}/actions/take", If_Match='"99"').status == 412
    assert grid_company.post(f"{address}/actions/take").body["state"] == "taken"
    assert grid_company.post(f"{address}/actions/done").wrong == {"text"}
    done = grid_company.post(f"{address}/actions/done", {"text": "Koblet fra."})
    assert (done.body["state"], contractor.get(address).body["answer"]) == ("done", "Koblet fra.")
    assert contractor.post(f"{address}/actions/withdraw").status == 409


def test_it_says_what_a_request_lacks(contractor: Program, grid_company: Program) -> None:
    body = {"kind": "disconnection", "grid_company": "eksempelnett"}
    assert contractor.post("/requests", body).wrong == {"address", "wanted_date"}
    assert contractor.post("/requests", {**body, "grid_company": "nowhere"}).wrong == {"grid_company"}
    assert grid_company.post("/requests", body).status == 403


def test_it_lists_the_messages_that_ones_company_was_sent(
    contractor: Program, grid_company: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    (message,) = contractor.get(f"/messages?subject={notice.id}").body["items"]
    assert (message["kind"], message["to_address"]) == ("notice_approved", "saksbehandler@eksempelelektro.example")
    assert grid_company.get(f"/messages?subject={notice.id}").body["items"] == []


@pytest.mark.parametrize(
    ("words", "type_id"),
    [("solceller på taket", "production"), ("byggestrøm", "temporary_installation"), ("elbillader", "ev_charging")],
)
def test_it_finds_the_right_type_first(contractor: Program, words: str, type_id: str) -> None:
    best = contractor.get(f"/notice-types?q={words}").body["items"][0]
    assert best["id"] == type_id
    assert best["name"]


def test_it_lists_all_types_with_when_and_forms(contractor: Program) -> None:
    items = {one["id"]: one for one in contractor.get("/notice-types").body["items"]}
    assert items["metering_point_work"]["forms"] == ["simplified", "single", "several"]
    assert items["demolition"]["request_only"] is True
    assert all(one["when"] for one in items.values())


def test_it_says_that_no_notice_is_needed(contractor: Program) -> None:
    items = contractor.get("/notice-types?q=bytte stikkontakt").body["items"]
    assert [one["is_notice"] for one in items][:1] == [False]


def test_it_lists_colleagues_grid_companies_and_standard_texts(contractor: Program, other_contractor: Program) -> None:
    assert len(contractor.get("/standard-texts").body["items"]) == 3
    assert other_contractor.get("/standard-texts").body["items"] == []
    access = {one["slug"]: one["access"] for one in other_contractor.get("/grid-companies").body["items"]}
    assert access == {"eksempelnett": True, "provenett": False}
    assert len(contractor.get("/users").body["items"]) == 4
    states = {one["slug"]: one["access_state"] for one in other_contractor.get("/grid-companies").body["items"]}
    assert states == {"eksempelnett": "approved", "provenett": None}


def test_it_assigns_to_a_colleague(grid_company: Program, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    address = f"/notices/{notice.id}/actions"
    grid_company.post(f"{address}/take")
    me = grid_company.get("/me").body["user_id"]
    colleagues = [one["id"] for one in grid_company.get("/users").body["items"]]
    assert me in colleagues
    assert grid_company.post(f"{address}/assign", {"assignee_id": me}).body["handler"]["id"] == me
    assert grid_company.post(f"{address}/assign").wrong == {"assignee_id"}
