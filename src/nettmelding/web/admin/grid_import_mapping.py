"""What the company calls its layers, columns and words: looked over once, and kept for the next files."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError, NotFound
from nettmelding.grid import imports
from nettmelding.web.admin import grid_import_words as say
from nettmelding.web.admin.grid_import import URL
from nettmelding.web.admin.grid_import_form import form, read, seen
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

SEEN = "seen"


@require_http_methods(["GET", "POST"])
@section(URL)
def mapping(request: ActingRequest, import_id: UUID) -> HttpResponse:
    """The form; a POST has the files read again by what it says."""
    row = imports.get(request.actor, import_id)
    back = reverse("admin:grid-import-files", args=[import_id])
    if not row.layers:
        return HttpResponseRedirect(back)
    given: dict[str, str] | None = None
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        if request.POST.get(SEEN) != seen(row):
            toast(request, _("Filene er lest på nytt siden du åpnet siden. Se over den en gang til."))
            return HttpResponseRedirect(request.get_full_path())
        given = {name: str(value) for name, value in request.POST.items()}
        posted = read(row, given)
        errors, status = posted.errors, 422
        if not errors:
            try:
                imports.try_again(request.actor, import_id, posted.words)
            except NotFound:
                raise
            except AppError as problem:
                errors, status = {"projection": problem.message}, problem.status
            else:
                return HttpResponseRedirect(back)
    context = {
        "tabs": tabs(request.actor, URL),
        "form": form(row, given, errors),
        "files": say.files(row),
        "back": back,
        "faults": faults(errors),
    }
    return page(request, "admin/grid_import_mapping.html", context, status=status)
