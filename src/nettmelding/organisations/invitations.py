"""*Ny bruker* and *Send brukernavn*: a person is written down, sent one link (or a temporary password), and is in."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import NotFound, Refused
from nettmelding.organisations import access, people, reaching, usernames
from nettmelding.organisations.invitees import Somebody, checked, refuse_twice
from nettmelding.organisations.models import CompanySettings, Invitation, Membership

SUBJECT = people.INVITATION
VALID = timedelta(days=3)
"""How long a link holds."""
TEMPORARY_VALID = timedelta(days=7)
"""How long a temporary password holds."""


def get(actor: Actor, invitation_id: UUID) -> Invitation:
    """An open invitation of the actor's company. Errors: NotFound, NotAllowed."""
    own = Invitation.objects.filter(access.owned(actor), pk=invitation_id).exists()
    if not own:
        raise NotFound
    access.require(actor, Right.MANAGE_PEOPLE)
    found = people.open_invitations(actor).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound(_("Invitasjonen er tatt i bruk eller trukket tilbake."))
    return found


def invite(actor: Actor, typed: Somebody) -> Invitation:
    """Write somebody down; nothing is sent yet. Errors: NotAllowed, Invalid."""
    access.require(actor, Right.MANAGE_PEOPLE)
    somebody = checked(actor, typed)
    with write():
        people.lock(actor)
        refuse_twice(actor, [somebody])
        return keep(actor, somebody)


def invite_all(actor: Actor, everybody: Iterable[Somebody]) -> list[Invitation]:
    """Write many down who are `checked` already: all or none. Errors: NotAllowed, Invalid."""
    access.require(actor, Right.MANAGE_PEOPLE)
    rows = list(everybody)
    with write():
        people.lock(actor)
        refuse_twice(actor, rows)
        return [keep(actor, one) for one in rows]


def keep(actor: Actor, somebody: Somebody) -> Invitation:
    """The row and its event, inside the caller's transaction and lock."""
    invitation = Invitation.objects.create(
        organisation_id=actor.organisation,
        name=somebody.name,
        email=somebody.email,
        mobile=somebody.mobile,
        roles=list(somebody.roles),
        language=get_language() or "nb",
        token_hash=hash_of(new_token()),
        invited_by_id=actor.user_id,
        invited_by_name=actor.name,
        expires_at=clock.now(),
    )
    detail = {"name": somebody.name, "roles": list(somebody.roles)}
    record(actor, SUBJECT, invitation.id, "invited", audience=(Audience.INTERNAL,), detail=detail)
    return invitation


def correct(actor: Actor, invitation_id: UUID, typed: Somebody) -> Invitation:
    """Another name, address or other roles. Where the address changes, a link that is out no longer holds.

    Errors: NotFound, NotAllowed, Invalid; Refused where a user name is handed out already and the address is another.
    """
    get(actor, invitation_id)
    somebody = checked(actor, typed)
    with write():
        people.lock(actor)
        invitation = get(actor, invitation_id)
        refuse_twice(actor, [somebody], but=invitation.id)
        moved = (invitation.email, invitation.mobile) != (somebody.email, somebody.mobile)
        if moved and invitation.membership_id is not None:
            raise Refused("handed_out", _("Brukernavnet er sendt. Trekk det tilbake, og legg til personen på nytt."))
        if moved:
            invitation.token_hash, invitation.sent_at = hash_of(new_token()), None
        invitation.name, invitation.email, invitation.mobile = somebody.name, somebody.email, somebody.mobile
        invitation.roles = list(somebody.roles)
        invitation.save()
        if invitation.membership is not None:
            people.change(actor, invitation.membership.id, revision=None, roles=somebody.roles)
        detail = {"name": somebody.name, "roles": list(somebody.roles)}
        record(actor, SUBJECT, invitation.id, "corrected", audience=(Audience.INTERNAL,), detail=detail)
    return invitation


