"""Rows with a due time and a lease.

A worker claims a row by one conditional update; the count tells who won. A worker that dies loses its lease, and
another takes the row. The same on both databases: no `SKIP LOCKED`, which SQLite lacks.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet

from nettmelding.core import clock


class DueRow(models.Model):
    """Something to be done at or after `due_at`, by whoever holds the lease."""

    due_at = models.DateTimeField(default=clock.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=64, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=DueRow)


def claim(rows: QuerySet[Row], worker: str, limit: int, lease: timedelta) -> list[Row]:
    """Take up to `limit` due rows for `worker` until the lease ends. Returns those that were won, attempts counted."""
    present = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=present)
    waiting = rows.filter(free, finished_at__isnull=True, due_at__lte=present).order_by("due_at")
    won: list[Row] = []
    for row in waiting[:limit]:
        taken = rows.model._default_manager.filter(free, pk=row.pk, finished_at__isnull=True).update(
            leased_until=present + lease, leased_by=worker, attempts=F("attempts") + 1
        )
        if taken:
            row.leased_until, row.leased_by, row.attempts = present + lease, worker, row.attempts + 1
            won.append(row)
    return won


def finish(row: DueRow) -> bool:
    """Mark as done if the lease is still ours; False when another worker has taken the row."""
    return _ours(row).update(finished_at=clock.now(), leased_until=None, leased_by="") == 1


def postpone(row: DueRow, until: datetime) -> bool:
    """Give the row back to be done later; False when another worker has taken it."""
    return _ours(row).update(due_at=until, leased_until=None, leased_by="") == 1


def _ours(row: DueRow) -> QuerySet[DueRow]:
    return type(row)._default_manager.filter(pk=row.pk, leased_by=row.leased_by, finished_at__isnull=True)
