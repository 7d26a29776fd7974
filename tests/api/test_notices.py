"""Notices over the API: made, changed, listed, moved; who reads what."""

from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.notices import drafts
from nettmelding.notices.models import Notice
from tests.api.conftest import Program
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def sent(electrician: Actor) -> Notice:
    drafted = ways.ready(electrician)
    drafts.save(electrician, drafted.id, mine={"who.our_reference": "EIGEN-4711"})
    return ways.actions.send(electrician, drafted.id).notice


def test_it_makes_a_draft_with_answers_as_people_type_them(contractor: Program) -> None:
    made = contractor.post("/notices", {"types": ["protection_change"], "answers": {"protection.ov_new_a": "3x63A"}})
    assert made.status == 201
    assert made.body["answers"]["protection.ov_new_a"] == {
        "value": 63,
        "source": "user",
        "read_at": made.body["answers"]["protection.ov_new_a"]["read_at"],
    }
    assert made.body["form"] == "single"
    assert made.headers["Location"] == f"/api/v1/notices/{made.body['id']}"
    assert made.headers["ETag"] == f'"{made.body["revision"]}"'
    assert made.body["actions"] == ["send", "delete"]


def test_it_makes_nothing_where_an_answer_does_not_hold(contractor: Program) -> None:
    answers = {"protection.ov_new_a": "mange", "no.such_field": 1, "when.expected_completion": "2027-01-15"}
    refused = contractor.post("/notices", {"types": ["protection_change"], "answers": answers})
    assert refused.status == 422
    assert refused.wrong == {"answers.protection.ov_new_a", "answers.no.such_field"}
    assert not Notice.objects.exists()


def test_it_says_why_types_do_not_go_together(contractor: Program) -> None:
    refused = contractor.post("/notices", {"types": ["temporary_installation", "production"]})
    assert (refused.status, refused.wrong) == (422, {"types"})


def test_it_makes_no_notice_of_what_is_a_request(contractor: Program) -> None:
    refused = contractor.post("/notices", {"types": ["demolition"]})
    assert (refused.status, refused.body["code"], refused.wrong) == (422, "request_only", {"types"})


def test_it_refuses_names_that_it_does_not_know(contractor: Program) -> None:
    refused = contractor.post("/notices", {"types": ["protection_change"], "anwsers": {}})
    assert (refused.status, refused.body["code"], refused.wrong) == (422, "invalid_request", {"anwsers"})


def test_it_changes_what_is_named_and_nothing_else(contractor: Program, electrician: Actor) -> None:
    address = f"/notices/{ways.ready(electrician).id}"
    before = contractor.get(address).body["answers"]
    changed = contractor.patch(address, {"answers": {"protection.ov_new_a": 50, "power.new_peak_kw": None}})
    after = changed.body["answers"]
    assert after.pop("protection.ov_new_a")["value"] == 50
    assert after == {p: v for p, v in before.items() if p not in {"protection.ov_new_a", "power.new_peak_kw"}}


def test_it_loses_nobody_elses_change(contractor: Program, electrician: Actor) -> None:
    address = f"/notices/{ways.ready(electrician).id}"
    read = contractor.get(address).headers["ETag"]
    assert contractor.patch(address, {"answers": {"protection.ov_new_a": 50}}, If_Match=read).status == 200
    late = contractor.patch(address, {"answers": {"protection.ov_new_a": 80}}, If_Match=read)
    assert (late.status, late.body["code"]) == (412, "changed_meanwhile")
    assert contractor.post(f"{address}/actions/send", If_Match=read).status == 412
    assert contractor.patch(address, {"answers": {}}, If_Match="yesterday").status == 422


