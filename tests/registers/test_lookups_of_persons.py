"""Looking a person up: what is found, what is not told, what is recorded."""

import dataclasses
import logging
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from nettmelding.core import clock, settings
from nettmelding.core.actor import SYSTEM, Actor, ActorKind
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, TooMany
from nettmelding.registers.http import RegisterDown, RegisterSaysNo
from nettmelding.registers.lookups import STEP_SECONDS, Found, PersonAnswer, find_person, person_lookups
from nettmelding.registers.models import PersonLookup
from nettmelding.registers.protocols import AddressHint
from standins import world
from tests.standins_fixture import Standins

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("registers_on_standins"),
]

GRID_COMPANY = UUID("0193b0a0-0000-7000-8000-000000000001")
FITTER = Actor(kind=ActorKind.PERSON, name="Morten Montli", user_id=uuid4(), organisation_id=uuid4())
HIDDEN = [("Skjult", "Person", date(1991, 9, 3)), ("Fortrolig", "Person", date(1983, 12, 8))]
NOBODY = ("Ingen", "Slik", date(1985, 3, 12))
SEVERAL = ("Per", "Hansen", date(1990, 5, 5))


def find(first: str, last: str, born: date, actor: Actor = FITTER, **more: Any) -> PersonAnswer:
    asked = {"grid_company_id": GRID_COMPANY, "purpose": "Melding om installasjonsarbeid"} | more
    return find_person(actor, first_name=first, last_name=last, birth_date=born, **asked)


@pytest.mark.parametrize(
    ("first", "last", "born", "confirmed_as"),
    [
        ("Ola", "Nordmann", date(1979, 7, 1), ""),
        ("Kari", "Nordmann", date(1985, 3, 12), "Kari Marie Nordmann"),
        ("kari marie", "nordmann", date(1985, 3, 12), ""),
        ("Kari Anne", "Nordmann", date(1985, 3, 12), "Kari Marie Nordmann"),
        ("Aase", "Odegaard", date(1988, 2, 29), "Åse Ødegård"),
        ("Anne Lise", "van der Berg", date(1962, 11, 17), "Anne-Lise van der Berg"),
        ("Dnr", "Arbeider", date(1994, 4, 14), ""),
    ],
)
def test_it_finds_a_person_and_says_which_form_the_register_confirmed(
    first: str, last: str, born: date, confirmed_as: str
) -> None:
    answer = find(first, last, born)
    assert (answer.found, answer.confirmed_as) == (Found.ONE, confirmed_as)
    assert answer.person is not None
    assert answer.person.name in answer.message


def test_it_gives_the_registered_address() -> None:
    person = find("Ola", "Nordmann", date(1979, 7, 1)).person
    assert person is not None
    assert person.address is not None
    assert (person.address.street, person.address.unit) == ("Prøvevegen 3", "H0102")
    assert (person.address.postcode, person.address.place) == ("9998", "EKSEMPELVIK")


def test_it_wants_the_exact_birth_date() -> None:
    assert find("Ola", "Nordmann", date(1979, 7, 2)).found is Found.NOT_ONE


@pytest.mark.parametrize(("hint", "found"), [("12", Found.ONE), ("5", Found.NOT_ONE)])
def test_it_tells_two_alike_apart_by_an_address(hint: str, found: Found) -> None:
    assert find(*SEVERAL).address_may_help
    answer = find(*SEVERAL, address=AddressHint(street="Prøvevegen", number=hint))
    assert (answer.found, answer.address_may_help) == (found, False)


def test_it_gives_the_same_words_after_the_same_time_and_calls_for_none_several_and_protected(
    standins: Standins,
) -> None:
    find(*NOBODY)
    seen = set()
    times = []
    for who in (NOBODY, SEVERAL, *HIDDEN):
        standins.fault("persons", "ok")
        started = time.monotonic()
        answer = find(*who)
        times.append(time.monotonic() - started)
        told = dataclasses.replace(answer, lookup_id=GRID_COMPANY)
        row = PersonLookup.objects.get(pk=answer.lookup_id)
        seen.add((told, row.outcome, row.person_ref, standins.requests("persons")))
    assert len(seen) == 1
    assert all(taken % STEP_SECONDS < 0.2 for taken in times)


def test_it_tells_nobody_of_a_protected_person_whatever_address_is_stated() -> None:
    home = AddressHint(street="Prøvevegen", number="1", postcode="9998")
    assert find(*HIDDEN[0], address=home).message == find(*NOBODY, address=home).message


def test_it_leads_to_the_way_for_an_estate() -> None:
    answer = find("Gammel", "Eier", date(1931, 10, 22))
    assert answer.found is Found.DEAD
    assert "Dødsbo" in answer.message


def test_it_records_who_asked_for_what_purpose_on_whose_right() -> None:
    answer = find("Kari", "Nordmann", date(1985, 3, 12))
    row = PersonLookup.objects.get(pk=answer.lookup_id)
    assert (row.user_id, row.organisation_id) == (FITTER.user_id, FITTER.organisation_id)
    assert (row.grid_company_id, row.purpose) == (GRID_COMPANY, "Melding om installasjonsarbeid")
    assert (row.outcome, row.person_ref) == ("found", answer.person_ref)


