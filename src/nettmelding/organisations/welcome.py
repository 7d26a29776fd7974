"""The other end of an invitation: who holds the link becomes a user, or adds the company to the user they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from nettmelding.accounts import passkeys
from nettmelding.accounts.models import User
from nettmelding.accounts.passkeys import Verified
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused, TooMany
from nettmelding.core.ids import uuid7
from nettmelding.organisations import people, reaching
from nettmelding.organisations.invitations import SUBJECT, hash_of, user_at
from nettmelding.organisations.models import Invitation, Membership, Organisation

ASKED_AGAIN_AFTER = timedelta(hours=1)
"""The inviter is asked for a new link no oftener than this."""


class Standing(StrEnum):
    """What a link is worth."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    """Never was one, or a newer one has been sent."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was opened."""

    standing: Standing
    invitation: Invitation | None = None
    has_user: bool = False
    """Somebody who signs in has the address it was sent to."""

    @property
    def open(self) -> Invitation:
        """The invitation of an open link. Errors: Refused with what is wrong in words, NotFound."""
        if self.invitation is None:
            raise NotFound(str(sentence(self.standing)))
        if self.standing is not Standing.OPEN:
            raise Refused(f"link_{self.standing}", str(sentence(self.standing)))
        return self.invitation


def sentence(standing: Standing) -> str:
    """What is said of a link that does not open."""
    return {
        Standing.OPEN: "",
        Standing.EXPIRED: _("Lenken er for gammel."),
        Standing.USED: _("Lenken er brukt allerede."),
        Standing.WITHDRAWN: _("Lenken er trukket tilbake."),
        Standing.UNKNOWN: _("Lenken er ikke gyldig. Kanskje du har fått en nyere?"),
    }[standing]


def look(token: str) -> Link:
    """What the link is worth now. Looking does not use it: mail scanners look."""
    invitation = Invitation.objects.filter(token_hash=hash_of(token)).select_related("organisation").first()
    if invitation is None or invitation.sent_at is None:
        return Link(Standing.UNKNOWN)
    if invitation.withdrawn_at is not None:
        return Link(Standing.WITHDRAWN, invitation)
    if invitation.used_at is not None:
        return Link(Standing.USED, invitation)
    if invitation.expires_at <= clock.now():
        return Link(Standing.EXPIRED, invitation)
    found = user_at(invitation)
    return Link(Standing.OPEN, invitation, found is not None and found.is_active)


def accept(token: str, *, password: str, language: str) -> User:
    """A new user with that password, who is a member from now on.

    Errors: NotFound, Refused where the link does not hold or its address has a user, who must sign in first; Invalid where
    the password is too weak. Of two at the same instant one wins.
    """
    invitation, somebody = _expected(token)
    somebody.language = language
    check_password(password, somebody)
    somebody.password = make_password(password)
    with _let_in(token, invitation, somebody):
        pass
    return somebody


def newcomer(token: str) -> User:
    """The user that the link would make, to make a passkey for; nothing is saved. Errors: NotFound, Refused as `accept`."""
    return _expected(token)[1]


def accept_passkey(token: str, *, passkey: Verified, language: str) -> tuple[User, Authenticator]:
    """A new user with that passkey and no password, who is a member from now on. Errors: NotFound, Refused as `accept`."""
    invitation, somebody = _expected(token, passkey.user_id)
    if somebody.id != passkey.user_id:
        raise _sign_in_first()
    somebody.language = language
    somebody.set_unusable_password()
    with _let_in(token, invitation, somebody):
        made = passkeys.keep(somebody, passkey)
    return somebody, made


def _expected(token: str, user_id: UUID | None = None) -> tuple[Invitation, User]:
    """The open invitation and its user, who is not saved, or one who left and comes again."""
    link = look(token)
    invitation = link.open
    if link.has_user:
        raise _sign_in_first()
    new = User(id=user_id or uuid7(), email=invitation.email or None, mobile=invitation.mobile)
    somebody = user_at(invitation) or new
    somebody.name = invitation.name
    return invitation, somebody


@contextmanager
def _let_in(token: str, invitation: Invitation, somebody: User) -> Iterator[None]:
    """Use the link up, save the user and make them a member, in one transaction with what is done inside."""
    try:
        with write():
            _take(invitation, hash_of(token))
            somebody.is_active, somebody.must_change_password = True, False
            if somebody.email is None:
                somebody.mobile_confirmed_at = clock.now()
            somebody.save()
            _join(invitation, somebody)
            yield
    except IntegrityError:
        raise _sign_in_first()


def join(token: str, user_id: UUID) -> User:
    """Add the company to the user who is signed in. Errors: NotFound, Refused."""
    invitation = look(token).open
    somebody = User.objects.get(pk=user_id, is_active=True)
    with write():
        _take(invitation, hash_of(token))
        _join(invitation, somebody)
    return somebody


def ask_again(token: str) -> None:
    """Tell the administrators' inviter that the link did not open.

    Errors: NotFound; TooMany; Refused where it does open, or nobody administers the company.
    """
    link = look(token)
    invitation = link.invitation
    if invitation is None:
        raise NotFound(sentence(Standing.UNKNOWN))
    if link.standing is Standing.OPEN:
        raise Refused("link_open", _("Lenken virker fortsatt."))
    company = invitation.organisation
    told = {one.user for one in people.administrators(company.id)}
    if not told:
        raise Refused("nobody_to_ask", _("Be den som driver nettmelding, om en ny lenke."))
    if not cache.add(f"invitation-wanted-{invitation.id}", True, ASKED_AGAIN_AFTER.total_seconds()):
        raise TooMany("asked_already", _("Det er spurt om en ny lenke. Administratoren har fått beskjed."))
    inviter = {one for one in told if one.id == invitation.invited_by_id} or told
    with write():
        for one in inviter:
            context = {
                "company": company.name,
                "person": invitation.name,
                "link": reaching.address(f"/som/{company.slug}/admin/bruker"),
            }
            reaching.tell(one, "invitation_wanted", context, invitation)


def check_password(password: str, user: User) -> None:
    """Errors: Invalid with all that is wrong, in words."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise Invalid("weak_password", said, fields={"password": said})


def _take(invitation: Invitation, token_hash: str) -> None:
    """Use the link up: one conditional update, so that of two at the same instant one wins."""
    present = clock.now()
    rows = Invitation.objects.filter(
        pk=invitation.pk,
        token_hash=token_hash,
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=present,
    )
    if not rows.update(used_at=present):
        raise Refused("link_used", sentence(Standing.USED))


def _join(invitation: Invitation, user: User) -> Membership:
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    membership = Membership.objects.filter(user=user, organisation=organisation).first()
    if membership is not None and membership.ended_at is None:
        raise Refused("member_already", _("Du er bruker hos %(company)s allerede.") % {"company": organisation.name})
    membership = membership or Membership(user=user, organisation=organisation)
    membership.roles, membership.ended_at, membership.ended_by = invitation.roles, None, ""
    membership.revision += 1
    membership.save()
    Invitation.objects.filter(pk=invitation.pk).update(membership=membership)
    record(
        Actor(
            kind=ActorKind.PERSON,
            name=user.name,
            user_id=user.id,
            organisation_id=organisation.id,
            organisation_kind=OrganisationKind(organisation.kind),
            organisation_name=organisation.name,
        ),
        SUBJECT,
        invitation.id,
        "accepted",
        audience=(Audience.INTERNAL,),
        detail={"name": user.name, "roles": membership.roles},
    )
    return membership


def _sign_in_first() -> Refused:
    return Refused("has_user", _("Du har en bruker fra før. Logg inn for å legge til firmaet."))
