"""The way of a work order, from the approved notice to the sealed meter."""

import pytest

from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import actions as notices
from nettmelding.notices.lifecycle import Action as NoticeAction
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform as perform_on_notices
from nettmelding.notices.status import Status as NoticeStatus
from nettmelding.workorders import feed, gate, making, operations, queries
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import Photo, WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.status import Status
from tests.notices import blocks, ways
from tests.workorders import jobs

pytestmark = pytest.mark.django_db


def fresh(order: WorkOrder) -> WorkOrder:
    return WorkOrder.objects.get(pk=order.pk)


def pictures_arrive(order: WorkOrder) -> None:
    order.photos.update(state=Photo.State.HERE)


def test_a_meter_is_changed_by_the_grid_companys_own_fitter_and_the_case_is_closed(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    jobs.with_rules("eksempelnett", at_completion={"protection_change": "change"})
    notice = ways.reported(electrician, case_handler)
    order = WorkOrder.objects.get(notice=notice)
    assert Notice.objects.get(pk=notice.pk).state is NoticeStatus.METERING
    assert (order.address, order.facts["old_number"]) == ("Prøvevegen 1", ways.KNOWN_METER)

    perform(case_handler, order.id, Action.PLAN, Given(assignee_id=fitter.user_id, slot=jobs.tomorrow()))
    phone = jobs.Phone(fitter)
    assert phone.do_all(order).outcome == "done"
    assert fresh(order).state is Status.REPORTED
    pictures_arrive(order)
    perform(case_handler, order.id, Action.ACCEPT)
    assert fresh(order).state is Status.ACCEPTED
    closed = Notice.objects.select_related("metering_point").get(pk=notice.pk)
    assert closed.state is NoticeStatus.CLOSED
    assert closed.metering_point is not None
    assert closed.metering_point.meter_number == "4400000000009901"


def test_the_contractors_own_fitter_hangs_the_meter_and_the_notice_is_reported_finished_with_it(
    electrician: Actor, case_handler: Actor, electricians_fitter: Actor
) -> None:
    jobs.paper("montor@eksempelelektro.example", "eksempelnett")
    jobs.with_rules("eksempelnett", performers={"change": "contractor"}, at_approval={"protection_change": "change"})
    notice = ways.approved(electrician, case_handler)
    order = WorkOrder.objects.get(notice=notice)
    assert order.performer_id == electrician.organisation
    assert Notice.objects.get(pk=notice.pk).state is NoticeStatus.APPROVED
    perform(electrician, order.id, Action.PLAN, Given(assignee_id=electricians_fitter.user_id, slot=jobs.tomorrow()))
    phone = jobs.Phone(electricians_fitter)
    assert phone.do_all(order).outcome == "done"
    assert Notice.objects.get(pk=notice.pk).state is NoticeStatus.COMPLETION_REPORTED


def test_what_needs_voltage_comes_after_the_gate_and_nothing_of_it_is_lost(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter, "set_up")
    phone = jobs.Phone(fitter)
    phone.do(order, "start")
    assert phone.answer(order, main_switch_off=True).outcome == "done"

    refused = phone.answer(order, voltages=jobs.CHANGE["voltages"])

    assert refused.outcome == "refused"
    assert refused.message.startswith("Anlegget kan ikke spenningssettes ennå.")
    assert "Kunden har ikke godtatt vilkårene." in refused.message
    assert set(fresh(order).answers) == {"main_switch_off"}
    for what in ("terms", "contract"):
        gate.say(case_handler, order.id, what, "yes")
    assert phone.answer(order, voltages=jobs.CHANGE["voltages"]).outcome == "done"
    assert [row.message for row in operations.left_over(case_handler, fresh(order))] == [refused.message]


def test_a_block_is_connected_when_every_child_has_its_metering_point(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    mother, children = blocks.sent(electrician, 2)
    notices.approve(case_handler, mother.id)
    order = jobs.ordered(electrician, case_handler, "connect", Notice.objects.get(pk=mother.pk))
    for what in ("terms", "contract"):
        gate.say(case_handler, order.id, what, "yes")
    lacking = ["Målepunktet er ikke opprettet i kundesystemet."]
    first, second = MeteringPoint.objects.order_by("id")[:2]

    assert gate.why_not(fresh(order)) == lacking
    Notice.objects.filter(pk=children[0]).update(metering_point=first)
    assert gate.why_not(fresh(order)) == gate.of_many([fresh(order)])[order.id] == lacking
    Notice.objects.filter(pk=children[1]).update(metering_point=second)
    assert gate.why_not(fresh(order)) == gate.of_many([fresh(order)])[order.id] == []


def test_a_fitter_without_the_papers_is_not_sent(
    electrician: Actor, case_handler: Actor, electricians_fitter: Actor
) -> None:
    from nettmelding.core.errors import Refused

    notice = ways.approved(electrician, case_handler)
    order = making.order(case_handler, notice.id, Wanted("change", performer_id=electrician.organisation))
    with pytest.raises(Refused) as refused:
        perform(electrician, order.id, Action.PLAN, Given(assignee_id=electricians_fitter.user_id))
    assert refused.value.code == "fitter_may"


def test_the_feed_tells_the_fitter_of_it_and_that_it_is_gone(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    first = feed.changes(fitter, None)
    assert [one.order_id for one in first.items] == [order.id]
    assert first.items[0].order is not None
    assert feed.changes(fitter, first.next).items == ()
    perform(case_handler, order.id, Action.UNPLAN)
    second = feed.changes(fitter, first.next)
    assert [(one.order_id, one.order) for one in second.items] == [(order.id, None)]


def test_others_do_not_see_it(electrician: Actor, case_handler: Actor, provenett: Actor, actor: object) -> None:
    order = jobs.ordered(electrician, case_handler)
    assert queries.visible_to(electrician).filter(pk=order.pk).exists()
    assert not queries.visible_to(provenett).filter(pk=order.pk).exists()
    assert not queries.visible_to(actor("admin@proveinstallasjon.example")).filter(pk=order.pk).exists()  # type: ignore[operator]


def test_what_is_called_off_by_hand_is_not_ordered_again_by_the_rule(electrician: Actor, case_handler: Actor) -> None:
    jobs.with_rules("eksempelnett", at_completion={"protection_change": "change"})
    notice = ways.reported(electrician, case_handler)
    order = WorkOrder.objects.get(notice=notice)
    perform(case_handler, order.id, Action.CANCEL, Given(text="Måleren blir stående."))
    assert Notice.objects.get(pk=notice.pk).state is NoticeStatus.COMPLETION_REPORTED
    assert WorkOrder.objects.filter(notice=notice).count() == 1


def test_what_a_closed_notice_needs_no_more_is_called_off_and_a_control_is_held(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    change = making.order(case_handler, notice.id, Wanted("change", performer_id=electrician.organisation))
    control = making.order(case_handler, notice.id, Wanted("control"))
    ways.fill_in_completion(electrician, notice)
    notices.report_completion(electrician, notice.id)
    perform_on_notices(case_handler, [notice.id], NoticeAction.CLOSE)
    assert fresh(change).state is Status.CANCELLED
    assert fresh(control).state is Status.UNPLANNED
