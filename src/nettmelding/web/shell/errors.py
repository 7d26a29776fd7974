"""Error pages: what happened in plain words, and a way on."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.errors import AppError


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What one status says. `again`: going back and trying once more may help."""

    title: str | Promise
    text: str | Promise
    icon: str = "warn"
    again: bool = False


PAGES: dict[int, ErrorPage] = {
    400: ErrorPage(
        _("Det forsto vi ikke"),
        _("Siden fikk noe den ikke kunne lese. Gå tilbake og prøv igjen."),
        again=True,
    ),
    403: ErrorPage(
        _("Du har ikke tilgang til dette"),
        _("Spør administratoren i firmaet ditt om du trenger det."),
        "lock",
    ),
    404: ErrorPage(
        _("Vi finner ikke siden"),
        _("Adressen kan være feil, eller saken hører til et annet selskap."),
        "search",
    ),
    409: ErrorPage(_("Det gikk ikke nå"), _("Saken er endret siden du åpnet den. Åpne den på nytt."), again=True),
    422: ErrorPage(_("Noe må rettes først"), _("Gå tilbake, rett det som er merket, og send igjen."), again=True),
    429: ErrorPage(_("For mange forsøk"), _("Vent litt og prøv igjen."), "clock", again=True),
    500: ErrorPage(
        _("Noe gikk galt hos oss"),
        _("Det du har skrevet i en kladd, er lagret. Prøv igjen om litt."),
        again=True,
    ),
    503: ErrorPage(_("Tjenesten er opptatt"), _("Prøv igjen om et øyeblikk."), "clock", again=True),
}
_ALIKE = {412: 409, 405: 400, 410: 404, 413: 422}


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """The page for `status`; `message` says it more exactly than the standing words."""
    page = PAGES[status if status in PAGES else _ALIKE.get(status, 500)]
    return render(request, "shell/error.html", {"page": page, "status": status, "message": message}, status=status)


def app_error(request: HttpRequest, error: AppError) -> HttpResponse:
    """The page for an expected refusal that no form could show beside its field."""
    return error_page(request, error.status, error.message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: whatever broke may break the context, too."""
    text = render_to_string("shell/broken.html", {"page": PAGES[500], "scheme": "auto"})
    return HttpResponse(text, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form older than its sign-in, or cookies switched off."""
    return error_page(request, 403, str(_("Siden har ligget for lenge. Gå tilbake, last den på nytt og send igjen.")))
