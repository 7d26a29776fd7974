"""Orders of disconnection and questions: what is no notice, and still reaches a person."""

import json
from collections.abc import Callable

from django.test import Client

from nettmelding.notices.models import Request
from tests.web.conftest import ELECTRICIAN

AsUser = Callable[[str], Client]
PLACE = json.dumps({"street": "Prøvevegen 9", "postcode": "9998", "place": "Eksempelvik", "lat": 63.7, "lon": 9.65})


def test_an_order_follows_the_address_to_its_grid_company(as_user: AsUser, eksempelnett_id: str) -> None:
    posted = {
        "subject": "building", "address": PLACE, "meters": "00718293\n4400 0000 0000 0026", "wanted_date": "1.3.2027",
        "cable": "remove", "safe": "Alt på tomta.", "grid_company": "",
    }  # fmt: skip
    answer = as_user(ELECTRICIAN).post("/meldinger/ny/frakobling", posted)
    sent = Request.objects.get()
    assert answer.headers["Location"] == f"/henvendelser/{sent.id}"
    assert str(sent.grid_company_id) == eksempelnett_id
    assert sent.meter_numbers == ["00718293", "4400000000000026"]
    assert sent.address == "Prøvevegen 9, 9998 Eksempelvik"
    assert sent.text == "Stikkledningen: Skal kobles fra i begge ender\nAlt på tomta."


def test_everything_that_is_wrong_is_said_and_what_was_typed_stays(as_user: AsUser) -> None:
    answer = as_user(ELECTRICIAN).post("/meldinger/ny/frakobling", {"meters": "??", "safe": "Kabelen ved huset"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Velg hva som skal bort.", "Velg nettselskapet.", "Skriv målernummeret slik det står"):
        assert sentence in page
    assert "Kabelen ved huset" in page


def test_the_answer_of_the_question_is_picked_already(as_user: AsUser) -> None:
    page = as_user(ELECTRICIAN).get("/meldinger/ny/frakobling?hva=dwelling_unit").content.decode()
    assert 'value="dwelling_unit" checked' in page


def test_a_question_reaches_a_person(as_user: AsUser, provenett_id: str) -> None:
    client = as_user(ELECTRICIAN)
    shown = client.get(f"/meldinger/ny/sporsmal?nett={provenett_id}").content.decode()
    assert "Prøvenett kundeservice" in shown
    client.post("/meldinger/ny/sporsmal", {"grid_company": provenett_id, "text": "Skal strøm til et vindskjul."})
    sent = Request.objects.get()
    assert sent.kind == Request.Kind.ENQUIRY
    assert sent.text == "Skal strøm til et vindskjul."


def test_an_empty_question_is_not_sent(as_user: AsUser, provenett_id: str) -> None:
    answer = as_user(ELECTRICIAN).post("/meldinger/ny/sporsmal", {"grid_company": provenett_id, "text": " "})
    assert answer.status_code == 422
    assert "Skriv hva du lurer på." in answer.content.decode()
    assert not Request.objects.exists()
