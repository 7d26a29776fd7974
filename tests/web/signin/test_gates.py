"""A temporary password is changed first, and a company that wants a second factor gets one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from nettmelding.accounts import secrets
from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.demo.base import PASSWORD
from nettmelding.organisations.actors import make_api_key
from nettmelding.organisations.models import CompanySettings
from tests.accounts.codes import code_of
from tests.web.conftest import ELECTRICIAN

LOGIN = "/konto/logg-inn"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def temporary() -> User:
    until = clock.now() + timedelta(days=3)
    User.objects.filter(email=ELECTRICIAN).update(must_change_password=True, temporary_until=until)
    return User.objects.get(email=ELECTRICIAN)


@pytest.fixture
def strict() -> User:
    """The electrician, whose company wants a second factor."""
    user = User.objects.get(email=ELECTRICIAN)
    settings, _made = CompanySettings.objects.get_or_create(organisation=user.memberships.get().organisation)
    settings.second_factor_required = True
    settings.save()
    return user


def test_nothing_opens_before_a_temporary_password_is_changed(client: Client, temporary: User) -> None:
    client.post(LOGIN, {"login": ELECTRICIAN, "password": PASSWORD})
    for address in ("/", "/meldinger", "/konto/", "/admin/"):
        assert client.get(address).headers["Location"].startswith("/konto/passord/eget?next=")
    assert client.get("/api/v1/notices").status_code == 401
    answer = client.post("/konto/passord/eget?next=/meldinger", {"password1": "kort", "password2": "kort"})
    assert answer.status_code == 422
    new = "fire ord ved siden av"
    answer = client.post("/konto/passord/eget?next=/meldinger", {"password1": new, "password2": new})
    assert answer.headers["Location"] == "/meldinger"
    assert client.get("/meldinger").status_code == 200
    assert not User.objects.get(pk=temporary.pk).must_change_password


def test_a_temporary_password_that_has_run_out_is_said_to_whom_to_ask(client: Client, temporary: User) -> None:
    User.objects.filter(pk=temporary.pk).update(temporary_until=clock.now() - timedelta(minutes=1))
    answer = client.post(LOGIN, {"login": ELECTRICIAN, "password": PASSWORD})
    assert answer.status_code == 403
    assert "Be administratoren" in answer.content.decode()
    assert client.get("/meldinger").status_code == 302


def test_one_without_a_second_factor_is_led_to_make_one(as_user: Callable[[str], Client], strict: User) -> None:
    client = as_user(ELECTRICIAN)
    assert client.get("/meldinger").headers["Location"] == "/konto/innlogging?next=%2Fmeldinger"
    assert "Firmaet krever mer enn passord." in client.get("/konto/innlogging?next=/meldinger").content.decode()
    assert client.get("/api/v1/notices").status_code == 401
    client.get("/konto/kodeapp/ny")
    answer = client.post("/konto/kodeapp/ny", {"code": code_of(client.session["mfa.totp.secret"])})
    assert answer.headers["Location"] == "/konto/gjenopprettingskoder"


def test_one_who_has_it_but_has_not_shown_it_is_asked_for_it(as_user: Callable[[str], Client], strict: User) -> None:
    client = as_user(ELECTRICIAN)
    client.get("/konto/")
    TOTP.activate(strict, SECRET)
    assert secrets.decrypt(strict.authenticator_set.get().data["secret"]) == SECRET
    asked = client.get("/meldinger").headers["Location"]
    assert asked == "/konto/bekreft-deg/kode?next=%2Fmeldinger"
    answer = client.post(asked, {"code": code_of(SECRET), "next": "/meldinger"})
    assert answer.headers["Location"] == "/meldinger"
    assert client.get("/meldinger").status_code == 200


def test_signing_in_with_it_opens_everything(client: Client, strict: User) -> None:
    TOTP.activate(strict, SECRET)
    answer = client.post(LOGIN, {"login": ELECTRICIAN, "password": PASSWORD, "next": "/meldinger"})
    assert answer.headers["Location"].startswith("/konto/innlogging/kode")
    assert client.get("/meldinger").status_code == 302
    answer = client.post(answer.headers["Location"], {"code": code_of(SECRET)})
    assert answer.headers["Location"] == "/meldinger"
    assert client.get("/meldinger").status_code == 200


def test_a_code_counts_once(client: Client, strict: User) -> None:
    TOTP.activate(strict, SECRET)
    code = code_of(SECRET)
    for _ in range(2):
        other = Client()
        other.post(LOGIN, {"login": ELECTRICIAN, "password": PASSWORD})
        last = other.post("/konto/innlogging/kode", {"code": code})
    assert "Koden er feil eller brukt." in last.content.decode()


def test_keys_have_no_gates(strict: User) -> None:
    key = make_api_key(ELECTRICIAN)
    assert Client().get("/api/v1/notices", HTTP_AUTHORIZATION=f"Bearer {key}").status_code == 200
