"""From a signed-in person or an API key to the actor they are in this request."""

from uuid import UUID

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.core.db import write
from nettmelding.organisations import keys
from nettmelding.organisations.models import ApiKey, Membership
from nettmelding.organisations.rights import SCOPES, rights_of


def memberships_of(user_id: UUID) -> list[Membership]:
    """What a person may act for, by the organisation's name. Read in every request: one who has left is out at once."""
    rows = Membership.objects.select_related("organisation__company_settings", "user")
    standing = rows.filter(user_id=user_id, user__is_active=True, ended_at__isnull=True)
    return list(standing.order_by("organisation__name"))


def actor_for(membership: Membership, key: ApiKey | None = None) -> Actor:
    """The actor that a membership makes of its person, or of a program with a key of theirs."""
    organisation = membership.organisation
    organisation_kind = OrganisationKind(organisation.kind)
    wishes = getattr(organisation, "company_settings", None)
    rights = rights_of(organisation_kind, membership.role_set, wishes.rights if wishes else None)
    return Actor(
        kind=ActorKind.API_KEY if key else ActorKind.PERSON,
        name=membership.user.name,
        user_id=membership.user_id,
        organisation_id=organisation.id,
        organisation_kind=organisation_kind,
        organisation_name=organisation.name,
        roles=membership.role_set,
        rights=rights & within(key) if key else rights,
    )


def make_api_key(email: str, label: str = "", days: int = keys.DAYS[-1]) -> str:
    """A new key for the person's only membership, or the first by name, with all their rights. Shown once.

    Errors: `User.DoesNotExist` where nobody has the address; `Membership.DoesNotExist` where they act for nobody.
    """
    user = User.objects.get(email=email.strip().lower())
    memberships = memberships_of(user.id)
    if not memberships:
        raise Membership.DoesNotExist
    return keys.issue_by_operator(memberships[0], label=label, days=days)


def actor_by_key(key: str) -> Actor | None:
    """Who holds the key; None where it is unknown, ended, or its person has left."""
    rows = ApiKey.objects.select_related("membership__organisation__company_settings", "membership__user")
    rows = rows.filter(keys.holding(), membership__ended_at__isnull=True, membership__user__is_active=True)
    found = rows.filter(hash=keys.hashed(key)).first()
    if found is None:
        return None
    if found.last_used_at is None or (clock.now() - found.last_used_at).total_seconds() > 3600:
        with write():
            ApiKey.objects.filter(pk=found.pk).update(last_used_at=clock.now())
    return actor_for(found.membership, found)


def within(key: ApiKey) -> frozenset[Right]:
    """The rights that a key's scopes leave; all where it has none."""
    if not key.scopes:
        return frozenset(Right)
    return frozenset().union(*(SCOPES.get(scope, frozenset()) for scope in key.scopes))
