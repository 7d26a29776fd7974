"""People who left, registrations that came to nothing or are done, invitations that are over, keys that have ended."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nettmelding.core import clock
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.core.retention import kind
from nettmelding.organisations import leaving
from nettmelding.organisations.models import ApiKey, Invitation, Membership, Registration


def _left(before: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(ended_at__lt=before)


def _forget_people(keys: Sequence[UUID]) -> int:
    keep = kind("people").keep
    assert keep is not None
    return leaving.forget(clock.now() - keep)


def _registrations(before: datetime) -> QuerySet[Registration]:
    return Registration.objects.filter(created_at__lt=before)


def _invitations(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(expires_at__lt=before)


def _keys(before: datetime) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before))


PEOPLE = Forgetter(_left, _forget_people)
REGISTRATIONS = removing(Registration, _registrations)
INVITATIONS = removing(Invitation, _invitations)
KEYS = removing(ApiKey, _keys)
