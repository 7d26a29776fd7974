"""*Sammenkobling*: the meter that goes is taken down, and the customer system is told of it once."""

from typing import Any

import pytest

from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeteringPoint, OutgoingTask
from nettmelding.notices import actions, drafts, parties, places, queries
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Photo, WorkOrder
from nettmelding.workorders.perform import perform
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
STAYS, GOES = "4400000000000026", "4400000000000033"
MERGED: dict[str, Any] = {
    "site.existing_meters": [STAYS, GOES],
    "site.meter_to_remove": GOES,
    "merging.other_customer": "same",
    "when.expected_completion": "15.01.2027",
}


@pytest.fixture
def goes(electrician: Actor) -> MeteringPoint:
    return MeteringPoint.objects.select_related("installation").get(meter_number=GOES)


def reported(electrician: Actor, case_handler: Actor) -> Notice:
    """Two meters have become one, as the contractor says."""
    notice = drafts.create(electrician, ["merging"], "single")
    stays = MeteringPoint.objects.select_related("installation").get(meter_number=STAYS)
    places.use_metering_point(electrician, notice.id, stays)
    saved = drafts.save(electrician, notice.id, mine=MERGED)
    assert not saved.errors
    parties.same_as(electrician, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    parties.set_contact(electrician, notice.id, PartyRole.CUSTOMER, email="", mobile="900 00 000", no_email=True)
    actions.send(electrician, notice.id)
    actions.approve(case_handler, notice.id)
    answers = {"completion.done_on": "20.11.2026", "completion.energised": "yes", "completion.checked_by": "Meg selv"}
    assert not drafts.save(electrician, notice.id, mine=answers).errors
    return actions.report_completion(electrician, notice.id).notice


def told(point: MeteringPoint) -> list[dict[str, Any]]:
    tasks = OutgoingTask.objects.filter(metering_point=point).order_by("id")
    return [one.content["meter"] for one in tasks if "meter" in one.content]


def test_its_order_is_about_the_meter_that_goes(
    electrician: Actor, case_handler: Actor, fitter: Actor, goes: MeteringPoint
) -> None:
    jobs.with_rules("eksempelnett", at_completion={"merging": "take_down"})
    notice = reported(electrician, case_handler)
    order = WorkOrder.objects.get(notice=notice)
    assert (order.kind, order.metering_point_id, order.facts["old_number"]) == ("take_down", goes.id, GOES)
    assert (order.address, order.unit) == (goes.installation.address, goes.unit)
    perform(case_handler, order.id, Action.PLAN, Given(assignee_id=fitter.user_id, slot=jobs.tomorrow()))
    phone = jobs.Phone(fitter)
    phone.answer(order, right_dwelling=True)
    assert phone.do_all(order, voltage_free=True, old_reading=1200).message == ""
    order.photos.update(state=Photo.State.HERE)
    perform(case_handler, order.id, Action.ACCEPT)
    goes.refresh_from_db()
    assert (goes.meter_number, goes.state, goes.taken_down) == ("", "not_in_use", True)
    assert told(goes) == [{"old_number": GOES, "old_reading_kwh": 1200}]
    assert queries.get(case_handler, notice.id).state is Status.CLOSED
    assert MeteringPoint.objects.filter(meter_number=STAYS, state="active").exists()


def test_without_an_order_it_goes_when_the_case_is_closed(
    electrician: Actor, case_handler: Actor, goes: MeteringPoint
) -> None:
    jobs.with_rules("eksempelnett")
    notice = reported(electrician, case_handler)
    assert not WorkOrder.objects.filter(notice=notice).exists()
    assert queries.get(case_handler, notice.id).state is Status.COMPLETION_REPORTED
    actions.close(case_handler, notice.id)
    goes.refresh_from_db()
    assert (goes.meter_number, goes.state, goes.taken_down) == ("", "not_in_use", True)
    assert told(goes) == [{"old_number": GOES}]
