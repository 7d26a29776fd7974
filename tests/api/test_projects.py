"""Projects over the API: many made from one, kept together, sent at once."""

import pytest

from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from tests.api.conftest import Program
from tests.notices.test_projects import house, row_house

pytestmark = pytest.mark.django_db(databases="__all__")


def wanted(*numbers: int) -> list[dict[str, object]]:
    return [{"address": house(number)} for number in numbers]


def test_a_program_makes_row_houses_and_sends_them(
    contractor: Program, grid_company: Program, electrician: Actor
) -> None:
    first = row_house(electrician)
    body = {
        "name": "Radvegen",
        "notices": [*wanted(1, 2), {**wanted(3)[0], "answers": {"protection.ov_new_a": "32 A"}}],
    }
    made = contractor.post(f"/notices/{first.id}/siblings", body)
    assert made.status == 201
    assert [one["address"] for one in made.body["notices"]] == ["Radvegen 1", "Radvegen 2", "Radvegen 3"]
    project = f"/projects/{made.body['project']['id']}"
    assert contractor.get(project).body["counts"] == {"draft": 4}
    listed = contractor.get(f"/notices?project_id={made.body['project']['id']}").body["items"]
    assert len(listed) == 4

    again = contractor.post(f"/notices/{first.id}/siblings", {"name": "Igjen", "notices": wanted(1, 9)})
    assert (again.status, again.wrong) == (422, {"row.0"})

    lone = made.body["notices"][0]["id"]
    contractor.patch(f"/notices/{lone}", {"answers": {"power.new_peak_kw": None}})
    refused = contractor.post(f"{project}/send", {})
    assert (refused.status, refused.wrong) == (422, {f"notice.{lone}"})
    sent = contractor.post(f"{project}/send", {"only_ready": True})
    assert len(sent.body["sent"]) == 3
    assert all(one["number"] for one in sent.body["sent"])
    assert len(grid_company.get(f"/notices?project_id={made.body['project']['id']}").body["items"]) == 3
    assert grid_company.get(project).status == 404
    assert grid_company.get("/projects").body["items"] == []


def test_a_project_is_made_named_filled_and_put_away(contractor: Program, electrician: Actor) -> None:
    made = contractor.post("/projects", {"name": "Felt B", "note": "Byggherre ringer"})
    project = f"/projects/{made.body['id']}"
    assert (made.status, made.body["total"]) == (201, 0)
    notice = row_house(electrician)
    assert contractor.post(f"{project}/notices", {"notice_ids": [str(notice.id)]}).body == {"given": 0, "left": []}
    assert contractor.get(project).body["counts"] == {"draft": 1}
    assert contractor.delete(f"{project}/notices/{notice.id}").status == 204
    changed = contractor.patch(project, {"name": "Felt C", "put_away": True}).body
    assert (changed["name"], changed["note"], changed["put_away"]) == ("Felt C", "Byggherre ringer", True)
    assert contractor.get("/projects").body["items"] == []
    assert [one["name"] for one in contractor.get("/projects?put_away=true").body["items"]] == ["Felt C"]
    assert contractor.patch(project, {"name": " "}).wrong == {"name"}
    assert contractor.get(f"/projects/{uuid7()}").status == 404
