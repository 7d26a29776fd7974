"""A passkey as the way in from an invitation's link: who gets in, and what the server does not take."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.organisations.actors import memberships_of
from nettmelding.organisations.models import Invitation
from tests.accounts.authenticator import answer_to
from tests.web.conftest import ELECTRICIAN, OTHER_CONTRACTOR
from tests.web.welcome.conftest import NINA, Invite

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
PASSWORD = "fire-blå-hester-på-taket"
REFUSED = "Passnøkkelen ble ikke godtatt. Prøv igjen, eller lag et passord."


@pytest.fixture
def client() -> Client:
    """A browser at a name: passkeys belong to one."""
    return Client(headers={"host": "localhost"})


def options(client: Client, link: str) -> dict[str, Any]:
    """What the browser is told when the button is pressed."""
    answer = client.get(f"{link}/passnokkel", headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()["creation_options"]
    return told


def posted(client: Client, link: str, credential: str) -> Any:
    return client.post(f"{link}/passnokkel", {"credential": credential}, follow=True)


def test_one_passkey_and_in_without_any_password(client: Client, invite: Invite) -> None:
    link = invite()
    answer = posted(client, link, answer_to(options(client, link)))
    assert "Du er inne, Nina" in answer.content.decode()
    user = User.objects.get(email=NINA)
    assert not user.has_usable_password()
    assert [one.organisation.name for one in memberships_of(user.id)] == ["Eksempel Elektro AS"]
    assert Authenticator.objects.get(user=user).wrap().is_passwordless
    assert Invitation.objects.get().used_at is not None
    assert Event.objects.filter(action="accepted").exists()
    assert client.get("/").status_code == 200


def test_the_passkey_is_made_for_the_user_who_comes_of_it(client: Client, invite: Invite) -> None:
    link = invite()
    asked = options(client, link)["publicKey"]
    assert asked["rp"]["id"] == "localhost"
    assert asked["user"]["name"] == NINA
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert not User.objects.filter(email=NINA).exists()


def test_a_password_can_be_added_later(client: Client, invite: Invite) -> None:
    link = invite()
    answer = posted(client, link, answer_to(options(client, link)))
    assert "Lag et passord også" in answer.content.decode()
    answer = client.post("/konto/passord/lag", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert User.objects.get(email=NINA).check_password(PASSWORD)
    assert client.get("/konto/innlogging").status_code == 200


def test_who_has_lost_the_passkey_makes_a_password_by_the_link_for_forgotten_ones(
    client: Client, invite: Invite, mailoutbox: list[EmailMessage]
) -> None:
    link = invite()
    posted(client, link, answer_to(options(client, link)))
    Client(headers={"host": "localhost"}).post("/konto/passord/glemt", {"email": NINA})
    assert [(mail.to, "/konto/passord/nytt/" in str(mail.body)) for mail in mailoutbox] == [([NINA], True)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost.angriper.example"},
        {"origin": "http://angriper.example", "host": "angriper.example"},
        {"verified": False},
    ],
)
def test_one_made_elsewhere_or_without_finger_or_pin_is_not_taken(
    wrong: dict[str, Any], client: Client, invite: Invite
) -> None:
    link = invite()
    answer = posted(client, link, answer_to(options(client, link), **wrong))
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert not User.objects.filter(email=NINA).exists()
    assert "Du er inne" in client.post(link, {"password": PASSWORD}, follow=True).content.decode()


@pytest.mark.parametrize("posted_text", ["", "null", "[]", "tull", "{}", json.dumps({"id": 1}), "9" * 30_000])
def test_what_is_no_passkey_is_refused_in_words(posted_text: str, client: Client, invite: Invite) -> None:
    link = invite()
    options(client, link)
    answer = posted(client, link, posted_text)
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert Invitation.objects.get().used_at is None


def test_an_answer_counts_once_and_for_its_own_session(client: Client, invite: Invite) -> None:
    link = invite()
    asked = options(client, link)
    another = Client(headers={"host": "localhost"})
    assert posted(another, link, answer_to(asked)).status_code == 422
    options(another, link)
    assert posted(another, link, answer_to(asked)).status_code == 422
    assert posted(client, link, answer_to(asked, verified=False)).status_code == 422
    assert posted(client, link, answer_to(asked)).status_code == 422


def test_one_begun_for_another_link_is_not_taken(client: Client, invite: Invite) -> None:
    first, second = invite(), invite("per@eksempelelektro.example")
    asked = options(client, first)
    assert posted(client, second, answer_to(asked)).status_code == 422
    assert not User.objects.filter(email__in=[NINA, "per@eksempelelektro.example"]).exists()


def test_a_passkey_somebody_has_already_is_not_taken_again(client: Client, invite: Invite) -> None:
    first, second = invite(), invite("per@eksempelelektro.example")
    posted(client, first, answer_to(options(client, first), credential_id=b"n" * 32))
    other = Client(headers={"host": "localhost"})
    assert posted(other, second, answer_to(options(other, second), credential_id=b"n" * 32)).status_code == 422


def test_a_link_that_was_used_meanwhile_says_so(client: Client, invite: Invite) -> None:
    link = invite()
    asked = options(client, link)
    Client().post(link, {"password": PASSWORD})
    answer = posted(client, link, answer_to(asked))
    assert "Lenken er brukt allerede." in answer.content.decode()
    assert Authenticator.objects.count() == 0


def test_one_with_a_user_and_one_who_is_signed_in_are_shown_the_link_itself(
    client: Client, as_user: AsUser, invite: Invite
) -> None:
    known = invite(OTHER_CONTRACTOR)
    assert client.get(f"{known}/passnokkel").headers["Location"] == known
    link = invite()
    assert as_user(ELECTRICIAN).post(f"{link}/passnokkel").headers["Location"] == link
    assert client.get(f"{link}/passnokkel").headers["Location"] == link
    assert client.get("/velkommen/finnes-ikke/passnokkel", follow=True).status_code == 404


def test_reading_the_page_begins_nothing(client: Client, invite: Invite) -> None:
    client.get(invite())
    assert "sessionid" not in client.cookies
