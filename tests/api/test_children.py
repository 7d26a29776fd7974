"""The metering points of a block notice over the API: added, filled in, moved, read."""

from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from tests.api.conftest import Program
from tests.notices import blocks

pytestmark = pytest.mark.django_db(databases="__all__")
MV = "protection.mv_new_a"


def test_they_are_added_filled_in_and_sent(electrician: Actor, contractor: Program) -> None:
    root = f"/notices/{blocks.mother(electrician).id}"
    flats = [{"unit": f"H010{n}", "answers": {"protection.mv_old_a": 40, MV: 50}} for n in (1, 2, 3)]
    added = contractor.post(f"{root}/children", {"children": flats})
    assert added.status == 201, added.body
    ids = [one["id"] for one in added.body["items"]]
    cells = [{"id": ids[0], "path": MV, "value": "63"}, {"id": ids[1], "path": MV, "value": "mye"}]
    saved = contractor.patch(f"{root}/children/cells", {"cells": cells})
    assert saved.status == 200, saved.body
    assert [one["id"] for one in saved.body["refused"]] == [ids[1]]
    assert Notice.objects.get(pk=ids[0]).values()[MV] == 63
    assert contractor.post(f"{root}/actions/send").status == 200
    listed = contractor.get(f"{root}/children?limit=2").body
    assert [one["position"] for one in listed["items"]] == [1, 2]
    assert listed["next"]


def test_several_are_moved_at_once_or_none(
    electrician: Actor, contractor: Program, program: Callable[[str], Program]
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    handler = program("saksbehandler@eksempelnett.example")
    address = f"/notices/{mother.id}/children/actions/approve"
    moved = handler.post(address, {"notices": [str(ids[0])]})
    assert [one["status"] for one in moved.body["items"]] == ["approved"]
    again = handler.post(address, {"notices": [str(one) for one in ids]})
    assert again.status == 409
    assert again.wrong == {str(ids[0])}
    rest = handler.post(address, {"notices": [str(one) for one in ids], "those_that_can": True})
    assert [one["id"] for one in rest.body["items"]] == [str(one) for one in ids[1:]]
    assert {Notice.objects.get(pk=one).state for one in ids} == {Status.APPROVED}


def test_another_notices_metering_points_are_not_moved(electrician: Actor, contractor: Program) -> None:
    one, _ids = blocks.sent(electrician, 1)
    _other, theirs = blocks.sent(electrician, 1)
    answer = contractor.post(f"/notices/{one.id}/children/actions/withdraw", {"notices": [str(theirs[0])]})
    assert answer.status == 404
    assert Notice.objects.get(pk=theirs[0]).state is Status.SUBMITTED
