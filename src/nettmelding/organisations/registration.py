"""Registering a contractor: somebody who is not signed in tells which firm and who they are, confirms it by code, and is in.

What has been told is kept in a `Registration`, so that a reload, a second tab or a closed lid loses nothing. Nobody can tell
from an answer whether an e-mail address has a user already: the page is the same, only the e-mail differs.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock, settings
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right, Role
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import AppError, Invalid, NotFound, Refused, TooMany
from nettmelding.core.ids import uuid7
from nettmelding.core.text import words
from nettmelding.messages import queries as messages
from nettmelding.messages.models import Channel, Status
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations import admission, standing
from nettmelding.organisations.admission_mail import people_with
from nettmelding.organisations.models import CompanySettings, GridAccess, Membership, Organisation, Registration
from nettmelding.organisations.queries import grid_companies
from nettmelding.organisations.standing import May, Standing
from nettmelding.registers.contacts import parse_email, parse_mobile
from nettmelding.registers.numbers import parse_orgnr

SUBJECT = "registration"
TERMS = "2026-11"
"""The version of the terms that is shown and accepted."""
CODE_HOLDS = timedelta(minutes=10)
MOST_TRIES = 5
KEPT = timedelta(days=7)
"""How long one may go on with what one has begun."""
LONGEST_NAME = 120
FIRST_ROLES = (Role.ADMINISTRATOR, Role.CASE_HANDLER)
_LINK = "nettmelding.registration"


class Arrival(StrEnum):
    """How far the e-mail with the code has come."""

    ON_ITS_WAY = "on_its_way"
    LATE = "late"
    """A mail server said not now; it is tried again."""
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    """No mail server took it, and it is not tried again."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a registration became."""

    user: User
    organisation: Organisation
    access: GridAccess
    new_user: bool
    """False: the person has a user from before and must sign in with it."""


def get(registration_id: UUID | str | None) -> Registration | None:
    """One that has been begun and can be gone on with."""
    try:
        key = UUID(str(registration_id))
    except ValueError:
        return None
    rows = Registration.objects.select_related("grid_company", "organisation")
    return rows.filter(pk=key, created_at__gt=clock.now() - KEPT).first()


def standing_of(registration: Registration) -> Standing:
    """What the registers said when they were asked."""
    found = standing.from_json(registration.standing)
    assert found is not None, "a registration begins with the registers"
    return found


def is_registered(registration: Registration) -> bool:
    """Whether the firm is here already, by another registration."""
    if not _registered(registration.organisation_number).exists():
        return False
    return not Registration.objects.filter(pk=registration.pk, organisation__isnull=False).exists()


def begin(number: str, language: str = "nb", kept: Registration | None = None) -> Registration:
    """Ask the registers about an organisation number in any pasted form; what has been told of oneself stays.

    Errors: Invalid where it is no organisation number. Registers that are silent do not stop anybody.
    """
    try:
        plain = parse_orgnr(number)
    except Invalid as error:
        raise Invalid(error.code, error.message, fields={"number": error.message})
    found = standing.read(plain)
    registration = kept if kept is not None and kept.finished_at is None else Registration(language=language)
    with write():
        registration.organisation_number = plain
        registration.standing = found.as_json()
        registration.save()
    return registration


def tell(
    registration: Registration, *, name: str, email: str, mobile: str, grid_company: str, terms: bool
) -> Registration:
    """Who one is and where one wants to begin. Sends codes where the address or the number is not confirmed yet.

    Errors: Invalid by field, with what was right kept; Refused where the registers say no or the firm is here already.
    """
    may_go_on(registration)
    problems: dict[str, str] = {}
    name = " ".join(name.split())[:LONGEST_NAME]
    if len(words(name)) < 2:
        problems["name"] = _("Skriv fornavn og etternavn.")
    address = _parsed(parse_email, email, "email", problems).lower()
    number = _parsed(parse_mobile, mobile, "mobile", problems)
    company = grid_companies().filter(slug=grid_company).first()
    if company is None:
        problems["grid_company"] = _("Velg nettselskapet dere sender mest til.")
    if not terms:
        problems["terms"] = _("Du må godta vilkårene for å gå videre.")
    with write():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if row.finished_at is not None:
            raise Refused("finished", _("Registreringen er ferdig."))
        if address and address != row.email:
            row.email, row.email_confirmed_at, row.email_code_hash = address, None, ""
        if number and number != row.mobile:
            row.mobile, row.mobile_confirmed_at, row.mobile_code_hash = number, None, ""
        row.name, row.grid_company, row.terms = name, company, TERMS if terms else ""
        if not problems and _lacks_codes(row):
            _send_codes(row)
        row.save()
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Se på det som er merket."), fields=problems)
    return row


