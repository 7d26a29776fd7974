"""What the rest of the program asks the registers: a person, a company, an address."""

import hashlib
import hmac
import math
import time
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import settings, text
from nettmelding.core.actor import Actor, ActorKind
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import Invalid, NotAllowed, Refused, Unavailable
from nettmelding.registers import clients, names, quota
from nettmelding.registers.models import Outcome, PersonLookup
from nettmelding.registers.numbers import looks_like_orgnr, parse_orgnr
from nettmelding.registers.protocols import Address, AddressHint, Company, Person, PlaceName, RegisteredPerson

STEP_SECONDS = 0.5
"""An answer that finds nobody comes at a whole number of these, so that its time tells nothing of why."""
MOST_COMPANIES = 10
MOST_ADDRESSES = 10
MOST_PLACE_NAMES = 4
_MAY_LOOK_UP = frozenset({ActorKind.PERSON, ActorKind.SYSTEM})


class Found(StrEnum):
    """What a look-up of a person came to. None, several and protected are one and the same."""

    ONE = "one"
    DEAD = "dead"
    NOT_ONE = "not_one"


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """The answer to one look-up. `person` and `person_ref` are there with `ONE` and `DEAD` only."""

    found: Found
    message: str
    lookup_id: UUID
    person: Person | None = None
    person_ref: str = ""
    """Stands for the person in place of the identity number, which never leaves the register's room."""
    confirmed_as: str = ""
    """The form of the name that the register confirmed, where it is not the one that was typed."""
    address_may_help: bool = False
    """Whether asking again with an address could tell two alike apart; always with `NOT_ONE` asked without
    one."""


@dataclass(frozen=True, slots=True)
class CompanyAnswer:
    """Companies that fit, closest first; `message` says what there is to say of none, or of one that is not
    usable."""

    companies: tuple[Company, ...]
    message: str = ""


def find_person(
    actor: Actor,
    *,
    grid_company_id: UUID | None,
    purpose: str,
    last_name: str,
    first_name: str,
    birth_date: date,
    address: AddressHint | None = None,
    api_key_allowed: bool = False,
) -> PersonAnswer:
    """Look one person up, by name with exact birth date, on the grid company's right to search.

    Tries the ways the name may be written. The look-up is recorded, with its purpose, before it is done.
    Raises `Invalid`, `NotAllowed`, `TooMany`, `RegisterDown`, `RegisterSaysNo`; not inside a transaction.
    """
    forbid_in_transaction("HTTP")
    _check(actor, purpose, last_name, first_name, api_key_allowed)
    if grid_company_id is None:
        raise Invalid(
            "person_grid_company",
            _("Fyll ut adressen først. Oppslaget gjøres på vegne av nettselskapet der."),
        )
    quota.use_one(actor)
    lookup = _record(actor, grid_company_id, purpose, last_name, first_name, birth_date)
    started = time.monotonic()
    try:
        hit = _first_usable(names.variants(first_name, last_name), birth_date, address)
    except (Unavailable, Refused):
        _finish(lookup, Outcome.DOWN)
        raise
    if hit is None:
        _finish(lookup, Outcome.NOT_ONE)
        _wait_for_step(started)
        return _nobody(lookup, asked_with_address=address is not None)
    return _somebody(lookup, hit, f"{first_name} {last_name}")


def person_lookups(*, last_name: str, first_name: str, birth_date: date) -> list[PersonLookup]:
    """Every look-up of a name with a birth date, newest first: for the person who asks who looked, and
    why."""
    wanted = criteria(last_name, first_name, birth_date)
    return list(PersonLookup.objects.filter(criteria=wanted).order_by("-at"))


def find_company(actor: Actor, query: str) -> CompanyAnswer:
    """A company by number in any pasted form, or companies by name. Raises `Invalid`, `RegisterDown`,
    `RegisterSaysNo`."""
    if actor.kind is ActorKind.CUSTOMER:
        raise NotAllowed("company_lookup", _("Du kan ikke slå opp firma her."))
    if looks_like_orgnr(query):
        return _company_by_number(parse_orgnr(query))
    name = " ".join(query.split())
    if len(name) < 2:
        raise Invalid("company_query", _("Skriv organisasjonsnummeret eller navnet på firmaet."))
    companies = tuple(clients.company_register().by_name(name, MOST_COMPANIES))
    return CompanyAnswer(companies, "" if companies else _("Fant ikke noe firma med dette navnet."))


def find_addresses(query: str, limit: int = MOST_ADDRESSES) -> list[Address]:
    """Places that fit one field's text: street, `gnr/bnr` or a position. Raises `RegisterDown`,
    `RegisterSaysNo`."""
    return clients.address_register().search(query, limit)


def addresses_near(lat: float, lon: float, radius_m: int = 200, limit: int = MOST_ADDRESSES) -> list[Address]:
    """Places within `radius_m` metres of a position in EPSG:4326, nearest first."""
    return clients.address_register().near(lat, lon, radius_m, limit)


