"""The operator's page for the contractor register's file: look it over, then import it."""

import secrets
from datetime import date
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core import clock
from nettmelding.core.errors import AppError, Invalid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.organisations import rereading
from nettmelding.registers import contractors
from nettmelding.web import words
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Fact, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:register-file"
LARGEST_BYTES = 20 * 1024 * 1024
KEPT_SECONDS = 1_800
"""How long a file that has been looked over waits for the word to import it."""


@require_http_methods(["GET", "POST"])
@section(URL)
def register_file(request: ActingRequest) -> HttpResponse:
    """Upload and look over; with `kept`, import what was looked over."""
    problem: AppError | None = None
    looked: dict[str, Any] = {}
    if request.method == "POST":
        try:
            if "kept" in request.POST:
                return _import(request)
            looked = _look_over(request)
        except AppError as error:
            problem = error
    errors = problem.fields or {"file": problem.message} if problem else {}
    context = {
        "tabs": tabs(request.actor, URL),
        "facts": _facts(),
        "too_old": _is_too_old(),
        "brake": rereading.brake(),
        "as_of": request.POST.get("as_of", f"{clock.today():%d.%m.%Y}"),
        "looked": looked,
        "errors": errors,
        "faults": faults(errors),
    }
    return page(request, "admin/register_file.html", context, status=problem.status if problem else 200)


def _look_over(request: ActingRequest) -> dict[str, Any]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise _wrong("file", _("Velg filen fra DSB."))
    if (file.size or 0) > LARGEST_BYTES:
        raise _wrong("file", _("Filen er for stor."))
    as_of = _day(request.POST.get("as_of", ""))
    name, content = file.name or "", file.read()
    found = contractors.look_through(name, content)
    key = secrets.token_urlsafe(16)
    if not found.problems:
        cache.set(_cache_key(request, key), (name, content, as_of), KEPT_SECONDS)
    return {
        "found": found,
        "name": name,
        "key": key,
        "dropped": rereading.would_drop(found.entitled),
        "as_of": date_format(as_of, "j. F Y"),
        "too_old": contractors.is_too_old(as_of),
    }


def _import(request: ActingRequest) -> HttpResponse:
    kept_at = _cache_key(request, request.POST["kept"][:64])
    kept: tuple[str, bytes, date] | None = cache.get(kept_at)
    if kept is None:
        raise _wrong("file", _("Det er for lenge siden filen ble lastet opp. Last den opp på nytt."))
    name, content, as_of = kept
    contractors.import_file(request.actor, name, content, as_of=as_of)
    cache.delete(kept_at)
    toast(request, _("Registeret er lest inn. Firmaene blir sjekket på nytt i løpet av noen minutter."))
    return HttpResponseRedirect(reverse(URL))


def _facts() -> list[Fact]:
    newest = contractors.newest_import()
    if newest is None:
        return []
    return [
        Fact(term=_("Viser registeret per"), value=date_format(newest.as_of, "j. F Y")),
        Fact(term=_("Antall firma"), value=str(newest.lines)),
        Fact(term=_("Fil"), value=newest.file_name),
        Fact(term=_("Lest inn"), value=f"{words.at(newest.imported_at)}, {newest.imported_by}"),
    ]


def _is_too_old() -> bool:
    newest = contractors.newest_import()
    return newest is not None and contractors.is_too_old(newest.as_of)


def _day(text: str) -> date:
    day = read_date(text, clock.today())
    if day is None or day > clock.today():
        raise _wrong("as_of", _("Skriv dagen DSB laget filen. Den kan ikke være fram i tid."))
    return day


def _cache_key(request: ActingRequest, key: str) -> str:
    return f"register-file:{request.actor.user_id}:{key}"


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid("register_file", sentence, fields={field: sentence})
