"""The steps of a registration. What has been told stands in the database; the session only knows which one it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core import settings
from nettmelding.core.errors import AppError, NotFound
from nettmelding.organisations import registration, registration_codes, registration_finish, registration_telling
from nettmelding.organisations.models import GridAccess, Organisation, Registration
from nettmelding.organisations.queries import grid_companies
from nettmelding.organisations.standing import May
from nettmelding.registers.contacts import show_phone
from nettmelding.web import words
from nettmelding.web.components import Option, faults
from nettmelding.web.join import firm_card
from nettmelding.web.join.limits import use_one
from nettmelding.web.pages import page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.signin.demonstration import BACKEND

KEPT_AS = "registration"
_get_or_post = require_http_methods(["GET", "POST"])


def _begun(view: Callable[[HttpRequest, Registration], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the view in with the registration that this browser has begun; without one, to the beginning."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        kept = registration.get(request.session.get(KEPT_AS))
        if kept is None:
            moved = KEPT_AS in request.session
            return HttpResponseRedirect(reverse("join:start") + ("?videre=annet-sted" if moved else ""))
        return view(request, kept)

    return guarded


@_get_or_post
def start(request: HttpRequest) -> HttpResponse:
    """Which firm."""
    kept = registration.get(request.session.get(KEPT_AS))
    typed = request.POST.get("number", kept.organisation_number if kept and not kept.finished_at else "")
    problem: AppError | None = None
    if request.method == "POST":
        try:
            use_one(request, "look_up")
            begun = registration.begin(typed, get_language() or "nb", kept)
        except AppError as error:
            problem = error
        else:
            request.session[KEPT_AS] = str(begun.id)
            return HttpResponseRedirect(reverse("join:firm"))
    moved = request.GET.get("videre") == "annet-sted"
    return _show(request, "start", {"number": typed, "moved": moved}, problem, field="number")


@_get_or_post
@_begun
def firm(request: HttpRequest, kept: Registration) -> HttpResponse:
    """What the registers say of it; who one is, where it lets one on."""
    if kept.finished_at is not None:
        return HttpResponseRedirect(reverse("join:done"))
    standing = registration.standing_of(kept)
    context: dict[str, Any] = {"card": firm_card.of(standing)}
    if standing.verdict.may is May.REFUSED:
        return _show(request, "refused", {**context, "ways": _ways_to_a_person()})
    if registration.is_registered(kept):
        return _show(request, "registered", context)
    problem: AppError | None = None
    if request.method == "POST":
        told = {name: request.POST.get(name, "") for name in ("name", "email", "mobile", "grid_company")}
        try:
            if told["email"].strip().casefold() != kept.email or not registration_codes.is_confirmed(kept):
                use_one(request, "codes", told["email"].strip())
            kept = registration_telling.tell(kept, **told, terms="terms" in request.POST)
        except AppError as error:
            problem = error
            kept = registration.get(kept.id) or kept
        else:
            return HttpResponseRedirect(
                reverse("join:password" if registration_codes.is_confirmed(kept) else "join:code")
            )
    return _show(request, "firm", {**context, **_told(request, kept)}, problem)


@require_POST
@_begun
def ask(request: HttpRequest, kept: Registration) -> HttpResponse:
    """Ask the administrators of a firm that is here already. The answer says nothing of who they are."""
    name, email = request.POST.get("name", ""), request.POST.get("email", "")
    context = {"card": firm_card.of(registration.standing_of(kept)), "name": name, "email": email}
    try:
        use_one(request, "ask", kept.organisation_number)
        registration_telling.ask_administrators(kept, name=name, email=email)
    except AppError as error:
        return _show(request, "registered", context, error)
    return _show(request, "asked", context)


@_get_or_post
@_begun
def code(request: HttpRequest, kept: Registration) -> HttpResponse:
    """The codes that were sent."""
    if kept.finished_at is not None:
        return HttpResponseRedirect(reverse("join:done"))
    if kept.codes_sent_at is None:
        return HttpResponseRedirect(reverse("join:firm"))
    problem: AppError | None = None
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("email_code", "mobile_code")}
        try:
            use_one(request, "confirm")
            kept = registration_codes.confirm(kept, **typed)
        except AppError as error:
            problem = error
            kept = registration.get(kept.id) or kept
    if registration_codes.is_confirmed(kept):
        return HttpResponseRedirect(reverse("join:password"))
    context = {
        "kept": kept,
        "asks_email": kept.email_confirmed_at is None,
        "asks_mobile": settings.env.sms and kept.mobile_confirmed_at is None,
        "mobile": show_phone(kept.mobile),
        "arrival": registration_codes.arrival(kept).value,
    }
    return _show(request, "code", context, problem)


@require_POST
@_begun
def again(request: HttpRequest, kept: Registration) -> HttpResponse:
    """New codes."""
    try:
        use_one(request, "codes", kept.email)
        registration_codes.send_again(kept)
    except AppError as error:
        toast(request, error.message)
    else:
        toast(request, _("Vi har sendt en ny kode. Den gamle virker ikke lenger."))
    return HttpResponseRedirect(reverse("join:code"))


@_get_or_post
def link(request: HttpRequest, key: str) -> HttpResponse:
    """The link in the e-mail. Programs that open links to look at them must not confirm: a press does."""
    try:
        kept = registration_codes.by_link(key)
        if request.method == "POST":
            mine = registration.get(request.session.get(KEPT_AS))
            kept = registration_codes.confirm_by_link(key, mine.id if mine else None)
            request.session[KEPT_AS] = str(kept.id)
            return HttpResponseRedirect(
                reverse("join:password" if registration_codes.is_confirmed(kept) else "join:code")
            )
    except NotFound as error:
        return _show(request, "link_dead", {"words": error.message}, error)
    return _show(request, "link", {"kept": kept, "firm": registration.standing_of(kept).shown_name})


@_get_or_post
@_begun
def password(request: HttpRequest, kept: Registration) -> HttpResponse:
    """A password for somebody new; who has a user from before only says yes. Then the firm is registered."""
    if kept.finished_at is not None:
        return HttpResponseRedirect(reverse("join:done"))
    if not registration_codes.is_confirmed(kept):
        return HttpResponseRedirect(reverse("join:code"))
    problem: AppError | None = None
    if request.method == "POST":
        try:
            finished = registration_finish.finish(kept, request.POST.get("password", ""))
        except AppError as error:
            if error.code == "registered_already":
                return HttpResponseRedirect(reverse("join:firm"))
            problem = error
        else:
            if finished.new_user:
                login(request, finished.user, backend=BACKEND)
                record_authentication(request, finished.user, method="password", email=finished.user.email)
            request.session[KEPT_AS] = str(kept.id)
            return HttpResponseRedirect(reverse("join:done"))
    context = {
        "kept": kept,
        "known": registration_finish.known_user(kept),
        "firm": registration.standing_of(kept).shown_name or kept.organisation_number,
    }
    return _show(request, "password", context, problem, field="password")


@require_GET
@_begun
def done(request: HttpRequest, kept: Registration) -> HttpResponse:
    """What now: write a notice, or wait for the grid company."""
    if kept.organisation is None:
        return HttpResponseRedirect(reverse("join:start"))
    member = request.user.is_authenticated and request.user.email == kept.email
    access = GridAccess.objects.filter(contractor=kept.organisation, grid_company=kept.grid_company).first()
    onward = f"/som/{kept.organisation.slug}"
    context = {
        "firm": kept.organisation.name,
        "grid_company": kept.grid_company,
        "email": kept.email,
        "may_send": access is not None and access.state == GridAccess.State.APPROVED,
        "member": member,
        "new_href": onward + reverse("start:new"),
        "home_href": onward + "/",
        "people_href": onward + reverse("admin:overview"),
        "sign_in_href": f"{reverse('account_login')}?next={reverse('join:done')}",
    }
    return _show(request, "done", context)


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """The terms, with their version."""
    return page(request, "join/terms.html", {"version": registration_telling.TERMS})


def _told(request: HttpRequest, kept: Registration) -> dict[str, Any]:
    """The form's values: what was typed just now, else what is kept."""
    at = kept.grid_company.slug if kept.grid_company else ""
    kept_values = {"name": kept.name, "email": kept.email, "mobile": show_phone(kept.mobile), "grid_company": at}
    values = {name: request.POST.get(name, value) for name, value in kept_values.items()}
    agreed = "terms" in request.POST if request.method == "POST" else kept.terms == registration_telling.TERMS
    companies = [Option(value=one.slug, text=one.name) for one in grid_companies()]
    if len(companies) == 1:
        values["grid_company"] = companies[0].value
    return {**values, "agreed": ["on"] if agreed else [], "companies": companies, "sms": settings.env.sms}


def _ways_to_a_person() -> list[tuple[Organisation, str]]:
    """The grid companies with the phone as it is written."""
    return [(one, words.phone(one.phone)) for one in grid_companies()]


def _show(
    request: HttpRequest, name: str, context: dict[str, Any], problem: AppError | None = None, field: str = ""
) -> HttpResponse:
    errors = problem.fields if problem else {}
    if problem and not errors and field and problem.status == 422:
        errors = {field: problem.message}
    context = {
        **context,
        "errors": errors,
        "faults": faults(errors),
        "said": problem.message if problem and not errors else "",
    }
    return page(request, f"join/{name}.html", context, status=problem.status if problem else 200)
