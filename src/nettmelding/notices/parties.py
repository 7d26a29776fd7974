"""Customer, owner and the others: found in a register, never typed but where the register cannot find them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.notices import drafts, labels, queries, working_copy
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice, Party
from nettmelding.registers import contacts, lookups
from nettmelding.registers.birth_dates import parse_birth_date
from nettmelding.registers.lookups import Found, PersonAnswer
from nettmelding.registers.numbers import parse_orgnr
from nettmelding.registers.protocols import AddressHint, Company

PURPOSE = "notice"
UNCONFIRMED: dict[str, str | Promise] = {
    "estate": gettext_lazy("Dødsbo"),
    "not_founded": gettext_lazy("Ikke stiftet ennå"),
    "foreign": gettext_lazy("Bor i utlandet, uten norsk nummer"),
    "several": gettext_lazy("Flere eiere"),
    "guardian": gettext_lazy("Verge"),
    "register_down": gettext_lazy("Registeret svarer ikke"),
}
"""Why a name may be typed; it carries "ikke bekreftet" until somebody has confirmed it."""
NOT_ASKED = "not_asked"
"""A name that came with a list: no register has been asked about it yet."""
REASONS: dict[str, str | Promise] = {**UNCONFIRMED, NOT_ASKED: gettext_lazy("Fra en liste, ikke slått opp ennå")}
"""Why a name stands unconfirmed, in words."""


@dataclass(frozen=True, slots=True)
class PersonQuery:
    """What a person is found by, as typed."""

    last_name: str
    first_name: str
    birth_date: str
    street: str = ""
    postcode: str = ""


def find_person(actor: Actor, notice_id: UUID, role: PartyRole, query: PersonQuery) -> PersonAnswer:
    """Look a person up and, where exactly one is confirmed, put them on the notice.

    The look-up is made on the grid company's right, for this notice. Errors: Invalid with a sentence for each field, those of
    `registers.lookups.find_person`, those of `drafts.locked`.
    """
    notice = queries.get(actor, notice_id)
    problems = {
        name: _("Fyll ut.") for name in ("last_name", "first_name", "birth_date") if not getattr(query, name).strip()
    }
    if problems:
        raise Invalid("incomplete", _("Skriv etternavn, fornavn og fødselsdato."), fields=problems)
    try:
        born = parse_birth_date(query.birth_date)
    except AppError as error:
        raise Invalid(error.code, error.message, fields={"birth_date": error.message}) from None
    hint = AddressHint(street=query.street, postcode=query.postcode) if query.street.strip() else None
    answer = lookups.find_person(
        actor,
        grid_company_id=notice.grid_company_id,
        purpose=f"{PURPOSE} {notice.id}",
        last_name=query.last_name,
        first_name=query.first_name,
        birth_date=born,
        address=hint,
        api_key_allowed=working_copy.rules_of(notice).person_lookups_by_key,
    )
    if answer.found is Found.ONE and answer.person is not None:
        _put(
            actor, notice_id, role,
            kind=Party.Kind.PERSON, name=answer.person.name, birth_date=born, person_ref=answer.person_ref,
            confirmed=True, source="person_register", read_at=clock.now(),
        )  # fmt: skip
    return answer


def use_company(actor: Actor, notice_id: UUID, role: PartyRole, number: str) -> Company:
    """Look a firm up by its number and put it on the notice; a bankrupt one comes with its warnings.

    Errors: NotFound for an unknown number, Invalid for a deleted firm.
    """
    queries.get(actor, notice_id)
    answer = lookups.find_company(actor, number)
    if len(answer.companies) != 1:
        raise NotFound(answer.message)
    company = answer.companies[0]
    if not company.usable:
        raise Invalid("company_deleted", answer.message, fields={"number": answer.message})
    _put(
        actor, notice_id, role,
        kind=Party.Kind.COMPANY, name=company.name, organisation_number=company.number,
        confirmed=True, source="company_register", read_at=clock.now(),
    )  # fmt: skip
    return company


def type_name(
    actor: Actor,
    notice_id: UUID,
    role: PartyRole,
    kind: Party.Kind,
    name: str,
    because: str,
    *,
    asked_with: str = "",
) -> Party:
    """Write a name that no register can confirm, with the reason.

    `asked_with` is the birth date or organisation number that the register did not answer about; it is kept where it can be
    read, so that the worker can ask again. Errors: Invalid.
    """
    problems = {}
    if because not in UNCONFIRMED:
        problems["because"] = _("Velg hvorfor navnet ikke kan slås opp.")
    if len(name.split()) < 2 and kind is Party.Kind.PERSON:
        problems["name"] = _("Skriv fornavn og etternavn.")
    elif len(name.strip()) < 2:
        problems["name"] = _("Skriv navnet.")
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Fyll ut det som er merket."), fields=problems)
    return _put(
        actor, notice_id, role,
        kind=kind, name=" ".join(name.split())[:200], unconfirmed_because=because, source="typed", read_at=clock.now(),
        **_known_of(kind, asked_with),
    )  # fmt: skip


def same_as(actor: Actor, notice_id: UUID, role: PartyRole, other: PartyRole) -> Party:
    """Let one party be the same as another, contact details and all."""
    with write():
        notice = drafts.locked(actor, notice_id)
        source = notice.parties.filter(role=other).exclude(name="").first()
        if source is None or role is other:
            sentence = _("Finn %(who)s først.") % {"who": str(labels.PARTY_ROLES[other]).lower()}
            raise Invalid("no_such_party", sentence, fields={"same_as": sentence})
        party = notice.parties.filter(role=role).first() or Party(notice=notice, role=role)
        copied = (
            "kind", "name", "organisation_number", "birth_date", "person_ref", "confirmed", "unconfirmed_because",
            "source", "read_at", "email", "mobile", "no_email", "other_contact",
        )  # fmt: skip
        for name in copied:
            setattr(party, name, getattr(source, name))
        party.same_as = source.same_as or other
        party.save()
        drafts.settle(notice)
    return party


def set_contact(
    actor: Actor, notice_id: UUID, role: PartyRole, *, email: str, mobile: str, no_email: bool, other_contact: str = ""
) -> Party:
    """How to reach a party; those that are the same follow. What is wrong is said, and the rest is kept.

    Errors: Invalid with `email` and `mobile` sentences, after what holds has been saved.
    """
    values: dict[str, object] = {"no_email": no_email, "other_contact": other_contact.strip()[:200]}
    problems: dict[str, str] = {}
    typed = {"email": "" if no_email else email, "mobile": mobile}
    for name, parse in (("email", contacts.parse_email), ("mobile", contacts.parse_mobile)):
        try:
            values[name] = parse(typed[name]) if typed[name].strip() else ""
        except AppError as error:
            problems[name] = error.message
    with write():
        notice = drafts.locked(actor, notice_id)
        party = notice.parties.filter(role=role).first()
        if party is None:
            raise NotFound
        Party.objects.filter(notice=notice, role=role).update(**values)
        Party.objects.filter(notice=notice, same_as=role).update(**values)
        drafts.settle(notice)
        party.refresh_from_db()
    if problems:
        raise Invalid("contact", _("Se over kontaktopplysningene."), fields=problems)
    return party


def remove(actor: Actor, notice_id: UUID, role: PartyRole) -> Notice:
    """Take a party off; those that were the same stay as they are."""
    with write():
        notice = drafts.locked(actor, notice_id)
        notice.parties.filter(role=role).delete()
        notice.parties.filter(same_as=role).update(same_as="")
        drafts.settle(notice)
    return notice


def _known_of(kind: Party.Kind, asked_with: str) -> "_Known":
    try:
        if kind is Party.Kind.COMPANY:
            return {"organisation_number": parse_orgnr(asked_with)} if asked_with.strip() else {}
        return {"birth_date": parse_birth_date(asked_with)} if asked_with.strip() else {}
    except AppError:
        return {}  # what cannot be read cannot be asked about again


class _Known(TypedDict, total=False):
    organisation_number: str
    birth_date: date


def _put(
    actor: Actor,
    notice_id: UUID,
    role: PartyRole,
    *,
    kind: Party.Kind,
    name: str,
    source: str,
    read_at: datetime,
    organisation_number: str = "",
    birth_date: date | None = None,
    person_ref: str = "",
    confirmed: bool = False,
    unconfirmed_because: str = "",
) -> Party:
    """Put somebody on the notice in a role; how to reach whoever stood there before goes with them."""
    with write():
        notice = drafts.locked(actor, notice_id)
        notice.parties.filter(role=role).delete()
        party = Party.objects.create(
            notice=notice,
            role=role,
            kind=kind,
            name=name,
            organisation_number=organisation_number,
            birth_date=birth_date,
            person_ref=person_ref,
            confirmed=confirmed,
            unconfirmed_because=unconfirmed_because,
            source=source,
            read_at=read_at,
        )
        notice.parties.filter(same_as=role).update(same_as="")
        drafts.settle(notice)
    return party
