"""The personal links by which a customer answers about times, and sees what is agreed."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.errors import Refused
from nettmelding.core.settings import env
from nettmelding.workorders.given import Slot
from nettmelding.workorders.models import TimeOffer, WorkOrder

State = TimeOffer.State
AGREED_FOR_DAYS = 120
"""How long a link to an agreement opens."""


def agreed(order: WorkOrder, by_name: str) -> str:
    """The token of a link to the agreement as it stands. Inside the caller's transaction."""
    token = secrets.token_urlsafe(24)
    keep(order, token, by_name, (), AGREED_FOR_DAYS)
    return token


def keep(order: WorkOrder, token: str, by_name: str, slots: Sequence[Slot], days: int) -> TimeOffer:
    """A new link; times that were offered before it are no longer to be had. Inside the caller's transaction."""
    if slots:
        TimeOffer.objects.filter(order=order, state=State.OPEN).update(state=State.REPLACED)
    return TimeOffer.objects.create(
        order=order,
        token_hash=hashed(token),
        slots=[{"from": slot.since.isoformat(), "until": slot.until.isoformat()} for slot in slots],
        expires_at=clock.end_of_day(clock.today() + timedelta(days=days)),
        offered_by_name=by_name,
    )


def take(row: TimeOffer, state: TimeOffer.State, *, picked: int | None = None, text: str = "") -> None:
    """The answer of a link: the conditional update tells who was first. A time that is taken can be given up later.

    Errors: Refused.
    """
    before = [State.OPEN, State.PICKED] if state == State.DECLINED else [State.OPEN]
    taken = TimeOffer.objects.filter(pk=row.pk, state__in=before).update(
        state=state, picked=picked, text=text, answered_at=clock.now()
    )
    if not taken:
        raise Refused("answered", _("Dette er svart på allerede."))


def address(token: str) -> str:
    """The whole address of a customer's link."""
    return f"{env.base_url}/kunde/tid/{token}"


def hashed(token: str) -> str:
    """As it is kept: the token itself is in the message alone."""
    return hashlib.sha256(token.encode()).hexdigest()
