"""When an answer is due and when an approval lapses."""

import calendar
from datetime import date, datetime

from nettmelding.core import clock
from nettmelding.notices import working_copy
from nettmelding.notices.models import Notice

QUESTION_WORKING_DAYS = 10


def answer_due(notice: Notice) -> datetime:
    """When the grid company means to have answered: the longest of the ticked types' deadlines, in working days."""
    return _after(working_copy.deadline_working_days(notice))


def question_due() -> datetime:
    """When the contractor is asked to have answered."""
    return _after(QUESTION_WORKING_DAYS)


def completion_due(notice: Notice) -> datetime:
    """When the grid company means to have gone through a completion report."""
    return _after(working_copy.rules_of(notice).completion_working_days)


def lapses_at(notice: Notice) -> datetime:
    """When an approval given now lapses unless the work is reported finished."""
    return clock.end_of_day(_months_on(clock.today(), working_copy.rules_of(notice).lapse_months))


def wanted_end(notice: Notice) -> date | None:
    """Until when a temporary installation is to stand, as the contractor wrote it."""
    value = notice.value("temporary.until")
    return date.fromisoformat(value) if value else None


def _after(working_days: int) -> datetime:
    return clock.end_of_day(clock.add_working_days(clock.today(), working_days))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
