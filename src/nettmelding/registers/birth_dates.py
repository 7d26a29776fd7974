"""Birth dates in any form people type."""

import re
from datetime import date

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.errors import Invalid

OLDEST_YEARS = 130
_IDENTITY_NUMBER_LENGTH = 11

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-./ ](?P<month>\d{1,2})[-./ ](?P<day>\d{1,2})",
        rf"{_DAY}\s?[-./, ]\s?{_MONTH}\s?[-./, ]\s?{_YEAR}",
        rf"{_DAY}\.?\s?(?P<month>[a-zæøå]{{3,9}})\.?,?\s?{_YEAR}",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{2})",
    )
)
"""Tried in this order; the first that is a real date of somebody who may live wins."""


def parse_birth_date(text: str, today: date | None = None) -> date:
    """The date in 12.03.1985, 12.3.85, 12/3-85, 120385, 12031985, 1985-03-12, 12. mars 1985 and the like.

    A year of two digits is the latest one that has been. Raises `Invalid` with the sentence for the person.
    """
    latest = today or clock.today()
    plain = re.sub(r"[\u2010-\u2015]", "-", re.sub(r"\s+", " ", text)).strip().rstrip(".")
    if len(re.sub(r"\D", "", plain)) == _IDENTITY_NUMBER_LENGTH:
        raise Invalid(
            "birth_date_is_identity_number",
            _("Skriv bare fødselsdatoen, ikke hele fødselsnummeret."),
        )
    for form in _FORMS:
        found = form.fullmatch(plain)
        day = _date(found["day"], found["month"], found["year"], latest) if found else None
        if day is not None:
            return day
    raise Invalid("birth_date", _("Skriv fødselsdatoen som dag, måned og år, for eksempel 12.03.1985."))


def _date(day: str, month: str, year: str, latest: date) -> date | None:
    number = int(month) if month.isdecimal() else _month(month)
    for whole_year in _years(year, latest):
        try:
            born = date(whole_year, number, int(day))
        except ValueError:
            continue
        if date(latest.year - OLDEST_YEARS, 1, 1) <= born <= latest:
            return born
    return None


def _years(year: str, latest: date) -> tuple[int, ...]:
    """The years that may be meant, latest first."""
    if len(year) == 4:
        return (int(year),)
    this_century = latest.year - latest.year % 100
    return (this_century + int(year), this_century - 100 + int(year))


def _month(name: str) -> int:
    """1–12 by the first three letters; 0 for what is no month."""
    start = name.casefold()[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0
