"""Signing in with a password, and with one press in the demonstration."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from nettmelding.accounts.models import User
from nettmelding.core.db import write
from nettmelding.core.settings import env
from nettmelding.demo.base import PASSWORD
from nettmelding.messages.models import Message
from nettmelding.organisations.models import Membership, Organisation
from nettmelding.web.signin import demonstration
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN

LOGIN = "/konto/logg-inn"
pytestmark = pytest.mark.django_db(databases="__all__")  # the limits on guessing live in the cache's own file


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def outbox(settings: Settings) -> None:
    """Mail goes into our own outbox, as it does outside tests."""
    settings.EMAIL_BACKEND = "nettmelding.messages.backend.OutboxBackend"


@pytest.fixture
def in_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration, "env", replace(env, demo=True))


def test_it_signs_in_with_e_mail_and_password(client: Client) -> None:
    answer = client.post(LOGIN, {"login": ELECTRICIAN, "password": PASSWORD, "next": "/meldinger"})
    assert answer.headers["Location"] == "/meldinger"
    assert client.get("/meldinger").status_code == 200


def test_a_page_sends_nobody_to_sign_in_and_back_again(client: Client) -> None:
    assert client.get("/meldinger?tur=mine").headers["Location"] == f"{LOGIN}?next=/meldinger%3Ftur%3Dmine"


def test_a_wrong_password_is_said_in_plain_words(client: Client) -> None:
    answer = client.post(LOGIN, {"login": ELECTRICIAN, "password": "feil"})
    assert "Brukeren eller passordet er feil." in answer.content.decode()


def test_guessing_is_stopped_and_said(client: Client) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": ELECTRICIAN, "password": "feil"})
    answer = client.post(LOGIN, {"login": ELECTRICIAN, "password": PASSWORD})
    assert "For mange forsøk. Vent fem minutter" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_forgotten_password_is_answered_alike_for_known_and_unknown(client: Client, outbox: None) -> None:
    for email in (ELECTRICIAN, "ingen@ingensteds.example"):
        assert client.post("/konto/passord/glemt", {"email": email}).headers["Location"] == "/konto/passord/glemt/sendt"
    assert {one.to_address for one in Message.objects.all()} == {ELECTRICIAN, "ingen@ingensteds.example"}
    assert all(one.subject == "Nytt passord til nettmelding" for one in Message.objects.all())


def test_the_link_in_the_mail_sets_a_new_password(client: Client, outbox: None) -> None:
    client.post("/konto/passord/glemt", {"email": ELECTRICIAN})
    text = Message.objects.get(to_address=ELECTRICIAN).text
    path = next(word for word in text.split() if "/passord/nytt/" in word).partition("testserver")[2]
    form = client.get(path, follow=True)
    action = form.context["action_url"]
    new = "fire ord ved siden av"
    answer = client.post(action, {"password1": new, "password2": new})
    assert answer.headers["Location"] == "/konto/passord/nytt"
    assert User.objects.get(email=ELECTRICIAN).check_password(new)


def test_a_used_link_says_so_and_offers_a_new_one(client: Client) -> None:
    answer = client.get("/konto/passord/nytt/1-brukt", follow=True)
    assert "Lenken virker ikke" in answer.content.decode()


def test_nobody_makes_a_user_alone(client: Client) -> None:
    assert "Brukere lages av administratoren" in client.get("/konto/ny").content.decode()


def test_the_demonstration_offers_its_people_by_firm(client: Client, in_demonstration: None) -> None:
    text = client.get(LOGIN).content.decode()
    assert "Eksempel Elektro AS" in text
    assert "Siri Saksvik" in text


def test_one_press_signs_in_in_the_demonstration(client: Client, in_demonstration: None) -> None:
    person = User.objects.get(email=CASE_HANDLER)
    answer = client.post("/konto/demonstrasjon", {"person": str(person.id), "next": "/ko"})
    assert answer.headers["Location"] == "/ko"
    assert client.get("/ko").status_code == 200


def test_one_press_leads_nowhere_else(client: Client, in_demonstration: None) -> None:
    person = User.objects.get(email=CASE_HANDLER)
    answer = client.post("/konto/demonstrasjon", {"person": str(person.id), "next": "https://ondt.example/"})
    assert answer.headers["Location"] == "/"


def test_outside_the_demonstration_there_is_no_one_press(client: Client) -> None:
    person = User.objects.get(email=CASE_HANDLER)
    assert client.post("/konto/demonstrasjon", {"person": str(person.id)}).status_code == 404
    assert "Siri Saksvik" not in client.get(LOGIN).content.decode()


def test_one_with_two_firms_is_asked_which_and_comes_to_the_page(as_user: Callable[[str], Client]) -> None:
    user = User.objects.get(email=ELECTRICIAN)
    with write():
        other = Organisation.objects.get(slug="prove-installasjon")
        Membership.objects.create(user=user, organisation=other, roles=["case_handler"])
    client = as_user(ELECTRICIAN)
    asked = client.get("/meldinger?tur=mine")
    assert asked.status_code == 409
    assert "/som/prove-installasjon/meldinger?tur=mine" in asked.content.decode()
    chosen = client.get("/som/prove-installasjon/meldinger")
    assert chosen.status_code == 200
    assert 'href="/som/prove-installasjon/' in chosen.content.decode()


def test_signing_out_asks_first(as_user: Callable[[str], Client]) -> None:
    client = as_user(ELECTRICIAN)
    assert "Vil du logge ut?" in client.get("/konto/logg-ut").content.decode()
    client.post("/konto/logg-ut")
    assert client.get("/meldinger").status_code == 302
