"""Declarations of conformity over the API."""

import hashlib

import pytest

from nettmelding.core.actor import Actor
from nettmelding.declarations import sealing
from tests.api.conftest import Program
from tests.declarations import ways
from tests.notices import ways as notices

pytestmark = pytest.mark.django_db(databases="__all__")


def test_it_is_begun_filled_in_signed_and_downloaded(
    contractor: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = notices.approved(electrician, case_handler)
    begun = contractor.post(f"/notices/{notice.id}/declarations")
    assert begun.status == 201
    told = {one["path"]: one for one in begun.body["answers"]}
    assert (told["issuer.name"]["value"], told["issuer.name"]["source"]) == ("Eksempel Elektro AS", "company")
    assert begun.body["missing"]
    here = f"/declarations/{begun.body['id']}"
    answers = {**ways.ASKED, **ways.points(), **ways.MEASURED}
    filled = contractor.patch(here, {"answers": answers}, If_Match=begun.headers["ETag"])
    assert (filled.status, filled.body["missing"]) == (200, [])
    assert contractor.patch(here, {"answers": {"people.did": "En"}}, If_Match=begun.headers["ETag"]).status == 412
    signed = contractor.post(f"{here}/sign", ways.SIGNATURE)
    assert (signed.body["state"], signed.body["version"], signed.body["pdf_ready"]) == ("signed", 1, False)
    assert contractor.get(f"{here}/pdf").status == 404
    sealing.run("test")
    read = contractor.get(here).body
    pdf = contractor.get(f"{here}/pdf").body
    assert read["sha256"] == hashlib.sha256(pdf).hexdigest()
    listed = contractor.get(f"/notices/{notice.id}/declarations").body["items"]
    assert [one["number"] for one in listed] == [read["number"]]


def test_a_wrong_value_changes_nothing_and_is_named(
    contractor: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = notices.approved(electrician, case_handler)
    here = f"/declarations/{contractor.post(f'/notices/{notice.id}/declarations').body['id']}"
    wrong = contractor.patch(here, {"answers": {"people.did": "Åse", "circuit.1.insulation": "mye", "no.such": 1}})
    assert (wrong.status, wrong.wrong) == (422, {"circuit.1.insulation", "no.such"})
    told = {one["path"]: one["value"] for one in contractor.get(here).body["answers"]}
    assert told["people.did"] != "Åse"
    lacking = contractor.post(f"{here}/sign", ways.SIGNATURE)
    assert lacking.status == 422
    assert "point.shock" in lacking.wrong


def test_others_find_nothing(
    contractor: Program, other_contractor: Program, grid_company: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = notices.approved(electrician, case_handler)
    declaration = ways.signed(electrician, notice)
    for program in (other_contractor, grid_company):
        assert program.get(f"/declarations/{declaration.id}").status == 404
        assert program.post(f"/declarations/{declaration.id}/correct").status == 404
    assert other_contractor.get(f"/notices/{notice.id}/declarations").status == 404
    assert grid_company.get(f"/notices/{notice.id}/declarations").body["items"] == []
    corrected = contractor.post(f"/declarations/{declaration.id}/correct")
    assert (corrected.status, corrected.body["version"], corrected.body["replaces_id"]) == (201, 2, str(declaration.id))
