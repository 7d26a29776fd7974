"""A case whose persons have been forgotten still opens and prints."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nettmelding.config import forgetting
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.retention import YEAR
from nettmelding.notices import actions
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def forgotten(electrician: Actor, case_handler: Actor) -> Notice:
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(text="Ring Kari Nordmann")])
    actions.send(electrician, notice.id)
    actions.withdraw(electrician, notice.id, text="Kari Nordmann ombestemte seg")
    with clock.frozen(clock.now() + 10 * YEAR + timedelta(days=1)):
        while forgetting.run():
            pass
    return notice


@pytest.mark.parametrize("who", [ELECTRICIAN, CASE_HANDLER])
@pytest.mark.parametrize("page", ["", "/dialog", "/vedlegg", "/historikk", "/utskrift", "/historikk/1"])
def test_it_opens_and_names_nobody(who: str, page: str, forgotten: Notice, as_user: Callable[[str], Client]) -> None:
    answered = as_user(who).get(f"/meldinger/{forgotten.id}{page}")
    assert answered.status_code == 200
    assert "Nordmann" not in answered.content.decode()


def test_it_says_that_the_name_has_been_erased(forgotten: Notice, as_user: Callable[[str], Client]) -> None:
    page = as_user(CASE_HANDLER).get(f"/meldinger/{forgotten.id}").content.decode()
    assert "Navnet er slettet" in page
    assert "Personopplysningene er slettet" in page
    assert "Prøvevegen 1" in page


def test_nobody_finds_it_by_the_name(forgotten: Notice, as_user: Callable[[str], Client]) -> None:
    client = as_user(CASE_HANDLER)
    assert str(forgotten.id) not in client.get("/sok?q=Nordmann", follow=True).content.decode()
    assert client.get("/sok?q=Prøvevegen").headers["Location"].endswith(str(forgotten.id)), "the only one there"
