"""*Bruker*: the people of a company, what they may do there, and who has not been seen for long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right, Role
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotFound, Refused
from nettmelding.messages import queries as messages
from nettmelding.organisations import access, reaching
from nettmelding.organisations.models import Invitation, Membership, Organisation
from nettmelding.organisations.rights import ROLES

SUBJECT = "membership"
INVITATION = "invitation"
INVITING = ("invitation", "user_name")
"""The kinds of message that *Send brukernavn* sends."""
QUIET_AFTER = timedelta(days=90)
"""Who has not been seen for longer is pointed out."""
UNDONE_WITHIN = timedelta(days=30)
"""How long somebody who was deleted can be brought back."""
MOST = 2_000
"""People in one list."""


class State(StrEnum):
    """Where a person stands at the company."""

    ACTIVE = "active"
    NOT_SENT = "not_sent"
    SENDING = "sending"
    """The worker is about to send it."""
    INVITED = "invited"
    UNDELIVERED = "undelivered"
    """Invited, but nobody took the message."""
    EXPIRED = "expired"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the list: a member, or one who is invited."""

    id: UUID
    """Of the membership, or of the invitation where there is one that is open."""
    is_invitation: bool
    name: str
    contact: str
    """E-mail, or a mobile as E.164, or a user name."""
    roles: tuple[Role, ...]
    state: State
    since: datetime | None
    """Last seen; sent; expired; left: by the state. None: never."""
    quiet: bool = False
    """A member who has not been seen for 90 days."""


def listed(actor: Actor, query: str = "") -> list[Person]:
    """Members, open invitations and those who left in the last 30 days, by name. Errors: NotAllowed."""
    access.require(actor, Right.MANAGE_PEOPLE)
    wanted = query.strip().casefold()
    invited = list(open_invitations(actor)[:MOST])
    lost = messages.not_taken(INVITATION, [one.id for one in invited], INVITING)
    everybody = [_invited(one, one.id in lost) for one in invited]
    everybody += [_member(one) for one in _members(actor)[:MOST]]
    fitting = [one for one in everybody if wanted in f"{one.name} {one.contact}".casefold()]
    return sorted(fitting, key=lambda one: (one.state is State.LEFT, one.name.casefold(), str(one.id)))


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """The company's invitations that nobody has taken yet; a temporary password is taken when it is changed."""
    rows = Invitation.objects.filter(access.owned(actor), used_at__isnull=True, withdrawn_at__isnull=True)
    taken = Q(membership__isnull=False, membership__user__must_change_password=False)
    return rows.exclude(taken).select_related("membership__user").order_by("name")


def get(actor: Actor, membership_id: UUID) -> Membership:
    """A member of the actor's company, who left less than 30 days ago at most. Errors: NotFound, NotAllowed."""
    found = Membership.objects.filter(_present(), access.owned(actor), pk=membership_id).select_related("user").first()
    if found is None:
        raise NotFound
    access.require(actor, Right.MANAGE_PEOPLE)
    return found


def of_user(actor: Actor, user_id: UUID) -> Membership:
    """A user of the actor's company who has not left, by who they are. Errors: NotFound, NotAllowed."""
    rows = Membership.objects.filter(access.owned(actor), user_id=user_id, ended_at__isnull=True)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return get(actor, found)


def is_quiet(membership: Membership) -> bool:
    """Whether the person has not been seen for 90 days."""
    seen = last_seen(membership) or membership.created_at
    return clock.now() - seen > QUIET_AFTER


def last_seen(membership: Membership) -> datetime | None:
    """When the person was last here; None: never signed in."""
    return max(filter(None, [membership.user.seen_at, membership.user.last_login]), default=None)


def roles_of(actor: Actor) -> tuple[Role, ...]:
    """The roles there are at the actor's kind of company, in the order they are shown."""
    return ROLES[actor.organisation_kind] if actor.organisation_kind else ()


def in_order(actor: Actor, roles: Iterable[Role]) -> tuple[Role, ...]:
    """Roles in the order they are shown."""
    held = set(roles)
    return tuple(role for role in roles_of(actor) if role in held)


def checked_roles(actor: Actor, codes: Iterable[str]) -> list[str]:
    """The codes, in order and once each. Errors: Invalid where there is none, or one that this kind of company has not."""
    wanted, known = set(codes), [role.value for role in roles_of(actor)]
    if not wanted or not wanted <= set(known):
        sentence = _("Velg minst én rolle.")
        raise Invalid("bad_roles", sentence, fields={"roles": sentence})
    return [code for code in known if code in wanted]


