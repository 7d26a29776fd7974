"""Those who are to be made users, as they are typed or read from a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.core.settings import env
from nettmelding.organisations import access, people
from nettmelding.organisations.models import Membership
from nettmelding.registers import contacts

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Somebody:
    """One who is to be made a user, as typed: one of e-mail and mobile will do."""

    name: str
    email: str
    mobile: str
    roles: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where they are reached."""
        return self.email or self.mobile


def checked(actor: Actor, typed: Somebody) -> Somebody:
    """The same, cleaned. Errors: Invalid with a sentence for each field that does not hold. Not inside a transaction."""
    problems: dict[str, str] = {}
    name, email, mobile = " ".join(typed.name.split()), typed.email.strip(), typed.mobile.strip()
    if not 2 <= len(name) <= LONGEST_NAME:
        problems["name"] = _("Skriv navnet.") if len(name) < 2 else _("Navnet er for langt.")
    if email:
        check = contacts.check_email(email)
        email = check.address.lower()
        if check.placeholder:
            problems["email"] = _("Skriv en e-postadresse som personen leser.")
        elif not check.ok:
            problems["email"] = check.problem
    if mobile:
        try:
            mobile = contacts.parse_mobile(mobile)
        except Invalid as error:
            problems["mobile"] = error.message
    if not email and not (mobile and env.sms):
        sentence = _("Skriv e-post eller mobil.") if env.sms else _("Skriv en e-postadresse.")
        problems.setdefault("email", sentence)
    roles: list[str] = []
    try:
        roles = people.checked_roles(actor, typed.roles)
    except Invalid as error:
        problems.update(error.fields)
    if problems:
        raise Invalid("bad_person", _("Rett det som er merket."), fields=problems)
    return Somebody(name, email, mobile, tuple(roles))


def taken_addresses(actor: Actor, but: UUID | None = None) -> dict[str, str]:
    """The addresses of the company's users and of those who are invited, with what is said of each."""
    open_ones = people.open_invitations(actor)
    handed_out = open_ones.filter(membership__isnull=False).values("membership_id")
    invited = open_ones.exclude(pk=but) if but else open_ones
    members = Membership.objects.filter(access.owned(actor), ended_at__isnull=True).exclude(pk__in=handed_out)
    taken = {address: _("Denne personen er bruker hos dere allerede.") for address in _addresses(members, "user__")}
    return taken | {address: _("Denne personen er invitert allerede.") for address in _addresses(invited, "")}


def refuse_twice(actor: Actor, everybody: Iterable[Somebody], but: UUID | None = None) -> None:
    """Errors: Invalid where somebody is a user of the company or invited already. Inside the caller's transaction."""
    taken = taken_addresses(actor, but)
    for one in everybody:
        if one.address in taken:
            field = "email" if one.email else "mobile"
            raise Invalid("twice", taken[one.address], fields={field: taken[one.address]})
        taken[one.address] = _("Denne personen er invitert allerede.")


def _addresses(rows: QuerySet[Any], before: str) -> set[str]:
    pairs = rows.values_list(f"{before}email", f"{before}mobile")
    return {email or mobile for email, mobile in pairs if email or mobile}
