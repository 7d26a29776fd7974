"""The same request sent twice is done once: its answer is kept under the sender's own key and given again.

Only answers of what was done are kept. A request that was refused may be sent again under its key once what was wrong
is put right.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.core.models import IdempotencyKey
from nettmelding.core.settings import env

KEPT = timedelta(hours=24)
"""How long a key is remembered."""
UNDER_WAY = timedelta(seconds=min(30, env.lease_seconds))
"""Longer than any request takes: one that has not ended by then was cut off, and the key is free again."""
PATTERN = r"^[!-~]{1,255}$"
"""What a key may be: visible ASCII, such as a UUID."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Begun:
    """The right to do what the key stands for: to be ended by `keep` or `release`."""

    id: UUID


def begin(owner: UUID, key: str, fingerprint: str) -> Begun | Answer:
    """Take the key, or get the answer that was given to it. `fingerprint` is the same for the same request only.

    Errors: Invalid for a key that is empty, too long or was used for another request; Refused while the first is
    under way.
    """
    if not re.fullmatch(PATTERN, key):
        raise Invalid("idempotency_key", _("Idempotency-Key må være 1 til 255 tegn, uten mellomrom og æøå."))
    with write():
        IdempotencyKey.objects.filter(owner=owner, key=key, created_at__lt=clock.now() - KEPT).delete()
        row, is_new = IdempotencyKey.objects.get_or_create(owner=owner, key=key, defaults={"fingerprint": fingerprint})
    if is_new:
        return Begun(row.id)
    if row.fingerprint != fingerprint:
        raise Invalid("idempotency_key_reused", _("Nøkkelen er brukt til en annen forespørsel. Lag en ny nøkkel."))
    if row.status is not None:
        return Answer(row.status, row.body)
    if not _take_over(row):
        raise Refused("in_progress", _("Den samme forespørselen er under arbeid. Prøv igjen om litt."))
    return Begun(row.id)


def _take_over(row: IdempotencyKey) -> bool:
    """Take the key of a request that was cut off: the conditional update tells who won."""
    present = clock.now()
    if row.created_at > present - UNDER_WAY:
        return False
    with write():
        unanswered = IdempotencyKey.objects.filter(pk=row.pk, status__isnull=True, created_at=row.created_at)
        return unanswered.update(created_at=present) == 1


def keep(begun: Begun, answer: Answer) -> None:
    """Remember the answer."""
    with write():
        IdempotencyKey.objects.filter(pk=begun.id).update(status=answer.status, body=answer.body)


def release(begun: Begun) -> None:
    """Nothing was done: the key may be used again."""
    with write():
        IdempotencyKey.objects.filter(pk=begun.id).delete()


def forget() -> int:
    """Remove keys past their time. Returns how many."""
    with write():
        return IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEPT).delete()[0]
