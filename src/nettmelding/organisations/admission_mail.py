"""Who is told about contractors' access, and of what. Written to the outbox in the transaction of what it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from nettmelding.audit.models import Audience
from nettmelding.core import settings
from nettmelding.core.actor import Right
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import CompanySettings, GridAccess, Membership, Organisation
from nettmelding.organisations.standing import Why

ACCESS = "grid_access"
ORGANISATION = "organisation"
MOST_TOLD = 50
_WHERE = {Audience.GRID_COMPANY: "admin/installatorer", Audience.CONTRACTOR: "admin/nettselskap"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """One who is told."""

    email: str
    name: str
    language: str


def people_with(organisation_id: UUID, right: Right) -> list[Recipient]:
    """The people of a company who hold a right and have an e-mail address."""
    rows = Membership.objects.select_related("user", "organisation__company_settings").filter(
        organisation_id=organisation_id, ended_at__isnull=True, user__is_active=True
    )
    holders = [row.user for row in rows if row.user.email and actor_for(row).may(right)]
    return [Recipient(user.email or "", user.name, user.language) for user in holders[:MOST_TOLD]]


def of_company(company: Organisation) -> list[Recipient]:
    """A company's own address for such things; where it has none, the people who see to contractors' access."""
    wishes = CompanySettings.objects.filter(organisation=company).first()
    address = (wishes.message_email if wishes else "") or company.email
    return [Recipient(address, "", "nb")] if address else people_with(company.id, Right.ADMIT)


def tell_of_access(kind: str, access: GridAccess, to: Sequence[Recipient], audience: Audience) -> None:
    """A message about an application or an access, to the side that did not act."""
    sender = access.grid_company if audience is Audience.CONTRACTOR else access.contractor
    below = f"/{access.id}" if audience is Audience.GRID_COMPANY else ""
    for one in to:
        _put(
            kind,
            one,
            {
                "company": access.grid_company.name,
                "contractor": access.contractor.name,
                "reason": access.text if audience is Audience.GRID_COMPANY else access.reason,
                "link": f"{settings.env.base_url}/{_WHERE[audience]}{below}",
                "sender_organisation": sender.name,
            },
            organisation_id=sender.id,
            subject=(ACCESS, access.id),
            audience=audience,
        )


def tell_of_standing(kind: str, contractor: Organisation, why: Why | None) -> None:
    """The registers no longer say that a contractor may do such work, or say it again: its own people and its grid companies."""
    accesses = contractor.grid_accesses.filter(state__in=(GridAccess.State.APPLIED, GridAccess.State.APPROVED))
    told = [(one, Audience.CONTRACTOR) for one in people_with(contractor.id, Right.APPLY)]
    for access in accesses.select_related("grid_company"):
        told += [(one, Audience.GRID_COMPANY) for one in of_company(access.grid_company)]
    for one, audience in told:
        with translation.override(one.language):
            reason = why.text if why else ""
        context = {
            "contractor": contractor.name,
            "reason": reason,
            "link": f"{settings.env.base_url}/{_WHERE[audience]}",
        }
        _put(kind, one, context, organisation_id=None, subject=(ORGANISATION, contractor.id), audience=audience)


def _put(
    kind: str,
    to: Recipient,
    context: Mapping[str, str],
    *,
    organisation_id: UUID | None,
    subject: tuple[str, UUID],
    audience: Audience,
) -> None:
    enqueue(
        kind=kind,
        to=to.email,
        context={**context, "recipient_name": to.name},
        organisation_id=organisation_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        audience=audience,
        language=to.language,
    )
