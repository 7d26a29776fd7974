"""One lot of files with a grid: how far it has come, what the reading came to, and what a person can do about it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError, NotFound
from nettmelding.grid import imports
from nettmelding.grid.models import GridImport
from nettmelding.web import words
from nettmelding.web.admin import grid_import_words as say
from nettmelding.web.admin.grid_import import URL
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Bar, Fact
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

_State = GridImport.State


@require_GET
@section(URL)
def files(request: ActingRequest, import_id: UUID) -> HttpResponse:
    """The page; for the polling of it what may have changed, alone."""
    row = imports.get(request.actor, import_id)
    context = {
        "tabs": tabs(request.actor, URL),
        "row": row,
        "state": say.state(row),
        "files": say.files(row),
        "facts": _facts(row),
        "is_at_work": imports.is_at_work(row),
        "bar": _bar(row),
        "counts": say.counts(row.report.get("counts", {})),
        "refused": say.found(row.report, refused=True),
        "noted": say.found(row.report, refused=False),
        "not_read": [(layer, ", ".join(names)) for layer, names in row.report.get("not_read", {}).items() if names],
        "objects": say.objects(sum(row.report.get("counts", {}).values())),
        "may_map": bool(row.layers),
        "may_make": bool(row.report) and row.state == _State.TRIED,
        "has_words": bool(row.words),
    }
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "admin/_grid_import_files.html", context)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    return page(request, "admin/grid_import_files.html", context)


@require_POST
@section(URL)
def make(request: ActingRequest, import_id: UUID) -> HttpResponse:
    """Have the edition made."""
    return _done(request, import_id, imports.make)


@require_POST
@section(URL)
def again(request: ActingRequest, import_id: UUID) -> HttpResponse:
    """Read the same files again; `without=1`: by nothing but what the files say themselves."""
    given = {} if request.POST.get("without") else dict(imports.get(request.actor, import_id).words)
    return _done(request, import_id, lambda actor, one: imports.try_again(actor, one, given))


@require_POST
@section(URL)
def discard(request: ActingRequest, import_id: UUID) -> HttpResponse:
    """Throw the files away."""
    imports.discard(request.actor, import_id)
    toast(request, _("Filene er slettet."))
    return HttpResponseRedirect(reverse(URL))


def _done(request: ActingRequest, import_id: UUID, act: Any) -> HttpResponse:
    try:
        act(request.actor, import_id)
    except NotFound:
        raise
    except AppError as problem:
        toast(request, problem.message)
    return HttpResponseRedirect(reverse("admin:grid-import-files", args=[import_id]))


def _facts(row: GridImport) -> list[Fact]:
    projection = row.report.get("projection", "")
    facts = [
        Fact(term=_("Filer"), value=say.files(row)),
        Fact(term=_("Lastet opp"), value=f"{words.at(row.made_at)}, {say.people([row.made_by_id])[row.made_by_id]}"),
    ]
    if projection:
        name = str(say.PROJECTIONS.get(projection, projection))
        guessed = row.projection_guess == projection
        value = _("%(projection)s, etter hvor objektene havner") % {"projection": name} if guessed else name
        facts.append(Fact(term=_("Projeksjon"), value=value))
    if row.words.get("swap_axes"):
        facts.append(Fact(term=_("Akser"), value=_("Øst og nord byttes om når filene leses.")))
    return facts


def _bar(row: GridImport) -> Bar | None:
    """How far the worker has come; of an edition that is made the objects are read once and written once."""
    if not imports.is_at_work(row):
        return None
    if row.leased_until is None and not row.stage:
        return Bar(label=_("Venter på tur"), total=0)
    if row.state != _State.MAKING:
        text = _("%(objects)s så langt") % {"objects": say.objects(row.done)} if row.done else ""
        return Bar(label=_("Leser og kontrollerer"), total=0, text=text)
    of = {"done": say.number(row.done), "total": say.number(row.total)}
    if row.stage == "written":
        label, before = _("Skriver utgaven"), row.total
    else:
        label, before = _("Leser filene"), 0
    return Bar(label=label, done=before + row.done, total=2 * row.total, text=_("%(done)s av %(total)s") % of)
