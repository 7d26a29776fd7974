"""Second factors: passkeys, a code from an app, and recovery codes for the day both are gone."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nettmelding.accounts import secrets, sessions
from nettmelding.accounts.models import User

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Those that one signs in with day by day."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's, with our words, and with what it keeps encrypted."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden er feil eller brukt. Skriv den som står der nå."),
        "cannot_delete_authenticator": _("Den kan ikke fjernes nå."),
        "cannot_generate_recovery_codes": _("Gjenopprettingskoder lages når du har en passnøkkel eller en kodeapp."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return "nettmelding"

    def _get_user_identifier(self, user: User) -> str:
        return user.email or user.username or user.mobile or user.name

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passnøkkel") if number == 1 else gettext("Passnøkkel %(number)s") % {"number": number}


def has_second_factor(user: User) -> bool:
    """Whether the person has one to sign in with."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=REAL).exists())


def used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was signed in to with one, or it was made in it."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def remove(user_id: UUID) -> bool:
    """Take away all of a person's factors and recovery codes; whether there were any. Inside the caller's transaction."""
    return bool(Authenticator.objects.filter(user_id=user_id).delete()[0])


def end_elsewhere(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    """Sign out everywhere but here where a factor was changed and `end_others` was ticked. For allauth's signals."""
    if request.method == "POST" and request.POST.get("end_others"):
        sessions.end_all(user.pk, but=request.session.session_key or "")


def made_in_session(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **rest: Any) -> None:
    """Making one shows that one has it: the session counts as signed in to with it. For `authenticator_added`."""
    if authenticator.type in REAL and request.user.is_authenticated:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


SEVERAL = frozenset({"mfa", "hwk", "swk", "sc", "pop", "fido", "ngcmfa"})
"""Methods that are more than a password by themselves: several at once, or a key (RFC 8176, 2; the last two are Entra's)."""


def provider_says_one_factor(user: User, provider: str) -> bool:
    """Whether the provider said how the person signed in there last (`amr`), and it was one factor only, such as a password.

    One that says nothing is not asked: the company that connected it answers for it.
    """
    account = SocialAccount.objects.filter(user=user, provider=provider).first()
    said = claims_of(account.extra_data).get("amr") if account else None
    methods = {str(one) for one in said} if isinstance(said, list) else {said} if isinstance(said, str) else set()
    return bool(methods) and methods.isdisjoint(SEVERAL) and len(methods) < 2


def claims_of(extra_data: Mapping[str, Any]) -> dict[str, Any]:
    """What a provider said: the ID token's claims, and over them those it gave when asked about the person."""
    return {**(extra_data.get("id_token") or {}), **(extra_data.get("userinfo") or {})}
