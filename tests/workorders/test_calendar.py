"""A fitter's time: what collides and what is free."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.core import clock
from nettmelding.workorders import calendar
from nettmelding.workorders.calendar import Job

pytestmark = pytest.mark.one_database
DAY = date(2026, 12, 1)


def at(hour: int, minute: int = 0) -> datetime:
    return clock.start_of_day(DAY).astimezone(clock.OSLO).replace(hour=hour, minute=minute)


def job(since: int, minutes: int) -> Job:
    return Job(at(since), at(since) + timedelta(minutes=minutes))


JOBS = st.lists(st.builds(job, st.integers(0, 22), st.integers(15, 180)), max_size=8)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_what_overlaps_collides_and_what_meets_does_not() -> None:
    jobs = {"a": job(8, 60), "b": job(9, 60), "c": Job(at(9, 30), at(9, 45)), "d": job(12, 30)}
    assert calendar.colliding(jobs) == {"b", "c"}


@PATIENT
@given(JOBS)
def test_free_times_meet_no_job_and_not_each_other(jobs: list[Job]) -> None:
    length = timedelta(minutes=45)
    times = calendar.free(DAY, jobs, length)
    hours = calendar.hours_of(DAY)
    for slot in times:
        assert slot.until - slot.since == length
        assert hours.since <= slot.since
        assert slot.until <= hours.until
        assert all(
            slot.until + calendar.BETWEEN <= one.since or one.until + calendar.BETWEEN <= slot.since for one in jobs
        )
    assert all(a.until <= b.since for a, b in pairwise(times))


@PATIENT
@given(JOBS)
def test_the_next_free_time_collides_with_nothing(jobs: list[Job]) -> None:
    length = timedelta(minutes=30)
    begin = calendar.next_free(DAY, jobs, length)
    taken = dict(enumerate(jobs)) | {"new": Job(begin, begin + length)}
    assert "new" not in calendar.colliding(taken)


def test_a_day_without_room_is_gone_on_with_after_hours() -> None:
    assert calendar.next_free(DAY, [job(8, 8 * 60)], timedelta(minutes=30)) == at(16, 15)


def test_nothing_begins_before_now() -> None:
    assert calendar.free(DAY, [], timedelta(minutes=60), after=at(10, 7))[0].since == at(10, 15)
