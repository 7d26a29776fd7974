"""The duty of secrecy about power-sensitive information: read and accepted once by each person.

Energiloven § 9-3 and kraftberedskapsforskriften § 6-2: who comes to know of it keeps it from others.
"""

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import NotAllowed
from nettmelding.grid.models import DutyAccepted
from nettmelding.organisations import access

VERSION = 1
"""Of the text that is read; a new one is accepted anew."""
SUBJECT = "person"


def accepted(actor: Actor) -> bool:
    """Whether the person, or the one who owns the key, has accepted the duty as it reads now."""
    if actor.user_id is None:
        return False
    return DutyAccepted.objects.filter(user_id=actor.user_id, version=VERSION).exists()


def accept(actor: Actor) -> None:
    """Say that one has read it; again changes nothing. Errors: NotAllowed for others than a person who may see a grid."""
    access.require(actor, Right.SEE_GRID)
    if actor.kind is not ActorKind.PERSON or actor.user_id is None:
        raise NotAllowed("person_needed", "")
    if accepted(actor):
        return
    with write():
        DutyAccepted.objects.update_or_create(user_id=actor.user_id, defaults={"version": VERSION, "at": clock.now()})
        record(
            actor, SUBJECT, actor.user_id, "map_duty_accepted", audience=[Audience.INTERNAL], detail={"text": VERSION}
        )
