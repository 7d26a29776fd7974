"""Temporary supply comes to its last day."""

from datetime import timedelta

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.messages.models import Message
from nettmelding.notices import actions, temporary
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from tests.notices import ways

pytestmark = pytest.mark.django_db


def standing(electrician: Actor, case_handler: Actor) -> Notice:
    """One that stands for thirty days from now."""
    notice = ways.approved(electrician, case_handler)
    ends_on = clock.today() + timedelta(days=30)
    Notice.objects.filter(pk=notice.pk).update(types=["temporary_installation"], leading_type="temporary_installation")
    actions.act(case_handler, notice.id, Action.CONNECT_TEMPORARILY, Given(ends_on=ends_on))
    return Notice.objects.get(pk=notice.pk)


def reminders() -> int:
    return Message.objects.filter(kind="temporary_ends").count()


def test_the_contractor_is_reminded_before_the_last_day_and_after_it_once_each_time(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = standing(electrician, case_handler)
    assert notice.state is Status.CONNECTED_TEMPORARILY
    assert temporary.run() == 0
    told = []
    for days in (17, 17, 28, 32, 39, 60):
        with clock.frozen(clock.now() + timedelta(days=days)):
            temporary.run()
        told.append(reminders())
    assert told == [1, 1, 2, 3, 4, 4]


def test_who_extends_is_reminded_of_the_new_day(electrician: Actor, case_handler: Actor) -> None:
    notice = standing(electrician, case_handler)
    actions.extend(electrician, notice.id, clock.today() + timedelta(days=90))
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert temporary.run() == 0
    with clock.frozen(clock.now() + timedelta(days=77)):
        assert temporary.run() == 1
    assert reminders() == 1


def test_nobody_is_reminded_of_what_is_taken_down(electrician: Actor, case_handler: Actor) -> None:
    notice = standing(electrician, case_handler)
    actions.withdraw(electrician, notice.id)
    with clock.frozen(clock.now() + timedelta(days=40)):
        assert temporary.run() == 0
    assert reminders() == 0
