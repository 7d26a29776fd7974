"""*Min side*: what a person does with their own name, address, mobile, sessions, wishes and data."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from nettmelding.accounts import contact, wishes
from nettmelding.accounts.models import User
from nettmelding.core.settings import env
from nettmelding.messages.models import Message
from nettmelding.organisations.models import Membership
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN

AsUser = Callable[[str], Client]
PAGES = ("/konto/", "/konto/innlogging", "/konto/enheter", "/konto/varsler", "/konto/lagret", "/konto/lagret/slett")
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def own_outbox(settings: Settings, db: None) -> None:
    settings.EMAIL_BACKEND = "nettmelding.messages.backend.OutboxBackend"
    cache.clear()


@pytest.fixture
def with_sms(monkeypatch: pytest.MonkeyPatch) -> None:
    from nettmelding.accounts import reaching
    from nettmelding.web.account import me

    for module in (contact, reaching, me):
        monkeypatch.setattr(module, "env", replace(env, sms_url="http://127.0.0.1:9/sms"))


def link_to(address: str) -> str:
    """The path in the newest e-mail to an address."""
    text = Message.objects.filter(to_address=address).latest("id").text
    found = re.search(r"/konto/e-post/\S+", text)
    assert found, text
    return found.group()


@pytest.mark.parametrize("address", PAGES)
def test_every_part_opens_for_one_without_a_company_too(address: str, lately: Callable[[Client], Client]) -> None:
    client = Client()
    client.force_login(User.objects.create_user("alene@alene.example", name="Alene Alenesen"))
    answer = lately(client).get(address)
    assert answer.status_code == 200
    assert "Min side" in answer.content.decode()


def test_the_menu_leads_to_it(as_user: AsUser) -> None:
    assert 'href="/konto/"' in as_user(CASE_HANDLER).get("/ko").content.decode()


def test_another_name_is_kept_and_an_empty_one_is_not(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    assert client.post("/konto/navn", {"name": " "}).status_code == 422
    client.post("/konto/navn", {"name": "Stian  Nytt-Navn"})
    assert User.objects.get(email=ELECTRICIAN).name == "Stian Nytt-Navn"


def test_an_address_counts_first_when_it_is_confirmed_and_the_old_one_is_told(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    user = User.objects.get(email=ELECTRICIAN)
    client.post("/konto/e-post", {"email": "ny@adresse.no"})
    assert User.objects.get(pk=user.pk).email == ELECTRICIAN
    link = link_to("ny@adresse.no")
    client.get(link)
    assert User.objects.get(pk=user.pk).email == ELECTRICIAN
    Client().post(link)
    assert User.objects.get(pk=user.pk).email == "ny@adresse.no"
    assert "byttet" in Message.objects.get(to_address=ELECTRICIAN).subject
    assert client.post(link).status_code == 409


def test_asking_for_somebody_elses_address_tells_nothing(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    free = client.post("/konto/e-post", {"email": "ledig@adresse.no"}, follow=True).content.decode()
    taken = client.post("/konto/e-post", {"email": CASE_HANDLER}, follow=True).content.decode()
    assert "Vi har sendt en lenke til" in free
    assert "Vi har sendt en lenke til" in taken
    assert "/konto/e-post/" not in Message.objects.get(to_address=CASE_HANDLER).text


def test_a_link_that_has_been_tampered_with_says_so(client: Client) -> None:
    assert client.get("/konto/e-post/noe-annet").status_code == 409


def test_the_mobile_is_confirmed_by_a_code(as_user: AsUser, with_sms: None) -> None:
    client = as_user(ELECTRICIAN)
    assert client.post("/konto/mobil", {"mobile": "406 12 345"}).headers["Location"] == "/konto/mobil/kode"
    code = re.search(r"\d{6}", Message.objects.get(to_address="+4740612345").text)
    assert code
    assert client.post("/konto/mobil/kode", {"code": "000000"}).status_code == 422
    assert User.objects.get(email=ELECTRICIAN).mobile != "+4740612345"
    client.post("/konto/mobil/kode", {"code": f"{code.group()[:3]} {code.group()[3:]}"})
    user = User.objects.get(email=ELECTRICIAN)
    assert (user.mobile, user.mobile_confirmed_at is not None) == ("+4740612345", True)


def test_a_code_cannot_be_guessed_on_and_on(as_user: AsUser, with_sms: None) -> None:
    client = as_user(ELECTRICIAN)
    client.post("/konto/mobil", {"mobile": "406 12 345"})
    for _ in range(contact.MOST_TRIES):
        client.post("/konto/mobil/kode", {"code": "12"})
    assert client.post("/konto/mobil/kode", {"code": "12"}).headers["Location"] == "/konto/mobil"


def test_without_a_gateway_there_is_nothing_about_mobiles(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    assert "Endre mobil" not in client.get("/konto/").content.decode()
    assert client.post("/konto/mobil", {"mobile": "40612345"}).status_code == 409


def test_signing_out_everywhere_else_leaves_this_browser_in(as_user: AsUser) -> None:
    here, there = as_user(ELECTRICIAN), as_user(ELECTRICIAN)
    for client in (here, there):
        client.get("/")
    here.post("/konto/enheter/logg-ut-andre")
    assert here.get("/meldinger").status_code == 200
    assert there.get("/meldinger").status_code == 302


def test_nobody_signs_somebody_else_out(as_user: AsUser) -> None:
    from allauth.usersessions.models import UserSession

    other = as_user(CASE_HANDLER)
    other.get("/")
    row = UserSession.objects.get(user__email=CASE_HANDLER)
    assert as_user(ELECTRICIAN).post(f"/konto/enheter/{row.pk}/logg-ut").status_code == 404
    assert other.get("/ko").status_code == 200


def test_a_mail_one_does_not_want_is_switched_off(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    client.post("/konto/varsler", {"mails": ["written"]})
    user = User.objects.get(email=ELECTRICIAN)
    assert not wishes.wants(user, "notice_approved")
    assert wishes.wants(user, "notice_note")
    assert wishes.wants(user, "notice_question")


def test_a_copy_of_everything_holds_what_is_ones_own_and_no_secret(as_user: AsUser) -> None:
    answer = as_user(ELECTRICIAN).get("/konto/lagret/last-ned")
    told = answer.json()
    assert told["account"]["innhold"]["e-post"] == ELECTRICIAN
    assert told["memberships"]["innhold"][0]["firma"] == "Eksempel Elektro AS"
    text = answer.content.decode()
    assert "argon2" not in text
    assert CASE_HANDLER not in text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_asking_to_be_deleted_tells_the_administrators(as_user: AsUser) -> None:
    as_user(ELECTRICIAN).post("/konto/lagret/slett")
    assert "ber om å bli slettet" in Message.objects.get(to_address=ADMINISTRATOR).subject
    assert User.objects.get(email=ELECTRICIAN).is_active


def test_one_without_a_company_is_out_at_once(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    Membership.objects.filter(user__email=ELECTRICIAN).delete()
    client.post("/konto/lagret/slett")
    assert not User.objects.get(email=ELECTRICIAN).is_active
    assert client.get("/konto/").status_code == 302


def test_a_password_change_is_told_by_e_mail(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    new = "fire ord ved siden av"
    answer = client.post("/konto/passord", {"oldpassword": "demo-passord-2026", "password1": new, "password2": new})
    assert answer.headers["Location"] == "/konto/innlogging"
    mail = Message.objects.get(to_address=ELECTRICIAN)
    assert mail.subject == "Passordet ditt er byttet"
    assert "Var det ikke deg" in mail.text


@pytest.mark.parametrize(
    "address", ["/konto/e-post", "/konto/kodeapp/ny", "/konto/passnokler/ny", "/konto/lagret/last-ned"]
)
def test_sensitive_parts_ask_for_sign_in_again(as_user: AsUser, lately: Callable[..., Client], address: str) -> None:
    client = lately(as_user(ELECTRICIAN), ago=601)
    assert client.get(address).headers["Location"].startswith("/konto/bekreft-deg?next=")


def test_when_somebody_was_last_here_is_kept_to_the_hour(as_user: AsUser) -> None:
    as_user(ELECTRICIAN).get("/")
    seen = User.objects.get(email=ELECTRICIAN).seen_at
    assert seen is not None
    assert (seen.minute, seen.second) == (0, 0)
