"""Each look-up of a metering point is counted against the day's, and written down with its purpose, found or not."""

from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from nettmelding.core import clock, settings
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import TooMany
from nettmelding.installations.models import MeterLookup, MeterQuota
from nettmelding.installations.reading import Wanted


def counted(actor: Actor) -> None:
    """Count a search. Errors: TooMany when the day's are used up. The program itself has no quota."""
    if actor.user_id is None:
        return
    allowed, today = settings.env.installation_searches_per_day, clock.today()
    with write():
        MeterQuota.objects.get_or_create(user_id=actor.user_id, day=today)
        free = MeterQuota.objects.filter(user_id=actor.user_id, day=today, used__lt=allowed)
        if not free.update(used=F("used") + 1):
            raise TooMany(
                "installation_quota",
                _("Du har brukt dagens %(allowed)s søk etter anlegg. Fyll ut skjemaet selv, eller søk igjen i morgen.")
                % {"allowed": allowed},
            )


def recorded(actor: Actor, wanted: Wanted, found: list[UUID], *, purpose: str) -> None:
    """Write down who searched, by what and why. Of a customer's name nothing is kept."""
    with write():
        MeterLookup.objects.create(
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            purpose=purpose,
            by=wanted.by,
            meter_number=wanted.number,
            address_key=wanted.address_key,
            metering_point_id=found[0] if len(found) == 1 else None,
            found=bool(found),
        )
