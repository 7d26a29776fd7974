"""One field at the sign-in page: e-mail, mobile or user name."""

import pytest

from nettmelding.accounts.finding import account_key, find_user
from nettmelding.accounts.models import User
from nettmelding.core import clock
from tests.web.conftest import ELECTRICIAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri() -> User:
    user = User.objects.get(email=ELECTRICIAN)
    User.objects.filter(pk=user.pk).update(username="siri.saks", mobile="+4740612345", mobile_confirmed_at=clock.now())
    return user


@pytest.mark.parametrize(
    "typed",
    [ELECTRICIAN, f" {ELECTRICIAN.upper()} ", "siri.saks", "Siri.Saks", "40612345", "406 12 345", "+47 40612345"],
)
def test_a_person_is_found_however_they_write_themselves(siri: User, typed: str) -> None:
    assert find_user(typed) == siri


@pytest.mark.parametrize("typed", ["", "ingen", "ingen@ingensteds.example", "40612346", "'; --"])
def test_nobody_is_found_for_anything_else(siri: User, typed: str) -> None:
    assert find_user(typed) is None


def test_a_mobile_that_is_not_confirmed_leads_to_nobody_who_has_another_way_in(siri: User) -> None:
    User.objects.filter(pk=siri.pk).update(mobile_confirmed_at=None)
    assert find_user("40612345") is None


def test_a_mobile_alone_leads_to_its_person() -> None:
    user = User.objects.create(name="Bare Mobil", mobile="+4740612399")
    assert find_user("406 12 399") == user


def test_a_mobile_that_two_have_leads_to_neither(siri: User) -> None:
    User.objects.filter(email="admin@eksempelelektro.example").update(
        mobile="+4740612345", mobile_confirmed_at=clock.now()
    )
    assert find_user("40612345") is None


def test_guesses_at_one_account_are_counted_together_however_it_is_written(siri: User) -> None:
    assert len({account_key(typed) for typed in (ELECTRICIAN, "siri.saks", "406 12 345", "+4740612345")}) == 1
    assert account_key("ingen") != account_key("noen")