def test_it_shows_the_grid_company_what_was_sent_and_never_the_working_copy(
    contractor: Program, grid_company: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    address = f"/notices/{notice.id}"
    contractor.patch(address, {"answers": {"work.further_information": "HEMMELIG-UTKAST", "protection.ov_new_a": 40}})
    contractor.upload(f"{address}/attachments", "photo")
    mine, theirs = contractor.get(address).body, grid_company.get(address).body
    assert mine["answers"]["protection.ov_new_a"]["value"] == 40
    assert theirs["answers"]["protection.ov_new_a"]["value"] == 63
    assert "HEMMELIG-UTKAST" not in str(theirs)
    assert (len(mine["attachments"]), len(theirs["attachments"])) == (1, 0)
    assert grid_company.get(f"{address}/missing").status == 404
    assert grid_company.get(f"{address}/form").status == 404


def test_it_keeps_own_reference_and_birth_dates_to_oneself(
    contractor: Program, grid_company: Program, sent: Notice
) -> None:
    for path in (f"/notices/{sent.id}", f"/notices/{sent.id}/submissions/1", "/notices"):
        assert "EIGEN-4711" in str(contractor.get(path).body) or path == "/notices"
        assert "EIGEN-4711" not in str(grid_company.get(path).body)
        assert "birth_date" not in str(contractor.get(path).body)
        assert "person_ref" not in str(grid_company.get(path).body)


def test_it_keeps_internal_notes_with_ones_own(contractor: Program, grid_company: Program, sent: Notice) -> None:
    address = f"/notices/{sent.id}"
    assert grid_company.post(f"{address}/notes", {"text": "Ring ham", "internal": True}).body["internal"] is True
    assert grid_company.post(f"{address}/notes", {"text": "Hei"}).status == 201
    assert [e["text"] for e in grid_company.get(f"{address}/events").body["items"][-2:]] == ["Ring ham", "Hei"]
    assert "Ring ham" not in str(contractor.get(f"{address}/events").body)


def test_it_says_which_actions_there_are_and_refuses_the_others(
    contractor: Program, grid_company: Program, program: Callable[[str], Program], sent: Notice
) -> None:
    address = f"/notices/{sent.id}"
    assert contractor.get(address).body["actions"] == ["withdraw"]
    assert grid_company.get(address).body["actions"] == ["take", "approve", "reject", "ask"]
    assert program("dle@eksempelnett.example").get(address).body["actions"] == []
    assert contractor.post(f"{address}/actions/approve").body["code"] == "not_yours"
    assert grid_company.post(f"{address}/actions/close").body["code"] == "not_now"
    assert grid_company.post(f"{address}/actions/reject").body["code"] == "explained"
    assert grid_company.post(f"{address}/actions/fly").status == 422


def test_it_rejects_with_reasons_that_point_at_fields(contractor: Program, grid_company: Program, sent: Notice) -> None:
    address = f"/notices/{sent.id}"
    remarks = [{"text": "Skal være 50 A.", "path": "protection.ov_new_a"}]
    grid_company.post(f"{address}/actions/reject", {"remarks": remarks})
    read = contractor.get(address).body
    assert read["status"] == "rejected"
    assert read["decisions"][-1]["remarks"] == [{"code": "", **remarks[0]}]
    assert [(one["on"], one["why"]) for one in read["waiting_for"]] == [("contractor", "rejected")]
    contractor.patch(address, {"answers": {"protection.ov_new_a": 50}})
    assert contractor.post(f"{address}/actions/send").body["status"] == "submitted"
    changes = grid_company.get(f"{address}/submissions/2").body["changes"]
    assert [(one["path"], one["old"], one["new"]) for one in changes] == [("protection.ov_new_a", "63 A", "50 A")]


def test_it_deletes_a_draft(contractor: Program) -> None:
    made = contractor.post("/notices", {"types": ["change_of_use"]}).body
    assert contractor.post(f"/notices/{made['id']}/actions/delete").status == 204
    assert contractor.get(f"/notices/{made['id']}").status == 404


def test_it_copies_as_a_new_draft(contractor: Program, grid_company: Program, sent: Notice) -> None:
    copied = contractor.post(f"/notices/{sent.id}/copy")
    assert (copied.status, copied.body["status"], copied.body["number"]) == (201, "draft", None)
    assert grid_company.post(f"/notices/{sent.id}/copy").status == 404


def test_it_pages_a_list_to_its_end(contractor: Program) -> None:
    made = [contractor.post("/notices", {"types": ["change_of_use"]}).body["id"] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = contractor.get(f"/notices?limit=2{cursor}").body
        seen += [one["id"] for one in page["items"]]
        cursor = f"&cursor={page['next']}" if page["next"] else None
    assert sorted(seen) == sorted(made)
    assert contractor.get("/notices?cursor=made-up").body["code"] == "bad_cursor"
    assert contractor.get("/notices?limit=1000").wrong == {"limit"}


def test_it_narrows_a_list(contractor: Program, grid_company: Program, sent: Notice) -> None:
    contractor.post("/notices", {"types": ["change_of_use"]})

    def ids(program: Program, query: str) -> list[str]:
        return [one["id"] for one in program.get(f"/notices?{query}").body["items"]]

    assert ids(contractor, "status=submitted&status=in_review") == [str(sent.id)]
    assert ids(contractor, "type=protection_change") == [str(sent.id)]
    assert ids(contractor, "q=prøvevegen") == [str(sent.id)]
    assert ids(contractor, "turn=others") == [str(sent.id)]
    assert ids(grid_company, "turn=mine") == [str(sent.id)]
    assert ids(grid_company, "grid_company=provenett") == []
    assert ids(grid_company, "late=true") == []


def test_it_reads_a_list_in_few_queries(
    contractor: Program, electrician: Actor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(8):
        ways.draft(electrician)
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        contractor.get("/notices")


def test_it_reads_a_notice_in_few_queries(
    grid_company: Program, sent: Notice, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        grid_company.get(f"/notices/{sent.id}")
