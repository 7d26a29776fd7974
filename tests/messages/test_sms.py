"""Short messages go to the gateway, by themselves, and what it does wrong is told from what is wrong with a number."""

from collections.abc import Callable

import pytest

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.messages.delivery import GIVE_UP_AFTER, deliver_due, deliver_sms_due
from nettmelding.messages.models import Channel, Message, Outcome, Status
from nettmelding.messages.outbox import enqueue
from nettmelding.messages.sms import Gateway
from standins import sms
from tests.messages.conftest import CONTEXT, write_message
from tests.messages.mail_server import MailServer
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db
Name = Callable[[], str]
NOBODY = Gateway("http://127.0.0.1:1/SMS/SendMessage", "x", "x", "nettmelding")


def write_sms(to: str = "+4790012345") -> Message:
    with write():
        return enqueue(
            kind="notice_approved",
            to=to,
            context=CONTEXT,
            organisation_id=None,
            subject_kind="notice",
            subject_id=uuid7(),
            audience=Audience.CONTRACTOR,
            channel=Channel.SMS,
        )


@pytest.fixture
def gateway(standins: Standins) -> Gateway:
    return Gateway(standins.url("sms") + sms.PATH, sms.USER, sms.PASSWORD, "nettmelding", answer_seconds=0.5)


def outcomes(message: Message) -> list[str]:
    return [attempt.outcome for attempt in message.tries.all()]


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).status


def test_it_hands_over_one_line_with_its_link_and_our_reference(
    gateway: Gateway, standins: Standins, worker: Name
) -> None:
    message = write_sms()
    assert deliver_sms_due(worker(), gateway=gateway) == 1
    (caught,) = standins.smses(to="+4790012345")
    assert (caught["from"], caught["message_id"]) == ("nettmelding", str(message.id))
    assert caught["text"] == message.text.strip()
    assert caught["links"] == ["http://127.0.0.1:8000/meldinger/1"]
    assert state(message) == Status.SENT
    assert deliver_sms_due(worker(), gateway=gateway) == 0


@pytest.mark.parametrize("number", ["+4790010000", "90012345", "ingen", "+47", ""])
def test_it_lets_a_wrong_number_bounce_and_goes_on(
    number: str, gateway: Gateway, standins: Standins, worker: Name
) -> None:
    wrong, right = write_sms(to=number), write_sms()
    deliver_sms_due(worker(), gateway=gateway)
    assert (state(wrong), state(right)) == (Status.BOUNCED, Status.SENT)
    assert len(standins.smses()) == 1


@pytest.mark.parametrize(
    ("mode", "outcome"), [("down", Outcome.LATER), ("refuse", Outcome.LATER), ("garbage", Outcome.UNKNOWN)]
)
def test_it_tries_again_when_the_gateway_is_not_well(
    mode: str, outcome: Outcome, gateway: Gateway, standins: Standins, worker: Name
) -> None:
    first, second = write_sms(), write_sms()
    standins.fault("sms", mode)
    deliver_sms_due(worker(), gateway=gateway)
    assert standins.requests("sms") == 1
    assert (outcomes(first), outcomes(second)) == ([outcome], [])
    standins.fault("sms", "ok")
    for message in (first, second):
        message.refresh_from_db()
        with clock.frozen(message.due_at):
            deliver_sms_due(worker(), gateway=gateway)
        assert state(message) == Status.SENT


def test_it_sends_again_under_the_same_reference_when_no_answer_came(
    gateway: Gateway, standins: Standins, worker: Name
) -> None:
    message = write_sms()
    standins.fault("sms", "slow", 1)
    deliver_sms_due(worker(), gateway=gateway)
    assert outcomes(message) == [Outcome.UNKNOWN]
    standins.fault("sms", "ok")
    message.refresh_from_db()
    with clock.frozen(message.due_at):
        deliver_sms_due(worker(), gateway=gateway)
    assert {one["message_id"] for one in standins.smses()} == {str(message.id)}
    assert state(message) == Status.SENT


def test_it_takes_a_wrong_password_as_no_fault_of_the_message(standins: Standins, worker: Name) -> None:
    message = write_sms()
    stranger = Gateway(standins.url("sms") + sms.PATH, sms.USER, "feil", "nettmelding")
    deliver_sms_due(worker(), gateway=stranger)
    message.refresh_from_db()
    assert (message.status, message.last_error) == (Status.WAITING, "Feil brukernavn eller passord")


def test_it_gives_up_after_days(worker: Name) -> None:
    message = write_sms()
    with clock.frozen(message.created_at + GIVE_UP_AFTER):
        deliver_sms_due(worker(), gateway=NOBODY)
    assert state(message) == Status.FAILED


def test_a_gateway_that_is_down_does_not_hold_up_mail(mail: MailServer, worker: Name) -> None:
    letter, short = write_message(), write_sms()
    deliver_sms_due(worker(), gateway=NOBODY)
    deliver_due(worker(), server=mail.settings)
    assert (state(letter), state(short)) == (Status.SENT, Status.WAITING)


def test_a_mail_server_that_is_down_does_not_hold_up_short_messages(
    gateway: Gateway, mail: MailServer, worker: Name
) -> None:
    letter, short = write_message(), write_sms()
    mail.at_mail = ["421 Closing"]
    deliver_due(worker(), server=mail.settings)
    deliver_sms_due(worker(), gateway=gateway)
    assert (state(letter), state(short)) == (Status.WAITING, Status.SENT)


def test_it_tries_nothing_without_a_gateway(worker: Name) -> None:
    message = write_sms()
    assert deliver_sms_due(worker()) == 0
    assert outcomes(message) == []


def test_the_catcher_shows_it_as_on_a_phone(gateway: Gateway, standins: Standins, worker: Name) -> None:
    write_sms()
    deliver_sms_due(worker(), gateway=gateway)
    (caught,) = standins.smses()
    front = standins.http.get(standins.url("mail") + "/").text
    page = standins.http.get(f"{standins.url('mail')}/post/{caught['id']}").text
    assert "<span class='sms'>SMS</span>" in front
    assert '<a href="http://127.0.0.1:8000/meldinger/1">' in page
