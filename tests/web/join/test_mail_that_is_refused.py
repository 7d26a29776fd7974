"""A mail server that will not take the code: who registers is told, corrects the address and gets on."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from nettmelding.core import clock
from nettmelding.messages.delivery import deliver_due
from nettmelding.messages.models import Channel, Message
from nettmelding.organisations.models import Registration
from tests.messages.conftest import mail
from tests.messages.mail_server import MailServer, body_of
from tests.organisations.conftest import EMAIL, code, import_register, register
from tests.standins_fixture import Standins
from tests.web.join.test_join import ABOUT_ME, begin

__all__ = ["import_register", "mail", "register"]
pytestmark = pytest.mark.django_db(databases="__all__")
MISTYPED = "ny@nyopstartet.example"
LOST, LATE = "E-posten kom ikke fram.", "E-posten er ikke levert ennå."


@pytest.fixture
def waiting(client: Client, register: Standins) -> Client:
    """One who has typed an address with a slip in it and waits for the code."""
    cache.clear()
    begin(client)
    client.post("/registrer/firma", {**ABOUT_ME, "email": MISTYPED})
    return client


def page(client: Client) -> str:
    return client.get("/registrer/kode").content.decode()


def deliver(mail: MailServer) -> None:
    assert deliver_due("post", server=mail.settings)


def confirm(client: Client, mail: MailServer) -> None:
    """With the code in the newest e-mail: what has been sent is not kept."""
    found = re.search(r"\b\d{6}\b", body_of(mail.received[-1]))
    assert found
    typed = {"email_code": found[0], "mobile_code": code(Registration.objects.get(), Channel.SMS)}
    assert client.post("/registrer/kode", typed).headers["Location"] == "/registrer/passord"


@pytest.mark.parametrize("refusal", ["550 5.1.1 No such user", "554 5.7.1 Refused"])
def test_who_is_refused_is_told_corrects_and_gets_on(refusal: str, waiting: Client, mail: MailServer) -> None:
    mail.at_rcpt = [refusal]
    deliver(mail)
    said = page(waiting)
    assert LOST in said
    assert MISTYPED in said
    assert "Rett e-post eller mobil" in said
    form = waiting.get("/registrer/firma").content.decode()
    assert 'value="Nina Nystad"' in form
    assert f'value="{MISTYPED}"' in form
    assert waiting.post("/registrer/firma", ABOUT_ME).headers["Location"] == "/registrer/kode"
    deliver(mail)
    said = page(waiting)
    assert LOST not in said
    assert EMAIL in said
    confirm(waiting, mail)


def test_the_same_address_is_tried_again_with_a_new_code(waiting: Client, mail: MailServer) -> None:
    mail.at_data = ["554 5.7.1 Looks like spam"]
    deliver(mail)
    assert LOST in page(waiting)
    waiting.post("/registrer/kode/igjen")
    assert LOST not in page(waiting)
    deliver(mail)
    assert mail.recipients[-1] == MISTYPED
    assert LOST not in page(waiting)


def test_a_server_that_says_not_now_is_spoken_of_and_the_first_code_still_holds(
    waiting: Client, mail: MailServer
) -> None:
    mail.at_rcpt = ["451 4.7.1 Greylisted"]
    deliver(mail)
    assert LATE in page(waiting)
    with clock.frozen(Message.objects.get(channel=Channel.EMAIL).due_at):
        deliver(mail)
        assert LATE not in page(waiting)
        confirm(waiting, mail)


def test_the_page_asks_by_itself_until_the_mail_is_taken_or_lost(waiting: Client, mail: MailServer) -> None:
    assert 'hx-trigger="every 10s"' in page(waiting)
    deliver(mail)
    assert "hx-trigger" not in page(waiting).split('id="arrival"')[1].split(">")[0]


def test_nothing_of_what_the_server_said_stands_on_the_page(waiting: Client, mail: MailServer) -> None:
    mail.at_rcpt = ["550 5.1.1 No such user"]
    deliver(mail)
    assert "550" not in page(waiting).split("<main")[1]
