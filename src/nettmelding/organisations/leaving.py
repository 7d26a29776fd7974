"""*Slett bruker*: access ends at once everywhere, what they held is handed over, their name stays on notices.

Undone within 30 days; after that what is personal and need not be kept is removed.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.accounts import erasing
from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.core.forgetting import Forgetter
from nettmelding.documents import actions as documents
from nettmelding.organisations import access, holdings, people, reaching
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import ApiKey, Invitation, Membership, Paper, StandardText

MOST_AT_ONCE = 100
"""People forgotten in one go of the worker."""


def takers(actor: Actor, leaving: Membership) -> list[User]:
    """The colleagues who can take over what somebody held, by name."""
    rows = Membership.objects.filter(access.owned(actor), ended_at__isnull=True, user__is_active=True)
    rows = rows.exclude(pk=leaving.pk).select_related("user", "organisation__company_settings")
    able = [one.user for one in rows if actor_for(one).may(Right.FILL_IN, Right.HANDLE)]
    return sorted(able, key=lambda user: user.name.casefold())


def leave(actor: Actor, membership_id: UUID, *, hand_to: UUID | None) -> Membership:
    """End a person's access to the actor's company, now.

    `hand_to`: who takes over drafts and cases; None: nobody by name. Errors: NotFound; NotAllowed; Invalid where that one
    cannot take over; Refused where the person has left, or nobody would be administrator.
    """
    people.get(actor, membership_id)
    with write():
        people.lock(actor)
        membership = people.get(actor, membership_id)
        if membership.ended_at is not None:
            raise Refused("has_left", _("%(name)s er slettet allerede.") % {"name": membership.user.name})
        people.keep_an_administrator(membership)
        if hand_to is not None and hand_to not in {one.id for one in takers(actor, membership)}:
            sentence = _("Velg en kollega.")
            raise Invalid("no_such_colleague", sentence, fields={"hand_to": sentence})
        user = membership.user
        handed = end(actor, membership, hand_to, by=actor.name)
        if not _works_elsewhere(user, membership):
            User.objects.filter(pk=user.pk).update(is_active=False)
            erasing.end_sessions(user.pk)
        detail = {"name": user.name, "handed_over": handed}
        record(actor, people.SUBJECT, membership.id, "left", audience=(Audience.INTERNAL,), detail=detail)
    return membership


def end(actor: Actor, membership: Membership, hand_to: UUID | None, *, by: str) -> int:
    """End a membership, its keys and invitations, hand over what the person holds, and tell them. Returns how much was.

    `by` is kept in `ended_by`. Inside the caller's transaction and the company's lock.
    """
    user, present = membership.user, clock.now()
    handed = sum(one.hand_over(actor, user.id, hand_to) for one in holdings.registered())
    membership.ended_at, membership.ended_by = present, by
    membership.revision += 1
    membership.save(update_fields=["ended_at", "ended_by", "revision"])
    ApiKey.objects.filter(membership=membership, ended_at__isnull=True).update(ended_at=present)
    _withdraw(membership, present)
    reaching.tell(user, "membership_ended", {"company": membership.organisation.name, "person": actor.name}, membership)
    return handed


def undo(actor: Actor, membership_id: UUID) -> Membership:
    """Let somebody back in who was deleted less than 30 days ago, with the roles they had, and tell them; keys stay ended.

    Errors: NotFound; NotAllowed; Refused where they have not left.
    """
    people.get(actor, membership_id)
    with write():
        people.lock(actor)
        membership = people.get(actor, membership_id)
        if membership.ended_at is None or membership.user.erased_at is not None:
            raise Refused("has_not_left", _("%(name)s er bruker.") % {"name": membership.user.name})
        membership.ended_at, membership.ended_by = None, ""
        membership.revision += 1
        membership.save(update_fields=["ended_at", "ended_by", "revision"])
        User.objects.filter(pk=membership.user_id).update(is_active=True)
        detail = {"name": membership.user.name}
        record(actor, people.SUBJECT, membership.id, "came_back", audience=(Audience.INTERNAL,), detail=detail)
        people.tell_roles(membership, company=actor.organisation_name, by=actor.name)
    return membership


def due(before: datetime) -> QuerySet[Membership]:
    """Memberships that ended before that."""
    return Membership.objects.filter(ended_at__lt=before)


def forget(before: datetime) -> int:
    """Forget a batch of those who left before that moment; returns how many."""
    return forget_rows(list(due(before).order_by("ended_at").values_list("pk", flat=True)[:MOST_AT_ONCE]))


def forget_rows(keys: Sequence[UUID]) -> int:
    """Remove what need not be kept of those who have left: roles, papers, keys, and how they sign in.

    Their name stays, because notices carry it. One who belongs to another company keeps what is theirs there.
    """
    return sum(_forget(key) for key in keys)


def _forget(membership_id: UUID) -> int:
    with write():
        rows = Membership.objects.filter(pk=membership_id, ended_at__isnull=False).select_related("user")
        membership = rows.first()
        if membership is None:
            return 0
        kept = Paper.objects.filter(membership=membership, document__isnull=False)
        for document_id in kept.values_list("document__id", flat=True):
            documents.discard(document_id)
        Invitation.objects.filter(membership=membership).delete()
        StandardText.objects.filter(owner=membership.user, organisation_id=membership.organisation_id).delete()
        membership.delete()
        if not Membership.objects.filter(user_id=membership.user_id).exists():
            erasing.erase(membership.user_id)
    return 1


LEAVERS = Forgetter(due, forget_rows)


def _withdraw(membership: Membership, present: datetime) -> None:
    """Open invitations of the company to the same person."""
    user = membership.user
    own = Invitation.objects.filter(
        organisation_id=membership.organisation_id, used_at__isnull=True, withdrawn_at__isnull=True
    )
    if user.email:
        own.filter(email=user.email).update(withdrawn_at=present)
    own.filter(membership=membership).update(withdrawn_at=present)


def _works_elsewhere(user: User, leaving: Membership) -> bool:
    rows = Membership.objects.filter(user=user, ended_at__isnull=True)
    return rows.exclude(pk=leaving.pk).exists()
