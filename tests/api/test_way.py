"""Every type with a single form, from draft to closed case, at both grid companies; what is left out is named."""

from dataclasses import dataclass
from typing import Any

import pytest

from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind
from tests.api.conftest import Program
from tests.api.works import COMMON, COMPLETION, WORKS, Work
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
FIRM = "310 000 876"


@dataclass(frozen=True)
class Place:
    """A grid company, an address in its area, and who decides there."""

    grid_company: str
    case_handler: str
    address: dict[str, Any]


PLACES = (
    Place(
        "eksempelnett",
        "saksbehandler@eksempelnett.example",
        {"street": "Prøvevegen", "number": 12, "postcode": "9998", "place": "EKSEMPELVIK", "lat": 63.70, "lon": 9.65},
    ),
    Place(
        "provenett",
        "saksbehandler@provenett.example",
        {"street": "Prøveheia", "number": 14, "postcode": "9997", "place": "PRØVEHEIA", "lat": 63.70, "lon": 9.85},
    ),
)
cases = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.grid_company)
works = pytest.mark.parametrize("work", WORKS, ids=lambda work: work.type)


def papers(work: Work, place: Place) -> tuple[str, ...]:
    """The attachments it is sent with there."""
    return work.attachments + (work.at_provenett if place.grid_company == "provenett" else ())


def test_it_has_a_work_for_every_type_with_a_single_form() -> None:
    alone = {FormKind.SINGLE, FormKind.SIMPLIFIED}
    single = {one.id for one in catalogue().types.values() if alone & set(one.forms) and not one.request_only}
    assert {work.type for work in WORKS} == single


@cases
@works
def test_it_goes_all_the_way(
    work: Work, place: Place, contractor: Program, program: Any, registers_on_standins: Standins
) -> None:
    case_handler = program(place.case_handler)
    notice = filled_in(contractor, work, place)
    address = f"/notices/{notice['id']}"
    assert notice["grid_company"]["slug"] == place.grid_company
    assert contractor.get(f"{address}/missing").body == {"items": [], "next": None}
    assert case_handler.get(address).status == 404, "a draft is nobody else's"

    sent = contractor.post(f"{address}/actions/send")
    assert sent.status == 200, sent.body
    assert sent.body["number"].startswith("20")
    if sent.body["status"] == "submitted":
        assert "take" in case_handler.get(address).body["actions"]
        assert case_handler.post(f"{address}/actions/take").body["status"] == "in_review"
        case_handler.post(f"{address}/actions/approve", {"text": "Greit."})
    approved = contractor.get(address).body
    assert approved["status"] == "approved"
    assert approved["decisions"][-1]["outcome"] == "approved"

    report(contractor, address, work)
    closed = case_handler.post(f"{address}/actions/close")
    assert closed.body["status"] == "closed"
    assert closed.body["answers"]["completion.done_on"]["value"] == "2026-11-20"
    stages = [one["stage"] for one in case_handler.get(f"{address}/submissions").body["items"]]
    assert stages == ["notice", "completion"]


@cases
@works
def test_it_names_what_is_left_out(
    work: Work, place: Place, contractor: Program, program: Any, registers_on_standins: Standins
) -> None:
    empty = contractor.post("/notices", {"types": [work.type], "form": work.form}).body
    nothing = contractor.post(f"/notices/{empty['id']}/actions/send")
    assert nothing.status == 422
    assert nothing.body["code"] == "incomplete"
    always = {"grid_company", "site.address", "party.customer", "party.owner", "when.expected_completion"}
    assert always <= nothing.wrong

    notice = filled_in(contractor, work, place)
    address = f"/notices/{notice['id']}"
    for path in needed(contractor, address, "notice"):
        value = contractor.get(address).body["answers"][path]["value"]
        contractor.patch(address, {"answers": {path: None}})
        if is_asked(contractor, address, path):
            refused = contractor.post(f"{address}/actions/send")
            assert path in refused.wrong, f"{path} is not named"
        contractor.patch(address, {"answers": {path: value}})
    for one in contractor.get(f"{address}/attachments").body["items"]:
        contractor.delete(f"{address}/attachments/{one['id']}")
    refused = contractor.post(f"{address}/actions/send")
    assert refused.wrong == {f"attachment.{kind}" for kind in papers(work, place)} or not papers(work, place)


def test_it_names_what_a_completion_report_leaves_out(
    contractor: Program, program: Any, registers_on_standins: Standins
) -> None:
    place, case_handler = PLACES[0], program(PLACES[0].case_handler)
    for work in WORKS:
        address = f"/notices/{filled_in(contractor, work, place)['id']}"
        contractor.post(f"{address}/actions/send")
        case_handler.post(f"{address}/actions/approve")
        missing = {one["path"] for one in contractor.get(f"{address}/missing?stage=completion").body["items"]}
        refused = contractor.post(f"{address}/actions/report_completion")
        assert refused.status == 422
        assert refused.wrong == missing
        assert "completion.done_on" in missing
        assert {f"attachment.{kind}" for kind in work.completion_attachments} <= missing


def filled_in(contractor: Program, work: Work, place: Place) -> dict[str, Any]:
    """A draft that is ready to be sent."""
    created = contractor.post(
        "/notices", {"types": [work.type], "form": work.form, "answers": {**COMMON, **work.answers}}
    )
    assert created.status == 201, created.body
    address = f"/notices/{created.body['id']}"
    assert contractor.put(f"{address}/address", place.address).status == 200
    customer = contractor.put(f"{address}/parties/customer", {"by": "company", "number": FIRM})
    assert customer.status == 200, customer.body
    contractor.put(f"{address}/parties/customer/contact", {"email": "post@eksempelbygg.example", "mobile": "90000876"})
    contractor.put(f"{address}/parties/owner", {"by": "same_as", "role": "customer"})
    for kind in papers(work, place):
        assert contractor.upload(f"{address}/attachments", kind).status == 201
    notice: dict[str, Any] = contractor.get(address).body
    return notice


def report(contractor: Program, address: str, work: Work) -> None:
    """Fill in what the completion report asks for, and report."""
    contractor.patch(address, {"answers": {**COMPLETION, **work.completion}})
    for kind in work.completion_attachments:
        contractor.upload(f"{address}/attachments", kind, "completion")
    reported = contractor.post(f"{address}/actions/report_completion")
    assert reported.status == 200, reported.body
    assert reported.body["status"] == "completion_reported"


def needed(contractor: Program, address: str, stage: str) -> list[str]:
    """The fields that must be answered, but the address, which has a way of its own."""
    return [
        one["path"]
        for section in contractor.get(f"{address}/form?stage={stage}").body["sections"]
        for one in section["fields"]
        if one["need"] == "required" and one["path"] != "site.address"
    ]


def is_asked(contractor: Program, address: str, path: str) -> bool:
    """Whether a field stands needed and empty: what has a usual answer is filled in by itself."""
    sections = contractor.get(f"{address}/form").body["sections"]
    fields = {one["path"]: one for section in sections for one in section["fields"]}
    return path in fields and fields[path]["need"] == "required" and fields[path]["value"] is None
