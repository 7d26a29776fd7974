"""Days that are no working days, for the small calendar beside a date field."""

from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from nettmelding.core import clock

_WEEKDAYS = 5


def calendar_days(earliest: date | None = None) -> dict[str, str]:
    """Attributes of a date field: the public holidays that fall on weekdays this year and the next, the first day that can be
    counted on, and the words for both."""
    year = clock.today().year
    days = {"data-holidays": " ".join(_holidays(year) + _holidays(year + 1)), "data-holiday-word": _("fridag")}
    if earliest is not None:
        days |= {"data-earliest": earliest.isoformat(), "data-early-word": _("før tidligste dag")}
    return days


@lru_cache(maxsize=8)
def _holidays(year: int) -> tuple[str, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return tuple(
        day.isoformat()
        for day in days
        if day.year == year and day.weekday() < _WEEKDAYS and not clock.is_working_day(day)
    )
