"""Times behind a customer's link: chosen once, seen again, given up; each link that is no longer good says why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.workorders import behind_link, times
from nettmelding.workorders.behind_link import Shows
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Gate, TimeOffer, WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.status import Status
from tests.workorders import jobs

pytestmark = pytest.mark.django_db


def sent_token() -> str:
    """From the last message to the customer."""
    body = Message.objects.filter(kind__in=["order_times", "order_planned"]).order_by("-created_at")[0].text
    return body.split("/kunde/tid/")[1].split()[0]


@pytest.fixture
def offered(electrician: Actor, case_handler: Actor, fitter: Actor) -> Callable[..., tuple[WorkOrder, str]]:
    def make(kind: str = "change") -> tuple[WorkOrder, str]:
        order = jobs.ordered(electrician, case_handler, kind)
        slots = [jobs.tomorrow(8, 1), jobs.tomorrow(12, 1)]
        times.offer(case_handler, order.id, slots, assignee_id=fitter.user_id)
        return order, sent_token()

    return make


def fresh(order: WorkOrder) -> WorkOrder:
    return WorkOrder.objects.get(pk=order.pk)


def test_a_time_is_chosen_and_seen_again(offered: Callable[..., tuple[WorkOrder, str]]) -> None:
    order, token = offered()
    found = behind_link.behind(token)
    assert found.shows is Shows.TIMES
    assert [place for place, _slot in found.slots] == [0, 1]
    times.pick(token, 1)
    again = behind_link.behind(token)
    assert again.shows is Shows.AGREED
    assert again.agreed is not None
    assert clock.oslo(again.agreed.since).hour == 12
    assert again.may_give_up
    assert fresh(order).state is Status.PLANNED
    with pytest.raises(Refused):
        times.pick(token, 0)


def test_an_agreed_time_is_given_up_with_words(offered: Callable[..., tuple[WorkOrder, str]]) -> None:
    order, token = offered()
    times.pick(token, 0)
    with pytest.raises(AppError):
        times.decline(token, " ")
    times.decline(token, "Vi er bortreist.")
    assert behind_link.behind(token).shows is Shows.DECLINED
    assert fresh(order).state is Status.UNPLANNED
    assert fresh(order).remarks[-1]["text"] == "Vi er bortreist."


def test_terms_are_accepted_with_the_time_where_they_are_asked_for(
    offered: Callable[..., tuple[WorkOrder, str]],
) -> None:
    order, token = offered("connect")
    assert behind_link.behind(token).asks_terms
    times.pick(token, 0, terms=True)
    assert Gate.objects.filter(order=order, what=Gate.What.TERMS).exists()
    assert not behind_link.behind(token).asks_terms


def test_terms_are_not_asked_for_where_no_voltage_is_given(offered: Callable[..., tuple[WorkOrder, str]]) -> None:
    _order, token = offered("change")
    assert not behind_link.behind(token).asks_terms


def test_a_link_that_is_replaced_says_so(
    offered: Callable[..., tuple[WorkOrder, str]], case_handler: Actor, fitter: Actor
) -> None:
    order, token = offered()
    times.offer(case_handler, order.id, [jobs.tomorrow(10, 1)], assignee_id=fitter.user_id)
    assert behind_link.behind(token).shows is Shows.REPLACED
    with pytest.raises(NotFound):
        times.pick(token, 0)


def test_a_link_that_is_too_old_says_so(offered: Callable[..., tuple[WorkOrder, str]]) -> None:
    order, token = offered()
    TimeOffer.objects.filter(order=order).update(expires_at=clock.now() - timedelta(minutes=1))
    assert behind_link.behind(token).shows is Shows.EXPIRED
    assert times.expire() == 1
    assert fresh(order).state is Status.UNPLANNED
    assert behind_link.behind(token).shows is Shows.EXPIRED


def test_times_that_have_been_are_not_shown(offered: Callable[..., tuple[WorkOrder, str]]) -> None:
    _order, token = offered()
    with clock.frozen(jobs.tomorrow(9, 1).since):
        assert [place for place, _slot in behind_link.behind(token).slots] == [1]
    with clock.frozen(jobs.tomorrow(13, 1).since):
        assert behind_link.behind(token).shows is Shows.EXPIRED


def test_an_order_that_is_called_off_says_so(
    offered: Callable[..., tuple[WorkOrder, str]], case_handler: Actor
) -> None:
    order, token = offered()
    perform(case_handler, order.id, Action.CANCEL, Given(text="Ikke nødvendig."))
    assert behind_link.behind(token).shows is Shows.CALLED_OFF


def told_customer(order: WorkOrder, kind: str) -> list[str]:
    """The texts of that kind that have gone to the customer of the order."""
    rows = Message.objects.filter(kind=kind, subject_id=order.id)
    assert {row.to_address for row in rows} <= {"kari@nordmann.example"}
    return [row.text for row in rows]


def test_a_time_that_is_taken_away_says_so_and_is_told(
    offered: Callable[..., tuple[WorkOrder, str]], case_handler: Actor
) -> None:
    order, token = offered()
    times.pick(token, 0)
    perform(case_handler, order.id, Action.UNPLAN)
    assert behind_link.behind(token).shows is Shows.NO_TIME
    [text] = told_customer(order, "order_time_gone")
    assert "Måler byttes" in text
    assert "Du får en ny tid av Eksempelnett AS." in text


def test_the_customer_learns_that_another_firm_takes_over(
    offered: Callable[..., tuple[WorkOrder, str]], case_handler: Actor, electrician: Actor
) -> None:
    jobs.paper("montor@eksempelelektro.example", "eksempelnett")
    order, token = offered()
    times.pick(token, 0)
    perform(case_handler, order.id, Action.HAND_OVER, Given(performer_id=electrician.organisation))
    [text] = told_customer(order, "order_time_gone")
    assert "Du får en ny tid av Eksempel Elektro AS." in text


def test_the_fitter_whose_it_was_is_told_when_another_gets_it_and_when_it_is_taken_off(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    taken = Message.objects.filter(kind="order_taken_away", subject_id=order.id)
    perform(case_handler, order.id, Action.PLAN, Given(assignee_id=fitter.user_id, slot=jobs.tomorrow(10)))
    assert not taken.exists()
    perform(case_handler, order.id, Action.UNPLAN)
    assert [row.to_address for row in taken] == ["montor@eksempelnett.example"]


def test_the_customer_learns_why_it_was_not_done_and_not_what_they_declined_themselves(
    offered: Callable[..., tuple[WorkOrder, str]], fitter: Actor
) -> None:
    order, token = offered()
    times.pick(token, 0)
    perform(fitter, order.id, Action.MISS, Given(reason="locked", text="Ringte to ganger."))
    [text] = told_customer(order, "order_not_done")
    assert "Skapet var låst" in text
    assert "Ringte to ganger" not in text

    declined, other = offered()
    times.pick(other, 0)
    times.decline(other, "Vi er bortreist.")
    assert not told_customer(declined, "order_time_gone")


def test_a_link_that_has_never_been_is_not_there() -> None:
    with pytest.raises(NotFound):
        behind_link.behind("finnes-ikke")


def test_the_token_itself_is_kept_nowhere(offered: Callable[..., tuple[WorkOrder, str]]) -> None:
    _order, token = offered()
    assert not TimeOffer.objects.filter(token_hash=token).exists()
