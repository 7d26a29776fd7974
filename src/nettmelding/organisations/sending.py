"""*Send brukernavn* to many at once: asked for in a moment, sent bit by bit by the worker."""

from collections.abc import Sequence

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, NotFound
from nettmelding.organisations import access, invitations
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Invitation, Membership

AT_ONCE = 20
"""In one go of the worker, which is called again as long as there are more."""


def ask(actor: Actor, everybody: Sequence[Invitation]) -> int:
    """Let those of the actor's company who are invited, and have been sent nothing, be sent their link. Returns how many.

    Errors: NotAllowed.
    """
    access.require(actor, Right.MANAGE_PEOPLE)
    keys = [one.pk for one in everybody]
    rows = Invitation.objects.filter(access.owned(actor), pk__in=keys, sent_at__isnull=True)
    with write():
        return rows.update(wanted_at=clock.now(), invited_by_id=actor.user_id, invited_by_name=actor.name)


def send_due() -> int:
    """Send a batch, as those who asked; returns how many. One who asked and may no longer sends nothing."""
    rows = Invitation.objects.filter(wanted_at__isnull=False).order_by("wanted_at", "id")[:AT_ONCE]
    for one in rows:
        try:
            _send(one)
        except AppError:
            with write():
                Invitation.objects.filter(pk=one.pk, wanted_at=one.wanted_at).update(wanted_at=None)
    return len(rows)


def _send(invitation: Invitation) -> None:
    if invitation.invited_by_id is None:
        raise NotFound
    members = Membership.objects.select_related("user", "organisation__company_settings")
    member = members.filter(
        user_id=invitation.invited_by_id,
        user__is_active=True,
        organisation_id=invitation.organisation_id,
        ended_at__isnull=True,
    ).first()
    if member is None:
        raise NotFound
    invitations.send(actor_for(member), invitation.id)
