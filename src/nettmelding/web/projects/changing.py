"""What is changed about a project: its name, its notices, its parties, and whether it is put away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.notices import labels, projects, projects_sharing, queries
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice
from nettmelding.notices.projects_sharing import Shared
from nettmelding.notices.status import INFO
from nettmelding.organisations import access
from nettmelding.web.components import Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.projects import one
from nettmelding.web.shell.toasts import toast

MOST_OFFERED = 100


@require_http_methods(["GET", "POST"])
@acting
def new(request: ActingRequest) -> HttpResponse:
    """An empty project; most are made from a draft instead."""
    _may_change(request)
    return _named(request, None)


@require_http_methods(["GET", "POST"])
@acting
def change(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """Another name or note."""
    found = projects.get(request.actor, project_id)
    _may_change(request)
    return _named(request, found.id, found.name, found.note)


@require_POST
@acting
def put_away(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """`away=ja` puts it away, else it is brought back."""
    away = request.POST.get("away") == "ja"
    found = projects.put_away(request.actor, project_id, away=away)
    said = _("%(name)s er lagt bort.") if away else _("%(name)s er hentet fram igjen.")
    toast(request, said % {"name": found.name})
    return HttpResponseRedirect(reverse("projects:listing") if away else _to(project_id))


@require_http_methods(["GET", "POST"])
@acting
def add(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """Notices that exist, found by searching and ticked."""
    actor = request.actor
    found = projects.get(actor, project_id)
    _may_change(request)
    problem: AppError | None = None
    if request.method == "POST":
        try:
            chosen = notice_ids(request)
            shared = projects_sharing.add(actor, project_id, chosen)
        except AppError as error:
            problem = error
        else:
            said = ngettext("Én melding er lagt til.", "%(count)s meldinger er lagt til.", len(chosen))
            toast(request, said % {"count": len(chosen)} + told(shared))
            return HttpResponseRedirect(_to(project_id))
    query = request.GET.get("q", "").strip()[:100]
    rows = queries.matching(actor, queries.Filter(query=query)).filter(contractor_id=actor.organisation)
    rows = rows.exclude(project=found).order_by("-changed_at")
    context = {
        "project": found,
        "query": query,
        "options": [_option(notice) for notice in queries.as_lines(rows).select_related("project")[:MOST_OFFERED]],
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"notice": problem.message}) if problem else (),
    }
    return page(request, "projects/add.html", context, status=problem.status if problem else 200)


@require_POST
@acting
def take_out(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """The ticked notices leave the project."""
    try:
        count = projects.take_out(request.actor, project_id, notice_ids(request))
    except AppError as error:
        return _refused(request, project_id, error)
    toast(request, ngettext("Én melding er tatt ut.", "%(count)s meldinger er tatt ut.", count) % {"count": count})
    return HttpResponseRedirect(_to(project_id))


@require_POST
@acting
def parties(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """The parties of one notice to all that can take them."""
    try:
        source = request.POST.get("from", "")
        if not source:
            sentence = _("Velg hvilken melding partene hentes fra.")
            raise Invalid("from", sentence, fields={"from": sentence})
        roles = [PartyRole(role) for role in request.POST.getlist("role") if role in one.SHARED_ROLES]
        shared = projects_sharing.share_parties(request.actor, project_id, _uuid(source), roles)
    except AppError as error:
        return _refused(request, project_id, error)
    said = ngettext("Én melding har fått partene.", "%(count)s meldinger har fått partene.", shared.given)
    toast(request, said % {"count": shared.given} + told(shared))
    return HttpResponseRedirect(_to(project_id))


def told(shared: Shared) -> str:
    """What is said of those that could not take it."""
    if not shared.left:
        return ""
    count = len(shared.left)
    left = ngettext("Én er sendt og er som før.", "%(count)s er sendt og er som før.", count)
    return " " + left % {"count": count}


def notice_ids(request: HttpRequest) -> list[UUID]:
    """The ticked notices. Errors: NotFound for what is no id."""
    return [_uuid(text) for text in request.POST.getlist("notice")]


def _named(request: ActingRequest, project_id: UUID | None, name: str = "", note: str = "") -> HttpResponse:
    problem: AppError | None = None
    if request.method == "POST":
        name, note = request.POST.get("name", ""), request.POST.get("note", "")
        try:
            if project_id is None:
                done = projects.create(request.actor, name, note)
                toast(request, _("%(name)s er laget.") % {"name": done.name})
            else:
                done = projects.change(request.actor, project_id, name=name, note=note)
                toast(request, _("Endringen er lagret."))
        except AppError as error:
            problem = error
        else:
            return HttpResponseRedirect(_to(done.id))
    context = {
        "is_new": project_id is None,
        "name": name,
        "note": note,
        "back": _to(project_id) if project_id else reverse("projects:listing"),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"name": problem.message}) if problem else (),
    }
    return page(request, "projects/named.html", context, status=problem.status if problem else 200)


def _refused(request: ActingRequest, project_id: UUID, error: AppError) -> HttpResponse:
    """On the page itself, where it is something to mend there."""
    if error.status != 422:
        raise error
    return one.shown(request, projects.get(request.actor, project_id), error)


def _option(notice: Notice) -> Option:
    project = _("i %(name)s") % {"name": notice.project.name} if notice.project else ""
    parts = [notice.number or _("Kladd"), labels.type_names(notice.types), str(INFO[notice.state].name), project]
    return Option(
        value=str(notice.id), text=labels.address(notice) or _("Uten adresse"), detail=" · ".join(filter(None, parts))
    )


def _may_change(request: ActingRequest) -> None:
    if not access.may_write_notices(request.actor):
        raise NotFound


def _to(project_id: UUID) -> str:
    return reverse("projects:project", args=[project_id])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
