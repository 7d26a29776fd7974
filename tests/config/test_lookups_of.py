"""Everyone may ask who has looked them up, and gets an answer."""

import json
from datetime import date

import pytest

from nettmelding.config.cli import main
from nettmelding.core.actor import Actor
from nettmelding.registers.lookups import criteria
from nettmelding.registers.models import Outcome, PersonLookup

pytestmark = pytest.mark.django_db
KARI = ["lookups-of", "--last-name", "Nordmann", "--birth-date", "1985-03-12", "--first-name"]


@pytest.fixture
def looked_up(electrician: Actor) -> None:
    PersonLookup.objects.create(
        actor_kind="person",
        actor_name=electrician.name,
        organisation_name=electrician.organisation_name,
        grid_company_id=electrician.organisation,
        purpose="Melding om arbeid",
        criteria=criteria("Nordmann", "Kari Marie", date(1985, 3, 12)),
        outcome=Outcome.FOUND,
    )


def test_it_tells_who_looked_for_which_company_and_why(
    looked_up: None, electrician: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*KARI, "Kari"]) == 0
    said = capsys.readouterr().out
    assert f"{electrician.name}, Eksempel Elektro AS: Melding om arbeid" in said


def test_it_tells_a_program(looked_up: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*KARI, "Kari Marie", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["company"], row["outcome"]) == ("Eksempel Elektro AS", "found")


def test_it_says_when_nobody_has(looked_up: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*KARI, "Kristin"]) == 0
    assert "Nobody" in capsys.readouterr().out
