"""The planner's board in the room: several at once, who may, what collides, a shorter way that can be taken back."""

from datetime import time, timedelta
from typing import Any

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Conflict, Invalid, NotFound
from nettmelding.notices import actions
from nettmelding.organisations.models import Paper
from nettmelding.workorders import able, board, driving, making, placing
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.placing import Wish
from nettmelding.workorders.status import Status
from tests.notices import ways
from tests.workorders import jobs

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def several(electrician: Actor, case_handler: Actor, count: int) -> list[WorkOrder]:
    """So many orders of one notice, each of its kind."""
    notice = ways.approved(electrician, case_handler)
    kinds = ("change", "control", "move", "set_up", "connect")
    return [making.order(case_handler, notice.id, Wanted(kind)) for kind in kinds[:count]]


def fresh(order: WorkOrder) -> WorkOrder:
    return WorkOrder.objects.get(pk=order.pk)


def test_several_are_planned_one_after_the_other(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    orders = several(electrician, case_handler, 3)
    day = clock.today() + TOMORROW
    assert fitter.user_id is not None
    placed = placing.place(case_handler, [Wish(one.id) for one in orders], fitter.user_id, day, time(9))
    assert [one.id for one in placed.done] == [one.id for one in orders]
    assert not placed.collides
    times = [(clock.oslo(fresh(one).planned_from).strftime("%H.%M"), fresh(one).state) for one in orders]  # type: ignore[arg-type]
    assert times == [("09.00", Status.PLANNED), ("09.45", Status.PLANNED), ("10.45", Status.PLANNED)]


def test_without_an_hour_each_takes_the_first_free_time(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    first, second = several(electrician, case_handler, 2)
    day = clock.today() + TOMORROW
    assert fitter.user_id is not None
    placing.place(case_handler, [Wish(first.id)], fitter.user_id, day, time(8))
    placing.place(case_handler, [Wish(second.id)], fitter.user_id, day)
    since = fresh(second).planned_from
    assert since is not None
    assert clock.oslo(since).strftime("%H.%M") == "08.45"


def test_what_collides_is_told_and_not_refused(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    first, second = several(electrician, case_handler, 2)
    day = clock.today() + TOMORROW
    assert fitter.user_id is not None
    placing.place(case_handler, [Wish(first.id)], fitter.user_id, day, time(8))
    placed = placing.place(case_handler, [Wish(second.id)], fitter.user_id, day, time(8, 15))
    assert placed.collides
    assert board.board(case_handler, day, day).colliding == {first.id, second.id}


def test_what_somebody_has_changed_meanwhile_is_not_overwritten(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    first, second = several(electrician, case_handler, 2)
    day = clock.today() + TOMORROW
    assert fitter.user_id is not None
    placing.place(case_handler, [Wish(first.id)], fitter.user_id, day, time(8))
    wishes = [Wish(first.id, first.revision), Wish(second.id, second.revision)]
    placed = placing.place(case_handler, wishes, fitter.user_id, day, time(12))
    assert [one.id for one in placed.done] == [second.id]
    assert "endret av noen andre" in placed.refused[0].why


def test_another_firms_orders_and_fitters_are_not_there(
    electrician: Actor, case_handler: Actor, provenett: Actor, electricians_fitter: Actor
) -> None:
    (order,) = several(electrician, case_handler, 1)
    day = clock.today() + TOMORROW
    assert electricians_fitter.user_id is not None
    with pytest.raises(Invalid):
        placing.place(case_handler, [Wish(order.id)], electricians_fitter.user_id, day)
    with pytest.raises(NotFound):
        driving.route(provenett, electricians_fitter.user_id, day)
    assert board.board(provenett, day, day).tray == ()


def test_a_day_that_has_been_is_refused(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    (order,) = several(electrician, case_handler, 1)
    assert fitter.user_id is not None
    with pytest.raises(Invalid) as refused:
        placing.place(case_handler, [Wish(order.id)], fitter.user_id, clock.today() - TOMORROW)
    assert "day" in refused.value.fields


def test_the_grid_company_sees_whom_it_has_handed_to(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    order = making.order(case_handler, notice.id, Wanted("change", performer_id=electrician.organisation))
    seen = board.board(case_handler, clock.today(), clock.today())
    assert [one.id for one in seen.elsewhere] == [order.id]
    assert seen.tray == ()
    assert [one.id for one in board.board(electrician, clock.today(), clock.today()).tray] == [order.id]


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        ({}, ""),
        ({"expires_on": -3}, "gikk ut"),
        ({"valid_from": 5}, "gjelder først fra"),
        ({"confirmed_at": None}, "er ikke bekreftet av Eksempelnett AS"),
        (None, "Mangler instruksjon for arbeid i måler hos Eksempelnett AS."),
    ],
)
def test_it_is_said_why_a_fitter_may_not(
    paper: dict[str, int | None] | None, why: str, electrician: Actor, case_handler: Actor, electricians_fitter: Actor
) -> None:
    if paper is not None:
        given: dict[str, Any] = {
            name: clock.today() + timedelta(days=value) for name, value in paper.items() if value is not None
        }
        made = jobs.paper("montor@eksempelelektro.example", "eksempelnett", **given)
        if "confirmed_at" in paper:
            Paper.objects.filter(pk=made.pk).update(confirmed_at=None)
    notice = ways.approved(electrician, case_handler)
    order = making.order(case_handler, notice.id, Wanted("change", performer_id=electrician.organisation))
    seen = board.board(electrician, clock.today(), clock.today())
    assert electricians_fitter.user_id is not None
    assert why in seen.why_not(order, electricians_fitter.user_id)
    assert bool(why) == bool(seen.why_not(order, electricians_fitter.user_id))


def test_the_grid_companys_own_people_need_no_paper(electrician: Actor, case_handler: Actor) -> None:
    order = jobs.ordered(electrician, case_handler)
    assert able.asked_by(order) is None


def a_day(electrician: Actor, case_handler: Actor, fitter: Actor) -> list[WorkOrder]:
    """Five along a road, planned criss-cross."""
    orders = several(electrician, case_handler, 5)
    for number, place in enumerate((0, 3, 1, 4, 2)):
        WorkOrder.objects.filter(pk=orders[number].pk).update(latitude=63.7 + place / 100, longitude=9.6)
    assert fitter.user_id is not None
    placing.place(case_handler, [Wish(one.id) for one in orders], fitter.user_id, clock.today() + TOMORROW, time(8))
    return orders


def test_a_shorter_way_is_used_and_taken_back(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    orders, day = a_day(electrician, case_handler, fitter), clock.today() + TOMORROW
    assert fitter.user_id is not None
    before = {one.id: fresh(one).planned_from for one in orders}
    found = driving.route(case_handler, fitter.user_id, day)
    assert found.is_better
    assert found.km_suggested < found.km_now
    token = driving.use(case_handler, fitter.user_id, day)
    assert [one.id for one in driving.route(case_handler, fitter.user_id, day).now] == [
        one.id for one in found.suggested
    ]
    assert not board.board(case_handler, day, day).colliding
    driving.undo(case_handler, token)
    assert {one.id: fresh(one).planned_from for one in orders} == before
    with pytest.raises(Conflict):
        driving.undo(case_handler, token)


def test_what_has_begun_keeps_its_time(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    orders, day = a_day(electrician, case_handler, fitter), clock.today() + TOMORROW
    assert fitter.user_id is not None
    WorkOrder.objects.filter(pk=orders[1].pk).update(status=Status.STARTED.value)
    found = driving.route(case_handler, fitter.user_id, day)
    assert found.suggested[1].id == orders[1].id
    assert orders[1].id in found.held


def test_undoing_takes_no_token_but_ours(case_handler: Actor) -> None:
    with pytest.raises(Invalid):
        driving.undo(case_handler, "tull")


def test_free_times_are_the_fitters_own(electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    order, other = several(electrician, case_handler, 2)
    day = clock.add_working_days(clock.today(), 1)
    assert fitter.user_id is not None
    placing.place(case_handler, [Wish(other.id)], fitter.user_id, day, time(8), minutes=180)
    slots = board.free_times(case_handler, order, fitter.user_id, day, 1)
    assert clock.oslo(slots[0].since).strftime("%H.%M") == "11.15"
    anybody = board.free_times(case_handler, order, None, day, 1)
    assert clock.oslo(anybody[0].since).strftime("%H.%M") == "08.00"


def test_who_plans_nothing_has_no_board(electricians_fitter: Actor) -> None:
    with pytest.raises(NotFound):
        board.board(electricians_fitter, clock.today(), clock.today())


def test_an_order_that_is_called_off_is_on_no_board(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    making.order(case_handler, notice.id, Wanted("change", performer_id=case_handler.organisation))
    assert len(board.board(case_handler, clock.today(), clock.today()).tray) == 1
    actions.withdraw(electrician, notice.id, text="Kunden vil ikke.")
    assert board.board(case_handler, clock.today(), clock.today()).tray == ()
