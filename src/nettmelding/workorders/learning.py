"""How many deviations of each kind are found from month to month, for learning: a contractor's about itself, the grid
company's about all."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.workorders import deviations

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Learning:
    """How many of each kind were found in each month, the commonest kind first."""

    months: tuple[date, ...]
    """The first day of each, oldest first."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """A kind's code, and how many by month."""


def by_month(actor: Actor) -> Learning:
    """This month and the eleven before it."""
    months = [clock.today().replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    since = clock.start_of_day(months[0])
    of_month = TruncMonth("found_at", tzinfo=clock.OSLO)
    found = deviations.found_since(actor, since).annotate(month=of_month).values_list("kind", "month")
    counts = {(kind, month.date()): n for kind, month, n in found.annotate(n=Count("pk")).order_by("kind", "month")}
    kinds = deviations.counted(actor, since)
    return Learning(
        tuple(months), tuple((kind, tuple(counts.get((kind, month), 0) for month in months)) for kind in kinds)
    )
