"""What an administrator does for somebody who has lost a phone or a computer: signs them out, takes the second factor away.

Only for one who is nobody else's: who works for another company too signs in there with the same, and does it themselves.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.accounts import erasing, second_factor
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Refused
from nettmelding.organisations import people, reaching
from nettmelding.organisations.models import Membership


def who_else(actor: Actor, membership: Membership) -> str:
    """Why the actor cannot do it, with who can; empty where the actor can."""
    names = {"name": membership.user.name}
    if membership.ended_at is not None:
        return _("%(name)s er slettet.") % names
    if membership.user_id == actor.user_id:
        return _("Det er deg selv. Gjør det under Min side.")
    if Membership.objects.filter(user_id=membership.user_id, ended_at=None).exclude(pk=membership.pk).exists():
        return _("Dette gjør %(name)s selv under Min side, eller ved å ta kontakt med nettmelding.") % names
    return ""


def sign_out(actor: Actor, membership_id: UUID) -> Membership:
    """End all the sessions of somebody, and tell them. Errors: NotFound, NotAllowed; Refused, with who can do it."""
    people.get(actor, membership_id)
    with write():
        membership = _help(actor, membership_id)
        erasing.end_sessions(membership.user_id)
        _tell(actor, membership, "signed_out")
    return membership


def remove_second_factor(actor: Actor, membership_id: UUID) -> Membership:
    """Take away passkeys, code app and recovery codes, end all sessions, and tell the person.

    Errors: NotFound, NotAllowed; Refused where there is none, or with who can do it.
    """
    people.get(actor, membership_id)
    with write():
        membership = _help(actor, membership_id)
        if not second_factor.remove(membership.user_id):
            raise Refused(
                "no_second_factor", _("%(name)s har ikke to-trinns innlogging.") % {"name": membership.user.name}
            )
        erasing.end_sessions(membership.user_id)
        _tell(actor, membership, "second_factor_removed")
    return membership


def _help(actor: Actor, membership_id: UUID) -> Membership:
    people.lock(actor)
    membership = people.get(actor, membership_id)
    if why := who_else(actor, membership):
        raise Refused("not_yours_alone", why)
    return membership


def _tell(actor: Actor, membership: Membership, what: str) -> None:
    """`what`: the event's word and the message's kind."""
    record(
        actor, people.SUBJECT, membership.id, what, audience=(Audience.INTERNAL,), detail={"name": membership.user.name}
    )
    context = {"company": actor.organisation_name, "person": actor.name, "link": reaching.address("/")}
    reaching.tell(membership.user, what, context, membership)
