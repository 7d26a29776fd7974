"""*Kartgrunnlag*: the editions of the grid, which of them is in force, and files on their way in."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.db.models.fields.json import KeyTransform
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.core.settings import env
from nettmelding.grid import editions, imports, uploads
from nettmelding.grid.models import Edition, GridImport, InForce
from nettmelding.web import words
from nettmelding.web.admin import grid_import_words as say
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, page

URL = "admin:grid-import"
FIELD = "files"


@require_http_methods(["GET", "POST"])
@section(URL)
def overview(request: ActingRequest) -> HttpResponse:
    """What is in force, earlier editions, files on their way in; a POST hands files in, and is answered in JSON where a script
    asks."""
    problem: AppError | None = None
    if request.method == "POST":
        try:
            row = imports.upload(request.actor, cast("Sequence[uploads.Incoming]", request.FILES.getlist(FIELD)))
        except AppError as error:
            problem = error
        else:
            href = reverse("admin:grid-import-files", args=[row.id])
            return JsonResponse({"href": href}) if _is_script(request) else HttpResponseRedirect(href)
        if _is_script(request):
            return JsonResponse({"detail": problem.message, "code": problem.code}, status=problem.status)
    actor = request.actor
    pointer = InForce.objects.select_related("edition").filter(pk=actor.organisation).first()
    rows = list(editions.of_company(actor).defer("report").annotate(counts=KeyTransform("counts", "report")))
    waiting = list(imports.of_company(actor).defer("report", "layers", "words").exclude(state=GridImport.State.READY))
    names = say.people([*(one.made_by_id for one in rows), *(one.made_by_id for one in waiting)])
    lines = [_line(one, pointer, names) for one in rows]
    context = {
        "tabs": tabs(actor, URL),
        "in_force": next((one for one in lines if one["is_in_force"]), None),
        "since": words.at(pointer.since) if pointer else "",
        "editions": [one for one in lines if not one["is_in_force"]],
        "waiting": [_waiting(one, names) for one in waiting],
        "most_mb": env.grid_upload_mb,
        "most_files": uploads.MOST_FILES,
        "error": problem.message if problem else "",
        "faults": faults({FIELD: problem.message}) if problem else (),
    }
    return page(request, "admin/grid_import.html", context, status=problem.status if problem else 200)


def _line(edition: Edition, pointer: InForce | None, names: dict[UUID | None, str]) -> dict[str, Any]:
    counts: dict[str, int] = getattr(edition, "counts", None) or {}
    is_in_force = pointer is not None and pointer.edition_id == edition.id
    return {
        "id": edition.id,
        "file": edition.file_name,
        "made": _("Laget %(when)s av %(who)s")
        % {"when": words.at(edition.ready_at or edition.made_at), "who": names[edition.made_by_id]},
        "objects": say.objects(sum(counts.values())),
        "counts": say.counts(counts),
        "is_in_force": is_in_force,
        "is_previous": pointer is not None and pointer.previous_id == edition.id,
    }


def _waiting(row: GridImport, names: dict[UUID | None, str]) -> dict[str, Any]:
    return {
        "id": row.id,
        "files": say.files(row),
        "who": _("Lastet opp %(when)s av %(who)s") % {"when": words.at(row.made_at), "who": names[row.made_by_id]},
        "problem": row.problem,
        "state": say.state(row),
    }


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"
