"""What one who registers a firm sees of a register that is slow or lies: clear words, and what was typed."""

import pytest
from django.core.cache import cache
from django.test import Client

from nettmelding.organisations.models import Registration
from tests.organisations.conftest import EMAIL, import_register, register
from tests.organisations.test_registers_that_lie import TRUE, impatient, lying
from tests.registers.lying_register import LyingRegister
from tests.standins_fixture import Standins
from tests.web.join.test_join import ABOUT_ME, begin, finish_codes

__all__ = ["impatient", "import_register", "lying", "register"]
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def unlimited() -> None:
    """Nobody has asked for anything before."""
    cache.clear()


def test_a_register_that_is_too_slow_is_named_and_one_gets_on(
    client: Client, register: Standins, impatient: None
) -> None:
    register.fault("companies", "slow", seconds=3)
    said = begin(client)
    assert "Enhetsregisteret svarer ikke akkurat nå." in said
    assert "Nyoppstartet Elektro AS" in said
    client.post("/registrer/firma", ABOUT_ME)
    finish_codes(client)


def test_a_register_that_is_slow_but_answers_is_not_spoken_of(
    client: Client, register: Standins, impatient: None
) -> None:
    register.fault("companies", "slow", seconds=0.2)
    said = begin(client)
    assert "svarer ikke" not in said
    assert "Storgata 6" in said


def test_what_was_told_stands_there_after_a_slow_register_was_asked_again(
    client: Client, register: Standins, impatient: None
) -> None:
    begin(client)
    client.post("/registrer/firma", ABOUT_ME)
    cache.clear()
    register.fault("companies", "slow", seconds=3)
    said = begin(client)
    assert "Enhetsregisteret svarer ikke akkurat nå." in said
    for kept in (ABOUT_ME["name"], EMAIL, "400 00 655"):
        assert f'value="{kept}"' in said.replace("\u00a0", " ")
    assert Registration.objects.count() == 1


def test_another_firms_name_never_stands_on_the_page(client: Client, lying: LyingRegister) -> None:
    lying.says(TRUE | {"organisasjonsnummer": "310000329", "navn": "Eksempel Elektro AS"})
    said = begin(client)
    assert "Eksempel Elektro AS" not in said
    assert "Enhetsregisteret svarer ikke akkurat nå." in said


def test_a_firm_that_was_deleted_on_no_day_gets_the_reason(client: Client, lying: LyingRegister) -> None:
    lying.says({"organisasjonsnummer": "310000655"}, 410)
    assert "Firmaet er slettet i Enhetsregisteret." in begin(client)


def test_a_huge_name_is_cut_on_the_page(client: Client, lying: LyingRegister) -> None:
    lying.says(TRUE | {"navn": "Nyoppstartet " * 10_000})
    said = begin(client)
    assert "Nyoppstartet Nyoppstartet" in said
    assert len(said) < 60_000
