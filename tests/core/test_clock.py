from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core import clock

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2027, 3, 25), False),
        (date(2027, 3, 26), False),
        (date(2027, 3, 29), False),
        (date(2027, 5, 17), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), True),
    ],
    ids=[
        "Monday",
        "Sunday",
        "Maundy Thursday",
        "Good Friday",
        "Easter Monday",
        "17 May",
        "Christmas",
        "after Christmas",
    ],
)
def test_it_knows_norwegian_working_days(day: date, working: bool) -> None:
    assert clock.is_working_day(day) is working


def test_five_working_days_over_easter() -> None:
    assert clock.add_working_days(date(2027, 3, 22), 5) == date(2027, 4, 1)


@given(days, st.integers(1, 60))
def test_adding_and_counting_working_days_agree(start: date, count: int) -> None:
    end = clock.add_working_days(start, count)
    assert clock.is_working_day(end)
    assert clock.working_days_between(start, end) == count


def test_a_day_ends_at_midnight_in_oslo() -> None:
    assert clock.end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)
    assert clock.end_of_day(date(2026, 12, 1)) == datetime(2026, 12, 1, 22, 59, 59, 999999, tzinfo=UTC)


def test_today_is_the_day_in_oslo() -> None:
    with clock.frozen(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 1, 1)
