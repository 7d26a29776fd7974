"""*Skjermede anlegg*: addresses and metering points whose cases only named handlers see."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core import clock
from nettmelding.core.errors import AppError, Invalid
from nettmelding.notices import screen_readings, screening
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.screening import Line
from nettmelding.organisations.models import Screen
from nettmelding.organisations.screen_lists import Result
from nettmelding.organisations.screening import Wanted, get, named, readers
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Option, Tone, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:screens"
LARGEST_FILE = 10 * 1024 * 1024
PLACE, NUMBER = "place", "number"


@require_GET
@section(URL)
def screens(request: ActingRequest) -> HttpResponse:
    """`?q=`: the list, those that nobody sees first."""
    query = request.GET.get("q", "").strip()[:100]
    unseen = screening.unseen(request.actor)
    system = screen_readings.reading(request.actor)
    context = {
        "has_system": system is not None,
        "read_at": date_format(clock.oslo(system.screens_read_at), "SHORT_DATETIME_FORMAT")
        if system and system.screens_read_at
        else "",
        "problem": system.screens_problem if system else "",
        "kept": system.screens_kept if system else 0,
        "tabs": tabs(request.actor, URL),
        "query": query,
        "lines": [_line(one) for one in screening.lines(request.actor, query)],
        "unseen": ngettext("Ingen kan se én sak.", "Ingen kan se %(count)s saker.", unseen) % {"count": unseen}
        if unseen
        else "",
    }
    return page(request, "admin/screens.html", context)


@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def new(request: ActingRequest) -> HttpResponse:
    """An address from the register or as typed, or a metering point id or meter number."""
    problem: AppError | None = None
    if request.method == "POST":
        try:
            screen = screening.add(request.actor, _wanted(request))
        except AppError as error:
            problem = error
        else:
            toast(request, _("%(what)s er skjermet.") % {"what": screen.shown})
            return HttpResponseRedirect(reverse(URL))
    return _form(request, None, problem)


@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def edit(request: ActingRequest, screen_id: UUID) -> HttpResponse:
    """Other handlers, or another reason."""
    screen = get(request.actor, screen_id)
    problem: AppError | None = None
    if request.method == "POST":
        try:
            screening.change(
                request.actor,
                screen_id,
                why=request.POST.get("why", ""),
                handlers=_ids(request.POST.getlist("handlers")),
            )
        except AppError as error:
            problem = error
        else:
            toast(request, _("Lagret."))
            return HttpResponseRedirect(reverse(URL))
    return _form(request, screen, problem)


@require_POST
@section(URL)
@sensitive
def remove(request: ActingRequest, screen_id: UUID) -> HttpResponse:
    """Let everybody who reads cases see these again."""
    screening.remove(request.actor, screen_id)
    toast(request, _("Skjermingen er fjernet."))
    return HttpResponseRedirect(reverse(URL))


@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def load(request: ActingRequest) -> HttpResponse:
    """A list from the customer system."""
    problem: AppError | None = None
    result = None
    if request.method == "POST":
        try:
            name, content = _file(request)
            result = screening.take_in(request.actor, name, content, whole=bool(request.POST.get("whole")))
        except AppError as error:
            problem = error
    context = {
        "tabs": tabs(request.actor, URL),
        "result": result,
        "said": _in_numbers(result) if result else "",
        "whole": bool(request.POST.get("whole")),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"file": problem.message}) if problem else (),
    }
    return page(request, "admin/screens_import.html", context, status=problem.status if problem else 200)


@require_POST
@section(URL)
@sensitive
def read(request: ActingRequest) -> HttpResponse:
    """The customer system's list, now; `do=believe`: what it left out is taken away too."""
    try:
        result = screen_readings.read_now(request.actor, believed=request.POST.get("do") == "believe")
    except AppError as error:
        toast(request, error.message, Tone.BAD)
    else:
        toast(request, _in_numbers(result))
    return HttpResponseRedirect(reverse(URL))


def _form(request: ActingRequest, screen: Screen | None, problem: AppError | None) -> HttpResponse:
    people = readers(request.actor.organisation)
    standing = [str(user.id) for user in named([screen.id])[screen.id]] if screen else []
    posted = request.POST if request.method == "POST" else None
    fields = dict(problem.fields) if problem else {}
    for path in ("address", "postcode"):
        if path in fields:
            fields.setdefault(PLACE, fields.pop(path))
    context = {
        "tabs": tabs(request.actor, URL),
        "screen": screen,
        "people": [Option(value=str(user.id), text=user.name) for user in people],
        "ticked": posted.getlist("handlers") if posted is not None else standing,
        "why": posted.get("why", "") if posted is not None else screen.why if screen else "",
        "place": request.POST.get(PLACE, ""),
        "place_shown": _typed_place(request)[0],
        "number": request.POST.get(NUMBER, ""),
        "errors": fields,
        "faults": faults(fields or {PLACE: problem.message}) if problem else (),
    }
    return page(request, "admin/screen.html", context, status=problem.status if problem else 200)


def _wanted(request: ActingRequest) -> Wanted:
    number = request.POST.get(NUMBER, "").strip()
    line, postcode, town = _typed_place(request)
    return Wanted(
        Screen.Kind.METERING_POINT if number and not line else Screen.Kind.ADDRESS,
        number if number and not line else line,
        postcode,
        town,
        request.POST.get("why", ""),
        _ids(request.POST.getlist("handlers")),
    )


def _typed_place(request: ActingRequest) -> tuple[str, str, str]:
    """Line, postcode and town of the place that was picked, or what was typed where none was."""
    typed = request.POST.get(f"{PLACE}.q", "").strip()
    try:
        picked: dict[str, Any] = json.loads(request.POST.get(PLACE) or "{}")
    except ValueError:
        return typed, "", ""
    if not isinstance(picked, dict) or not picked:
        return typed, "", ""
    line = address_text({**picked, "unit": ""})
    return line, str(picked.get("postcode") or ""), str(picked.get("place") or "")


def _in_numbers(result: Result) -> str:
    counts = {"a": result.added, "c": result.changed, "r": result.removed}
    return _("%(a)s lagt til, %(c)s endret, %(r)s fjernet.") % counts


def _ids(texts: list[str]) -> tuple[UUID, ...]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)


def _file(request: ActingRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    sentence = ""
    if file is None:
        sentence = _("Velg en fil.")
    elif (file.size or 0) > LARGEST_FILE:
        sentence = _("Filen er for stor. Den kan være høyst 10 MB.")
    if file is None or sentence:
        raise Invalid("file", sentence, fields={"file": sentence})
    return file.name or "", file.read()


def _line(line: Line) -> dict[str, object]:
    """For the list."""
    return {
        "id": line.screen.id,
        "shown": line.screen.shown,
        "kind": _("Adresse") if line.screen.kind == Screen.Kind.ADDRESS else _("Målepunkt"),
        "why": line.screen.why,
        "handlers": ", ".join(user.name for user in line.handlers),
        "from_system": line.screen.source == Screen.Source.CUSTOMER_SYSTEM,
        "unseen": ngettext("ingen kan se én sak", "ingen kan se %(count)s saker", line.unseen) % {"count": line.unseen}
        if line.unseen
        else "",
    }