def change(actor: Actor, membership_id: UUID, *, revision: int | None, roles: Iterable[str]) -> Membership:
    """Give a person other roles, and tell them. `revision`: None for whatever it is now.

    Errors: NotFound; NotAllowed; Invalid; Conflict where somebody else changed them since that revision; Refused where
    nobody would be administrator, or the person has left.
    """
    get(actor, membership_id)
    wanted = checked_roles(actor, roles)
    with write():
        lock(actor)
        membership = get(actor, membership_id)
        if membership.ended_at is not None:
            raise Refused("has_left", _("%(name)s er slettet.") % {"name": membership.user.name})
        if revision is not None and membership.revision != revision:
            raise Conflict("changed_meanwhile", _("Rollene er endret av noen andre i mellomtiden."))
        before = sorted(membership.roles)
        if before == sorted(wanted):
            return membership
        if Role.ADMINISTRATOR.value not in wanted:
            keep_an_administrator(membership)
        membership.roles = wanted
        membership.revision += 1
        membership.save(update_fields=["roles", "revision"])
        detail = {"name": membership.user.name, "from": before, "to": sorted(wanted)}
        record(actor, SUBJECT, membership.id, "roles_changed", audience=(Audience.INTERNAL,), detail=detail)
        tell_roles(membership, company=actor.organisation_name, by=actor.name)
    return membership


def tell_roles(membership: Membership, *, company: str, by: str) -> None:
    """Tell a person that what they may do at a company is another now. Inside the caller's transaction."""
    context = {"company": company, "person": by, "link": reaching.address("/")}
    reaching.tell(membership.user, "roles_changed", context, membership)


def keep_an_administrator(membership: Membership) -> None:
    """Errors: Refused where the company would have no administrator without this one. Inside the company's lock."""
    if is_last_administrator(membership):
        raise Refused(
            "last_administrator",
            _("Firmaet må ha minst én administrator. Gjør en annen til administrator først."),
        )


def is_last_administrator(membership: Membership) -> bool:
    """Whether this one, and nobody else, administers the company."""
    others = (one for one in administrators(membership.organisation_id) if one.pk != membership.pk)
    return Role.ADMINISTRATOR in membership.role_set and not any(others)


def administrators(organisation_id: UUID) -> list[Membership]:
    """Those who administer a company."""
    rows = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True, user__is_active=True)
    return [one for one in rows.select_related("user") if Role.ADMINISTRATOR in one.role_set]


def lock(actor: Actor) -> None:
    """One at a time changes who belongs to a company."""
    Organisation.objects.select_for_update().get(pk=actor.organisation)


def _present() -> Q:
    return Q(ended_at__isnull=True) | Q(ended_at__gt=clock.now() - UNDONE_WITHIN)


def _members(actor: Actor) -> QuerySet[Membership]:
    handed_out = open_invitations(actor).filter(membership__isnull=False).values("membership_id")
    rows = Membership.objects.filter(_present(), access.owned(actor), user__erased_at__isnull=True)
    return rows.exclude(pk__in=handed_out).select_related("user").order_by("user__name")


def _member(membership: Membership) -> Person:
    user, left = membership.user, membership.ended_at
    return Person(
        id=membership.id,
        is_invitation=False,
        name=user.name,
        contact=user.email or user.mobile or user.username or "",
        roles=tuple(sorted(membership.role_set, key=list(Role).index)),
        state=State.LEFT if left else State.ACTIVE,
        since=left or last_seen(membership),
        quiet=left is None and is_quiet(membership),
    )


def state_of(invitation: Invitation) -> State:
    """Where one who is invited stands."""
    if invitation.sent_at is None:
        return State.NOT_SENT if invitation.wanted_at is None else State.SENDING
    return State.EXPIRED if invitation.expires_at <= clock.now() else State.INVITED


def _invited(invitation: Invitation, lost: bool) -> Person:
    state = state_of(invitation)
    if lost and state is State.INVITED:
        state = State.UNDELIVERED
    return Person(
        id=invitation.id,
        is_invitation=True,
        name=invitation.name,
        contact=invitation.email or invitation.mobile,
        roles=tuple(sorted((Role(code) for code in invitation.roles), key=list(Role).index)),
        state=state,
        since=invitation.expires_at if state is State.EXPIRED else invitation.sent_at,
    )
