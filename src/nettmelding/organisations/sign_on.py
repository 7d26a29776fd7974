"""Single sign-on: who comes in by a company's own provider, as whom, and with which roles.

The company's groups decide, read anew at each sign-in. A provider says who somebody is for its own company only: its word
makes a new user, or leads to one who belongs to that company and to no other; to any other user it leads when that person has
shown by signing in that it is theirs. A session that it begins acts for that company only (`web/vouched.py`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.accounts import secrets
from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right, Role
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed
from nettmelding.core.settings import env
from nettmelding.organisations import access, administrators, leaving, own, people
from nettmelding.organisations.models import Membership, Organisation, SingleSignOn
from nettmelding.organisations.models.sign_on import PREFIX
from nettmelding.organisations.rights import ROLES

BY_GROUPS = "single sign-on"
"""`Membership.ended_by` of one whose groups give nothing any more; such a one comes in again when they do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator wrote."""

    issuer: str
    client_id: str
    client_secret: str
    """Empty keeps the one there is."""
    domains: str
    group_claim: str
    groups: Sequence[tuple[str, str]]
    """Group and code of a role."""
    is_on: bool


def of(actor: Actor) -> SingleSignOn | None:
    """The company's own. Errors: NotAllowed."""
    access.require(actor, Right.MANAGE_COMPANY)
    return SingleSignOn.objects.select_related("organisation").filter(organisation_id=actor.organisation).first()


def save(actor: Actor, wanted: Wanted) -> SingleSignOn:
    """Keep how the company's people sign in. Errors: NotAllowed, Invalid by field."""
    access.require(actor, Right.MANAGE_COMPANY)
    fields = _faults(actor, wanted)
    if fields:
        raise Invalid("sign_on", next(iter(fields.values())), fields=fields)
    groups: dict[str, list[str]] = {}
    for group, role in wanted.groups:
        if group.strip():
            groups.setdefault(group.strip(), []).append(role)
    with write():
        kept = SingleSignOn.objects.select_for_update().filter(organisation_id=actor.organisation).first()
        row = kept or SingleSignOn(organisation_id=actor.organisation)
        row.issuer = wanted.issuer.strip().rstrip("/")
        row.client_id = wanted.client_id.strip()
        row.client_secret = (
            secrets.encrypt(wanted.client_secret.strip()) if wanted.client_secret.strip() else row.client_secret
        )
        row.domains = domains(wanted.domains)
        row.confirmed = sorted(row.trusted)
        row.group_claim = wanted.group_claim.strip() or "groups"
        row.groups = groups
        row.is_on = wanted.is_on
        row.changed_at = clock.now()
        row.save()
        record(actor, "organisation", actor.organisation, "sign_on_changed", audience={Audience.INTERNAL})
        what = gettext_lazy("Innlogging med firmaets egne brukere")
        administrators.tell(actor, actor.organisation, what, "/admin/innlogging")
    return row


def domains(text: str) -> list[str]:
    """Domains as people type them, with commas, spaces or an at sign in front."""
    return sorted({part.lstrip("@").lower() for part in text.replace(",", " ").replace(";", " ").split()})


def by_address(email: str) -> SingleSignOn | None:
    """The one that is switched on for an address's domain; None where there is none, or more than one company claims it."""
    domain = email.strip().lower().rpartition("@")[2]
    found = [row for row in switched_on() if domain in row.trusted]
    return found[0] if domain and len(found) == 1 else None


def switched_on() -> list[SingleSignOn]:
    """All that are."""
    return list(SingleSignOn.objects.select_related("organisation").filter(is_on=True))


def provider_id(organisation: Organisation) -> str:
    """What a company's provider is called, whether it has one or not."""
    return f"{PREFIX}{organisation.slug}"


def is_companys(provider: str) -> bool:
    """Whether a provider of that name is a company's own."""
    return provider.startswith(PREFIX)


def belongs_elsewhere(user_id: UUID, providers: Collection[str]) -> bool:
    """Whether a person is or was a member of a company whose provider is not among those."""
    slugs = [one.removeprefix(PREFIX) for one in providers]
    return Membership.objects.filter(user_id=user_id).exclude(organisation__slug__in=slugs).exists()


def admit(row: SingleSignOn, claims: Mapping[str, Any], known: User | None, here: User | None) -> User:
    """Let in the person that the company's provider vouches for, with the roles their groups give.

    `known` is the user that this identity led to before, `here` one who is signed in and connects it to themselves. The
    answer is the user to sign in, whom the caller ties to the identity.
    Errors: NotAllowed with the sentence for the person: no group, no address of the company's, a user who must show that it
    is theirs, one whom an administrator has deleted. Refused where the groups would leave the company without an administrator.
    """
    email = _address(row, claims)
    roles = row.roles_of(groups_of(row, claims))
    with write():
        own.locked(row.organisation_id)
        user = known or here or _user(row, email, claims)
        member = (
            Membership.objects.select_related("user", "organisation")
            .filter(user=user, organisation=row.organisation)
            .first()
            if user
            else None
        )
        if member and member.ended_at and member.ended_by != BY_GROUPS:
            raise NotAllowed("deleted", _("Brukeren din er slettet av en administrator i firmaet."))
        if roles:
            user = user or User.objects.create_user(
                email, name=str(claims.get("name") or email.partition("@")[0])[:120]
            )
            _set_roles(row, user, member, roles)
        elif member and not member.ended_at:
            _end(row, member)
    if not roles or user is None:
        raise NotAllowed(
            "no_group",
            _(
                "%(company)s har ikke gitt deg tilgang til nettmelding. Be den som styrer brukerne der, legge deg i en gruppe."
            )
            % {"company": row.organisation.name},
        )
    if not user.is_active:
        raise NotAllowed("deleted", _("Denne brukeren er ikke i bruk lenger. Spør administratoren i firmaet ditt."))
    return user


