"""What the registers say of a contractor, and what follows."""

from datetime import timedelta

import pytest

from nettmelding.core import clock
from nettmelding.organisations import standing
from nettmelding.organisations.standing import May, Why
from tests.organisations import conftest as firms
from tests.organisations.conftest import Import
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
ALL_VERDICTS = {
    firms.NEW: (May.ENTER, Why.ENTITLED),
    firms.SUB_UNIT: (May.ENTER, Why.ENTITLED),
    firms.GONE: (May.REFUSED, Why.NOT_LISTED),
    firms.OTHER_WORK: (May.REFUSED, Why.OTHER_WORK),
    firms.BANKRUPT: (May.REFUSED, Why.BANKRUPT),
    firms.DELETED: (May.REFUSED, Why.DELETED),
    "310 099 997": (May.REFUSED, Why.UNKNOWN),
}


def verdict(number: str) -> tuple[May, Why]:
    found = standing.read(number.replace(" ", "")).verdict
    return found.may, found.why


@pytest.mark.parametrize("number", ALL_VERDICTS)
def test_it_says_who_may_enter_and_why_not(number: str, register: Standins) -> None:
    assert verdict(number) == ALL_VERDICTS[number]


def test_it_leaves_it_to_a_person_when_the_file_is_too_old(old_register: Standins) -> None:
    assert verdict(firms.NEW) == verdict(firms.GONE) == (May.PERSON, Why.REGISTER_OLD)
    assert verdict(firms.BANKRUPT) == (May.REFUSED, Why.BANKRUPT)


def test_it_leaves_it_to_a_person_when_no_file_has_been_imported(db: None, registers_on_standins: Standins) -> None:
    assert verdict(firms.NEW) == (May.PERSON, Why.NO_REGISTER)


@pytest.mark.parametrize("mode", ["down", "garbage", "refuse"])
def test_it_leaves_it_to_a_person_when_the_company_register_is_silent(mode: str, register: Standins) -> None:
    register.fault("companies", mode)
    found = standing.read("310000655")
    assert (found.verdict.may, found.verdict.why) == (May.PERSON, Why.COMPANY_REGISTER_DOWN)
    assert found.shown_name == "Nyoppstartet Elektro AS"
    assert verdict(firms.GONE) == (May.REFUSED, Why.NOT_LISTED)


def test_it_keeps_and_reads_itself_again(register: Standins) -> None:
    for number in ALL_VERDICTS:
        found = standing.read(number.replace(" ", ""))
        assert standing.from_json(found.as_json()) == found
    assert standing.from_json({}) is None


def test_it_tells_the_day_of_the_file_it_was_read_from(
    db: None, registers_on_standins: Standins, import_register: Import
) -> None:
    day = clock.today() - timedelta(days=12)
    import_register(as_of=day)
    found = standing.read("310000655")
    assert found.as_of == day
    assert str(day.year) in found.age
