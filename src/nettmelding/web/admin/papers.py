"""Courses and instructions: entered on a person's page, confirmed under *Instruksjoner* by the grid company they name."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid
from nettmelding.core.ids import read_uuid
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.organisations import papers as room
from nettmelding.organisations import people
from nettmelding.organisations.papers import Typed
from nettmelding.organisations.queries import grid_companies
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Column, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.papers import PaperRow, paper_row
from nettmelding.web.shell.toasts import toast

PEOPLE, INSTRUCTIONS = "admin:people", "admin:instructions"
FILE = "admin:paper-file"
MOST = 500


@require_http_methods(["GET", "POST"])
@section(PEOPLE)
def new(request: ActingRequest, membership_id: UUID) -> HttpResponse:
    """Enter one for a person, with the document where there is one."""
    membership = people.get(request.actor, membership_id)
    posted = request.POST
    problem: AppError | None = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            room.add(request.actor, membership_id, _typed(request), name=file.name or "" if file else "", file=file)
        except AppError as error:
            problem = error
        else:
            toast(request, _("Lagret."))
            return HttpResponseRedirect(reverse("admin:person", args=[membership_id]))
    context: dict[str, Any] = {
        "tabs": tabs(request.actor, PEOPLE),
        "name": membership.user.name,
        "membership": membership,
        "kinds": [Option(value=kind.value, text=str(name)) for kind, name in room.KIND_NAMES.items()],
        "instructions": " ".join(sorted(room.OF_GRID_COMPANY)),
        "companies": [Option(value=str(one.id), text=one.name) for one in grid_companies()],
        "typed": {name: posted.get(name, "") for name in ("kind", "title", "grid_company", "valid_from", "expires_on")},
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"file": problem.message}) if problem else (),
        "file_error": problem.message if problem and not problem.fields else "",
    }
    return page(request, "admin/paper.html", context, status=problem.status if problem else 200)


@require_POST
@section(PEOPLE)
def remove(request: ActingRequest, paper_id: UUID) -> HttpResponse:
    """Take one away."""
    paper = room.remove(request.actor, paper_id)
    toast(request, _("%(paper)s er fjernet.") % {"paper": room.name_of(paper)})
    return HttpResponseRedirect(reverse("admin:person", args=[paper.membership_id]))


@require_GET
@acting
def opened(request: ActingRequest, paper_id: UUID) -> HttpResponseBase:
    """The document, for those it concerns."""
    document, content = room.opened(request.actor, paper_id)
    answer = FileResponse(content, content_type=document.content_type, filename=document.name, as_attachment=True)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@section(INSTRUCTIONS)
def instructions(request: ActingRequest) -> HttpResponse:
    """What names the grid company, those to be confirmed first."""
    rows = [paper_row(one, FILE) for one in room.naming(request.actor)[:MOST]]
    columns = [
        Column(text=_("Hvem")),
        Column(text=_("Instruksjon")),
        Column(text=_("Gjelder til"), narrow=True),
        Column(text=_("Gjør"), hidden=True, narrow=True),
    ]
    context = {
        "tabs": tabs(request.actor, INSTRUCTIONS),
        "columns": columns,
        "waiting": [one for one in rows if not one.confirmed],
        "confirmed": [one for one in rows if one.confirmed],
    }
    return page(request, "admin/instructions.html", context)


@require_POST
@section(INSTRUCTIONS)
def confirm(request: ActingRequest, paper_id: UUID) -> HttpResponse:
    """The grid company's word: right (`right=yes`), or no longer."""
    right = request.POST.get("right") == "yes"
    paper = room.confirm(request.actor, paper_id, right=right)
    said = _("Bekreftet for %(name)s.") if right else _("Bekreftelsen for %(name)s er trukket tilbake.")
    toast(request, said % {"name": paper.membership.user.name})
    return HttpResponseRedirect(reverse(INSTRUCTIONS))


def paper_rows(actor: Actor, membership_id: UUID) -> list[PaperRow]:
    """A person's, for their page."""
    return [paper_row(one, FILE) for one in room.of(actor, membership_id)]


def _typed(request: ActingRequest) -> Typed:
    posted = request.POST
    return Typed(
        kind=posted.get("kind", ""),
        title=posted.get("title", ""),
        grid_company_id=read_uuid(posted.get("grid_company", "")),
        valid_from=_date(posted.get("valid_from", ""), "valid_from"),
        expires_on=_date(posted.get("expires_on", ""), "expires_on"),
    )


def _date(typed: str, field: str) -> date | None:
    if not typed.strip():
        return None
    found = read_date(typed, clock.today())
    if found is None:
        sentence = _("Skriv en dato, for eksempel 12.03.2027.")
        raise Invalid("bad_date", sentence, fields={field: sentence})
    return found