def may_go_on(registration: Registration) -> None:
    """Errors: Refused, with the reason, where the registers say no or the firm is here already."""
    verdict = standing_of(registration).verdict
    if verdict.may is May.REFUSED:
        raise Refused(verdict.why.value, verdict.why.text)
    if is_registered(registration):
        raise Refused("registered_already", _("Firmaet er registrert fra før."))


def send_again(registration: Registration) -> None:
    """New codes; the old ones hold no longer. Errors: Refused where there is nothing to confirm."""
    with write():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if row.finished_at is not None or not row.email or is_confirmed(row):
            raise Refused("nothing_to_confirm", _("Det er ikke noe å bekrefte."))
        _send_codes(row)
        row.save()


def is_confirmed(registration: Registration) -> bool:
    """Whether everything that must be confirmed is: the mobile only where there is a gateway for SMS."""
    mobile = registration.mobile_confirmed_at is not None or not settings.env.sms
    return registration.email_confirmed_at is not None and mobile


def confirm(registration: Registration, *, email_code: str, mobile_code: str = "") -> Registration:
    """The codes, as typed. Errors: Invalid by field; TooMany after five wrong tries or ten minutes: ask for new ones."""
    problems: dict[str, str] = {}
    with write():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if is_confirmed(row):
            return row
        if row.tries >= MOST_TRIES:
            raise TooMany("too_many_tries", _("Koden er skrevet feil for mange ganger. Be om en ny."))
        if row.codes_sent_at is None or clock.now() - row.codes_sent_at > CODE_HOLDS:
            raise Refused("code_expired", _("Koden er for gammel. Be om en ny."))
        if row.email_confirmed_at is None:
            if constant_time_compare(_hash(row, email_code), row.email_code_hash):
                row.email_confirmed_at = clock.now()
            else:
                problems["email_code"] = _wrong(email_code)
        if settings.env.sms and row.mobile_confirmed_at is None:
            if constant_time_compare(_hash(row, mobile_code), row.mobile_code_hash):
                row.mobile_confirmed_at = clock.now()
            else:
                problems["mobile_code"] = _wrong(mobile_code)
        row.tries += bool(problems)
        row.save()
    if problems:
        raise Invalid("wrong_code", _("Koden stemmer ikke."), fields=problems)
    return row


def by_link(key: str) -> Registration:
    """The registration that a link in an e-mail belongs to. Errors: NotFound for a link that is used up, old or made up."""
    try:
        told = signing.loads(key, salt=_LINK, max_age=CODE_HOLDS)
    except signing.BadSignature:
        raise NotFound(_("Lenken er brukt eller for gammel. Be om en ny kode der du begynte."))
    row = get(told["id"])
    if row is None or row.finished_at is not None or row.email_code_hash != told["code"]:
        raise NotFound(_("Lenken er brukt eller for gammel. Be om en ny kode der du begynte."))
    return row


def confirm_by_link(key: str, mine: UUID | None) -> Registration:
    """Confirm the e-mail address by the link in it, and go on in the browser that has opened it.

    `mine` is the registration of that browser. Where it is another one, the registration moves: whoever began it elsewhere
    cannot go on with an address that only the link's receiver reads. Errors: NotFound.
    """
    row = by_link(key)
    with write():
        Registration.objects.select_for_update(of=("self",)).get(pk=row.pk)
        row.email_confirmed_at = row.email_confirmed_at or clock.now()
        if row.pk == mine:
            row.save()
            return row
        Registration.objects.filter(pk=row.pk).delete()
        row.id = uuid7()
        row.email_code_hash = row.mobile_code_hash = ""
        if settings.env.sms and row.mobile_confirmed_at is None:
            _send_codes(row)
        row.save(force_insert=True)
    return row


