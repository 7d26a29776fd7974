"""A request's page and its steps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import requests
from nettmelding.notices.models import Request
from nettmelding.organisations.models import Organisation
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]


@pytest.fixture
def asked(electrician: Actor) -> Request:
    return requests.send(
        electrician,
        Request.Kind.DISCONNECTION,
        Organisation.objects.get(slug="eksempelnett").id,
        subject="dwelling",
        address="Prøvevegen 3",
        meter_numbers=["4400000000000033"],
        wanted_date=clock.today() + timedelta(days=10),
        text="Hybelen legges ned.",
    )


def test_both_sides_read_what_was_asked_for(as_user: AsUser, asked: Request) -> None:
    for email in (ELECTRICIAN, CASE_HANDLER):
        text = as_user(email).get(f"/henvendelser/{asked.id}").content.decode()
        assert "Hybelen legges ned." in text
        assert "4400000000000033" in text
        assert "Én bolig" in text


def test_the_case_handler_takes_it_and_answers(as_user: AsUser, asked: Request) -> None:
    client = as_user(CASE_HANDLER)
    client.post(f"/henvendelser/{asked.id}/take", {"revision": 1})
    answer = client.post(f"/henvendelser/{asked.id}/done", {"revision": 2, "text": "Koblet fra i dag."}, follow=True)
    assert "Koblet fra i dag." in answer.content.decode()
    assert "Svar fra nettselskapet:" in as_user(ELECTRICIAN).get(f"/henvendelser/{asked.id}").content.decode()


def test_an_answer_needs_words(as_user: AsUser, asked: Request) -> None:
    answer = as_user(CASE_HANDLER).post(f"/henvendelser/{asked.id}/done", {"text": " "})
    assert answer.status_code == 422
    assert "Skriv et svar." in answer.content.decode()


def test_what_was_typed_stays_when_somebody_was_first(as_user: AsUser, asked: Request) -> None:
    client = as_user(CASE_HANDLER)
    client.post(f"/henvendelser/{asked.id}/take", {"revision": 1})
    answer = client.post(f"/henvendelser/{asked.id}/done", {"revision": 1, "text": "Mitt lange svar"})
    assert answer.status_code == 412
    assert "Mitt lange svar" in answer.content.decode()


def test_the_contractor_withdraws_it(as_user: AsUser, asked: Request) -> None:
    answer = as_user(ELECTRICIAN).post(f"/henvendelser/{asked.id}/withdraw", follow=True)
    assert "Trukket" in answer.content.decode()


@pytest.mark.parametrize("email", [OTHER_CONTRACTOR, INSPECTORATE])
def test_others_do_not_see_it(as_user: AsUser, asked: Request, email: str) -> None:
    assert as_user(email).get(f"/henvendelser/{asked.id}").status_code == 404
    assert as_user(email).post(f"/henvendelser/{asked.id}/take").status_code == 404


def test_it_asks_the_database_little(
    as_user: AsUser, asked: Request, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = as_user(CASE_HANDLER)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        assert client.get(f"/henvendelser/{asked.id}").status_code == 200
