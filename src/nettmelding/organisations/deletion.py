"""A person asks to be deleted. Who is a member is let go by the company; who is not goes at once."""

from uuid import UUID

from django.urls import reverse

from nettmelding.accounts import reaching, sessions
from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor, ActorKind, Role
from nettmelding.core.db import write
from nettmelding.core.settings import env
from nettmelding.organisations.models import Membership, Organisation


def companies_of(user_id: UUID) -> list[Organisation]:
    """The companies that a person acts for."""
    return list(Organisation.objects.filter(memberships__user_id=user_id, memberships__ended_at__isnull=True))


def ask(user_id: UUID) -> None:
    """Tell the administrators of every company one acts for; without a company the sign-in ends now, for good.

    What is left of the person is removed by the worker when the time of each kind of data is over.
    """
    with write():
        user = User.objects.select_for_update().get(pk=user_id)
        companies = companies_of(user_id)
        me = Actor(kind=ActorKind.PERSON, name=user.name, user_id=user.id)
        record(me, "user", user.id, "account_deletion_asked", audience={Audience.INTERNAL})
        for company in companies:
            for administrator in _administrators(company, but=user_id):
                link = f"{env.base_url}/som/{company.slug}{reverse('admin:overview')}"
                context = {"person": user.name, "company": company.name, "link": link}
                reaching.tell(administrator, "account_deletion_asked", administrator.email or "", context)
        if not companies:
            User.objects.filter(pk=user_id).update(is_active=False)
    if not companies:
        sessions.end_all(user_id)


def _administrators(company: Organisation, but: UUID) -> list[User]:
    rows = Membership.objects.filter(organisation=company, ended_at__isnull=True).exclude(user_id=but)
    members = rows.select_related("user").filter(user__is_active=True, user__email__isnull=False)
    return [member.user for member in members if Role.ADMINISTRATOR in member.role_set]
