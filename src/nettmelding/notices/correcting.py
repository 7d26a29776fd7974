"""Correcting how a party is reached, in every open status: contact details are not what is decided."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, NotFound, Refused
from nettmelding.notices import informing, queries
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.catalogue.parties import REACHED
from nettmelding.notices.corrected import FIELDS, told_parties
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.status import OPEN
from nettmelding.organisations import access
from nettmelding.registers import contacts

RIGHTS = (Right.REPORT, Right.HANDLE)
"""It is told to the other side at once: those who answer the grid company, and those who handle its cases."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How a party is reached, as typed."""

    email: str
    mobile: str
    no_email: bool
    other_contact: str = ""


def may_correct(actor: Actor, notice: Notice) -> bool:
    """Whether the actor corrects contact details in a notice they see."""
    owner = actor.organisation_id in {notice.contractor_id, notice.grid_company_id}
    return owner and actor.may(*RIGHTS) and notice.state in OPEN


def told(actor: Actor, notice_id: UUID, role: PartyRole) -> tuple[Notice, dict[str, Any]]:
    """A notice, and a party of it as the grid company has been told of it; one that is the same as another is that other.

    Errors: NotFound, NotAllowed, Refused where the notice is not open.
    """
    notice = queries.get(actor, notice_id)
    access.require(actor, *RIGHTS)
    return notice, _party(notice, role)


def correct(actor: Actor, notice_id: UUID, role: PartyRole, contact: Contact) -> dict[str, Any]:
    """Correct how a party is reached, for both sides, and tell the new address. All of it holds, or nothing is changed.

    An address that mail did not reach, given once more, is tried again. Errors: those of `told`; Invalid with sentences for
    `email`, `mobile` and `other_contact`.
    """
    _notice, party = told(actor, notice_id, role)
    values = _read(contact, party)
    with write():
        rows = queries.locked(actor, [notice_id]).select_related("contractor", "grid_company")
        notice = rows.first()
        if notice is None:
            raise NotFound
        was = _party(notice, role)
        again = was["unreached"] and values["email"].casefold() == was["email"].casefold()
        if not again and all(was[name] == values[name] for name in FIELDS):
            return was
        _keep(notice, was, values, again=again)
        record(
            actor,
            queries.SUBJECT,
            notice.id,
            "contact_corrected",
            audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={
                "role": was["role"],
                "was": {name: was[name] for name in FIELDS},
                "now": values,
            },
        )
        if values["email"] and was["role"] in REACHED:
            informing.inform(notice, [(was["name"], values["email"])], again=again)
        return _party(notice, role)


def _keep(notice: Notice, party: dict[str, Any], values: dict[str, Any], *, again: bool) -> None:
    """Beside what was sent, and in the contractor's working copy where the same one still stands there."""
    role, present = party["role"], clock.now()
    notice.corrected = {**notice.corrected, role: {**values, "at": present.isoformat()}}
    if again:
        notice.unreached = [one for one in notice.unreached if one != values["email"].casefold()]
    notice.revision += 1
    notice.changed_at = present
    notice.save(update_fields=["corrected", "unreached", "revision", "changed_at"])
    same = Q(role=role) | Q(same_as=role)
    Party.objects.filter(same, notice=notice, name=party["name"]).update(**values)


def _party(notice: Notice, role: PartyRole) -> dict[str, Any]:
    if notice.sent_at is None:
        raise Refused("not_sent", _("Meldingen er ikke sendt. Rett opplysningene i kladden."))
    if notice.state not in OPEN:
        raise Refused("not_open", _("Saken er avsluttet. Kontaktopplysningene kan ikke rettes her."))
    by_role = {one["role"]: one for one in told_parties(notice)}
    party = by_role.get(role)
    if party is None:
        raise NotFound
    return by_role.get(party["same_as"], party)


def _read(contact: Contact, party: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "no_email": contact.no_email,
        "other_contact": contact.other_contact.strip()[:200],
    }
    problems: dict[str, str] = {}
    typed = {"email": "" if contact.no_email else contact.email, "mobile": contact.mobile}
    for name, parse in (("email", contacts.parse_email), ("mobile", contacts.parse_mobile)):
        try:
            values[name] = parse(typed[name]) if typed[name].strip() else ""
        except AppError as error:
            problems[name] = error.message
    if party["role"] in REACHED and not problems:
        problems |= _missing(values, party["name"])
    if problems:
        raise Invalid("contact", _("Se over kontaktopplysningene."), fields=problems)
    return values


def _missing(values: dict[str, Any], name: str) -> dict[str, str]:
    """Those who must be reachable need an address, or another way."""
    if values["email"] or (values["no_email"] and (values["mobile"] or values["other_contact"])):
        return {}
    if values["no_email"]:
        return {"mobile": _("Skriv mobilnummer eller en annen måte å nå %(name)s på.") % {"name": name}}
    return {"email": _("Skriv e-postadressen til %(name)s, eller velg «Har ikke e-post».") % {"name": name}}
