"""Installations and sibling metering points over the API."""

import pytest

from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import actions
from tests.api.conftest import Program
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")


def test_siblings_have_their_place_in_words_and_names_for_the_grid_company_alone(
    contractor: Program, grid_company: Program, electrician: Actor
) -> None:
    point = MeteringPoint.objects.get(meter_number="4400000000000101")
    address = f"/metering-points/{point.id}/siblings"
    assert contractor.get(address).status == 404
    theirs = grid_company.get(address).body["items"]
    assert [theirs[0]["where"], theirs[-1]["taken_down_on"]] == ["1. etasje, leilighet 1", "2024-02-12"]
    assert theirs[-1]["meter_number"] == ""
    assert any(one["customer_name"] for one in theirs)
    contractor.put(f"/notices/{ways.draft(electrician).id}/metering-point", {"meter_number": "4400000000000101"})
    assert not any(one["customer_name"] for one in contractor.get(address).body["items"])


def test_an_installation_tells_what_happened_and_what_it_is_while_a_notice_runs(
    contractor: Program, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.reported(electrician, case_handler)
    assert notice.metering_point is not None
    address = f"/installations/{notice.metering_point.installation_id}"
    running = contractor.get(address).body
    assert (running["open"], running["network_system"]) == (True, "it_230")
    assert [one["action"] for one in running["events"]] == ["report_completion", "approve", "send"]
    actions.close(case_handler, notice.id)
    ended = contractor.get(address).body
    assert (ended["open"], ended["network_system"], ended["ov_a"]) == (False, "", None)
    assert ended["events"][0]["action"] == "close"
