"""How many persons a user may look up in a day."""

from django.db.models import F
from django.utils.translation import gettext as _

from nettmelding.core import clock, settings
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import TooMany
from nettmelding.registers.models import PersonQuota


def use_one(actor: Actor) -> None:
    """Count a look-up; `TooMany` when the day's are used up. The program itself has no quota."""
    if actor.user_id is None:
        return
    allowed = settings.env.person_lookups_per_day
    today = clock.today()
    with write():
        PersonQuota.objects.get_or_create(user_id=actor.user_id, day=today)
        free = PersonQuota.objects.filter(user_id=actor.user_id, day=today, used__lt=allowed)
        if not free.update(used=F("used") + 1):
            raise TooMany(
                "person_quota",
                _(
                    "Du har brukt dagens %(allowed)s oppslag i Folkeregisteret. Skriv navnet selv og velg "
                    "hvorfor: da merkes det «ikke bekreftet». I morgen kan du slå opp igjen."
                )
                % {"allowed": allowed},
            )
