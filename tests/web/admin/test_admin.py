"""Admin: the company's settings and its standard texts."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.organisations.models import CompanySettings, Organisation, StandardText
from nettmelding.organisations.queries import standard_texts
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN

AsUser = Callable[[str], Client]
COMPANY, TEXTS, RIGHTS, KEYS = (
    f"/admin/{name}" for name in ("selskapsinformasjon", "kommentar", "rettigheter", "api-nokler")
)
GRID_ADMINISTRATOR = "nettadmin@eksempelnett.example"


def titles(electrician: Actor) -> list[str]:
    return [text.title for text in standard_texts(electrician)]


@pytest.mark.parametrize("email", [ELECTRICIAN, CASE_HANDLER])
@pytest.mark.parametrize(
    "address", [COMPANY, f"{COMPANY}/les", f"{COMPANY}/logo", f"{COMPANY}/to-trinn", RIGHTS, f"{RIGHTS}/endre", KEYS]
)
def test_only_an_administrator_gets_in(as_user: AsUser, email: str, address: str) -> None:
    assert as_user(email).get(address).status_code in {404, 405}
    assert as_user(email).post(address).status_code in {404, 405}


@pytest.mark.parametrize("email", [ADMINISTRATOR, GRID_ADMINISTRATOR])
@pytest.mark.parametrize(
    "address", [COMPANY, f"{COMPANY}/to-trinn", TEXTS, f"{TEXTS}/ny", RIGHTS, f"{RIGHTS}/endre", KEYS, f"{KEYS}/ny"]
)
def test_the_administrator_of_both_kinds_of_company_gets_in(as_user: AsUser, email: str, address: str) -> None:
    assert as_user(email).get(address).status_code == 200


def test_the_companys_own_data_can_be_read(as_user: AsUser) -> None:
    text = as_user(ADMINISTRATOR).get(COMPANY).content.decode()
    assert "310 000 329" in text
    assert "Storgata 11, 9998" in text


def test_the_mail_is_switched_off_and_the_change_is_recorded(as_user: AsUser, electrician: Actor) -> None:
    as_user(ADMINISTRATOR).post(
        COMPANY, {"part": "decisions", "told": ["decision_to_sender"], "decision_to_shared": ""}
    )
    settings = CompanySettings.objects.get(organisation_id=electrician.organisation_id)
    assert not settings.email_on_decision
    event = Event.objects.get(subject_id=electrician.organisation_id)
    assert event.action == "settings_changed"


def test_saving_the_same_again_records_nothing(as_user: AsUser, electrician: Actor) -> None:
    as_user(ADMINISTRATOR).post(COMPANY, {"part": "decisions", "told": ["email_on_decision", "decision_to_sender"]})
    assert not Event.objects.filter(subject_id=electrician.organisation_id).exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"told": ["email_on_decision"], "decision_to_shared": "post"}, "Dette er ikke en e-postadresse"),
        ({"told": ["email_on_decision"], "decision_to_shared": ""}, "Velg minst én som skal få e-posten"),
    ],
)
def test_what_does_not_hold_is_said_beside_the_field(as_user: AsUser, sent: dict[str, object], sentence: str) -> None:
    answer = as_user(ADMINISTRATOR).post(COMPANY, {"part": "decisions", **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_standard_text_is_added_changed_and_deleted(as_user: AsUser, electrician: Actor) -> None:
    client, before = as_user(ADMINISTRATOR), titles(electrician)
    client.post(f"{TEXTS}/ny", {"title": "Port", "text": "Koden til porten er hos kunden."})
    assert titles(electrician) == [*before, "Port"]
    text = StandardText.objects.get(title="Port")
    client.post(f"{TEXTS}/{text.id}", {"title": "Porten", "text": text.text})
    assert titles(electrician) == [*before, "Porten"]
    client.post(f"{TEXTS}/{text.id}/slett")
    assert titles(electrician) == before


def test_texts_change_places(as_user: AsUser, electrician: Actor) -> None:
    client = as_user(ADMINISTRATOR)
    first, second, third = standard_texts(electrician)
    client.post(f"{TEXTS}/{third.id}/flytt", {"way": "up"})
    client.post(f"{TEXTS}/{first.id}/flytt", {"way": "up"})
    assert titles(electrician) == [first.title, third.title, second.title]


def test_an_empty_text_is_not_kept(as_user: AsUser, electrician: Actor) -> None:
    answer = as_user(ADMINISTRATOR).post(f"{TEXTS}/ny", {"title": "", "text": "noe"})
    assert answer.status_code == 422
    assert "Gi teksten et navn." in answer.content.decode()


def test_another_firms_text_is_not_there(as_user: AsUser) -> None:
    with write():
        other = Organisation.objects.get(slug="prove-installasjon")
        text = StandardText.objects.create(organisation=other, title="Deres", text="hemmelig")
    client = as_user(ADMINISTRATOR)
    assert client.get(f"{TEXTS}/{text.id}").status_code == 404
    for step in ("slett", "flytt"):
        assert client.post(f"{TEXTS}/{text.id}/{step}").status_code == 404
    assert StandardText.objects.filter(pk=text.pk).exists()
