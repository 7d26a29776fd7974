"""allauth's forms where ours differ."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.account.internal.flows.password_reset import request_password_reset
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nettmelding.accounts.finding import find_user


class SignInForm(LoginForm):  # type: ignore[misc]
    """One field, three ways to name oneself; `adapter.AccountAdapter` and `backends.SignInBackend` find out who is meant."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["login"] = forms.CharField(max_length=254)
        self.fields["login"].error_messages["required"] = _("Skriv e-post, mobil eller brukernavn.")
        self.fields["password"].error_messages["required"] = _("Skriv passordet.")


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """The same answer whoever is meant, and if nobody is."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["email"] = forms.CharField(
            max_length=254, error_messages={"required": _("Skriv e-post, mobil eller brukernavn.")}
        )

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"].strip()
        found = find_user(typed)
        self.users = [found] if found and found.is_active else []
        return typed

    def save(self, request: HttpRequest, **given: Any) -> str:
        typed: str = self.cleaned_data["email"]
        if self.users or "@" in typed:
            request_password_reset(request, self._address(typed), self.users, default_token_generator)
        return typed

    def _address(self, typed: str) -> str:
        user = self.users[0] if self.users else None
        return (user.email or user.mobile) if user else get_adapter().clean_email(typed)