def test_it_finds_every_look_up_of_a_person_who_asks_who_looked() -> None:
    find("Kari Marie", "Nordmann", date(1985, 3, 12))
    find("KARI", "Nordmann", date(1985, 3, 12))
    find("Ola", "Nordmann", date(1979, 7, 1))
    looked = person_lookups(first_name="Kari", last_name="Nordmann", birth_date=date(1985, 3, 12))
    assert [row.actor_name for row in looked] == ["Morten Montli", "Morten Montli"]


def test_it_keeps_no_name_birth_date_or_identity_number_of_anyone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [find(p.first_name, p.last_name, p.born) for p in world.load().persons.values()]
    kept = repr(list(PersonLookup.objects.values())) + repr(answers) + caplog.text
    kept_without_answers = repr(list(PersonLookup.objects.values())) + caplog.text
    for person in world.load().persons.values():
        assert person.identity_number not in kept
        assert person.last_name not in kept_without_answers


def test_it_stands_for_the_same_person_with_the_same_reference() -> None:
    with_middle = find("Kari Marie", "Nordmann", date(1985, 3, 12)).person_ref
    without = find("Kari", "Nordmann", date(1985, 3, 12)).person_ref
    assert with_middle == without != find("Ola", "Nordmann", date(1979, 7, 1)).person_ref


def test_it_has_recorded_the_look_up_before_it_is_done_and_says_when_the_register_is_down(
    standins: Standins,
) -> None:
    standins.fault("persons", "down")
    with pytest.raises(RegisterDown) as down:
        find("Ola", "Nordmann", date(1979, 7, 1))
    assert "ikke bekreftet" in down.value.message
    assert [row.outcome for row in PersonLookup.objects.all()] == ["down"]


def test_it_says_when_the_register_refuses(standins: Standins) -> None:
    standins.fault("persons", "refuse")
    with pytest.raises(RegisterSaysNo):
        find("Ola", "Nordmann", date(1979, 7, 1))


def test_it_fetches_a_new_token_where_the_register_does_not_take_the_old_one(
    standins: Standins, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nettmelding.registers import maskinporten

    find("Ola", "Nordmann", date(1979, 7, 1))
    stale = {key: dataclasses.replace(token, value="stale") for key, token in maskinporten._kept.items()}
    monkeypatch.setattr(maskinporten, "_kept", stale)
    assert find("Ola", "Nordmann", date(1979, 7, 1)).found is Found.ONE


def test_it_says_so_when_the_sign_in_of_the_register_does_not_answer(
    standins: Standins, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nettmelding.registers import maskinporten

    monkeypatch.setattr(maskinporten, "_kept", {})
    standins.fault("maskinporten", "down")
    with pytest.raises(RegisterDown) as down:
        find("Ola", "Nordmann", date(1979, 7, 1))
    assert down.value.message.startswith("Folkeregisterets pålogging svarer ikke nå.")


def test_it_cannot_sign_in_without_the_organisations_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from nettmelding.registers import maskinporten

    monkeypatch.setattr(maskinporten, "_kept", {})
    monkeypatch.setitem(settings.env.__dict__, "maskinporten_key_file", tmp_path / "none.pem")
    with pytest.raises(RegisterDown):
        find("Ola", "Nordmann", date(1979, 7, 1))


def test_it_stops_at_the_days_quota_and_begins_anew_the_next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    few = dataclasses.replace(settings.env, person_lookups_per_day=2)
    few.__dict__.update(settings.env.__dict__ | {"person_lookups_per_day": 2})
    monkeypatch.setattr(settings, "env", few)
    for _ in range(2):
        find("Ola", "Nordmann", date(1979, 7, 1))
    with pytest.raises(TooMany) as stopped:
        find("Ola", "Nordmann", date(1979, 7, 1))
    assert "dagens 2 oppslag" in stopped.value.message
    assert PersonLookup.objects.count() == 2
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert find("Ola", "Nordmann", date(1979, 7, 1)).found is Found.ONE


def test_it_has_no_quota_for_the_programs_own_later_look_up() -> None:
    assert find("Ola", "Nordmann", date(1979, 7, 1), actor=SYSTEM).found is Found.ONE


def test_it_is_not_for_api_keys_unless_the_grid_company_opens_it() -> None:
    key = Actor(kind=ActorKind.API_KEY, name="nøkkel", user_id=uuid4())
    with pytest.raises(NotAllowed):
        find("Ola", "Nordmann", date(1979, 7, 1), actor=key)
    assert find("Ola", "Nordmann", date(1979, 7, 1), actor=key, api_key_allowed=True).found is Found.ONE


@pytest.mark.parametrize("kind", [ActorKind.CUSTOMER, ActorKind.RULE])
def test_it_is_not_for_customers_and_rules(kind: ActorKind) -> None:
    with pytest.raises(NotAllowed):
        find("Ola", "Nordmann", date(1979, 7, 1), actor=Actor(kind=kind, name="en"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grid_company_id": None}, "person_grid_company"),
        ({"purpose": " "}, "person_purpose"),
        ({"first": ""}, "person_name"),
        ({"last": "-"}, "person_name"),
    ],
)
def test_it_wants_a_name_a_purpose_and_the_grid_company_first(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        find(**{"first": "Ola", "last": "Nordmann", "born": date(1979, 7, 1)} | changes)
    assert refused.value.code == code
    assert PersonLookup.objects.count() == 0


def test_it_refuses_to_look_up_inside_a_transaction() -> None:
    with write(), pytest.raises(RuntimeError):
        find("Ola", "Nordmann", date(1979, 7, 1))
