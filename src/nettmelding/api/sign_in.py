"""Who calls: the holder of a key, or a signed-in browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer

from nettmelding.accounts.lately import signed_in_lately
from nettmelding.core.actor import Actor, ActorKind
from nettmelding.core.errors import NotAllowed, NotFound, Refused
from nettmelding.organisations.actors import actor_by_key


class ActingRequest(HttpRequest):
    """A request that has passed sign-in."""

    auth: Actor


class Key(HttpBearer):
    """`Authorization: Bearer KEY`, made by `nettmelding api-key --user E-MAIL`. It acts for one company."""

    openapi_description = (
        "A key made under Admin, *API-nøkler*, or by `nettmelding api-key`. It acts as that person, for one company."
    )

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        if _company_in_address(request):
            raise NotFound(_("En nøkkel gjelder ett selskap. Bruk adressen uten /som/…."))
        return actor_by_key(token)


class Csrf(CsrfViewMiddleware):
    """Django's own check, which says no without drawing a page."""

    def refuses(self, request: HttpRequest) -> bool:
        """Whether an unsafe request lacks the token of its session."""
        request.csrf_processing_done = False  # type: ignore[attr-defined]
        self.process_request(request)
        return self.process_view(request, HttpResponse, (), {}) is not None

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


CSRF = Csrf(lambda request: HttpResponse())


class Session(APIKeyCookie):
    """A signed-in browser, for the program's own pages. Unsafe methods need Django's CSRF token (`X-CSRFToken`).

    A person with several companies says which in the address: `/som/SELSKAP/api/v1/…`.
    """

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = (
        "A signed-in browser. Unsafe methods need the CSRF token in `X-CSRFToken`. "
        "With several companies the address says which: `/som/COMPANY/api/v1/…`."
    )

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Nobody, or somebody whose key was not right, is not asked for a CSRF token first."""
        if not request.user.is_authenticated or "Authorization" in request.headers:
            return None
        if CSRF.refuses(request):
            raise NotAllowed("csrf", _("CSRF-nøkkelen mangler eller er gammel. Last siden på nytt."))
        return self.authenticate(request, None)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if actor is None:
            raise _no_company(request)
        return actor


def _no_company(request: HttpRequest) -> NotFound | Refused:
    if _company_in_address(request) or not request.memberships:  # type: ignore[attr-defined]
        return NotFound()
    return Refused("choose_organisation", _("Velg hvilket selskap du handler for: /som/SELSKAP/api/v1/…"))


def _company_in_address(request: HttpRequest) -> bool:
    """Whether the address began with `/som/…`, which has been taken off the path that is looked up."""
    return request.path.removesuffix(request.path_info).find("/som/") >= 0


KEY, SESSION = Key(), Session()


def caller(request: HttpRequest) -> Actor | None:
    """Who calls, None for nobody. Errors: those of sign-in."""
    actor: Actor | None = KEY(request) or SESSION(request)
    return actor


def require_lately(request: ActingRequest) -> None:
    """For sensitive acts: a browser must have signed in within the last ten minutes; a key is as good as its scopes.

    Errors: NotAllowed.
    """
    if request.auth.kind is ActorKind.PERSON and not signed_in_lately(request):
        raise NotAllowed("sign_in_again", _("Bekreft hvem du er på nytt, og prøv igjen."))
