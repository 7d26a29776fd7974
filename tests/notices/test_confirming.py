"""A register that is down: the draft goes on with the mark, and the worker asks again."""

import pytest
from django.core.cache import cache

from nettmelding.core.actor import Actor
from nettmelding.notices import confirming, drafts, parties, places, timeline
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.parties import PersonQuery
from nettmelding.registers.http import RegisterDown
from tests.standins_fixture import Standins

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("registers_on_standins"),
]


@pytest.fixture
def notice(electrician: Actor) -> Notice:
    draft = drafts.create(electrician, ["ev_charging"], "single")
    return places.set_address(
        electrician, draft.id, {"street": "Prøvevegen 4", "postcode": "9998", "lat": 63.7, "lon": 9.65}
    ).notice


def customer(notice: Notice) -> Party:
    return notice.parties.get(role=PartyRole.CUSTOMER)


def test_a_firm_written_while_the_register_was_down_is_confirmed_when_it_is_back(
    electrician: Actor, notice: Notice, standins: Standins
) -> None:
    standins.fault("companies", "down")
    with pytest.raises(RegisterDown):
        parties.use_company(electrician, notice.id, PartyRole.CUSTOMER, "310 000 876")
    parties.type_name(
        electrician,
        notice.id,
        PartyRole.CUSTOMER,
        Party.Kind.COMPANY,
        "Eksempel bygg",
        "register_down",
        asked_with="310 000 876",
    )
    assert confirming.run() == 0
    assert not customer(notice).confirmed
    standins.fault("companies", "ok")
    cache.clear()
    assert confirming.run() == 1
    assert (customer(notice).name, customer(notice).confirmed) == ("Eksempel Bygg AS", True)
    assert timeline.entries(electrician, notice.id)[-1].action == "party_confirmed"
    assert confirming.run() == 0


def test_a_person_written_while_the_register_was_down_is_confirmed_by_name_and_birth_date(
    electrician: Actor, notice: Notice, standins: Standins
) -> None:
    standins.fault("persons", "down")
    with pytest.raises(RegisterDown):
        parties.find_person(electrician, notice.id, PartyRole.CUSTOMER, PersonQuery("Nordmann", "Kari", "12.3.85"))
    parties.type_name(
        electrician,
        notice.id,
        PartyRole.CUSTOMER,
        Party.Kind.PERSON,
        "Kari Nordmann",
        "register_down",
        asked_with="12.3.85",
    )
    standins.fault("persons", "ok")
    cache.clear()
    assert confirming.run() == 1
    assert (customer(notice).name, customer(notice).confirmed) == ("Kari Marie Nordmann", True)


def test_a_name_without_anything_to_ask_with_is_left_to_people(electrician: Actor, notice: Notice) -> None:
    parties.type_name(
        electrician,
        notice.id,
        PartyRole.CUSTOMER,
        Party.Kind.PERSON,
        "Ola Nordmann",
        "register_down",
        asked_with="vet ikke",
    )
    assert confirming.run() == 0
    assert customer(notice).birth_date is None
