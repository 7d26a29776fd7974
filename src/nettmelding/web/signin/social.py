"""allauth's door to single sign-on: `organisations.sign_on` decides who comes in."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from requests import RequestException, Response, Session

from nettmelding.accounts.models import User
from nettmelding.accounts.second_factor import claims_of
from nettmelding.core.errors import AppError, NotAllowed
from nettmelding.core.settings import env
from nettmelding.organisations import sign_on
from nettmelding.web.signin import discovery, providers


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Providers come from the companies' own rows and from the environment; nobody signs up by themselves."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": gettext_lazy("Lag et passord eller en passnøkkel først, ellers kommer du ikke inn igjen."),
        "connected_other": gettext_lazy("Denne innloggingen er koblet til en annen bruker."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [
            app
            for app in providers.apps()
            if (not provider or provider in (app.provider, app.provider_id))
            and (not client_id or client_id == app.client_id)
        ]

    def get_requests_session(self) -> Session:
        """Knocks on the open internet only; the one for everybody is the operator's own choice."""
        session = super().get_requests_session()
        ask = session.request

        def guarded(method: str, url: str, **given: Any) -> Response:
            own = bool(env.oidc_issuer) and urlsplit(url).hostname == urlsplit(env.oidc_issuer).hostname
            if not own and (problem := discovery.inside(url)):
                raise RequestException(problem)
            answer: Response = ask(method, url, **{**given, "allow_redirects": False})
            return answer

        session.request = guarded
        return session  # type: ignore[no-any-return]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Settle who it is before allauth signs them in; a refusal is a page that says why."""
        try:
            _settle(request, sociallogin)
        except AppError as refusal:
            page = render(request, "socialaccount/refused.html", {"text": refusal.message}, status=refusal.status)
            raise ImmediateHttpResponse(page)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **given: Any) -> None:
        text = _("Innloggingen hos %(name)s gikk ikke. Prøv igjen, eller logg inn på en annen måte.") % {
            "name": provider.name
        }
        raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"text": text}, status=502))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")


def _settle(request: HttpRequest, sociallogin: SocialLogin) -> None:
    connecting = sociallogin.state.get("process") == AuthProcess.CONNECT and request.user.is_authenticated
    known = sociallogin.user if sociallogin.is_existing else None
    row = providers.company_of(sociallogin.account.provider)
    if row is None:
        if known is None and not connecting:
            name = sociallogin.provider.name
            text = _("Ingen bruker her er koblet til %(name)s ennå. Logg inn slik du pleier, og koble til på Min side.")
            raise NotAllowed("not_connected", text % {"name": name})
        return
    if connecting and known and known != request.user:
        return
    here = request.user if connecting else None
    user = sign_on.admit(row, claims_of(sociallogin.account.extra_data), known, here)  # type: ignore[arg-type]
    if known is None and not connecting:
        sociallogin.connect(request, user)
