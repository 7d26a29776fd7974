"""An invitation's link in the browser: who opens it, and what it leads to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.messages.models import Message
from nettmelding.organisations.actors import memberships_of
from nettmelding.organisations.models import Invitation
from tests.web.conftest import ADMINISTRATOR, ELECTRICIAN, OTHER_CONTRACTOR
from tests.web.welcome.conftest import NINA, Invite

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
PASSWORD = "fire-blå-hester-på-taket"


def test_one_password_and_in(client: Client, invite: Invite) -> None:
    link = invite(NINA)
    assert "Velkommen til Eksempel Elektro AS" in client.get(link).content.decode()
    answer = client.post(link, {"password": PASSWORD}, follow=True)
    assert "Du er inne, Nina" in answer.content.decode()
    assert client.get("/").status_code == 200


def test_a_fitter_is_led_to_the_app_and_a_case_handler_is_not(as_user: AsUser) -> None:
    fitter = as_user("montor@eksempelelektro.example").get("/velkommen/inne").content.decode()
    assert 'href="/felt"' in fitter
    assert "/velkommen/telefon.svg?app=1" in fitter
    handler = as_user(ELECTRICIAN).get("/velkommen/inne").content.decode()
    assert 'href="/felt"' not in handler
    assert "?app=1" not in handler


def test_the_code_for_the_app_is_another_than_that_for_the_sign_in_page(client: Client) -> None:
    to_app, to_sign_in = (client.get(f"/velkommen/telefon.svg{query}") for query in ("?app=1", ""))
    assert to_app.headers["Content-Type"] == to_sign_in.headers["Content-Type"] == "image/svg+xml"
    assert to_app.content != to_sign_in.content


def test_opening_it_changes_nothing(client: Client, invite: Invite) -> None:
    link = invite(NINA)
    before = Invitation.objects.values().get()
    client.get(link)
    client.head(link)
    assert Invitation.objects.values().get() == before


def test_a_weak_password_is_said_beside_the_field(client: Client, invite: Invite) -> None:
    answer = client.post(invite(NINA), {"password": "kort"})
    assert answer.status_code == 422
    assert "f-password-error" in answer.content.decode()


def test_used_expired_withdrawn_and_unknown_are_each_said(client: Client, invite: Invite) -> None:
    link = invite(NINA)
    with clock.frozen(clock.now() + timedelta(days=4)):
        answer = client.get(link)
        assert answer.status_code == 410
        assert "Lenken er for gammel." in answer.content.decode()
        assert "Be om en ny lenke" in answer.content.decode()
        client.post(f"{link}/ny-lenke")
        assert Message.objects.filter(kind="invitation_wanted", to_address=ADMINISTRATOR).exists()
    Invitation.objects.update(withdrawn_at=clock.now())
    assert "Lenken er trukket tilbake." in client.get(link).content.decode()
    Invitation.objects.update(withdrawn_at=None, used_at=clock.now())
    assert "Lenken er brukt allerede." in client.get(link).content.decode()
    assert client.get("/velkommen/finnes-ikke").status_code == 404


def test_somebody_else_who_is_signed_in_is_told_whose_it_is(as_user: AsUser, invite: Invite) -> None:
    link, other = invite(NINA), as_user(ELECTRICIAN)
    text = other.get(link).content.decode()
    assert "Lenken er til Nina Nyansatt" in text
    assert "Logg ut og gå videre" in text
    assert "Lag et passord" in other.post(f"{link}/bytt", follow=True).content.decode()


def test_a_known_address_signs_in_and_joins(as_user: AsUser, client: Client, invite: Invite) -> None:
    link = invite(OTHER_CONTRACTOR)
    assert "Du har en bruker i nettmelding fra før" in client.get(link).content.decode()
    assert client.post(link, {"password": PASSWORD}).status_code == 200
    theirs = as_user(OTHER_CONTRACTOR)
    assert "Bli med" in theirs.get(link).content.decode()
    assert theirs.post(f"{link}/bli-med").headers["Location"] == "/som/eksempel-elektro/"
    assert len(memberships_of(User.objects.get(email=OTHER_CONTRACTOR).id)) == 2


def test_the_code_for_the_phone_holds_the_link_and_signs_nobody_in(client: Client, invite: Invite) -> None:
    link = invite(NINA)
    answer = client.get(f"{link}/telefon.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert client.get("/velkommen/finnes-ikke/telefon.svg").status_code == 404
    assert client.get("/velkommen/telefon.svg").status_code == 200
    assert not client.session.get("_auth_user_id")


def test_the_page_is_kept_by_nobody(client: Client, invite: Invite) -> None:
    assert "no-store" in client.get(invite(NINA)).headers["Cache-Control"]
