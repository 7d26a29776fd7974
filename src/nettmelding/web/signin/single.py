"""Signing in through a company's own provider, or the one for everybody."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows import connect as connecting
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from nettmelding.core.errors import NotFound
from nettmelding.organisations import sign_on
from nettmelding.web.account.frame import SignedInRequest, signed_in
from nettmelding.web.components import Tone
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast
from nettmelding.web.signin import providers


@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Ask for the address, whose domain tells which company's provider it is."""
    email = request.POST.get("email", "")
    problem = ""
    if request.method == "POST":
        row = sign_on.by_address(email)
        if row:
            return _onward(request, row.provider_id, "login")
        problem = _("Firmaet med denne adressen har ikke egen innlogging her. Bruk passord eller passnøkkel.")
    context = {"email": email, "problem": problem, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "signin/company.html", context, status=422 if problem else 200)


@require_POST
def provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to a provider, to sign in; one who is signed in already is asked there anew who they are."""
    return _onward(request, provider_id, "login", anew=request.user.is_authenticated)


@require_GET
@signed_in
def again(request: SignedInRequest) -> HttpResponse:
    """Confirming that it is oneself, for those who have neither password nor second factor here.

    `own`: a company's provider is not enough (`web/vouched.py`).
    """
    context = {
        "providers": [one for one in providers.for_person(request) if one.account and "own" not in request.GET],
        "next": request.GET.get("next", ""),
    }
    return render(request, "signin/again.html", context)


@require_POST
@signed_in
@sensitive
def connect(request: SignedInRequest, provider_id: str) -> HttpResponse:
    """On to a provider, to connect it to the person who is signed in."""
    return _onward(request, provider_id, "connect")


@require_POST
@signed_in
@sensitive
def disconnect(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Let go of a provider."""
    account = SocialAccount.objects.filter(user=request.user, pk=account_id).first()
    if account is None:
        raise NotFound
    try:
        connecting.validate_disconnect(request, account)
    except ValidationError as refusal:
        toast(request, refusal.messages[0], Tone.BAD)
    else:
        account.delete()
        toast(request, _("Innloggingen er koblet fra."))
    return HttpResponseRedirect(reverse("mfa_index"))


def callback_path(provider_id: str) -> str:
    """Where a provider sends people back to: the same for everybody, whichever company they act for."""
    with _at_root():
        return reverse("openid_connect_callback", args=[provider_id])


@contextmanager
def _at_root() -> Iterator[None]:
    """Addresses without the company in front."""
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        yield
    finally:
        set_script_prefix(before)


def _onward(request: HttpRequest, provider_id: str, process: str, *, anew: bool = False) -> HttpResponse:
    """A page that goes on by itself: a form's answer must not lead elsewhere (`form-action` of the content policy)."""
    wanted = request.POST.get("next", "")
    onward = wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else None
    try:
        chosen = get_adapter().get_provider(request, provider_id)
        with _at_root():
            asked = {"auth_params": {"prompt": "login"}} if anew else {}
            led = chosen.redirect(request, process=process, next_url=onward, **asked)
        if not isinstance(led, HttpResponseRedirect):
            return led  # type: ignore[no-any-return]
        address = led.url
    except SocialApp.DoesNotExist:
        raise NotFound
    except (RequestException, OAuth2Error, KeyError, ValueError):
        text = _("Innloggingen hos %(name)s svarer ikke. Prøv igjen, eller logg inn på en annen måte.") % {
            "name": chosen.name
        }
        return render(request, "socialaccount/refused.html", {"text": text}, status=502)
    answer = render(request, "signin/onward.html", {"address": address, "name": chosen.name})
    answer.headers["Refresh"] = f"0;url={address}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
