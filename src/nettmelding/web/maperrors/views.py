"""What is reported of the map: the list, and each on its page with its answer."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError, NotFound
from nettmelding.documents.queries import content
from nettmelding.grid import error_answers, error_queries
from nettmelding.grid.error_answers import STEPS
from nettmelding.grid.error_queries import STATE_NAMES, WHAT_NAMES, Filter
from nettmelding.grid.models import MapError
from nettmelding.notices import queries as notices
from nettmelding.notices import timeline
from nettmelding.organisations.waits import about
from nettmelding.web import rows, words
from nettmelding.web.case.moments import moments
from nettmelding.web.components import Fact, Note, NoteKind, State, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

SIZE = 50


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponseBase:
    """Those the actor may see, newest first; standing ones unless all are asked for."""
    actor = request.actor
    if not error_queries.may_see(actor):
        raise NotFound
    wants_all = request.GET.get("visning") == "alle"
    wanted = Filter(
        query=request.GET.get("q", "")[:100],
        states=() if wants_all else tuple(error_queries.STANDING),
        what=request.GET.get("hva", "") if request.GET.get("hva", "") in WHAT_NAMES else "",
    )
    found = error_queries.listed(actor, wanted, cursor=request.GET.get("fra") or None, size=SIZE)
    waits = about([one.id for one in found.items])
    changed = error_queries.matching(actor, Filter(changed=True)).count() if error_queries.may_handle(actor) else 0
    context: dict[str, Any] = {
        "rows": [rows.map_error_row(actor, one, waits.get(one.id)) for one in found.items],
        "next": found.next,
        "wanted": wanted,
        "wants_all": wants_all,
        "whats": [(str(code), str(name)) for code, name in WHAT_NAMES.items()],
        "changed": changed,
    }
    return page(request, "maperrors/list.html", context)


@require_GET
@acting
def error(request: ActingRequest, error_id: UUID) -> HttpResponseBase:
    """Everything about one. Errors: NotFound."""
    return _page(request, error_queries.get(request.actor, error_id), None)


@require_POST
@acting
def step(request: ActingRequest, error_id: UUID, action: str) -> HttpResponseBase:
    """Answer it, say that the map is corrected, decline it or take it back; what was typed stays when it is refused."""
    revision = request.POST.get("revision", "")
    try:
        error_answers.step(
            request.actor,
            error_id,
            action,
            text=request.POST.get("text", ""),
            revision=int(revision) if revision.isdigit() else None,
        )
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _page(request, error_queries.get(request.actor, error_id), problem)
    toast(request, str(next(one.done for one in STEPS if one.action == action)))
    return HttpResponseRedirect(reverse("maperrors:error", args=[error_id]))


@require_POST
@acting
def close_changed(request: ActingRequest) -> HttpResponseBase:
    """Close with thanks all that a new edition has changed. Errors: NotAllowed."""
    wanted = error_queries.matching(request.actor, Filter(changed=True))
    count = error_answers.close_changed(
        request.actor, list(wanted.values_list("id", flat=True)[: error_answers.MOST_AT_ONCE])
    )
    toast(request, _("%(count)s er lukket. De som meldte fra, får takk på e-post.") % {"count": count})
    return HttpResponseRedirect(reverse("maperrors:list"))


@require_GET
@acting
def photo(request: ActingRequest, error_id: UUID) -> HttpResponseBase:
    """The picture that came with it. Errors: NotFound."""
    document = error_queries.photo(request.actor, error_id)
    response = FileResponse(content(document), content_type=document.content_type)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request: ActingRequest, found: MapError, problem: AppError | None) -> HttpResponseBase:
    actor, wait = request.actor, about([found.id]).get(found.id)
    steps = error_answers.offered(actor, found)
    context = {
        "error": found,
        "title": error_queries.title(found),
        "over": f"{found.number} · {_('Feil i kartet')}",
        "state": State(turn=words.map_error_turn(actor, found), word=str(STATE_NAMES[found.state])),
        "clock": _("svar ventes %(day)s") % {"day": words.day_of(wait.due)} if wait and wait.due else "",
        "facts": _facts(found),
        "answer": _answer(found),
        "changed": _changed(found) if actor.is_grid_company else None,
        "map_href": _map_href(request, found),
        "spoken": [one for one in steps if one.needs_text],
        "silent": [one for one in steps if not one.needs_text],
        "moments": moments(actor, timeline.entries(actor, found.id)),
        "typed": request.POST.get("text", ""),
        "fault": problem.fields.get("text", "") if problem else "",
        "faults": faults(problem.fields or {"text": problem.message}) if problem else (),
    }
    return page(request, "maperrors/error.html", context, status=problem.status if problem else 200)


def _facts(found: MapError) -> list[Fact]:
    place = f"{found.latitude:.5f}, {found.longitude:.5f}" if found.latitude and found.longitude else ""
    facts = [
        Fact(term=_("Hva er feil"), value=str(WHAT_NAMES[found.what])),
        Fact(term=_("Fortalt"), value=found.text),
        Fact(term=_("Id hos nettselskapet"), value=found.external_id),
        Fact(term=_("Skal stå") if found.object_id else _("Sted"), value=place),
        Fact(term=_("Nettselskap"), value=found.grid_company.name),
        Fact(term=_("Meldt av"), value=", ".join(filter(None, [
            found.reporter.name if found.reporter else "", found.contractor.name if found.contractor else ""]))),
        Fact(term=_("Meldt"), value=words.at(found.reported_at)),
    ]  # fmt: skip
    return [fact for fact in facts if fact.value]


def _answer(found: MapError) -> Note | None:
    if found.answer:
        return Note(kind=NoteKind.GOOD, title=_("Svar fra nettselskapet:"), text=found.answer)
    if found.state == MapError.State.CORRECTED:
        return Note(kind=NoteKind.GOOD, title=_("Kartet er rettet."), text=_("Takk for at du meldte fra."))
    return None


def _changed(found: MapError) -> Note | None:
    if not found.change or found.state not in error_queries.STANDING:
        return None
    gone = found.change == MapError.Change.GONE
    text = (
        _("Objektet er borte i utgaven som er i bruk nå.")
        if gone
        else _("Objektet er endret i utgaven som er i bruk nå.")
    )
    return Note(kind=NoteKind.INFO, title=_("Rettet?"), text=text)


def _map_href(request: ActingRequest, found: MapError) -> str:
    """Where it is seen: in the notice's map, or the grid company's own."""
    query = f"?objekt={found.object_id}" if found.object_id else ""
    if request.actor.is_grid_company:
        return reverse("map:company-map") + query
    if found.notice_id and notices.visible_to(request.actor).filter(pk=found.notice_id).exists():
        return reverse("map:map", args=[found.notice_id]) + query
    return ""
