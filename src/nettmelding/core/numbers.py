"""Number series."""

from django.db.models import F

from nettmelding.core import clock
from nettmelding.core.db import in_write, write
from nettmelding.core.models import Counter


def take(series: str, count: int = 1) -> int:
    """The first of `count` numbers nobody else gets, counted from 1. In a short transaction of its own, so that a long one
    does not hold the series; numbers of work that is then not done are lost."""
    if in_write():
        raise RuntimeError("take a number before the transaction, not inside it")
    with write():
        if not Counter.objects.filter(name=series).update(value=F("value") + count):
            Counter.objects.bulk_create([Counter(name=series)], ignore_conflicts=True)
            Counter.objects.filter(name=series).update(value=F("value") + count)
        return Counter.objects.values_list("value", flat=True).get(name=series) - count + 1


def yearly(series: str) -> str:
    """A number such as `2026-000123`, by the year in Oslo."""
    return yearly_many(series, 1)[0]


def yearly_many(series: str, count: int) -> list[str]:
    """So many of them, one after the other."""
    year = clock.today().year
    first = take(f"{series}-{year}", count)
    return [f"{year}-{number:06d}" for number in range(first, first + count)]
