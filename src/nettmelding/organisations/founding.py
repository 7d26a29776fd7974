"""The first people of an installation: a grid company with its administrator, and who runs nettmelding.

Everybody else is invited by somebody, or registers; these have nobody before them and are invited from the command line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db import IntegrityError
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import SYSTEM, Actor, ActorKind, OrganisationKind, Right, Role
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.organisations import invitations, invitees, people
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import CompanySettings, Organisation
from nettmelding.organisations.slugs import free_slug
from nettmelding.registers.numbers import parse_orgnr

LONGEST_NAME = 200
PLATFORM = "nettmelding"


class Done(StrEnum):
    """What came of asking for somebody."""

    INVITED = "invited"
    SENT_AGAIN = "sent_again"
    WAITING = "waiting"
    """Invited before, and has not come in yet; nothing is sent."""
    IN_ALREADY = "in_already"
    """There is an administrator, or the person is an operator; nothing is sent."""


@dataclass(frozen=True, slots=True)
class Founded:
    """A company, whether it is new, and how it went with its first person."""

    organisation: Organisation
    is_new: bool
    done: Done
    people: tuple[str, ...]
    """E-mail addresses of those who are in or invited."""


def found_grid_company(name: str, number: str, *, email: str, person: str = "", again: bool = False) -> Founded:
    """A grid company and the link to its first administrator, both or none.

    `number`: in any pasted form, checked by modulus 11. `person`: the administrator's name, else what the address says;
    they change it themselves. Where the company is there already, nothing changes; `again` sends a new link as long as
    nobody administers it. Errors: Invalid by field.
    """
    number, name = parse_orgnr(number), " ".join(name.split())
    if not 2 <= len(name) <= LONGEST_NAME:
        raise Invalid("bad_name", _("Skriv navnet."))
    company = Organisation(kind=OrganisationKind.GRID_COMPANY.value, name=name, organisation_number=number, email=email)
    first = _somebody(company, email, person, Role.ADMINISTRATOR)
    company.email = first.email
    return _once(lambda: _found_grid_company(company, first, again=again))


def _found_grid_company(company: Organisation, first: Somebody, *, again: bool) -> Founded:
    with write():
        known = _known(company)
        if known is None:
            company.slug = free_slug(company.name, company.organisation_number)
            return _begin(company, first)
        in_already = people.administrators(known.id)
        if in_already:
            return Founded(known, False, Done.IN_ALREADY, tuple(one.user.email or one.user.name for one in in_already))
        return _invited(known, first, again=again, is_new=False)


def found_operator(email: str, *, person: str = "", again: bool = False) -> Founded:
    """Somebody who runs nettmelding, invited by a link. Who is one or is invited already stays as they are.

    `again` sends a new link to one who has not come in. Errors: Invalid by field.
    """
    platform = Organisation(kind=OrganisationKind.PLATFORM.value, name=PLATFORM, slug="platform")
    somebody = _somebody(platform, email, person, Role.OPERATOR)
    return _once(lambda: _found_operator(platform, somebody, again=again))


def _found_operator(platform: Organisation, somebody: Somebody, *, again: bool) -> Founded:
    with write():
        known = _known(platform)
        if known is None:
            return _begin(platform, somebody)
        if known.memberships.filter(user__email=somebody.email, ended_at__isnull=True).exists():
            return Founded(known, False, Done.IN_ALREADY, (somebody.email,))
        return _invited(known, somebody, again=again, is_new=False)


def _once(found: Callable[[], Founded]) -> Founded:
    """Two who found the same at the same instant: the second finds it there."""
    try:
        return found()
    except IntegrityError:
        return found()


def _known(company: Organisation) -> Organisation | None:
    return Organisation.objects.filter(kind=company.kind, organisation_number=company.organisation_number).first()


def _somebody(company: Organisation, email: str, person: str, role: Role) -> Somebody:
    name = person or " ".join(word.capitalize() for word in email.partition("@")[0].replace(".", " ").split())
    return invitees.checked(_for(company), Somebody(name, email, "", (role.value,)))


def _begin(company: Organisation, first: Somebody) -> Founded:
    company.save(force_insert=True)
    CompanySettings.objects.create(organisation=company)
    record(
        _for(company),
        "organisation",
        company.id,
        "registered",
        audience=(Audience.INTERNAL,),
        detail={"name": company.name, "number": company.organisation_number},
    )
    return _invited(company, first, again=False, is_new=True)


def _invited(company: Organisation, somebody: Somebody, *, again: bool, is_new: bool) -> Founded:
    """A link to somebody, or to the same again. A company's first administrator is one: another address takes its place."""
    actor = _for(company)
    people.lock(actor)
    waiting = people.open_invitations(actor).filter(invited_by__isnull=True)
    if company.kind == OrganisationKind.PLATFORM:
        waiting = waiting.filter(email=somebody.email)
    before = {one.email: one for one in waiting}
    if before and not again:
        return Founded(company, is_new, Done.WAITING, tuple(before))
    same = before.pop(somebody.email, None)
    for other in before.values():
        invitations.withdraw(actor, other.id)
    if same is None:
        invitees.refuse_twice(actor, [somebody])
    invitation = same or invitations.keep(actor, somebody)
    invitations.send(actor, invitation.id)
    return Founded(company, is_new, Done.SENT_AGAIN if same else Done.INVITED, (invitation.email,))


def _for(company: Organisation) -> Actor:
    """The program itself, on behalf of a company that has nobody yet."""
    return Actor(
        kind=ActorKind.SYSTEM,
        name=SYSTEM.name,
        organisation_id=company.id,
        organisation_kind=OrganisationKind(company.kind),
        organisation_name=company.name,
        rights=frozenset({Right.MANAGE_PEOPLE}),
    )
