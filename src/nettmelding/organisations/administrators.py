"""A company's administrators, who are told when something that matters is changed."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import override

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core.actor import Actor, Role
from nettmelding.core.settings import env
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations import own
from nettmelding.organisations.models import Membership, Organisation


def members(organisation_id: UUID) -> QuerySet[Membership]:
    """Everybody who acts for a company, with their user."""
    rows = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True, user__is_active=True)
    return rows.select_related("user")


def of(organisation_id: UUID) -> list[User]:
    """The administrators, by name."""
    found = [row.user for row in members(organisation_id) if Role.ADMINISTRATOR in row.role_set]
    return sorted(found, key=lambda user: user.name)


def tell(actor: Actor, organisation_id: UUID, what: str | Promise, path: str) -> None:
    """E-mail to all administrators, the actor too: a change nobody meant is seen. Inside the caller's transaction."""
    company = Organisation.objects.get(pk=organisation_id)
    for user in of(organisation_id):
        if user.email:
            with override(user.language):
                said = str(what)
            enqueue(
                kind="company_changed",
                to=user.email,
                context={
                    "recipient_name": user.name,
                    "company": company.name,
                    "person": actor.name,
                    "what": said,
                    "link": f"{env.base_url}{path}",
                },
                organisation_id=organisation_id,
                subject_kind=own.SUBJECT,
                subject_id=organisation_id,
                audience=Audience.INTERNAL,
                language=user.language,
            )