def send(actor: Actor, invitation_id: UUID) -> Invitation:
    """*Send brukernavn*: one link, or a user name with a temporary password where the company wants it so.

    What was sent before no longer holds. Errors: NotFound, NotAllowed, Refused where it was taken meanwhile.
    """
    invitation = get(actor, invitation_id)
    if _wants_temporary(actor) and (invitation.membership_id is not None or user_at(invitation) is None):
        return _hand_out(actor, invitation)
    token, until = new_token(), clock.now() + VALID
    with write():
        _renew(actor, invitation, hash_of(token), until)
        reaching.send(
            invitation.email,
            invitation.mobile,
            "invitation",
            {
                "recipient_name": invitation.name,
                "company": actor.organisation_name,
                "person": actor.name,
                "due": until,
                "link": reaching.address(f"/velkommen/{token}"),
            },
            invitation,
            invitation.language,
        )
    return invitation


def withdraw(actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back: its link or temporary password opens nothing any more. Errors: NotFound, NotAllowed, Refused."""
    get(actor, invitation_id)
    with write():
        people.lock(actor)
        invitation = get(actor, invitation_id)
        if not _open(invitation).update(withdrawn_at=clock.now()):
            raise Refused("taken", _("Invitasjonen er tatt i bruk."))
        if invitation.membership_id is not None:
            handed_out = Membership.objects.select_related("user").get(pk=invitation.membership_id)
            handed_out.delete()
            handed_out.user.delete()
        record(
            actor,
            SUBJECT,
            invitation.id,
            "invitation_withdrawn",
            audience=(Audience.INTERNAL,),
            detail={"name": invitation.name},
        )


def user_at(invitation: Invitation) -> User | None:
    """The user whose address the invitation went to, also one who is out of use for now."""
    rows = User.objects.filter(erased_at__isnull=True)
    if invitation.email:
        return rows.filter(email=invitation.email).first()
    return rows.filter(email__isnull=True, username__isnull=True, mobile=invitation.mobile).first()


def new_token() -> str:
    """256 bits of chance."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _wants_temporary(actor: Actor) -> bool:
    wishes = CompanySettings.objects.filter(access.owned(actor)).first()
    return wishes is not None and wishes.sign_in == CompanySettings.SignIn.TEMPORARY_PASSWORD


def _open(invitation: Invitation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, withdrawn_at__isnull=True)


def _renew(actor: Actor, invitation: Invitation, token_hash: str, until: datetime) -> None:
    """Replace what was sent before. Inside the caller's transaction."""
    present = clock.now()
    fresh = {"token_hash": token_hash, "sent_at": present, "wanted_at": None, "expires_at": until}
    if not _open(invitation).update(**fresh, invited_by_id=actor.user_id, invited_by_name=actor.name):
        raise Refused("taken", _("Invitasjonen er tatt i bruk eller trukket tilbake."))
    invitation.sent_at, invitation.expires_at = present, until
    detail = {"name": invitation.name}
    record(actor, SUBJECT, invitation.id, "user_name_sent", audience=(Audience.INTERNAL,), detail=detail)


def _hand_out(actor: Actor, invitation: Invitation) -> Invitation:
    """A user with a user name and a temporary password; again: a new password."""
    forbid_in_transaction("hashing a password")
    secret, until = usernames.temporary_password(), clock.now() + TEMPORARY_VALID
    hashed = make_password(secret)
    with write():
        people.lock(actor)
        _renew(actor, invitation, hash_of(new_token()), until)
        if invitation.membership_id is None:
            user = User(
                username=usernames.free_username(invitation.name),
                email=invitation.email or None,
                mobile=invitation.mobile,
                name=invitation.name,
                language=invitation.language,
            )
        else:
            user = User.objects.get(memberships=invitation.membership_id)
        user.password, user.must_change_password, user.temporary_until = hashed, True, until
        user.save()
        if invitation.membership_id is None:
            made = Membership.objects.create(
                user=user, organisation_id=invitation.organisation_id, roles=invitation.roles
            )
            Invitation.objects.filter(pk=invitation.pk).update(membership=made)
            invitation.membership = made
        reaching.send(
            invitation.email,
            invitation.mobile,
            "user_name",
            {
                "recipient_name": invitation.name,
                "company": actor.organisation_name,
                "person": actor.name,
                "due": until,
                "what": user.username,
                "code": secret,
                "link": reaching.address("/konto/logg-inn"),
            },
            invitation,
            invitation.language,
        )
    return invitation
