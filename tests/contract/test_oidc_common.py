"""The provider for everybody (`NETTMELDING_OIDC_*`, such as ID-porten): it opens the door only to who has connected it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core.settings import env
from nettmelding.organisations import sign_on
from nettmelding.organisations.models import CompanySettings, Membership
from nettmelding.web.signin import discovery, providers, social
from tests.contract.oidc_provider import Provider, goes_through, provider
from tests.web.conftest import ADMINISTRATOR, ELECTRICIAN, as_user, lately

__all__ = ["as_user", "lately", "provider"]
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.xdist_group("oidc")]
AsUser = Callable[[str], Client]
SIGN_IN, CONNECT = "/konto/logg-inn/felles", "/konto/tilbyder/felles/koble-til"


@pytest.fixture(autouse=True)
def common(monkeypatch: pytest.MonkeyPatch, db: None, provider: Provider) -> None:
    """The operator has set it up. What a company may lead to is as strict as ever."""
    set_up = replace(
        env,
        oidc_issuer=provider.url,
        oidc_client_id="nettmelding",
        oidc_client_secret="hemmelig",
        oidc_name="ID-porten",
    )
    for module in (sign_on, discovery, social, providers):
        monkeypatch.setattr(module, "env", set_up)
    cache.clear()


def comes_in(client: Client, subject: str) -> Any:
    return goes_through(client, subject, SIGN_IN, {"next": "/"})


def connected(as_user: AsUser, provider: Provider, email: str = ELECTRICIAN, subject: str = "kari") -> User:
    """Somebody who has connected it on their own page."""
    provider.person(subject, name="Kari Fra Folkeregisteret", pid="13097248022")
    answer = goes_through(as_user(email), subject, CONNECT, {})
    assert answer.status_code == 302, answer.content.decode()
    return User.objects.get(email=email)


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_sign_in_page_has_its_button(client: Client) -> None:
    said = client.get("/konto/logg-inn").content.decode()
    assert "ID-porten" in said
    assert f'action="{SIGN_IN}"' in said


def test_there_is_none_where_the_operator_has_set_up_none(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "env", replace(env, oidc_issuer=""))
    assert "ID-porten" not in client.get("/konto/logg-inn").content.decode()
    assert client.post(SIGN_IN).status_code == 404


def test_somebody_whom_nobody_knows_does_not_come_in_and_is_told_how(client: Client, provider: Provider) -> None:
    before = User.objects.count()
    provider.person("ukjent", name="Ukjent Person", pid="13097248022")
    answer = comes_in(client, "ukjent")
    assert answer.status_code == 403
    assert "Ingen bruker her er koblet til ID-porten ennå." in answer.content.decode()
    assert signed_in(client) is None
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_alone_opens_nothing(client: Client, provider: Provider, verified: bool) -> None:
    provider.person("tyv", name="Tyv", email=ADMINISTRATOR, email_verified=verified)
    assert comes_in(client, "tyv").status_code == 403
    assert signed_in(client) is None


def test_who_has_connected_it_comes_in_and_stays_who_they_are(
    client: Client, as_user: AsUser, provider: Provider
) -> None:
    user = connected(as_user, provider)
    assert comes_in(client, "kari").headers["Location"] == "/"
    assert signed_in(client) == str(user.pk)
    assert User.objects.get(pk=user.pk).name == user.name
    assert client.get("/").status_code == 200


def test_it_is_connected_to_one_person_only(as_user: AsUser, provider: Provider) -> None:
    connected(as_user, provider)
    goes_through(as_user(ADMINISTRATOR), "kari", CONNECT, {})
    assert [one.user.email for one in SocialAccount.objects.all()] == [ELECTRICIAN]


def test_who_has_let_go_of_it_does_not_come_in(client: Client, as_user: AsUser, provider: Provider) -> None:
    connected(as_user, provider)
    account = SocialAccount.objects.get()
    as_user(ELECTRICIAN).post(f"/konto/tilbyder/konto/{account.pk}/koble-fra")
    assert comes_in(client, "kari").status_code == 403


def test_who_has_left_the_company_finds_nothing_behind_it(client: Client, as_user: AsUser, provider: Provider) -> None:
    user = connected(as_user, provider)
    User.objects.filter(pk=user.pk).update(is_active=False)
    comes_in(client, "kari")
    assert signed_in(client) is None


def test_ones_own_second_factor_is_asked_for_after_it_too(client: Client, as_user: AsUser, provider: Provider) -> None:
    """A person's own wish is not passed over by another's word."""
    user = connected(as_user, provider)
    TOTP.activate(user, generate_totp_secret())
    assert "/konto/" in comes_in(client, "kari").headers["Location"]
    assert signed_in(client) is None


def test_it_is_not_the_second_factor_that_a_company_requires(
    client: Client, as_user: AsUser, provider: Provider
) -> None:
    """The company has agreed to nothing about this provider; only the word of its own one is enough."""
    user = connected(as_user, provider)
    firm = Membership.objects.get(user=user).organisation
    CompanySettings.objects.update_or_create(organisation=firm, defaults={"second_factor_required": True})
    comes_in(client, "kari")
    assert signed_in(client) == str(user.pk)
    assert client.get("/").headers["Location"].startswith("/konto/innlogging?")


def test_it_can_be_down_and_that_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = replace(env, oidc_issuer="http://127.0.0.1:9", oidc_name="ID-porten")
    for module in (social, providers):
        monkeypatch.setattr(module, "env", gone)
    answer = client.post(SIGN_IN)
    assert answer.status_code == 502
    assert "Innloggingen hos ID-porten svarer ikke." in answer.content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(client: Client) -> None:
    answer = client.get("/konto/tilbyder/felles/svar?code=stjålet&state=gjettet")
    assert signed_in(client) is None
    assert answer.status_code in {401, 502}
