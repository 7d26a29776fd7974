"""One of the metering points that were found, as a page hands it on to the next: signed, for one person, for a day.

The mark tells how it was found: who has the meter number or the metering point's id in hand has the meter or the bill.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.installations import name_checks
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.installations.reading import By
from nettmelding.organisations import screening

LASTS = timedelta(days=1)
_SALT = "nettmelding.installations.choices"


@dataclass(frozen=True, slots=True)
class Choice:
    """The metering point with its installation, and what it was found by."""

    point: MeteringPoint
    by: By

    @property
    def in_hand(self) -> bool:
        """Whether it was found by a number that stands on the meter or the bill, or the customer's name was stated."""
        return self.by in {By.METER, By.ID, By.MATCH}


def mark(actor: Actor, point: MeteringPoint, by: By) -> str:
    """What stands for a choice of one of those that were found."""
    return signing.dumps([str(point.id), by.value, str(actor.user_id), str(actor.organisation_id)], salt=_SALT)


def with_customer(actor: Actor, choice: Choice, stated: str, *, purpose: str) -> str:
    """The choice as one whose customer's name was stated. Errors: Invalid where the name is another, or nobody is customer
    there: the same words for both; those of `name_checks.fits`."""
    if not name_checks.fits(actor, choice.point, stated, purpose=purpose):
        raise Invalid("other_customer", _("Navnet stemmer ikke med kunden på anlegget."))
    return mark(actor, choice.point, By.MATCH)


def read(actor: Actor, marked: str) -> Choice:
    """The choice. Errors: NotFound for one that is somebody else's, too old or made up."""
    try:
        point_id, by, user, organisation = signing.loads(marked, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    if (user, organisation) != (str(actor.user_id), str(actor.organisation_id)):
        raise NotFound
    point = MeteringPoint.objects.select_related("installation").filter(pk=UUID(point_id)).first()
    if point is None or screening.hides(actor, point.grid_company_id, keys_of(point)):
        raise NotFound
    return Choice(point, By(by))
