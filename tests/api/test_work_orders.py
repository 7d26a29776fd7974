"""Work orders and deviations over the API."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nettmelding.core.actor import Actor
from nettmelding.rules.queries import content_of
from nettmelding.workorders.models import WorkOrder
from tests.api.conftest import Program, picture
from tests.notices import ways
from tests.web.workorders import works
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
TOMORROW = {"since": jobs.tomorrow().since.isoformat(), "until": jobs.tomorrow().until.isoformat()}


@pytest.fixture(autouse=True)
def rules_are_read_anew() -> None:
    content_of.cache_clear()


@pytest.fixture
def fitter(actor: Callable[[str], Actor]) -> Actor:
    return actor("montor@eksempelnett.example")


def test_work_is_ordered_planned_and_called_off(
    grid_company: Program, contractor: Program, other_contractor: Program, electrician: Actor, case_handler: Actor,
    fitter: Actor,
) -> None:  # fmt: skip
    notice = ways.approved(electrician, case_handler)
    made = grid_company.post("/work-orders", {"notice_id": str(notice.id), "kind": "change"})
    assert (made.status, made.body["status"], made.body["turn"]) == (201, "unplanned", "planner")
    address = made.headers["Location"].removeprefix("/api/v1")
    assert made.body["actions"] == ["plan", "offer_times", "hand_over", "cancel"]
    planned = grid_company.post(
        f"{address}/actions/plan", {"assignee_id": str(fitter.user_id), "slot": TOMORROW}, If_Match='"1"'
    )
    assert (planned.body["status"], planned.body["fitter"]["name"]) == ("planned", fitter.name)
    assert planned.headers["ETag"] == '"2"'
    assert grid_company.post(f"{address}/actions/unplan", If_Match='"1"').status == 412
    assert contractor.get(address).body["actions"] == []
    assert contractor.get(f"/notices/{notice.id}").body["work_order_ids"] == [made.body["id"]]
    assert other_contractor.get(address).status == 404
    assert contractor.post(f"{address}/actions/cancel", {"text": "Nei."}).status == 403
    assert grid_company.post(f"{address}/actions/cancel").wrong == {"text"}
    assert grid_company.post(f"{address}/actions/cancel", {"text": "Kunden vil vente."}).body["status"] == "cancelled"


def test_the_list_is_narrowed_and_paged(
    grid_company: Program, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    planned = jobs.planned(electrician, case_handler, fitter)
    open_order = jobs.ordered(electrician, case_handler, "control")
    first = grid_company.get("/work-orders?limit=1")
    second = grid_company.get(f"/work-orders?limit=1&cursor={first.body['next']}")
    assert [one["id"] for page in (first, second) for one in page.body["items"]] == [
        str(open_order.id), str(planned.id),
    ]  # fmt: skip
    for query, ids in (
        ("status=planned", [planned.id]),
        ("kind=control", [open_order.id]),
        (f"fitter_id={fitter.user_id}", [planned.id]),
        (f"q={planned.number}", [planned.id]),
        ("order=when", [planned.id]),
    ):
        found = grid_company.get(f"/work-orders?{query}").body["items"]
        assert [one["id"] for one in found] == [str(one) for one in ids], query
    assert grid_company.get("/work-orders?status=nowhere").status == 422


def test_a_report_is_read_returned_and_accepted(
    grid_company: Program, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    read = grid_company.get(f"/work-orders/{order.id}")
    steps = {one["id"]: one for one in read.body["steps"]}
    assert steps["voltages"]["value"] == {"L1-L2": 231, "L1-L3": 230.5, "L2-L3": 229}
    assert (steps["voltages"]["min"], steps["voltages"]["max"], steps["voltages"]["outside"]) == (207, 253, False)
    assert {one["state"] for one in read.body["photos"]} == {"here"}
    assert read.body["actions"] == ["accept", "return"]
    back = grid_company.post(f"/work-orders/{order.id}/actions/return", {"text": "Uklart.", "step": "sealed_meter"})
    assert back.body["remarks"][0]["step"] == "sealed_meter"
    assert grid_company.post(f"/work-orders/{order.id}/actions/accept").status == 409


def test_the_gate_is_opened_and_shut(
    grid_company: Program, contractor: Program, electrician: Actor, case_handler: Actor
) -> None:
    address = f"/work-orders/{jobs.ordered(electrician, case_handler, 'set_up').id}"
    assert contractor.get(address).body["energise"]["may"] is False
    grid_company.put(f"{address}/gate/terms", {})
    opened = grid_company.put(f"{address}/gate/contract", {"how": "fallback"})
    assert opened.body["energise"]["may"] is True
    assert contractor.put(f"{address}/gate/terms", {}).status == 404
    shut = grid_company.delete(f"{address}/gate/terms")
    assert shut.body["energise"]["why_not"] == ["Kunden har ikke godtatt vilkårene."]


def test_a_contractor_orders_switching_with_its_hour_and_nothing_else(
    contractor: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    body = {"notice_id": str(notice.id), "kind": "disconnect", "hour_matters": True}
    assert contractor.post("/work-orders", body).wrong == {"wanted_from"}
    made = contractor.post("/work-orders", {**body, "wanted_from": TOMORROW["since"], "cabinet": "KS 1016"})
    assert (made.status, made.body["facts"]["cabinet"]) == (201, "KS 1016")
    assert contractor.post("/work-orders", {"notice_id": str(notice.id), "kind": "control"}).status == 403


def test_a_deviation_is_mended_given_back_and_closed(
    grid_company: Program, contractor: Program, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    found = works.found(jobs.Phone(fitter), order)
    address = f"/deviations/{found.id}"
    assert contractor.get("/deviations?state=open").body["items"][0]["actions"] == ["mend"]
    assert contractor.post(f"{address}/actions/mend").wrong == {"text"}
    file = SimpleUploadedFile("etter.png", picture(), "image/png")
    mended = contractor._send("POST", f"{address}/mended", {"data": {"file": file, "text": "Ny plombe."}}, {})
    assert (mended.status, mended.body["state"]) == (200, "mended")
    (photo,) = mended.body["mended_photos"]
    assert grid_company.get(f"{address}/photos/{photo}").status == 200
    assert grid_company.get(address).body["actions"] == ["close", "give_back"]
    assert grid_company.post(f"{address}/actions/give_back").wrong == {"text"}
    assert grid_company.post(f"{address}/actions/give_back", {"text": "Feil nummer."}).body["state"] == "open"
    contractor.post(f"{address}/actions/mend", {"text": "Rettet."})
    closed = grid_company.post(f"{address}/actions/close")
    assert (closed.body["state"], closed.body["actions"]) == ("closed", [])
    counted = contractor.get("/deviations/statistics").body
    assert [(one["kind"], sum(one["months"])) for one in counted["kinds"]] == [("seal_broken", 1)]
    assert WorkOrder.objects.get(pk=order.pk).deviations.count() == 1
