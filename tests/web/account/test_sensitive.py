"""Sensitive acts ask for sign-in again when the last one is more than ten minutes old."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, include, path

from nettmelding.config.urls import urlpatterns as all_of_them
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.sensitive import sensitive
from tests.web.conftest import ADMINISTRATOR

pytestmark = pytest.mark.django_db(databases="__all__")
DONE: list[str] = []
PASSWORD = {"password": "demo-passord-2026"}


@acting
@sensitive
def act(request: ActingRequest):  # type: ignore[no-untyped-def]
    if request.method == "POST":
        DONE.append(f"{request.POST['what']} {request.actor.organisation_name}")
    return HttpResponse("gjort")


own: list[URLPattern] = [path("farlig/", act, name="dangerous")]
urlpatterns = [path("", include((own, "tried"))), *all_of_them]


@pytest.fixture(autouse=True)
def urls(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = __name__
    DONE.clear()


def test_somebody_who_has_just_signed_in_is_not_asked(as_user: Callable[[str], Client]) -> None:
    assert as_user(ADMINISTRATOR).get("/farlig/").status_code == 200


def test_after_ten_minutes_they_are_asked_before_the_page_opens(as_user, lately) -> None:  # type: ignore[no-untyped-def]
    client = lately(as_user(ADMINISTRATOR), ago=601)
    answer = client.get("/farlig/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/konto/bekreft-deg?next=%2Ffarlig%2F"
    answer = client.post("/konto/bekreft-deg", {**PASSWORD, "next": "/farlig/"})
    assert answer.headers["Location"] == "/farlig/"
    assert client.get("/farlig/").status_code == 200


@pytest.mark.parametrize("company", ["", "/som/eksempel-elektro"])
def test_what_was_posted_is_done_when_they_have_confirmed(company: str, as_user, lately) -> None:  # type: ignore[no-untyped-def]
    client = lately(as_user(ADMINISTRATOR), ago=601)
    answer = client.post(f"{company}/farlig/", {"what": "slettet"})
    assert answer.headers["Location"].startswith(f"{company}/konto/bekreft-deg?")
    assert DONE == []
    client.post(f"{company}/konto/bekreft-deg", {"password": "feil", "next": f"{company}/farlig/"})
    assert DONE == []
    client.post(f"{company}/konto/bekreft-deg", {**PASSWORD, "next": f"{company}/farlig/"})
    assert DONE == ["slettet Eksempel Elektro AS"]


def test_what_was_given_up_is_not_done_at_the_next_confirmation(as_user, lately) -> None:  # type: ignore[no-untyped-def]
    client = lately(as_user(ADMINISTRATOR), ago=601)
    client.post("/farlig/", {"what": "slettet"})
    answer = client.post("/konto/bekreft-deg", {**PASSWORD, "next": "/admin/"})
    assert answer.headers["Location"] == "/admin/"
    assert DONE == []
