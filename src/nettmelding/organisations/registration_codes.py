"""Codes that show whose the e-mail address and the mobile of a registration are: sent, typed, or confirmed by a link.

Nobody can tell from an answer whether an e-mail address has a user already: the page is the same, only the e-mail differs.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core import clock, settings
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused, TooMany
from nettmelding.core.ids import uuid7
from nettmelding.messages import queries as messages
from nettmelding.messages.models import Channel, Status
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations.models import Registration
from nettmelding.organisations.registration import SUBJECT, get, standing_of

CODE_HOLDS = timedelta(minutes=10)
MOST_TRIES = 5
_LINK = "nettmelding.registration"


class Arrival(StrEnum):
    """How far the e-mail with the code has come."""

    ON_ITS_WAY = "on_its_way"
    LATE = "late"
    """A mail server said not now; it is tried again."""
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    """No mail server took it, and it is not tried again."""


def is_confirmed(registration: Registration) -> bool:
    """Whether everything that must be confirmed is: the mobile only where there is a gateway for SMS."""
    mobile = registration.mobile_confirmed_at is not None or not settings.env.sms
    return registration.email_confirmed_at is not None and mobile


def are_lacking(row: Registration) -> bool:
    """Whether something is to be confirmed for which no code holds."""
    stale = row.codes_sent_at is None or clock.now() - row.codes_sent_at > CODE_HOLDS
    email = row.email_confirmed_at is None and (stale or not row.email_code_hash)
    mobile = settings.env.sms and row.mobile_confirmed_at is None and (stale or not row.mobile_code_hash)
    return email or mobile


def send(row: Registration) -> None:
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


def send_again(registration: Registration) -> None:
    """New codes; the old ones hold no longer. Errors: Refused where there is nothing to confirm."""
    with write():
        row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        if row.finished_at is not None or not row.email or is_confirmed(row):
            raise Refused("nothing_to_confirm", _("Det er ikke noe å bekrefte."))
        send(row)
        row.save()


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
            send(row)
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
