"""The page an invitation's link leads to. Opening it changes nothing; what is posted does."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.accounts import passkeys
from nettmelding.accounts.models import User
from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, Invalid
from nettmelding.organisations import invitations, reaching, welcome
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Invitation
from nettmelding.organisations.welcome import Link, Standing
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.welcome import codes


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites whom; a password makes the user and signs them in."""
    link = welcome.look(token)
    if link.standing is not Standing.OPEN or link.invitation is None:
        return _closed(request, token, link)
    if request.user.is_authenticated:
        return _somebody_is_here(request, token, link)
    if link.has_user:
        return _page(request, "welcome/sign_in.html", token, link)
    if request.method == "GET":
        return _page(request, "welcome/password.html", token, link)
    try:
        user = welcome.accept(token, password=request.POST.get("password", ""), language=_language())
    except Invalid as error:
        return _page(request, "welcome/password.html", token, link, error)
    except AppError:
        return HttpResponseRedirect(reverse("welcome:opened", args=[token]))
    _sign_in(request, user, method="password", reauthenticated=False)
    return HttpResponseRedirect(reverse("welcome:inside"))


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("credential")
def passkey(request: HttpRequest, token: str) -> HttpResponse:
    """The other way in: the browser asks for what it needs to make a passkey, and what it made makes the user."""
    link, here = welcome.look(token), HttpResponseRedirect(reverse("welcome:opened", args=[token]))
    if link.standing is not Standing.OPEN or link.has_user or request.user.is_authenticated:
        return here
    purpose = f"invitation-{invitations.hash_of(token)}"
    if request.method == "GET":
        if not get_adapter().is_ajax(request):
            return here
        return JsonResponse({"creation_options": passkeys.begin(request, welcome.newcomer(token), purpose)})
    try:
        made = passkeys.complete(request, request.POST.get("credential", ""), purpose)
        user, authenticator = welcome.accept_passkey(token, passkey=made, language=_language())
    except Invalid as error:
        return _page(request, "welcome/password.html", token, link, error)
    except AppError:
        return here
    _sign_in(request, user, method="mfa", id=authenticator.pk, type=authenticator.type, passwordless=True)
    return HttpResponseRedirect(reverse("welcome:inside"))


@never_cache
@require_POST
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Add the company to the user who is signed in; one who is not is sent to sign in first."""
    here = reverse("welcome:opened", args=[token])
    user_id = request.user.pk
    if user_id is None:
        return redirect_to_login(here)
    try:
        welcome.join(token, user_id)
    except AppError as error:
        toast(request, error.message)
        return HttpResponseRedirect(here)
    link = welcome.look(token).invitation
    company = link.organisation if link else None
    if company is not None:
        toast(request, _("Du er med i %(company)s.") % {"company": company.name})
    return HttpResponseRedirect(f"/som/{company.slug}/" if company else "/")


@never_cache
@require_POST
def change_person(request: HttpRequest, token: str) -> HttpResponse:
    """Sign out whoever is signed in here, and open the link again."""
    logout(request)
    return HttpResponseRedirect(reverse("welcome:opened", args=[token]))


@never_cache
@require_POST
def ask_again(request: HttpRequest, token: str) -> HttpResponse:
    """Tell the one who invited that the link did not open."""
    try:
        welcome.ask_again(token)
    except AppError as error:
        toast(request, error.message)
    else:
        toast(request, _("Administratoren har fått beskjed, og kan sende deg en ny lenke."))
    return HttpResponseRedirect(reverse("welcome:opened", args=[token]))


@never_cache
@require_GET
def code(request: HttpRequest, token: str) -> HttpResponse:
    """The link as a QR code, to be opened on the phone instead; a link that does not open has none."""
    welcome.look(token).open  # noqa: B018
    return codes.picture(reaching.address(reverse("welcome:opened", args=[token])))


@require_GET
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The sign-in page as a QR code: it signs nobody in by itself. `?app=1`: on to the app from there."""
    onwards = f"?{urlencode({REDIRECT_FIELD_NAME: reverse('field:app')})}" if "app" in request.GET else ""
    return codes.picture(reaching.address(reverse("account_login") + onwards))


@never_cache
@require_GET
def inside(request: ActingRequest) -> HttpResponse:
    """In: on to work, to the app for those who do work in the field, to the phone, or to a passkey."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    context = {
        "name": request.user.name.split(" ")[0],
        "has_password": request.user.has_usable_password(),
        "in_the_field": any(actor_for(one).may(Right.DO_WORK) for one in request.memberships),
    }
    return page(request, "welcome/inside.html", context)


def _somebody_is_here(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    """The user the link is for, or another who happens to be signed in in this browser."""
    invited = link.invitation
    assert invited is not None
    user = request.user
    assert isinstance(user, User)
    is_them = bool(user.email and user.email == invited.email) or bool(user.mobile and user.mobile == invited.mobile)
    return _page(request, "welcome/join.html" if is_them else "welcome/somebody_else.html", token, link)


def _sign_in(request: HttpRequest, user: User, **how: Any) -> None:
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, **how)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _closed(request: HttpRequest, token: str, link: Link) -> HttpResponse:
    context = {
        "standing": link.standing,
        "sentence": welcome.sentence(link.standing),
        "company": link.invitation.organisation.name if link.invitation else "",
        "can_ask": link.standing in {Standing.EXPIRED, Standing.WITHDRAWN},
        "token": token,
    }
    return page(request, "welcome/closed.html", context, status=404 if link.standing is Standing.UNKNOWN else 410)


def _page(request: HttpRequest, template: str, token: str, link: Link, problem: Invalid | None = None) -> HttpResponse:
    invited: Invitation | None = link.invitation
    assert invited is not None
    context = {
        "token": token,
        "company": invited.organisation.name,
        "invited_by": invited.invited_by_name,
        "name": invited.name,
        "address": invited.email or invited.mobile,
        "next": reverse("welcome:opened", args=[token]),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields) if problem else (),
    }
    return page(request, template, context, status=problem.status if problem else 200)
