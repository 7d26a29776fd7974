"""From a signed-in person or an API key to the actor they are in this request."""

import hashlib
import secrets
from uuid import UUID

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind
from nettmelding.core.db import write
from nettmelding.organisations.models import ApiKey, Membership

PREFIX = "nm_"


def memberships_of(user_id: UUID) -> list[Membership]:
    """What a person may act for, by the organisation's name."""
    rows = Membership.objects.select_related("organisation", "user").filter(user_id=user_id, user__is_active=True)
    return list(rows.order_by("organisation__name"))


def actor_for(membership: Membership, kind: ActorKind = ActorKind.PERSON) -> Actor:
    """The actor that a membership makes of its person."""
    organisation = membership.organisation
    return Actor(
        kind=kind,
        name=membership.user.name,
        user_id=membership.user_id,
        organisation_id=organisation.id,
        organisation_kind=OrganisationKind(organisation.kind),
        organisation_name=organisation.name,
        roles=membership.role_set,
    )


def make_api_key(email: str, label: str = "") -> str:
    """A new key for the person's only membership, or the first by name. Shown once; only its hash is kept.

    Errors: `User.DoesNotExist` where nobody has the address; `Membership.DoesNotExist` where they act for nobody.
    """
    user = User.objects.get(email=email.strip().lower())
    memberships = memberships_of(user.id)
    if not memberships:
        raise Membership.DoesNotExist
    key = PREFIX + secrets.token_urlsafe(32)
    with write():
        ApiKey.objects.create(membership=memberships[0], label=label, hash=_hash(key))
    return key


def actor_by_key(key: str) -> Actor | None:
    """Who holds the key; None where it is unknown, ended, or its person has left."""
    rows = ApiKey.objects.select_related("membership__organisation", "membership__user")
    found = rows.filter(hash=_hash(key), ended_at__isnull=True, membership__user__is_active=True).first()
    if found is None:
        return None
    if found.last_used_at is None or (clock.now() - found.last_used_at).total_seconds() > 3600:
        with write():
            ApiKey.objects.filter(pk=found.pk).update(last_used_at=clock.now())
    return actor_for(found.membership, ActorKind.API_KEY)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
