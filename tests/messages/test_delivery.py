from collections.abc import Callable
from datetime import timedelta

import pytest

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.messages.delivery import GIVE_UP_AFTER, LEASE, deliver_due
from nettmelding.messages.models import Attempt, Message, Outcome, Status
from nettmelding.messages.smtp import Server
from tests.messages.conftest import write_message
from tests.messages.mail_server import MailServer, body_of, hang_up, say_nothing

pytestmark = pytest.mark.django_db
Name = Callable[[], str]


def outcomes(message: Message) -> list[str]:
    return [attempt.outcome for attempt in message.tries.all()]


def test_it_hands_over_text_and_html_with_a_stable_id(mail: MailServer, worker: Name) -> None:
    message = write_message()
    assert deliver_due(worker(), server=mail.settings) == 1
    (received,) = mail.received
    assert received["Message-ID"] == message.message_id
    assert received["To"] == "saksbehandler@eksempelelektro.example"
    assert received["Subject"] == message.subject
    assert body_of(received) == message.text
    assert "Melding 2026-000123 er godkjent" in body_of(received, "html")
    message.refresh_from_db()
    assert message.status == Status.SENT
    assert message.sent_at is not None
    assert outcomes(message) == [Outcome.SENT]


def test_it_sends_nothing_twice(mail: MailServer, worker: Name) -> None:
    for _ in range(7):
        write_message()
    assert deliver_due(worker(), limit=5, server=mail.settings) == 5
    assert deliver_due(worker(), limit=5, server=mail.settings) == 2
    assert deliver_due(worker(), limit=5, server=mail.settings) == 0
    assert len(mail.ids) == len(set(mail.ids)) == 7


def test_it_uses_one_connection_for_a_batch(mail: MailServer, worker: Name) -> None:
    for _ in range(5):
        write_message()
    mail.at_rcpt = ["250 OK", "550 No such user", "451 Try later"]
    deliver_due(worker(), server=mail.settings)
    assert mail.connections == 1


def test_it_keeps_a_line_that_begins_with_a_dot(mail: MailServer, worker: Name) -> None:
    write_message(reason=".\n.. prikk\n.")
    deliver_due(worker(), server=mail.settings)
    assert "\n.\n.. prikk\n.\n" in body_of(mail.received[0])


def test_it_tries_again_later_when_the_server_says_not_now(mail: MailServer, worker: Name) -> None:
    message = write_message()
    mail.at_rcpt = ["451 Greylisted"]
    deliver_due(worker(), server=mail.settings)
    message.refresh_from_db()
    assert (message.status, message.last_error) == (Status.WAITING, "451 Greylisted")
    assert message.due_at > clock.now()
    assert deliver_due(worker(), server=mail.settings) == 0
    with clock.frozen(message.due_at):
        deliver_due(worker(), server=mail.settings)
    assert outcomes(message) == [Outcome.LATER, Outcome.SENT]
    assert mail.ids == [message.message_id]


def test_it_waits_longer_after_each_try(worker: Name) -> None:
    message = write_message()
    nobody = Server("127.0.0.1", 1, "nettmelding <ikke-svar@nettmelding.example>", timeout=1)
    pauses = []
    for _ in range(6):
        message.refresh_from_db()
        with clock.frozen(message.due_at):
            deliver_due(worker(), server=nobody)
        pauses.append(Message.objects.get(pk=message.pk).due_at - message.due_at)
    assert pauses == sorted(pauses)
    assert pauses[-1] > timedelta(hours=1)


def test_it_gives_up_after_days(worker: Name) -> None:
    message = write_message()
    nobody = Server("127.0.0.1", 1, "nettmelding <ikke-svar@nettmelding.example>", timeout=1)
    with clock.frozen(message.created_at + GIVE_UP_AFTER):
        deliver_due(worker(), server=nobody)
    message.refresh_from_db()
    assert message.status == Status.FAILED
    assert "refused" in message.last_error