def arrival(registration: Registration) -> Arrival:
    """How the e-mail with the code is doing."""
    sent = [one for one in messages.about(SUBJECT, registration.id) if one.to_address == registration.email]
    if not sent or sent[-1].status is Status.SENT:
        return Arrival.TAKEN
    if sent[-1].status in messages.NOT_TAKEN:
        return Arrival.NOT_TAKEN
    return Arrival.LATE if sent[-1].last_error else Arrival.ON_ITS_WAY


def known_user(registration: Registration) -> User | None:
    """The user that the confirmed address belongs to, if any. Not to be told before it is confirmed."""
    assert registration.email_confirmed_at is not None
    return User.objects.filter(email=registration.email).first()


def finish(registration: Registration, password: str = "") -> Finished:
    """Firm, person, membership and access, all or none. Done twice it is the same: one firm.

    `password` is for somebody new. Errors: Refused where something is not confirmed, or another has registered the firm
    meanwhile; Invalid where the password is too easy.
    """
    if registration.finished_at is None:
        may_go_on(registration)
    if not is_confirmed(registration) or registration.grid_company is None or not registration.terms:
        raise Refused("not_confirmed", _("Bekreft e-postadressen først."))
    known = known_user(registration)
    hashed = "" if known else _hashed(registration, password)
    try:
        return _finish(registration, hashed)
    except IntegrityError:
        may_go_on(registration)
        return _finish(registration, hashed)


def ask_administrators(registration: Registration, *, name: str, email: str) -> None:
    """A colleague of a firm that is here already asks to be let in: its administrators are told. Errors: Invalid, NotFound."""
    problems: dict[str, str] = {}
    name = " ".join(name.split())[:LONGEST_NAME]
    if not words(name):
        problems["name"] = _("Skriv navnet ditt.")
    address = _parsed(parse_email, email, "email", problems)
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Se på det som er merket."), fields=problems)
    firm = _registered(registration.organisation_number).first()
    if firm is None:
        raise NotFound
    with write():
        for one in people_with(firm.id, Right.MANAGE_PEOPLE):
            enqueue(
                kind="registration_asked",
                to=one.email,
                context={
                    "person": name,
                    "what": address,
                    "company": firm.name,
                    "recipient_name": one.name,
                    "link": f"{settings.env.base_url}/admin/bruker/ny",
                },
                organisation_id=None,
                subject_kind=SUBJECT,
                subject_id=registration.id,
                audience=Audience.CONTRACTOR,
                language=one.language,
            )


def _finish(registration: Registration, hashed: str) -> Finished:
    with write():
        row = (
            Registration.objects.select_for_update(of=("self",))
            .select_related("grid_company", "organisation")
            .get(pk=registration.pk)
        )
        user = User.objects.filter(email=row.email).first()
        if row.organisation is not None:
            assert user is not None
            return Finished(user, row.organisation, row.organisation.grid_accesses.get(), new_user=False)
        if user is not None and not user.is_active:
            raise Refused("user_inactive", _("Denne brukeren er slått av. Bruk en annen e-postadresse."))
        new_user = user is None
        user = user or _new_user(row, hashed)
        found = standing_of(row)
        firm = _new_firm(row, found)
        Membership.objects.create(user=user, organisation=firm, roles=[role.value for role in FIRST_ROLES])
        actor = Actor(
            ActorKind.PERSON,
            user.name,
            user.id,
            firm.id,
            OrganisationKind.CONTRACTOR,
            firm.name,
            frozenset(FIRST_ROLES),
        )
        record(
            actor,
            "organisation",
            firm.id,
            "registered",
            audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={"terms": row.terms, "standing": found.verdict.why.value},
        )
        assert row.grid_company is not None
        access = admission.enter(actor, firm, row.grid_company, found)
        row.finished_at, row.organisation = clock.now(), firm
        row.save()
    return Finished(user, firm, access, new_user)


