"""A company register that is slow, or answers what cannot be true: it decides nothing, and says nothing of another firm."""

import dataclasses
import time
from collections.abc import Iterator
from typing import Any

import pytest

from nettmelding.core import settings
from nettmelding.organisations import registration, registration_finish, standing
from nettmelding.organisations.models import Organisation, Registration
from nettmelding.organisations.standing import May, Why
from tests.organisations.conftest import PASSWORD, confirmed, told
from tests.registers.lying_register import LyingRegister
from tests.registers.test_http import fresh_client
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
NUMBER = "310000655"
SILENT = (May.PERSON, Why.COMPANY_REGISTER_DOWN)
TRUE = {
    "organisasjonsnummer": NUMBER,
    "navn": "Nyoppstartet Elektro AS",
    "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
    "forretningsadresse": {"adresse": ["Storgata 6"], "postnummer": "9998", "poststed": "EKSEMPELVIK"},
    "konkurs": False,
}


@pytest.fixture
def lying(register: Standins, monkeypatch: pytest.MonkeyPatch) -> Iterator[LyingRegister]:
    """The contractor register well; a company register that answers what it is told to."""
    with LyingRegister() as server:
        monkeypatch.setattr(settings, "env", dataclasses.replace(settings.env, company_register_url=server.url))
        yield server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second is too long for a register."""
    monkeypatch.setattr("nettmelding.registers.http.READ_SECONDS", 0.5)
    monkeypatch.setattr("nettmelding.registers.http._client", fresh_client())


def verdict(found: standing.Standing) -> tuple[May, Why]:
    return found.verdict.may, found.verdict.why


def test_a_slow_answer_counts_while_it_comes_in_time(register: Standins, impatient: None) -> None:
    register.fault("companies", "slow", seconds=0.2)
    assert verdict(standing.read(NUMBER)) == (May.ENTER, Why.ENTITLED)


def test_one_that_is_slower_than_anybody_waits_leaves_it_to_a_person(register: Standins, impatient: None) -> None:
    register.fault("companies", "slow", seconds=3)
    started = time.monotonic()
    found = standing.read(NUMBER)
    assert time.monotonic() - started < 2.8
    assert verdict(found) == SILENT
    assert found.shown_name == "Nyoppstartet Elektro AS"


def test_going_back_to_a_slow_register_keeps_what_was_told(register: Standins, impatient: None) -> None:
    row = told()
    register.fault("companies", "slow", seconds=3)
    again = registration.begin("310 002 046", kept=row)
    assert again.pk == row.pk
    assert (again.name, again.email, again.mobile) == (row.name, row.email, row.mobile)
    assert registration.get(row.pk) == Registration.objects.get()


@pytest.mark.parametrize(
    "lie",
    [
        TRUE | {"organisasjonsnummer": "310000329", "navn": "Eksempel Elektro AS"},
        TRUE | {"organisasjonsnummer": "310000656"},
        TRUE | {"organisasjonsnummer": None},
        TRUE | {"navn": ["Nyoppstartet", "Elektro"]},
        TRUE | {"konkurs": "nei"},
        TRUE | {"forretningsadresse": "Storgata 6"},
        {"navn": "Nyoppstartet Elektro AS"},
        [TRUE],
        "ja",
        None,
    ],
    ids=[
        "another firm",
        "wrong check digit",
        "no number",
        "name",
        "flag",
        "address",
        "nameless",
        "list",
        "word",
        "nil",
    ],
)
def test_what_cannot_be_the_answer_is_no_answer(lie: Any, lying: LyingRegister) -> None:
    lying.says(lie)
    found = standing.read(NUMBER)
    assert verdict(found) == SILENT
    assert (found.number, found.shown_name) == (NUMBER, "Nyoppstartet Elektro AS")
    assert found.address == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"organisasjonsnummer": NUMBER}, 410),
        ({"organisasjonsnummer": NUMBER, "slettedato": "i fjor"}, 410),
        (None, 410),
        ([], 410),
        ({"organisasjonsnummer": NUMBER, "respons_klasse": "SlettetEnhet"}, 200),
        ({"organisasjonsnummer": NUMBER, "slettedato": "2024-13-45"}, 200),
    ],
)
def test_a_deleted_firm_is_deleted_without_a_day_too(body: Any, status: int, lying: LyingRegister) -> None:
    lying.says(body, status)
    assert verdict(standing.read(NUMBER)) == (May.REFUSED, Why.DELETED)


def test_texts_that_no_column_holds_are_cut_and_one_gets_in(lying: LyingRegister) -> None:
    far = {"adresse": ["Gate " * 200, None], "postnummer": "9998-ABCDEF", "poststed": "EKSEMPELVIK" * 30}
    lying.says(TRUE | {"navn": "Å\x00s\n Elektro " * 5_000, "forretningsadresse": far, "telefon": "1" * 90})
    lying.body |= {"epostadresse": "x" * 300 + "@firma.example"}
    finished = registration_finish.finish(confirmed(), PASSWORD)
    firm = Organisation.objects.get(pk=finished.organisation.pk)
    assert firm.name.startswith("Å s Elektro Å s")
    assert len(firm.name) <= 200
    assert firm.email == "ny@nyoppstartet.example"
    assert len(firm.address) <= 200
