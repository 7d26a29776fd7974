"""*Mistet enhet* on a person's page."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from nettmelding.organisations.models import Membership
from tests.web.conftest import ADMINISTRATOR

pytestmark = pytest.mark.django_db(databases="__all__")
FITTER = "montor@eksempelelektro.example"


@pytest.fixture
def fitter(db: None) -> Membership:
    return Membership.objects.select_related("user").get(user__email=FITTER)


@pytest.fixture
def address(fitter: Membership) -> str:
    return f"/admin/bruker/{fitter.id}/mistet-enhet"


def test_one_press_signs_the_person_out(as_user: Callable[[str], Client], fitter: Membership, address: str) -> None:
    client, theirs = as_user(ADMINISTRATOR), as_user(FITTER)
    assert address in client.get(f"/admin/bruker/{fitter.id}").content.decode()
    text = client.get(address).content.decode()
    assert "Logg ut overalt" in text
    assert "Fjern to-trinns innlogging" not in text, "there is none"
    assert client.post(address, {"do": "sign_out"}).status_code == 302
    assert "er logget ut overalt" in client.get(f"/admin/bruker/{fitter.id}").content.decode()
    assert theirs.get("/meldinger").status_code == 302


def test_another_takes_the_second_factor_away(
    as_user: Callable[[str], Client], fitter: Membership, address: str
) -> None:
    TOTP.activate(fitter.user, "JBSWY3DPEHPK3PXP")
    client = as_user(ADMINISTRATOR)
    assert "Fjern to-trinns innlogging" in client.get(address).content.decode()
    assert client.post(address, {"do": "remove"}).status_code == 302
    assert not Authenticator.objects.filter(user=fitter.user).exists()


def test_it_asks_again_who_it_is_and_what_is_meant(
    as_user: Callable[[str], Client], lately: Callable[..., Client], address: str
) -> None:
    client = as_user(ADMINISTRATOR)
    assert client.post(address).status_code == 422
    lately(client, ago=601)
    assert "/konto/bekreft-deg" in client.get(address).headers["Location"]
    assert "/konto/bekreft-deg" in client.post(address, {"do": "sign_out"}).headers["Location"]


def test_for_oneself_it_says_where(as_user: Callable[[str], Client]) -> None:
    oneself = Membership.objects.get(user__email=ADMINISTRATOR)
    client = as_user(ADMINISTRATOR)
    text = client.get(f"/admin/bruker/{oneself.id}/mistet-enhet").content.decode()
    assert "Gjør det under Min side" in text
    assert 'value="sign_out"' not in text
