"""That somebody looks at an installation is written down, with why."""

from datetime import timedelta

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.installations.models import Installation, MeterLookup

ONE_LOOK = timedelta(minutes=15)
"""Looks at the same for the same purpose within this are one."""


def recorded(actor: Actor, installation: Installation, *, purpose: str) -> None:
    """Write the look down, once in a quarter of an hour."""
    look = {
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "purpose": purpose,
        "by": MeterLookup.By.CHOICE,
        "address_key": installation.address_key,
    }
    if MeterLookup.objects.filter(**look, at__gt=clock.now() - ONE_LOOK).exists():
        return
    with write():
        MeterLookup.objects.create(**look, found=True)
