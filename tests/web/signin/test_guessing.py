"""Guessing is slowed by account and by address, and nobody can lock somebody else out."""

from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.demo.base import PASSWORD
from tests.web.conftest import ELECTRICIAN

LOGIN = "/konto/logg-inn"
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


def attempt(client: Client, password: str, address: str = "192.0.2.1", login: str = ELECTRICIAN) -> str:
    """`in`, `wrong` or `wait`."""
    answer = client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)
    if answer.status_code == 302:
        return "in"
    text = answer.content.decode()
    return "wait" if "For mange forsøk" in text else "wrong" if "Brukeren eller passordet er feil." in text else text


def test_five_wrong_ones_from_an_address_stop_that_address_for_that_account(client: Client) -> None:
    assert [attempt(client, "feil") for _ in range(5)] == ["wrong"] * 5
    assert attempt(client, PASSWORD) == "wait"


def test_the_owner_gets_in_from_another_address_meanwhile(client: Client) -> None:
    for _ in range(6):
        attempt(client, "feil")
    assert attempt(Client(), PASSWORD, "192.0.2.2") == "in"


def test_writing_the_account_in_another_way_gives_no_more_guesses(client: Client) -> None:
    User.objects.filter(email=ELECTRICIAN).update(mobile="+4740612345", mobile_confirmed_at=clock.now())
    for login in (ELECTRICIAN, ELECTRICIAN.upper(), "40612345", "406 12 345", "+47 40612345"):
        assert attempt(client, "feil", login=login) == "wrong"
    assert attempt(client, PASSWORD, login="4061 2345") == "wait"


def test_guesses_from_everywhere_stop_too_but_not_for_a_browser_the_account_is_known_in() -> None:
    at_home = Client()
    assert attempt(at_home, PASSWORD, "192.0.2.50") == "in"
    at_home.get("/")
    at_home.post("/konto/logg-ut")
    for number in range(30):
        attempt(Client(), "feil", f"198.51.100.{number}")
    assert attempt(Client(), PASSWORD, "203.0.113.1") == "wait"
    assert attempt(at_home, PASSWORD, "203.0.113.2") == "in"


def test_a_known_browser_cannot_guess_on_and_on_either() -> None:
    at_home = Client()
    attempt(at_home, PASSWORD)
    at_home.get("/")
    at_home.post("/konto/logg-ut")
    assert [attempt(at_home, "feil") for _ in range(11)][-1] == "wait"


def test_the_mark_of_a_known_browser_cannot_be_made_up() -> None:
    client = Client()
    client.cookies["kjent"] = '{"x": "y"}'
    for _ in range(5):
        attempt(client, "feil")
    assert attempt(client, PASSWORD) == "wait"


@pytest.mark.parametrize("login", ["ingen@ingensteds.example", "ingen", "40999999"])
def test_unknown_people_are_answered_alike(client: Client, login: str) -> None:
    assert [attempt(client, "feil", login=login) for _ in range(6)] == ["wrong"] * 5 + ["wait"]


def test_unknown_people_take_as_long() -> None:
    def took(login: str, address: str) -> float:
        begun = perf_counter()
        attempt(Client(), "et galt passord", address, login)
        return perf_counter() - begun

    took(ELECTRICIAN, "192.0.2.90")
    known = median(took(ELECTRICIAN, f"192.0.2.{n}") for n in range(10, 17))
    unknown = median(took(f"ingen{n}@ingensteds.example", f"192.0.2.{n + 20}") for n in range(10, 17))
    assert 0.6 < known / unknown < 1.6


def test_a_mobile_and_a_user_name_sign_in(client: Client) -> None:
    User.objects.filter(email=ELECTRICIAN).update(
        mobile="+4740612345", mobile_confirmed_at=clock.now(), username="siri.saks"
    )
    assert attempt(client, PASSWORD, login="406 12 345") == "in"
    assert attempt(Client(), PASSWORD, login="Siri.Saks") == "in"