def test_it_tries_the_others_later_when_the_server_is_down(worker: Name) -> None:
    messages = [write_message() for _ in range(3)]
    nobody = Server("127.0.0.1", 1, "nettmelding <ikke-svar@nettmelding.example>", timeout=1)
    deliver_due(worker(), server=nobody)
    assert Attempt.objects.count() == 1
    assert all(Message.objects.get(pk=m.pk).due_at > clock.now() for m in messages)
    assert not Message.objects.exclude(leased_by="").exists()


def test_it_marks_an_address_that_does_not_exist(mail: MailServer, worker: Name) -> None:
    message = write_message()
    mail.at_rcpt = ["550 No such user"]
    deliver_due(worker(), server=mail.settings)
    message.refresh_from_db()
    assert (message.status, message.last_error) == (Status.BOUNCED, "550 No such user")
    assert message.finished_at is not None


@pytest.mark.parametrize("address", ["ingen", "å@eksempel.example", "to@en@tre.example", "ny\nlinje@a.example", "@"])
def test_it_lets_an_impossible_address_bounce_and_goes_on(address: str, mail: MailServer, worker: Name) -> None:
    impossible, possible = write_message(to=address), write_message()
    deliver_due(worker(), server=mail.settings)
    impossible.refresh_from_db()
    assert impossible.status == Status.BOUNCED
    assert mail.ids == [possible.message_id]


def test_it_reaches_a_domain_with_norwegian_letters(mail: MailServer, worker: Name) -> None:
    write_message(to="per@blåbær.example")
    deliver_due(worker(), server=mail.settings)
    assert mail.recipients == ["per@xn--blbr-roah.example"]


def test_it_gives_up_at_once_on_content_that_is_refused_for_good(mail: MailServer, worker: Name) -> None:
    message = write_message()
    mail.at_data = ["554 Looks like spam"]
    deliver_due(worker(), server=mail.settings)
    message.refresh_from_db()
    assert (message.status, message.last_error) == (Status.FAILED, "554 Looks like spam")


def test_it_goes_on_with_the_rest_after_a_broken_connection(mail: MailServer, worker: Name) -> None:
    messages = [write_message() for _ in range(3)]
    mail.at_rcpt = [hang_up]
    deliver_due(worker(), server=mail.settings)
    assert sorted(mail.ids) == sorted(m.message_id for m in messages[1:])
    assert outcomes(messages[0]) == [Outcome.LATER]


@pytest.mark.parametrize("misbehave", [hang_up, say_nothing])
def test_it_sends_again_under_the_same_id_when_smtp_cannot_tell(
    misbehave: Callable[..., str], mail: MailServer, worker: Name
) -> None:
    message = write_message()
    mail.at_data = [misbehave]
    deliver_due(worker(), server=mail.settings)
    assert outcomes(message) == [Outcome.UNKNOWN]
    message.refresh_from_db()
    with clock.frozen(message.due_at):
        deliver_due(worker(), server=mail.settings)
    assert outcomes(message) == [Outcome.UNKNOWN, Outcome.SENT]
    assert mail.ids == [message.message_id] * 2


def test_it_treats_421_as_a_server_that_hangs_up(mail: MailServer, worker: Name) -> None:
    first, second = write_message(), write_message()
    mail.at_mail = ["421 Closing"]
    deliver_due(worker(), server=mail.settings)
    assert outcomes(first) == [Outcome.LATER]
    assert outcomes(second) == [Outcome.SENT]
    assert mail.connections == 2


def test_it_leaves_a_message_alone_that_another_worker_holds(mail: MailServer, worker: Name) -> None:
    message = write_message()
    Message.objects.filter(pk=message.pk).update(leased_by="other", leased_until=clock.now() + LEASE)
    assert deliver_due(worker(), server=mail.settings) == 0
    with clock.frozen(clock.now() + LEASE + timedelta(seconds=1)):
        assert deliver_due(worker(), server=mail.settings) == 1
    assert mail.ids == [message.message_id]


def test_it_refuses_to_talk_to_a_server_inside_a_transaction(mail: MailServer, worker: Name) -> None:
    write_message()
    with pytest.raises(RuntimeError, match="SMTP"), write():
        deliver_due(worker(), server=mail.settings)
    assert mail.received == []
