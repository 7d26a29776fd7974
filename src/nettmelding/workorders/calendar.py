"""A fitter's time: what collides, what is free, and when the next job can begin. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from nettmelding.core import clock
from nettmelding.workorders.given import Slot

DAY_BEGINS, DAY_ENDS = time(8), time(16)
"""When work is suggested, by Oslo's clock. What is set by hand may lie outside."""
BETWEEN = timedelta(minutes=15)
"""The way from one job to the next."""
ROUNDED = timedelta(minutes=15)
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Job:
    """What takes a fitter's time."""

    since: datetime
    until: datetime


def colliding(jobs: Mapping[Key, Job]) -> set[Key]:
    """Those that overlap another; one that begins as another ends does not."""
    rows = sorted(jobs.items(), key=lambda row: (row[1].since, row[1].until))
    found: set[Key] = set()
    for place, (key, job) in enumerate(rows):
        for other, later in rows[place + 1 :]:
            if later.since >= job.until:
                break
            found |= {key, other}
    return found


def hours_of(day: date) -> Slot:
    """The working hours of a day."""
    since = clock.start_of_day(day).astimezone(clock.OSLO)
    return Slot(
        since.replace(hour=DAY_BEGINS.hour, minute=DAY_BEGINS.minute),
        since.replace(hour=DAY_ENDS.hour, minute=DAY_ENDS.minute),
    )


def free(day: date, jobs: Iterable[Job], length: timedelta, *, after: datetime | None = None) -> list[Slot]:
    """Times within the working hours that are long enough and meet no job, with room for the way between.

    Each free stretch is filled from its beginning: the times overlap neither a job nor each other. None begins before `after`.
    """
    hours = hours_of(day)
    begin = max(hours.since, _rounded(after)) if after else hours.since
    found = []
    for job in sorted(jobs, key=lambda one: one.since):
        found += _filled(begin, min(job.since - BETWEEN, hours.until), length)
        begin = max(begin, _rounded(job.until + BETWEEN))
    return [*found, *_filled(begin, hours.until, length)]


def next_free(day: date, jobs: Sequence[Job], length: timedelta, *, after: datetime | None = None) -> datetime:
    """When the next job can begin that day: in the first free time, else after the last job, outside the hours if need be."""
    times = free(day, jobs, length, after=after)
    if times:
        return times[0].since
    last = max((job.until for job in jobs), default=None)
    latest = _rounded(last + BETWEEN) if last else hours_of(day).since
    return max(latest, _rounded(after)) if after else latest


def next_free_after(moment: datetime) -> datetime:
    """When the next job can begin after one that ends then."""
    return _rounded(moment + BETWEEN)


def _filled(begin: datetime, end: datetime, length: timedelta) -> list[Slot]:
    found = []
    while begin + length <= end:
        found.append(Slot(begin, begin + length))
        begin = _rounded(begin + length + BETWEEN)
    return found


def _rounded(moment: datetime) -> datetime:
    """Up to the next whole quarter of an hour."""
    local = clock.oslo(moment)
    over = timedelta(minutes=local.minute % 15, seconds=local.second, microseconds=local.microsecond)
    return local if not over else local + ROUNDED - over
