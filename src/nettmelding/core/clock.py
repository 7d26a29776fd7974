"""Time: stored in UTC; a "day" is a day in Oslo; a working day is a Norwegian one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

OSLO = ZoneInfo("Europe/Oslo")
_frozen: ContextVar[datetime | None] = ContextVar("frozen_now", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Oslo."""
    return oslo(now()).date()


def oslo(moment: datetime) -> datetime:
    """The same moment on Oslo's wall clock."""
    return moment.astimezone(OSLO)


def start_of_day(day: date) -> datetime:
    """The first moment of a day in Oslo, as UTC."""
    return datetime.combine(day, time.min, tzinfo=OSLO).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last microsecond of a day in Oslo, as UTC. A deadline ends with its day."""
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year, include_sundays=False))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no Norwegian public holiday (lov om helligdager; 1 and 17 May)."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_working_days(start: date, count: int) -> date:
    """The day `count` (≥ 0) working days after `start`; with 0 the first working day from `start` on."""
    day = start
    while not is_working_day(day) and count == 0:
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start`, up to and with `end`; negative when `end` is before `start`."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day))


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock still, for tests and for filling the demonstration with a past."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
