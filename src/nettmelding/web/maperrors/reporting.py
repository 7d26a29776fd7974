"""Saying that the map is wrong: about an object, or a place where something is missing."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError
from nettmelding.grid import error_reports, queries, words
from nettmelding.grid.error_queries import WHAT_NAMES
from nettmelding.grid.error_reports import OF_OBJECT, OF_PLACE, Photo, Wanted
from nettmelding.grid.models import GridObject
from nettmelding.web.components import Field, FieldKind, Option, faults
from nettmelding.web.map import frame
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

_POSITION = re.compile(r"^\s*(\d{2}[.,]\d+)\s*[;, ]\s*(\d{1,2}[.,]\d+)\s*$")
"""Latitude and longitude, as they are copied from a telephone."""


@on_map
def of_object(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """Errors: NotFound for what may not be seen."""
    return _report(request, where, queries.get(where.view, object_id), None)


@on_map
def of_place(request: ActingRequest, where: Where) -> HttpResponseBase:
    """Errors: NotFound for a place that the map does not reach."""
    place = (_degrees(request, "lat"), _degrees(request, "lon"))
    error_reports.see_place(where.view, *place)
    return _report(request, where, None, place)


def _report(
    request: ActingRequest, where: Where, found: GridObject | None, place: tuple[float | None, float | None] | None
) -> HttpResponseBase:
    problem: AppError | None = None
    if request.method == "POST":
        try:
            wanted, photo = _wanted(request, found, place)
            error = error_reports.report(where.view, wanted, photo)
        except AppError as refused:
            if refused.status not in {422, 429, 503}:
                raise
            problem = refused
        else:
            toast(request, _("Takk. %(number)s er sendt til nettselskapet.") % {"number": error.number})
            return HttpResponseRedirect(reverse("maperrors:error", args=[error.id]))
    wrong = problem.fields or {"what": problem.message} if problem else {}
    context: dict[str, Any] = {
        **frame.context(where),
        "about": words.title(found) if found else _("Et sted i kartet"),
        "fields": _fields(request, found, wrong),
        "faults": faults(wrong),
        "back_href": where.href("object", found.object_id) if found else where.href("map"),
    }
    return page(request, "maperrors/report.html", context, status=problem.status if problem else 200)


def _fields(request: ActingRequest, found: GridObject | None, wrong: dict[str, str]) -> list[Field]:
    offered = OF_OBJECT if found else OF_PLACE
    typed = request.POST.get
    fields = [
        Field(
            name="what",
            label=_("Hva er feil?"),
            kind=FieldKind.PICK,
            value=typed("what", "" if found else OF_PLACE[0].value),
            options=[Option(value=what.value, text=str(WHAT_NAMES[what])) for what in offered],
            error=wrong.get("what", ""),
        ),
        Field(
            name="text",
            label=_("Fortell kort"),
            kind=FieldKind.TEXTAREA,
            value=typed("text", ""),
            hint=_("For eksempel: «Skapet står på andre siden av veien.»"),
            error=wrong.get("text", ""),
            maxlength=error_reports.LONGEST_TEXT,
            optional=True,
        ),
    ]
    if found:
        position = Field(
            name="position",
            label=_("Hvor det står"),
            value=typed("position", ""),
            hint=_("Breddegrad og lengdegrad, for eksempel 63,70012 9,65034."),
            error=wrong.get("position", ""),
            optional=True,
        )
        fields.append(position)
    return fields


def _wanted(
    request: ActingRequest, found: GridObject | None, place: tuple[float | None, float | None] | None
) -> tuple[Wanted, Photo | None]:
    typed = request.POST.get("position", "").strip()
    match = _POSITION.match(typed)
    at: tuple[float | None, float | None] = place or (None, None)
    if match:
        at = (float(match[1].replace(",", ".")), float(match[2].replace(",", ".")))
    elif typed:
        at = (999.0, 999.0)  # what is no position is refused with the room's own sentence
    file = request.FILES.get("photo")
    photo = Photo(name=file.name or "", data=file) if file else None
    return Wanted(
        what=request.POST.get("what", ""),
        text=request.POST.get("text", ""),
        object_id=found.object_id if found else None,
        latitude=at[0],
        longitude=at[1],
    ), photo


def _degrees(request: ActingRequest, name: str) -> float | None:
    try:
        return float(request.GET.get(name, ""))
    except ValueError:
        return None
