"""Sessions: how long they last, what ends them, when they get a new key, and what the browser is told of them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.demo.base import PASSWORD
from tests.accounts.codes import code_of
from tests.web.conftest import ELECTRICIAN

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = 60 * 60 * 24


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[], Client]:
    def sign_in() -> Client:
        client = Client()
        answered = client.post("/konto/logg-inn", {"login": ELECTRICIAN, "password": PASSWORD})
        assert answered.status_code == 302
        return client

    return sign_in


def is_in(client: Client) -> bool:
    return client.get("/meldinger").status_code == 200


def test_signing_in_makes_a_new_key_of_enough_bits() -> None:
    client = Client()
    client.cookies["sessionid"] = "valgt-av-en-annen"
    client.post("/konto/logg-inn", {"login": ELECTRICIAN, "password": PASSWORD})
    key = client.cookies["sessionid"].value
    assert key != "valgt-av-en-annen"
    assert len(key) == 32, "of 36 signs: 165 bits, made by Django with `secrets`"


def test_confirming_who_one_is_makes_a_new_key_and_ends_the_old(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    client.get("/meldinger")
    old = client.cookies["sessionid"].value
    client.post("/konto/bekreft-deg", {"password": PASSWORD})
    assert client.cookies["sessionid"].value != old
    assert is_in(client)
    assert not client.session.exists(old)
    assert UserSession.objects.get(user__email=ELECTRICIAN).session_key == client.cookies["sessionid"].value


def test_a_wrong_confirmation_changes_nothing(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    old = client.cookies["sessionid"].value
    client.post("/konto/bekreft-deg", {"password": "feil"})
    assert client.cookies["sessionid"].value == old


def test_a_session_ends_after_thirty_days_however_much_it_is_used(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    session = client.session
    session["began"] = time.time() - 30 * DAY + 60
    session.save()
    assert is_in(client)
    session["began"] = time.time() - 30 * DAY
    session.save()
    assert not is_in(client)


def test_a_session_that_is_not_used_ends_after_fourteen_days(signed_in: Callable[[], Client]) -> None:
    assert settings.SESSION_COOKIE_AGE == 14 * DAY
    client = signed_in()
    Session.objects.filter(session_key=client.session.session_key).update(expire_date="2020-01-01T00:00:00Z")
    assert not is_in(client)


def test_signing_out_ends_it_on_the_server(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    key = client.cookies["sessionid"].value
    client.post("/konto/logg-ut")
    client.cookies["sessionid"] = key
    assert not is_in(client)


def test_another_password_ends_all_other_sessions(signed_in: Callable[[], Client]) -> None:
    mine, other = signed_in(), signed_in()
    user = User.objects.get(email=ELECTRICIAN)
    user.set_password("en helt annen setning nå")
    user.save()
    assert (is_in(mine), is_in(other)) == (False, False)


def test_one_whose_account_is_switched_off_is_out_at_once(signed_in: Callable[[], Client]) -> None:
    client = signed_in()
    User.objects.filter(email=ELECTRICIAN).update(is_active=False)
    assert not is_in(client)


def test_it_is_kept_from_scripts_and_from_other_sites(signed_in: Callable[[], Client]) -> None:
    cookie = signed_in().cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_behind_tls_cookies_are_bound_to_the_host_and_browsers_stay_with_https(tmp_path: object) -> None:
    asked = (
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
        "SECURE_CONTENT_TYPE_NOSNIFF", "X_FRAME_OPTIONS", "SECURE_REFERRER_POLICY",
    )  # fmt: skip
    code = f"import json; from nettmelding.config import settings as s; print(json.dumps([getattr(s, n) for n in {asked}]))"
    environment = os.environ | {"NETTMELDING_BASE_URL": "https://nettmelding.example", "DATA": str(tmp_path)}
    told = json.loads(
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout
    )
    assert told == ["__Host-sessionid", "__Host-csrftoken", True, True, 63_072_000, True, "DENY", "same-origin"]


def test_every_answer_has_the_headers_that_hold_the_browser_back() -> None:
    answered = Client().get("/konto/logg-inn")
    policy = answered.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("ticked", "stays"), [({"end_others": "on"}, False), ({}, True)], ids=["ticked", "not"])
def test_a_changed_factor_ends_the_other_sessions_where_that_is_ticked(
    signed_in: Callable[[], Client], ticked: dict[str, str], stays: bool
) -> None:
    mine, other = signed_in(), signed_in()
    for one in (mine, other):
        one.get("/meldinger")
    TOTP.activate(User.objects.get(email=ELECTRICIAN), "JBSWY3DPEHPK3PXP")
    assert 'name="end_others" value="on" checked' in mine.get("/konto/kodeapp/fjern").content.decode()
    assert mine.post("/konto/kodeapp/fjern", ticked).status_code == 302
    assert (is_in(mine), is_in(other)) == (True, stays)


def test_a_new_factor_can_end_them_too(
    signed_in: Callable[[], Client], django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    mine, other = signed_in(), signed_in()
    other.get("/meldinger")
    assert "Logg ut andre enheter" in mine.get("/konto/kodeapp/ny").content.decode()
    code = code_of(mine.session["mfa.totp.secret"])
    with django_capture_on_commit_callbacks(execute=True):
        assert mine.post("/konto/kodeapp/ny", {"code": code, "end_others": "on"}).status_code == 302
    assert (is_in(mine), is_in(other)) == (True, False)