def find_place_names(query: str, limit: int = MOST_PLACE_NAMES) -> list[PlaceName]:
    """Villages, farms, hills and waters that are called so. Raises `RegisterDown`, `RegisterSaysNo`."""
    return clients.place_name_register().search(query, limit)


def criteria(last_name: str, first_name: str, birth_date: date) -> str:
    """A keyed hash of what was asked, the same for the ways a name is written: first word of the first name,
    last word of the last name, birth date."""
    first, last = (text.words(name.replace("-", " ")) or [""] for name in (first_name, last_name))
    return _keyed("person-criteria", f"{first[0]}|{last[-1]}|{birth_date.isoformat()}")


def _check(actor: Actor, purpose: str, last_name: str, first_name: str, api_key_allowed: bool) -> None:
    if actor.kind not in _MAY_LOOK_UP and not (actor.kind is ActorKind.API_KEY and api_key_allowed):
        raise NotAllowed("person_lookup", _("Du kan ikke slå opp personer her."))
    if not purpose.strip():
        raise Invalid("person_purpose", _("Oppslaget må ha et formål."))
    missing = {
        field: _("Skriv navnet.")
        for field, name in (("last_name", last_name), ("first_name", first_name))
        if not text.words(name)
    }
    if missing:
        raise Invalid("person_name", _("Skriv både fornavn og etternavn."), fields=missing)


def _record(
    actor: Actor, grid_company_id: UUID, purpose: str, last_name: str, first_name: str, birth_date: date
) -> PersonLookup:
    with write():
        return PersonLookup.objects.create(
            actor_kind=actor.kind,
            user_id=actor.user_id,
            actor_name=actor.name[:200],
            organisation_id=actor.organisation_id,
            organisation_name=actor.organisation_name[:200],
            grid_company_id=grid_company_id,
            purpose=purpose.strip()[:200],
            criteria=criteria(last_name, first_name, birth_date),
        )


def _finish(lookup: PersonLookup, outcome: Outcome, person_ref: str = "") -> None:
    with write():
        PersonLookup.objects.filter(pk=lookup.pk).update(outcome=outcome, person_ref=person_ref)


def _first_usable(forms: list[str], birth_date: date, address: AddressHint | None) -> RegisteredPerson | None:
    """The first hit that may be shown. A protected one is passed over as if it were none: as many calls, as
    long."""
    register = clients.person_register()
    for form in forms:
        hit = register.unique(form, birth_date, address)
        if hit is not None and not hit.protected and not hit.gone:
            return hit
    return None


def _wait_for_step(started: float) -> None:
    spent = time.monotonic() - started
    time.sleep(math.ceil(spent / STEP_SECONDS) * STEP_SECONDS - spent)


def _nobody(lookup: PersonLookup, asked_with_address: bool) -> PersonAnswer:
    return PersonAnswer(
        found=Found.NOT_ONE,
        message=_(
            "Fant ikke én person med dette navnet og denne fødselsdatoen. Se over skrivemåten, "
            "eller oppgi adressen personen er folkeregistrert på. Nettselskapet kan hjelpe."
        ),
        lookup_id=lookup.pk,
        address_may_help=not asked_with_address,
    )


def _somebody(lookup: PersonLookup, hit: RegisteredPerson, typed: str) -> PersonAnswer:
    person_ref = _keyed("person-ref", hit.identity_number)
    _finish(lookup, Outcome.DEAD if hit.dead else Outcome.FOUND, person_ref)
    name = hit.person.name
    as_typed = " ".join(typed.casefold().split()) == name.casefold()
    if hit.dead:
        message = _(
            "%(name)s er død, ifølge Folkeregisteret. Er dødsboet eier eller kunde, velger du «Dødsbo» "
            "og skriver hvem som svarer for boet."
        ) % {"name": name}
    elif as_typed:
        message = _("Folkeregisteret bekrefter %(name)s.") % {"name": name}
    else:
        message = _("Folkeregisteret bekrefter personen som %(name)s.") % {"name": name}
    return PersonAnswer(
        found=Found.DEAD if hit.dead else Found.ONE,
        message=message,
        lookup_id=lookup.pk,
        person=hit.person,
        person_ref=person_ref,
        confirmed_as="" if as_typed else name,
    )


def _company_by_number(number: str) -> CompanyAnswer:
    company = clients.company_register().by_number(number)
    if company is None:
        return CompanyAnswer((), _("Enhetsregisteret har ikke noe firma med dette nummeret."))
    if not company.usable:
        when = f" {company.deleted_on:%d.%m.%Y}" if company.deleted_on else ""
        return CompanyAnswer((company,), _("Firmaet ble slettet%(when)s og kan ikke velges.") % {"when": when})
    warned = ", ".join(warning.text for warning in company.warnings)
    return CompanyAnswer((company,), _("Obs: %(warned)s.") % {"warned": warned} if warned else "")


def _keyed(use: str, value: str) -> str:
    """HMAC-SHA-256 under the installation's secret, a different one for each use; 64 hex digits."""
    key = hashlib.sha256(f"{use}:{settings.env.secret_key}".encode()).digest()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
