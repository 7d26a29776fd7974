"""Finding a company by number in any form, or by name."""

import pytest

from nettmelding.core.actor import SYSTEM, Actor, ActorKind
from nettmelding.core.errors import Invalid, NotAllowed
from nettmelding.registers.http import RegisterDown
from nettmelding.registers.lookups import find_company
from nettmelding.registers.protocols import CompanyWarning
from tests.standins_fixture import Standins

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("registers_on_standins"),
]


@pytest.mark.parametrize(
    "typed",
    ["310 000 876", "310.000.876", "310\u00a0000\u00a0876", "NO 310 000 876 MVA", "https://virksomhet.brreg.no/nb/oppslag/enheter/310000876"],
)  # fmt: skip
def test_it_finds_a_company_by_number_in_any_form(typed: str) -> None:
    (company,) = find_company(SYSTEM, typed).companies
    assert (company.name, company.street, company.postcode) == ("Eksempel Bygg AS", "Prøvekaia 2", "9998")
    assert company.email == "post@eksempelbygg.example"


def test_it_finds_companies_by_name_closest_first() -> None:
    names = [company.name for company in find_company(SYSTEM, "eksempel  bygg").companies]
    assert names == ["Eksempel Bygg AS"]


def test_it_finds_a_sub_unit_by_number() -> None:
    (unit,) = find_company(SYSTEM, "310002046").companies
    assert unit.parent_number == "310000329"


def test_it_warns_of_a_bankrupt_company() -> None:
    answer = find_company(SYSTEM, "310 001 090")
    assert answer.companies[0].warnings == (CompanyWarning.BANKRUPT,)
    assert answer.companies[0].usable
    assert answer.message == "Obs: Konkurs."


def test_it_says_when_a_company_was_deleted() -> None:
    answer = find_company(SYSTEM, "310 001 201")
    assert not answer.companies[0].usable
    assert answer.message == "Firmaet ble slettet 15.03.2024 og kan ikke velges."


def test_it_says_that_there_is_none() -> None:
    assert "dette nummeret" in find_company(SYSTEM, "974760673").message
    assert "dette navnet" in find_company(SYSTEM, "Finnes Ikke AS").message


@pytest.mark.parametrize("typed", ["", " ", "x", "310 000 877"])
def test_it_refuses_a_query_that_cannot_be_one(typed: str) -> None:
    with pytest.raises(Invalid):
        find_company(SYSTEM, typed)


def test_it_is_not_for_customers_with_a_link() -> None:
    with pytest.raises(NotAllowed):
        find_company(Actor(kind=ActorKind.CUSTOMER, name="Kari"), "eksempel")


def test_it_says_that_the_register_is_down(standins: Standins) -> None:
    standins.fault("companies", "down")
    with pytest.raises(RegisterDown):
        find_company(SYSTEM, "310 000 876")
