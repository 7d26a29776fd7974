"""*Skjermede anlegg* under Admin."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor
from nettmelding.installations import customer_system
from nettmelding.organisations.models import Screen
from standins.customer_system import KEY
from tests.notices import ways
from tests.standins_fixture import Standins
from tests.web.conftest import CASE_HANDLER, COLLEAGUE, ELECTRICIAN

pytestmark = pytest.mark.django_db(databases="__all__")
ADMIN = "nettadmin@eksempelnett.example"
URL = "/admin/skjermede-anlegg"
As = Callable[[str], Client]
Actors = Callable[[str], Actor]


def user(email: str) -> str:
    return str(User.objects.get(email=email).id)


@pytest.mark.parametrize(
    "place",
    [
        {"place.q": "Prøvevegen 1, 9998 Eksempelvik"},
        {"place": json.dumps({"text": "Prøvevegen 1, 9998 EKSEMPELVIK", "street": "Prøvevegen", "postcode": "9998"})},
        {"number": ways.KNOWN_METER},
    ],
)
def test_added_changed_and_removed(as_user: As, electrician: Actor, place: dict[str, str]) -> None:
    notice = ways.sent(electrician)
    admin, handler, colleague = as_user(ADMIN), as_user(CASE_HANDLER), as_user(COLLEAGUE)
    case = f"/meldinger/{notice.id}"
    added = admin.post(f"{URL}/ny", {**place, "handlers": [user(CASE_HANDLER)], "why": "Beskyttet"}, follow=True)
    assert "er skjermet" in added.content.decode()
    assert (handler.get(case).status_code, colleague.get(case).status_code) == (200, 404)
    one = f"{URL}/{Screen.objects.get().id}"
    assert "Beskyttet" in admin.get(one).content.decode()
    admin.post(one, {"handlers": [user(COLLEAGUE)], "why": ""})
    assert (handler.get(case).status_code, colleague.get(case).status_code) == (404, 200)
    admin.post(f"{one}/fjern")
    assert (handler.get(case).status_code, colleague.get(case).status_code) == (200, 200)


def test_what_is_wrong_stands_beside_the_field(as_user: As) -> None:
    admin = as_user(ADMIN)
    for sent, said in (
        ({"place.q": "Prøvevegen"}, "Skriv vei og husnummer."),
        ({"place.q": "Prøvevegen 1"}, "Skriv postnummeret, fire sifre."),
        ({"number": "abc"}, "Skriv målernummeret slik"),
    ):
        answered = admin.post(f"{URL}/ny", {**sent, "handlers": [user(CASE_HANDLER)]})
        assert (answered.status_code, said in answered.content.decode()) == (422, True)
    nobody = admin.post(f"{URL}/ny", {"place.q": "Prøvevegen 1, 9998 Eksempelvik"})
    assert "Velg minst én som skal se sakene." in nobody.content.decode()
    assert "Prøvevegen 1, 9998 Eksempelvik" in nobody.content.decode()


def test_it_says_that_nobody_sees_a_case(as_user: As, electrician: Actor) -> None:
    ways.sent(electrician)
    admin = as_user(ADMIN)
    list_ = SimpleUploadedFile("liste.csv", b"adresse;postnummer\nPr\xc3\xb8vevegen 1;9998\n", "text/csv")
    answered = admin.post(f"{URL}/fra-fil", {"file": list_})
    assert "1 lagt til, 0 endret, 0 fjernet." in answered.content.decode()
    assert "Ingen kan se én sak." in admin.get(URL).content.decode()
    assert "Prøvevegen 1" not in admin.get(f"{URL}?q=kaia").content.decode()
    assert admin.post(f"{URL}/fra-fil").status_code == 422


def test_it_is_there_for_those_who_screen(as_user: As, electrician: Actor) -> None:
    for who in (CASE_HANDLER, ELECTRICIAN):
        assert as_user(who).get(URL).status_code == 404


def test_it_asks_for_sign_in_again(client: Client) -> None:
    client.force_login(User.objects.get(email=ADMIN))
    assert client.get(URL).status_code == 200
    assert "bekreft-deg" in client.get(f"{URL}/ny").headers["Location"]


@pytest.mark.one_database
def test_the_customer_systems_list_is_read_now(as_user: As, actor: Actors, registers_on_standins: Standins) -> None:
    admin = as_user(ADMIN)
    assert "Les nå" not in admin.get(URL).content.decode()
    wanted = customer_system.Wanted("https://kundesystem.eksempelnett.example/nettmelding", KEY, True)
    customer_system.save(actor(ADMIN), wanted)
    assert "leses hver natt" in admin.get(URL).content.decode()
    seen = admin.post(f"{URL}/les", follow=True).content.decode()
    assert "Fjordvegen 2, 9998 Eksempelvik" in seen
    assert "fra kundesystemet" in seen
    registers_on_standins.fault("customer_system", "down")
    failed = admin.post(f"{URL}/les", follow=True).content.decode()
    assert "Fjordvegen 2, 9998 Eksempelvik" in failed
    assert 'class="toast' in failed
    assert "Lista fra kundesystemet" in failed
