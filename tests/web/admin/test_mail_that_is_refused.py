"""*Send brukernavn* to an address that no mail server takes: the administrator sees it, corrects and sends again."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.messages.delivery import deliver_due
from nettmelding.messages.models import Message
from nettmelding.organisations import welcome
from nettmelding.organisations.models import CompanySettings, Invitation, Membership, Organisation
from tests.messages.conftest import mail
from tests.messages.mail_server import MailServer, body_of
from tests.web.admin.test_people import LIST, NINA
from tests.web.conftest import ADMINISTRATOR

__all__ = ["mail"]
pytestmark = pytest.mark.django_db(databases="__all__")
MISTYPED = "nina@eksempelelekro.example"


@pytest.fixture
def administrator(as_user: Callable[[str], Client]) -> Client:
    """One who has sent a user name to an address with a slip in it."""
    client = as_user(ADMINISTRATOR)
    client.post(f"{LIST}/ny", {**NINA, "email": MISTYPED, "send": "yes"})
    return client


def deliver(mail: MailServer) -> None:
    assert deliver_due("post", server=mail.settings)


def row(client: Client) -> str:
    """Nina's line in the list."""
    return client.get(LIST).content.decode().split("Nina Nyansatt</a>")[1].split("</tr>")[0]


def own_page() -> str:
    return f"{LIST}/invitasjon/{Invitation.objects.get().id}"


def token_in(mail: MailServer) -> str:
    return body_of(mail.received[-1]).split("/velkommen/")[1].split()[0]


def test_a_refused_address_is_said_corrected_and_sent_to_again(administrator: Client, mail: MailServer) -> None:
    assert "Invitert" in row(administrator)
    mail.at_rcpt = ["550 5.1.1 No such user"]
    deliver(mail)
    assert "Kom ikke fram" in row(administrator)
    assert "Send på nytt" in row(administrator)
    said = administrator.get(own_page()).content.decode()
    assert f"Meldingen kunne ikke leveres til {MISTYPED}. Rett adressen og send på nytt." in said
    assert 'value="Nina Nyansatt"' in said
    administrator.post(own_page(), {**NINA, "send": "yes"})
    deliver(mail)
    assert mail.recipients == [NINA["email"]]
    assert "Invitert" in row(administrator)
    assert "kunne ikke leveres" not in administrator.get(own_page()).content.decode()
    assert welcome.look(token_in(mail)).standing is welcome.Standing.OPEN


def test_sending_again_from_the_list_is_enough_where_the_address_was_right(
    administrator: Client, mail: MailServer
) -> None:
    mail.at_data = ["554 5.7.1 Looks like spam"]
    deliver(mail)
    assert "Kom ikke fram" in row(administrator)
    administrator.post(f"{own_page()}/send")
    deliver(mail)
    assert "Invitert" in row(administrator)
    assert welcome.look(token_in(mail)).standing is welcome.Standing.OPEN


def test_a_server_that_says_not_now_is_no_loss(administrator: Client, mail: MailServer) -> None:
    mail.at_rcpt = ["451 4.7.1 Greylisted"]
    deliver(mail)
    assert "Invitert" in row(administrator)
    assert "Meldingen er ikke levert ennå. Vi prøver igjen." in administrator.get(own_page()).content.decode()
    with clock.frozen(Message.objects.get(kind="invitation").due_at):
        deliver(mail)
    assert "ikke levert" not in administrator.get(own_page()).content.decode()


def test_a_refused_user_name_is_said_and_can_be_taken_back(as_user: Callable[[str], Client], mail: MailServer) -> None:
    """The guide's way: the user is there already, so the address is corrected by beginning anew."""
    firm = Organisation.objects.get(slug="eksempel-elektro")
    CompanySettings.objects.filter(pk=firm.pk).update(sign_in="temporary_password")
    client = as_user(ADMINISTRATOR)
    client.post(f"{LIST}/ny", {**NINA, "email": MISTYPED, "send": "yes"})
    mail.at_rcpt = ["550 5.1.1 No such user"]
    deliver(mail)
    assert "Kom ikke fram" in row(client)
    refused = client.post(own_page(), {**NINA, "send": "yes"})
    assert "Trekk det tilbake, og legg til personen på nytt." in refused.content.decode()
    client.post(f"{own_page()}/trekk")
    assert client.post(f"{LIST}/ny", {**NINA, "send": "yes"}).status_code == 302
    deliver(mail)
    assert mail.recipients == [NINA["email"]]
    assert Membership.objects.filter(user__email=NINA["email"]).exists()


def test_what_became_of_a_wish_for_a_new_link_is_not_taken_for_the_invitations(
    administrator: Client, mail: MailServer
) -> None:
    deliver(mail)
    token = token_in(mail)
    Invitation.objects.update(expires_at=clock.now())
    welcome.ask_again(token)
    mail.at_rcpt = ["550 5.1.1 No such user"]
    deliver(mail)
    assert Message.objects.get(kind="invitation_wanted").status == "bounced"
    assert "kunne ikke leveres" not in administrator.get(own_page()).content.decode()
