"""Changing one's own name, e-mail and mobile. An address or number counts when its holder has confirmed it."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.accounts import reaching
from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, Refused
from nettmelding.core.settings import env
from nettmelding.messages.models import Channel
from nettmelding.registers.contacts import parse_email, parse_mobile

LINK_HOLDS = timedelta(days=3)
CODE_HOLDS = timedelta(minutes=10)
MOST_TRIES = 5
_SALT = "accounts.contact.email"


@dataclass(frozen=True, slots=True)
class Pending:
    """A mobile that waits for its code; kept in the session of who asked."""

    mobile: str
    hash: str
    until: float
    tries: int = 0


def rename(user_id: UUID, name: str) -> None:
    """Another name on new cases and messages; old ones keep the name they were made with. Errors: Invalid."""
    given = " ".join(name.split())
    if not 2 <= len(given) <= 120:
        raise Invalid("name", _("Skriv navnet ditt."), fields={"name": _("Skriv navnet ditt.")})
    with write():
        user = User.objects.select_for_update().get(pk=user_id)
        if user.name != given:
            User.objects.filter(pk=user_id).update(name=given)
            _note(user, "account_renamed")


def ask_for_email(user_id: UUID, typed: str) -> str:
    """Send a link to the new address; it counts from when the link is used. Returns the address as it was understood.

    One who asks for another person's address gets the same answer; the address itself is told. Errors: Invalid.
    """
    try:
        address = parse_email(typed).lower()
    except AppError as error:
        raise Invalid(error.code, error.message, fields={"email": error.message})
    with write():
        user = User.objects.get(pk=user_id)
        if address == user.email:
            return address
        if User.objects.filter(email=address).exists():
            reaching.tell(user, "account_email_taken", address, {"link": env.base_url + reverse("account_login")})
        else:
            token = signing.dumps([str(user.id), user.email or "", address], salt=_SALT)
            link = env.base_url + reverse("account_confirm_address", args=[token])
            reaching.tell(user, "account_email_confirm", address, {"link": link})
    return address


def address_of(token: str) -> str:
    """The address a link is about. Errors: Refused where it is too old, used, or not ours."""
    return _opened(token)[1]


def confirm_email(token: str) -> str:
    """From now on the address counts; the old one is told. Errors: Refused, as in `address_of`."""
    with write():
        user, address = _opened(token)
        if User.objects.filter(email=address).exists():
            raise _used()
        old = user.email
        User.objects.filter(pk=user.pk).update(email=address)
        _note(user, "account_email_changed")
        if old:
            reaching.tell(user, "account_email_changed", old, {"what": address})
    return address


def ask_for_mobile(user_id: UUID, typed: str) -> Pending:
    """Send a code to the number. Errors: Invalid; Refused where there is no gateway for SMS."""
    if not env.sms:
        raise Refused("no_sms", _("Mobil kan ikke bekreftes her."))
    try:
        mobile = parse_mobile(typed)
    except AppError as error:
        raise Invalid(error.code, error.message, fields={"mobile": error.message})
    code = f"{secrets.randbelow(1_000_000):06d}"
    with write():
        user = User.objects.get(pk=user_id)
        reaching.tell(user, "account_mobile_code", mobile, {"code": code}, Channel.SMS)
    return Pending(mobile, _hash(code), (clock.now() + CODE_HOLDS).timestamp())


def confirm_mobile(user_id: UUID, pending: Pending, code: str) -> None:
    """From now on the number counts. Errors: Invalid for a wrong code, Refused for one tried too often or too old."""
    if clock.now().timestamp() > pending.until or pending.tries >= MOST_TRIES:
        raise Refused("code_old", _("Koden gjelder ikke lenger. Be om en ny."))
    if not hmac.compare_digest(_hash("".join(code.split())), pending.hash):
        message = _("Koden er feil.")
        raise Invalid("code", message, fields={"code": message})
    with write():
        user = User.objects.select_for_update().get(pk=user_id)
        User.objects.filter(pk=user_id).update(mobile=pending.mobile, mobile_confirmed_at=clock.now())
        _note(user, "account_mobile_changed")


def _opened(token: str) -> tuple[User, str]:
    try:
        user_id, old, address = signing.loads(token, salt=_SALT, max_age=LINK_HOLDS)
    except signing.BadSignature:
        raise _used()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or (user.email or "") != old:
        raise _used()
    return user, address


def _used() -> Refused:
    return Refused("link_used", _("Lenken er brukt eller for gammel. Be om en ny på Min side."))


def _hash(code: str) -> str:
    return hmac.new(env.secret_key.encode(), code.encode(), "sha256").hexdigest()


def _note(user: User, action: str) -> None:
    me = Actor(kind=ActorKind.PERSON, name=user.name, user_id=user.id)
    record(me, "user", user.id, action, audience={Audience.INTERNAL})