def _new_user(row: Registration, hashed: str) -> User:
    if not hashed:
        raise Refused("password_missing", _("Velg et passord."))
    return User.objects.create(
        email=row.email,
        name=row.name,
        mobile=row.mobile,
        mobile_confirmed_at=row.mobile_confirmed_at,
        language=row.language,
        password=hashed,
    )


def _new_firm(row: Registration, found: Standing) -> Organisation:
    name = found.shown_name or row.organisation_number
    firm = Organisation.objects.create(
        slug=_slug(name, row.organisation_number),
        kind=OrganisationKind.CONTRACTOR.value,
        name=name,
        organisation_number=row.organisation_number,
        address=found.street[:200],
        postcode=found.postcode[:4],
        place=found.place[:80],
        email=found.email or row.email,
        phone=found.phone[:20] or row.mobile,
        dsb_id=found.dsb_id[:20],
        register_read_at=found.read_at,
        register_facts=row.standing,
    )
    CompanySettings.objects.create(organisation=firm)
    return firm


def _slug(name: str, number: str) -> str:
    """For addresses: the firm's name where nobody has it, else with its number."""
    plain = "-".join(words(name))[:36].strip("-") or number
    return f"{plain}-{number}" if Organisation.objects.filter(slug=plain).exists() else plain


def _registered(number: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value, organisation_number=number)


def _lacks_codes(row: Registration) -> bool:
    """Whether something is to be confirmed for which no code holds."""
    stale = row.codes_sent_at is None or clock.now() - row.codes_sent_at > CODE_HOLDS
    email = row.email_confirmed_at is None and (stale or not row.email_code_hash)
    mobile = settings.env.sms and row.mobile_confirmed_at is None and (stale or not row.mobile_code_hash)
    return email or mobile


def _send_codes(row: Registration) -> None:
    """New codes for what is not confirmed; an SMS only where there is a gateway. Inside the caller's transaction."""
    row.tries, row.codes_sent_at = 0, clock.now()
    if row.email_confirmed_at is None:
        code = _code()
        row.email_code_hash = _hash(row, code)
        known = User.objects.filter(email=row.email).exists()
        key = signing.dumps({"id": str(row.id), "code": row.email_code_hash}, salt=_LINK)
        link = f"{settings.env.base_url}/registrer/bekreft/{key}"
        _enqueue(row, "registration_code_known" if known else "registration_code", code, link, Channel.EMAIL)
    if settings.env.sms and row.mobile_confirmed_at is None:
        code = _code()
        row.mobile_code_hash = _hash(row, code)
        _enqueue(row, "registration_code", code, "", Channel.SMS)


def _enqueue(row: Registration, kind: str, code: str, link: str, channel: Channel) -> None:
    enqueue(
        kind=kind,
        to=row.email if channel is Channel.EMAIL else row.mobile,
        context={
            "code": code,
            "link": link,
            "company": standing_of(row).shown_name or row.organisation_number,
            "recipient_name": row.name,
        },
        organisation_id=None,
        subject_kind=SUBJECT,
        subject_id=row.id,
        audience=Audience.INTERNAL,
        language=row.language,
        channel=channel,
    )


def _code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _hash(row: Registration, code: str) -> str:
    """HMAC-SHA-256 of the digits typed, bound to the registration."""
    digits = "".join(sign for sign in code if sign in "0123456789")
    key = f"registration-code:{settings.env.secret_key}".encode()
    return hmac.new(key, f"{row.id}:{digits}".encode(), hashlib.sha256).hexdigest()


def _wrong(code: str) -> str:
    return _("Koden stemmer ikke.") if code.strip() else _("Skriv koden du har fått.")


def _hashed(registration: Registration, password: str) -> str:
    forbid_in_transaction("hashing a password")
    person = User(email=registration.email, name=registration.name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise Invalid("password", sentence, fields={"password": sentence})
    return make_password(password)


def _parsed(parse: Callable[[str], str], text: str, field: str, problems: dict[str, str]) -> str:
    try:
        return parse(text)
    except AppError as error:
        problems[field] = error.message
        return ""
