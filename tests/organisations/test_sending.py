"""Links to many who were taken in at once: sent by the worker, bit by bit, as the one who asked."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed
from nettmelding.messages.models import Message
from nettmelding.organisations import invitations, people, sending
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import Invitation, Membership
from nettmelding.organisations.people import State

pytestmark = pytest.mark.django_db(databases="__all__")
GetActor = Callable[[str], Actor]
ADMINISTRATOR = "admin@eksempelelektro.example"


@pytest.fixture
def administrator(actor: GetActor) -> Actor:
    return actor(ADMINISTRATOR)


def many(administrator: Actor, count: int) -> list[Invitation]:
    rows = [Somebody(f"Person {n}", f"person{n}@firma.example", "", ("fitter",)) for n in range(count)]
    return invitations.invite_all(administrator, rows)


def sent() -> int:
    return Message.objects.filter(kind="invitation").count()


def test_asking_sends_nothing_and_the_worker_sends_all_once(administrator: Actor) -> None:
    made = many(administrator, sending.AT_ONCE + 5)
    assert sending.ask(administrator, made) == len(made)
    assert sent() == 0
    assert {one.state for one in people.listed(administrator) if one.is_invitation} == {State.SENDING}
    assert [sending.send_due() for _ in range(3)] == [sending.AT_ONCE, 5, 0]
    assert sent() == len(made)
    assert {one.state for one in people.listed(administrator) if one.is_invitation} == {State.INVITED}


def test_five_hundred_are_asked_for_in_a_moment(administrator: Actor) -> None:
    made = many(administrator, 500)
    begun = perf_counter()
    sending.ask(administrator, made)
    assert perf_counter() - begun < 2


def test_one_sent_by_hand_meanwhile_is_not_sent_again(administrator: Actor) -> None:
    made = many(administrator, 2)
    sending.ask(administrator, made)
    invitations.send(administrator, made[0].id)
    assert sending.send_due() == 1
    assert sent() == 2


def test_one_taken_back_is_not_sent(administrator: Actor) -> None:
    made = many(administrator, 2)
    sending.ask(administrator, made)
    invitations.withdraw(administrator, made[0].id)
    while sending.send_due():
        pass
    assert [one.to_address for one in Message.objects.filter(kind="invitation")] == [made[1].email]


def test_nothing_goes_out_for_one_who_has_left_since(administrator: Actor) -> None:
    made = many(administrator, 2)
    sending.ask(administrator, made)
    Membership.objects.filter(user__email=ADMINISTRATOR).update(ended_at=clock.now() - timedelta(minutes=1))
    assert [sending.send_due(), sending.send_due()] == [2, 0]
    assert sent() == 0


def test_others_neither_ask_nor_reach_another_companys(administrator: Actor, actor: GetActor) -> None:
    made = many(administrator, 1)
    with pytest.raises(NotAllowed):
        sending.ask(actor("montor@eksempelelektro.example"), made)
    assert sending.ask(actor("admin@proveinstallasjon.example"), made) == 0
