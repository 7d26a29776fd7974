"""What the first page says to whom."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import actions, week
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_it_says_what_waits_for_you_and_what_for_the_grid_company(
    as_user: Callable[[str], Client], electrician: Actor
) -> None:
    ways.draft(electrician)
    ways.sent(electrician)
    text = as_user(ELECTRICIAN).get("/").content.decode()
    assert "Én sak venter på deg." in text
    assert "Én venter på nettselskapet, ingen er forsinket." in text


def test_what_is_late_is_said(as_user: Callable[[str], Client], electrician: Actor) -> None:
    with clock.frozen(datetime(2026, 9, 1, 8, tzinfo=UTC)):
        ways.sent(electrician)
    text = as_user(ELECTRICIAN).get("/").content.decode()
    assert "én er forsinket" in text
    assert "frist var" in text


def test_a_rejected_notice_says_how_much_is_to_be_corrected(
    as_user: Callable[[str], Client], electrician: Actor, case_handler: Actor
) -> None:
    reasons = [GivenRemark(code="load_unclear"), GivenRemark(text="Tegn på nytt.", path="work.protection_change")]
    actions.reject(case_handler, ways.sent(electrician).id, remarks=reasons)
    assert "rett 2 ting" in as_user(ELECTRICIAN).get("/").content.decode()


def test_nothing_waiting_is_said_too(as_user: Callable[[str], Client]) -> None:
    assert "Ingenting venter på deg" in as_user(ELECTRICIAN).get("/").content.decode()


@pytest.mark.parametrize(("email", "place"), [(CASE_HANDLER, "/ko"), (INSPECTORATE, "/meldinger")])
def test_a_grid_companys_people_begin_at_their_work(as_user: Callable[[str], Client], email: str, place: str) -> None:
    assert as_user(email).get("/").headers["Location"] == place


def test_the_platforms_people_see_no_cases(as_user: Callable[[str], Client]) -> None:
    assert "Sakene hører til selskapene" in as_user("drift@nettmelding.example").get("/").content.decode()


def test_the_week_counts_what_was_decided(electrician: Actor, case_handler: Actor) -> None:
    with clock.frozen(MONDAY):
        first, second = ways.sent(electrician), ways.sent(electrician)
    with clock.frozen(MONDAY.replace(hour=10)):
        actions.approve(case_handler, first.id)
    with clock.frozen(MONDAY.replace(day=24)):
        actions.reject(case_handler, second.id, remarks=[GivenRemark(code="load_unclear")])
        now = week.of(electrician)
    assert (now.sent, now.decided, now.same_day, now.right_first_time_percent) == (2, 2, 1, 50)
    assert now.median_answer is not None
    assert now.median_answer.total_seconds() == 13 * 3600


def test_it_asks_the_database_little_however_much_waits(
    as_user: Callable[[str], Client], many: list[Notice], django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = as_user(ELECTRICIAN)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        text = client.get("/").content.decode()
    assert text.count('class="case"') == 8
    assert "70 venter på nettselskapet" in text