def groups_of(row: SingleSignOn, claims: Mapping[str, Any]) -> list[str]:
    """The names or ids of groups, whether they come as a list or as one."""
    given = claims.get(row.group_claim) or []
    return [str(one) for one in given] if isinstance(given, list | tuple) else [str(given)]


def _address(row: SingleSignOn, claims: Mapping[str, Any]) -> str:
    """The address, when the provider says that it is the person's and it belongs to the company.

    `xms_edov` is Entra's word for it (learn.microsoft.com, "Optional claims reference").
    """
    email = str(claims.get("email") or "").strip().lower()
    verified = claims.get("email_verified") in (True, "true") or claims.get("xms_edov") in (True, 1, "1", "true")
    if not email or not verified or email.rpartition("@")[2] not in row.trusted:
        raise NotAllowed(
            "address",
            _("Innloggingen til %(company)s sa ikke hvilken e-postadresse du har der. Be dem rette det.")
            % {"company": row.organisation.name},
        )
    return email


def _user(row: SingleSignOn, email: str, claims: Mapping[str, Any]) -> User | None:
    """The member with that address, who never belonged to another company; None where nobody has it."""
    user = User.objects.filter(email=email).first()
    if user and (not user.memberships.exists() or belongs_elsewhere(user.pk, {row.provider_id})):
        raise NotAllowed(
            "prove",
            _("Du har en bruker her fra før. Logg inn med den, og koble til %(company)s under Min side, Innlogging.")
            % {"company": row.organisation.name},
        )
    return user


def _set_roles(row: SingleSignOn, user: User, member: Membership | None, roles: frozenset[Role]) -> None:
    """Give the roles of the groups, and tell the person; a company's last administrator stays that besides."""
    before = member.role_set if member and not member.ended_at else frozenset[Role]()
    if member and Role.ADMINISTRATOR in before - roles and people.is_last_administrator(member):
        roles |= {Role.ADMINISTRATOR}
    if before == roles:
        return
    wanted = sorted(role.value for role in roles)
    if member is None:
        member = Membership.objects.create(user=user, organisation=row.organisation, roles=wanted)
    else:
        member.roles, member.ended_at, member.ended_by = wanted, None, ""
        member.revision += 1
        member.save()
    me = _provider(row)
    record(me, "membership", member.id, "roles_by_groups", audience={Audience.INTERNAL}, detail={"roles": wanted})
    people.tell_roles(member, company=row.organisation.name, by=me.name)
    if Role.ADMINISTRATOR in roles - before:
        what = format_lazy(gettext_lazy("{name} er administrator"), name=user.name)
        administrators.tell(me, row.organisation_id, what, "/admin/bruker")


def _end(row: SingleSignOn, member: Membership) -> None:
    """Errors: Refused where the company would have no administrator."""
    people.keep_an_administrator(member)
    me = _provider(row)
    handed = leaving.end(me, member, None, by=BY_GROUPS)
    detail = {"name": member.user.name, "handed_over": handed}
    record(me, "membership", member.id, "ended_by_groups", audience={Audience.INTERNAL}, detail=detail)
    what = format_lazy(gettext_lazy("{name} har ikke tilgang lenger"), name=member.user.name)
    administrators.tell(me, row.organisation_id, what, "/admin/bruker")


def _provider(row: SingleSignOn) -> Actor:
    company = row.organisation
    return Actor(
        kind=ActorKind.SYSTEM,
        name=company.name,
        organisation_id=company.id,
        organisation_kind=OrganisationKind(company.kind),
        organisation_name=company.name,
    )


def _faults(actor: Actor, wanted: Wanted) -> dict[str, str]:
    fields: dict[str, str] = {}
    problem = address_problem(wanted.issuer)
    if problem:
        fields["issuer"] = problem
    if not wanted.client_id.strip():
        fields["client_id"] = _("Skriv klient-ID-en som tilbyderen har gitt dere.")
    named = domains(wanted.domains)
    if not named or not all("." in one for one in named):
        fields["domains"] = _("Skriv domenet i e-postadressene deres, for eksempel firma.no.")
    elif _taken(actor.organisation, named):
        fields["domains"] = _("Et annet selskap bruker dette domenet. Ta kontakt med oss.")
    allowed = {role.value for role in ROLES[actor.organisation_kind or OrganisationKind.CONTRACTOR]}
    if any(role not in allowed for group, role in wanted.groups if group.strip()):
        fields["groups"] = _("Velg en rolle for hver gruppe.")
    elif wanted.is_on and not any(group.strip() for group, _role in wanted.groups):
        fields["groups"] = _("Skriv minst én gruppe, ellers kommer ingen inn.")
    return fields


def _taken(organisation_id: UUID, named: list[str]) -> bool:
    others = SingleSignOn.objects.exclude(organisation_id=organisation_id)
    return any(row.trusted & set(named) for row in others)


def address_problem(issuer: str) -> str:
    """What is wrong with a provider's address, in a sentence; empty for a good one."""
    parts = urlsplit(issuer.strip())
    if parts.scheme == "https" and parts.hostname:
        return ""
    if env.oidc_loopback and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}:
        return ""
    return _("Adressen må begynne med https://.")
