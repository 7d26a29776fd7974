"""Dates as people type them."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:T.*)?")
_FIGURES = re.compile(r"(?P<d>\d{1,2})[./\- ]+(?P<m>\d{1,2})(?:[./\- ]+(?P<y>\d{4}|\d{2}))?\.?")
_SOLID = re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4}|\d{2})")
_WORDS = re.compile(r"(?P<d>\d{1,2})\.?\s*(?P<name>[a-zæøå]{3,9})\.?(?:\s*(?P<y>\d{4}|\d{2}))?")
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_RELATIVE = {"i dag": 0, "idag": 0, "i morgen": 1, "imorgen": 1, "i morgon": 1, "i overmorgen": 2}
_HALF_YEAR = timedelta(days=183)


def read_date(typed: str, today: date) -> date | None:
    """The day meant by "12.03.2026", "12.3.26", "120326", "2026-03-12", "12/3-26", "12. mars", "i morgen";
    None if none.

    Without a year it is the one nearest to today, back half a year at most. A year of two digits is in this
    century.
    """
    text = " ".join(typed.casefold().split())
    if text in _RELATIVE:
        return today + timedelta(days=_RELATIVE[text])
    for form in (_ISO, _SOLID, _FIGURES, _WORDS):
        match = form.fullmatch(text)
        if match:
            return _day(match.groupdict(), today)
    return None


def _day(parts: dict[str, str | None], today: date) -> date | None:
    month = _month(parts)
    year = parts.get("y")
    if month is None or parts["d"] is None:
        return None
    if year is None:
        return _nearest(int(parts["d"]), month, today)
    return _real(int(year) + (2000 if len(year) == 2 else 0), month, int(parts["d"]))


def _month(parts: dict[str, str | None]) -> int | None:
    name = parts.get("name")
    if name is None:
        return int(parts["m"] or 0)
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else None


def _nearest(day: int, month: int, today: date) -> date | None:
    candidates = (_real(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    return next((one for one in candidates if one and one >= today - _HALF_YEAR), None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
