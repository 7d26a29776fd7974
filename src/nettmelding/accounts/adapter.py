"""What allauth may do here: sign in and recover; users are made by their company, never by signing up alone."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.accounts import guessing, reaching
from nettmelding.accounts.finding import account_key
from nettmelding.accounts.lately import signed_in_lately
from nettmelding.accounts.models import User
from nettmelding.core import clock

_MISMATCH = _("Brukeren eller passordet er feil.")
_WAYS = {
    "reauthenticate": _("Bruk passordet"),
    "mfa_reauthenticate": _("Bruk kode fra appen eller en gjenopprettingskode"),
    "mfa_reauthenticate:webauthn": _("Bruk passnøkkel"),
}
_TOLD = {
    "account/messages/password_changed.txt": _("Passordet er byttet."),
    "account/messages/password_set.txt": _("Passordet er lagret."),
    "mfa/messages/totp_activated.txt": _("Kodeappen er i bruk."),
    "mfa/messages/totp_deactivated.txt": _("Kodeappen er fjernet."),
    "mfa/messages/webauthn_added.txt": _("Passnøkkelen er lagret."),
    "mfa/messages/webauthn_removed.txt": _("Passnøkkelen er fjernet."),
    "usersessions/messages/sessions_logged_out.txt": _("Logget ut der."),
    "socialaccount/messages/account_connected.txt": _("Innloggingen er koblet til."),
    "socialaccount/messages/account_connected_other.txt": _("Denne innloggingen er koblet til en annen bruker."),
    "socialaccount/messages/account_disconnected.txt": _("Innloggingen er koblet fra."),
}
"""By allauth's name of each message."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Denne brukeren er ikke i bruk lenger. Spør administratoren i firmaet ditt."),
        "email_password_mismatch": _MISMATCH,
        "enter_current_password": _("Skriv passordet du har nå."),
        "incorrect_password": _("Passordet er feil."),
        "invalid_password_reset": _("Lenken er brukt eller for gammel. Be om en ny."),
        "same_as_current": _("Velg et annet passord enn det du har."),
        "too_many_login_attempts": _(
            "For mange forsøk. Vent fem minutter og prøv igjen, eller bruk passnøkkel eller «Glemt passord»."
        ),
        "rate_limited": _("For mange forsøk. Vent litt og prøv igjen."),
    }

    def is_reauthentication_required(self, *, app: str, **given: object) -> bool:
        """A sign-in counts as well as a confirmation; allauth by itself counts the latter alone."""
        return not signed_in_lately(context.request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, as `guessing` says. Errors: ValidationError where there have been too many."""
        self._login_failed_rl_usage = guessing.count(request, account_key(credentials.get("email", "")))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def reauthenticate(self, user: User, password: str) -> bool:
        named = user.email or user.username or user.mobile
        return bool(self.authenticate(context.request, email=named, password=password) == user)

    def pre_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse | None:
        """One whose temporary password holds no longer is told so; only who knows it comes here."""
        if not user.is_active:
            return super().pre_login(request, user, **given)  # type: ignore[no-any-return]
        if user.must_change_password and user.temporary_until and user.temporary_until < clock.now():
            return render(request, "account/temporary_expired.html", status=403)
        return None

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": str(_WAYS[way["id"]])} for way in ways]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's own language where it is known who they are."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            self.render_mail(template_prefix, email, {"email": email, **context}).send()

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """To the address they have; as an SMS where they have a mobile only and there is a gateway."""
        if user.email:
            self.send_mail("account/email/password_reset_key", user.email, context)
        else:
            reaching.send_reset_link(user, context["password_reset_url"])

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person what was done with their sign-in."""
        if user.email:
            facts = {"timestamp": clock.now(), "browser": reaching.browser(self.request)}
            self.send_mail(template_prefix, user.email, {**facts, **(context or {}), "user": user})

    def set_password(self, user: User, password: str) -> None:
        """A password one has chosen oneself is no temporary one."""
        user.must_change_password, user.temporary_until = False, None
        super().set_password(user, password)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """What is worth a word on the next page, in ours; the rest of allauth's words are left unsaid."""
        text = message or _TOLD.get(message_template or "")
        if text:
            messages.add_message(request, messages.SUCCESS if level < messages.WARNING else level, str(text))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")
