"""*Deg*: name, e-mail, mobile and language."""

from dataclasses import asdict, replace

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.accounts import contact
from nettmelding.core.clock import now
from nettmelding.core.errors import AppError, Invalid, Refused, TooMany
from nettmelding.core.settings import env
from nettmelding.web import words
from nettmelding.web.account.frame import SignedInRequest, part, signed_in
from nettmelding.web.account.papers import own_papers
from nettmelding.web.components import faults
from nettmelding.web.pages import page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

PENDING = "account_mobile"
URL = "own_me"


@require_GET
@signed_in
def me(request: SignedInRequest) -> HttpResponse:
    """Who one is here."""
    user, papers = request.user, own_papers(request)
    return part(
        request,
        URL,
        "me",
        {
            "me": user,
            "mobile": words.phone(user.mobile) if user.mobile else "",
            "can_sms": env.sms,
            "languages": settings.LANGUAGES,
            "papers": papers,
            "firms": len({one.firm for one in papers}),
        },
    )


@require_http_methods(["GET", "POST"])
@signed_in
def name(request: SignedInRequest) -> HttpResponse:
    """Another name."""
    if request.method == "POST":
        try:
            contact.rename(request.user.id, request.POST.get("name", ""))
        except AppError as error:
            return _form(request, "name", request.POST.get("name", ""), error)
        return _back(request, _("Lagret."))
    return _form(request, "name", request.user.name)


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive
def email(request: SignedInRequest) -> HttpResponse:
    """Another address: a link goes to it, and it counts from when the link is used."""
    if request.method == "POST":
        typed = request.POST.get("email", "")
        try:
            _not_too_often(request)
            address = contact.ask_for_email(request.user.id, typed)
        except AppError as error:
            return _form(request, "email", typed, error)
        said = _("Vi har sendt en lenke til %(address)s. Adressen gjelder når du har bekreftet den.")
        return _back(request, said % {"address": address})
    return _form(request, "email", "")


@require_http_methods(["GET", "POST"])
def confirm_address(request: SignedInRequest, token: str) -> HttpResponse:
    """The link in the e-mail. Opening it changes nothing: programs that look at mail open links too."""
    try:
        address = contact.address_of(token)
        if request.method == "POST":
            contact.confirm_email(token)
            toast(request, _("E-postadressen er byttet."))
            return HttpResponseRedirect(reverse(URL if request.user.is_authenticated else "account_login"))
    except Refused as refused:
        return page(request, "account_pages/confirm_address.html", {"problem": refused.message}, status=409)
    return page(request, "account_pages/confirm_address.html", {"address": address})


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive
def mobile(request: SignedInRequest) -> HttpResponseBase:
    """Another mobile: a code goes to it."""
    if request.method == "POST":
        typed = request.POST.get("mobile", "")
        try:
            _not_too_often(request)
            pending = contact.ask_for_mobile(request.user.id, typed)
        except AppError as error:
            return _form(request, "mobile", typed, error)
        request.session[PENDING] = asdict(pending)
        return HttpResponseRedirect(reverse("own_mobile_code"))
    return _form(request, "mobile", "")


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_variables()
def mobile_code(request: SignedInRequest) -> HttpResponseBase:
    """The code that was sent."""
    kept = request.session.get(PENDING)
    if not kept:
        return HttpResponseRedirect(reverse("own_mobile"))
    pending = contact.Pending(**kept)
    problem: AppError | None = None
    if request.method == "POST":
        try:
            contact.confirm_mobile(request.user.id, pending, request.POST.get("code", ""))
        except Invalid as error:
            request.session[PENDING] = asdict(replace(pending, tries=pending.tries + 1))
            problem = error
        except Refused as error:
            del request.session[PENDING]
            toast(request, error.message)
            return HttpResponseRedirect(reverse("own_mobile"))
        else:
            del request.session[PENDING]
            return _back(request, _("Mobilnummeret er bekreftet."))
    left = max(0, round((pending.until - now().timestamp()) / 60))
    context = {"mobile": words.phone(pending.mobile), "minutes": left, "errors": problem.fields if problem else {}}
    return part(request, URL, "mobile_code", context, problem.status if problem else 200)


def _not_too_often(request: SignedInRequest) -> None:
    """Links and codes go to anybody's address or phone. Errors: TooMany."""
    if not ratelimit.consume(request, app="allauth.account", action="own_contact"):
        raise TooMany("too_often", _("Du har bedt om mange på kort tid. Vent en time og prøv igjen."))


def _form(request: SignedInRequest, what: str, value: str, problem: AppError | None = None) -> HttpResponse:
    errors = (problem.fields or {what: problem.message}) if problem else {}
    context = {"value": value, "errors": errors, "faults": faults(errors) if errors else ()}
    return part(request, URL, f"{what}_form", context, problem.status if problem else 200)


def _back(request: SignedInRequest, said: str) -> HttpResponse:
    toast(request, said)
    return HttpResponseRedirect(reverse(URL))
