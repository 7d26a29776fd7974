"""Whose turn it is."""

from django.conf import settings
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models.screening import Screen


class Wait(models.Model):
    """Whose turn it is, in any kind of case: one row for each party that is waited for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True)
    """Who is waited for; null: a customer, through a link."""
    waiting_id = models.UUIDField(null=True)
    """The organisation that waits."""
    why = models.CharField(max_length=32)
    since = models.DateTimeField(default=clock.now)
    due = models.DateTimeField(null=True)
    screen = models.ForeignKey(Screen, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    """The screened object the case concerns: at the grid company only its named handlers see it, and count it."""
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "organisation_id", "why"], name="wait_once")]
        indexes = [
            models.Index(fields=["organisation_id", "due", "id"], name="wait_on"),
            models.Index(fields=["organisation_id", "assignee", "due"], name="wait_on_person"),
            models.Index(fields=["waiting_id", "due", "id"], name="wait_of"),
            models.Index(fields=["screen"], condition=models.Q(screen__isnull=False), name="wait_screen"),
        ]
