"""Tables without a domain: counters, idempotency keys, search entries."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.due import DueRow
from nettmelding.core.ids import uuid7


class Counter(models.Model):
    """A number series, such as the notice numbers of a year. Gaps are allowed."""

    name = models.CharField(max_length=64, primary_key=True)
    value = models.BigIntegerField(default=0)


class IdempotencyKey(models.Model):
    """A request that has been answered, so that sending it again answers the same and does nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]


class SearchEntry(models.Model):
    """One folded word or number by which an organisation finds a subject, read by plain index ranges."""

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    term = models.CharField(max_length=100)
    kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "term", "kind", "subject_id"], name="search_entry_once")
        ]
        indexes = [
            models.Index(fields=["subject_id", "kind", "organisation_id", "term"], name="search_entry_by_subject")
        ]


class ScheduledJob(DueRow):
    """Something the worker does again and again; one worker at a time holds the lease."""

    name = models.CharField(max_length=48, primary_key=True)
    last_ended_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
