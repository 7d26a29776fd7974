"""When an answer is due and when an approval lapses."""

import calendar
from datetime import date, datetime, timedelta

from nettmelding.core import clock
from nettmelding.notices import working_copy
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice

QUESTION_WORKING_DAYS = 10
COMPLETION_WORKING_DAYS = 5
"""Hafslund's public promise: the meter within five working days of the completion report."""

REMINDED_BEFORE_DAYS = (14, 3, -1, -8)
"""Before a temporary installation's last day, and after it where it still stands."""


def answer_due(notice: Notice) -> datetime:
    """When the grid company means to have answered: the longest of the ticked types' deadlines, in working days."""
    return _after(working_copy.deadline_working_days(notice))


def question_due() -> datetime:
    """When the contractor is asked to have answered."""
    return _after(QUESTION_WORKING_DAYS)


def completion_due(notice: Notice) -> datetime:
    """When the grid company means to have gone through a completion report."""
    return _after(COMPLETION_WORKING_DAYS)


def start_lapsing(notice: Notice) -> None:
    """An approval given now lapses after the company's own number of months, with warnings before it."""
    notice.lapses_at = clock.end_of_day(_months_on(clock.today(), working_copy.rules_of(notice).lapse_months))
    notice.warn_at = next_warning(notice)


def stop_lapsing(notice: Notice) -> None:
    """Nothing lapses while the work is reported, stopped or connected."""
    notice.lapses_at = notice.warn_at = None


def next_warning(notice: Notice) -> datetime | None:
    """The company's next warning before the approval lapses; None after the last."""
    if notice.lapses_at is None:
        return None
    lapses_at, present = notice.lapses_at, clock.now()
    moments = (lapses_at - timedelta(days=days) for days in working_copy.rules_of(notice).lapse_warning_days)
    return min((moment for moment in moments if moment > present), default=None)


def next_reminder(notice: Notice) -> datetime | None:
    """The next reminder that a temporary installation is to be extended or taken down; None after the last."""
    if notice.ends_on is None:
        return None
    moments = (clock.start_of_day(notice.ends_on - timedelta(days=days)) for days in REMINDED_BEFORE_DAYS)
    return min((moment for moment in moments if moment > clock.now()), default=None)


def wanted_end(notice: Notice) -> date | None:
    """Until when a temporary installation is to stand, as the contractor wrote it."""
    value = working_copy.form_of(notice, Stage.NOTICE).answers().get("temporary.until")
    return date.fromisoformat(str(value)) if value else None


def _after(working_days: int) -> datetime:
    return clock.end_of_day(clock.add_working_days(clock.today(), working_days))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
