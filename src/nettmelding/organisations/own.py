"""What every change of a company's own things begins and ends with: whose it is, its lock, its event."""

from collections.abc import Mapping
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.organisations.models import Organisation

SUBJECT = "organisation"


def company_of(actor: Actor) -> UUID:
    """The company acted for. Errors: NotFound for one who acts for none."""
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def locked(organisation_id: UUID) -> Organisation:
    """The company's row, locked: changes of its things come one after the other. Inside the caller's transaction."""
    return Organisation.objects.select_for_update().get(pk=organisation_id)


def recorded(actor: Actor, organisation_id: UUID, action: str, detail: Mapping[str, object]) -> None:
    """An event that the company alone reads."""
    record(actor, SUBJECT, organisation_id, action, audience=(Audience.INTERNAL,), detail=detail)
