"""The pages of a registration."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.messages.models import Channel, Message
from nettmelding.organisations.models import Organisation, Registration
from tests.organisations import conftest as firms
from tests.organisations.conftest import EMAIL, PASSWORD, code, import_register, register
from tests.standins_fixture import Standins

__all__ = ["import_register", "register"]
pytestmark = pytest.mark.django_db(databases="__all__")
ABOUT_ME = {
    "name": "Nina Nystad",
    "email": EMAIL,
    "mobile": "400 00 655",
    "grid_company": "eksempelnett",
    "terms": "on",
}


@pytest.fixture(autouse=True)
def unlimited() -> None:
    """Nobody has asked for anything before."""
    cache.clear()


def begin(client: Client, number: str = firms.NEW) -> str:
    """To the page of the firm; what it says."""
    return client.post("/registrer", {"number": number}, follow=True).content.decode()


def finish_codes(client: Client) -> None:
    row = Registration.objects.latest("created_at")
    typed = {"email_code": code(row), "mobile_code": code(row, Channel.SMS)}
    assert client.post("/registrer/kode", typed).headers["Location"] == "/registrer/passord"


def test_the_sign_in_page_leads_to_it(client: Client) -> None:
    assert 'href="/registrer"' in client.get("/konto/logg-inn").content.decode()


def test_four_steps_lead_in(client: Client, register: Standins) -> None:
    said = begin(client, "NO 310 000 655 MVA")
    assert "Nyoppstartet Elektro AS" in said
    assert "Storgata 6" in said
    assert "Elektriske lavspenningsinstallasjoner" in said
    assert "Registeret per" in said
    assert client.post("/registrer/firma", ABOUT_ME).headers["Location"] == "/registrer/kode"
    finish_codes(client)
    assert client.post("/registrer/passord", {"password": PASSWORD}).headers["Location"] == "/registrer/ferdig"
    done = client.get("/registrer/ferdig").content.decode()
    assert "Nyoppstartet Elektro AS er registrert" in done
    assert "Dere har tilgang til Eksempelnett AS" in done
    assert client.get("/som/nyoppstartet-elektro-as/meldinger/ny").status_code == 200


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (firms.GONE, "står ikke i Elvirksomhetsregisteret"),
        (firms.BANKRUPT, "konkurs"),
        (firms.DELETED, "slettet"),
        (firms.OTHER_WORK, "ikke for arbeid på lavspenningsinstallasjoner"),
    ],
)
def test_a_firm_that_may_not_gets_the_reason_and_a_way_to_a_person(
    number: str, reason: str, client: Client, register: Standins
) -> None:
    said = begin(client, number)
    assert reason in said
    assert "mailto:installasjon@eksempelnett.example" in said
    assert "tel:81000100" in said
    assert "dsb.no" in said
    client.post("/registrer/firma", ABOUT_ME)
    assert not Message.objects.exists()


def test_a_wrong_number_is_said_beside_the_field_and_stays(client: Client, register: Standins) -> None:
    answer = client.post("/registrer", {"number": "310 000 65"})
    assert answer.status_code == 422
    assert "ni sifre" in answer.content.decode()
    assert 'value="310 000 65"' in answer.content.decode()


def test_what_is_typed_stays_when_something_is_missing(client: Client, register: Standins) -> None:
    begin(client)
    answer = client.post("/registrer/firma", {**ABOUT_ME, "mobile": "12", "terms": ""} | {})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert 'value="Nina Nystad"' in said
    assert 'value="12"' in said


def test_a_reload_and_a_second_tab_are_the_same_registration(client: Client, register: Standins) -> None:
    begin(client)
    client.post("/registrer/firma", ABOUT_ME)
    assert 'value="Nina Nystad"' in client.get("/registrer/firma").content.decode()
    assert EMAIL in client.get("/registrer/kode").content.decode()
    assert Registration.objects.count() == 1
    begin(client)
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("path", ["firma", "kode", "passord", "ferdig"])
def test_a_step_by_itself_leads_to_the_beginning(path: str, client: Client) -> None:
    assert client.get(f"/registrer/{path}").headers["Location"] == "/registrer"


def test_steps_cannot_be_passed_over(client: Client, register: Standins) -> None:
    begin(client)
    assert client.get("/registrer/kode").headers["Location"] == "/registrer/firma"
    client.post("/registrer/firma", ABOUT_ME)
    assert client.post("/registrer/passord", {"password": PASSWORD}).headers["Location"] == "/registrer/kode"
    assert not User.objects.filter(email=EMAIL).exists()


def test_the_register_is_down_and_one_gets_on(client: Client, register: Standins) -> None:
    register.fault("companies", "down")
    assert "Enhetsregisteret svarer ikke" in begin(client)
    assert client.post("/registrer/firma", ABOUT_ME).headers["Location"] == "/registrer/kode"
    finish_codes(client)
    client.post("/registrer/passord", {"password": PASSWORD})
    assert "må godkjenne dere først" in client.get("/registrer/ferdig").content.decode()


def test_a_firm_that_is_here_leads_to_its_administrator_and_names_nobody(client: Client, register: Standins) -> None:
    said = begin(client, "310 000 329")
    assert "Firmaet er registrert" in said
    answer = client.post("/registrer/sporsmal", {"name": "Nils Ny", "email": "nils@ny.example"}).content.decode()
    for name in ("Anita", "admin@eksempelelektro.example"):
        assert name not in said
        assert name not in answer
    assert Message.objects.get().to_address == "admin@eksempelelektro.example"


def test_asking_a_firms_administrators_is_limited(client: Client, register: Standins) -> None:
    begin(client, "310 000 329")
    asked = [
        client.post("/registrer/sporsmal", {"name": "Nils", "email": "n@ny.example"}).status_code for _ in range(4)
    ]
    assert asked == [200, 200, 200, 429]
    assert Message.objects.count() == 3


def test_codes_to_one_address_are_limited(client: Client, register: Standins) -> None:
    begin(client)
    client.post("/registrer/firma", ABOUT_ME)
    for _ in range(12):
        client.post("/registrer/kode/igjen")
    assert Message.objects.filter(channel=Channel.EMAIL).count() == 8
    assert "for mange ganger" in client.get("/registrer/kode").content.decode()


def shape(html: str) -> str:
    """A page without what differs from one visit to the next."""
    html = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", html)
    return html.replace("admin@proveinstallasjon.example", "X").replace(EMAIL, "X")


def test_the_pages_do_not_tell_whether_an_address_has_a_user(register: Standins) -> None:
    shown = []
    for email in (EMAIL, "admin@proveinstallasjon.example"):
        client = Client()
        begin(client)
        answer = client.post("/registrer/firma", {**ABOUT_ME, "email": email})
        assert answer.headers["Location"] == "/registrer/kode"
        shown.append(shape(client.get("/registrer/kode").content.decode()))
    assert shown[0] == shown[1]


def test_somebody_with_a_user_is_never_signed_in_by_a_code(client: Client, register: Standins) -> None:
    begin(client)
    client.post("/registrer/firma", {**ABOUT_ME, "email": "admin@proveinstallasjon.example"})
    finish_codes(client)
    assert "Du har bruker fra før" in client.get("/registrer/passord").content.decode()
    client.post("/registrer/passord")
    assert Organisation.objects.filter(organisation_number="310000655").exists()
    assert "_auth_user_id" not in client.session
    assert "Logg inn" in client.get("/registrer/ferdig").content.decode()


def test_the_link_confirms_by_a_press_not_by_being_looked_at(client: Client, register: Standins) -> None:
    begin(client)
    client.post("/registrer/firma", ABOUT_ME)
    link = re.search(r"/registrer/bekreft/\S+", Message.objects.get(channel=Channel.EMAIL).text)
    assert link is not None
    elsewhere = Client()
    assert elsewhere.get(link.group()).status_code == 200
    assert not Registration.objects.get().email_confirmed_at
    assert elsewhere.post(link.group()).headers["Location"] == "/registrer/kode"
    assert Registration.objects.get().email_confirmed_at
    assert client.get("/registrer/passord").headers["Location"] == "/registrer?videre=annet-sted"
    assert elsewhere.get(link.group()).status_code == 404


def test_the_terms_are_there_for_everybody(client: Client) -> None:
    assert "Versjon 2026-11" in client.get("/vilkar").content.decode()
