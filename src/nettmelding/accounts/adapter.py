"""What allauth may do here: sign in and recover; users are made by their company, never by signing up alone."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.accounts.lately import signed_in_lately


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Denne brukeren er ikke i bruk lenger. Spør administratoren i firmaet ditt."),
        "email_password_mismatch": _("E-postadressen eller passordet er feil."),
        "enter_current_password": _("Skriv passordet du har nå."),
        "incorrect_password": _("Passordet er feil."),
        "invalid_password_reset": _("Lenken er brukt eller for gammel. Be om en ny."),
        "same_as_current": _("Velg et annet passord enn det du har."),
        "too_many_login_attempts": _("For mange forsøk. Vent fem minutter og prøv igjen, eller velg «Glemt passord»."),
        "rate_limited": _("For mange forsøk. Vent litt og prøv igjen."),
    }

    def is_reauthentication_required(self, *, app: str, **given: object) -> bool:
        """A sign-in counts as well as a confirmation; allauth by itself counts the latter alone."""
        return not signed_in_lately(context.request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
