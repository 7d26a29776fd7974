"""A disconnection for good, or a question to a person: one page with its steps."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError
from nettmelding.notices import requests, timeline
from nettmelding.notices.models import Request
from nettmelding.notices.requests import KIND_NAMES, STATE_NAMES, STEPS
from nettmelding.organisations.waits import about
from nettmelding.web import words
from nettmelding.web.case.moments import moments
from nettmelding.web.components import Fact, Note, NoteKind, State, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

_SUBJECTS = {
    "building": gettext_lazy("Hele bygget"),
    "dwelling": gettext_lazy("Én bolig"),
    "metering_point": gettext_lazy("Ett målepunkt"),
}


@require_GET
@acting
def case(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Everything about it."""
    return _page(request, requests.get(request.actor, request_id), None)


@require_POST
@acting
def step(request: ActingRequest, request_id: UUID, action: str) -> HttpResponse:
    """Move it; what was typed stays when it is refused."""
    revision = request.POST.get("revision", "")
    try:
        requests.step(
            request.actor,
            request_id,
            action,
            text=request.POST.get("text", ""),
            revision=int(revision) if revision.isdigit() else None,
        )
    except AppError as problem:
        return _page(request, requests.get(request.actor, request_id), problem)
    toast(request, str(next(one.name for one in STEPS if one.action == action)))
    return HttpResponseRedirect(reverse("requests:case", args=[request_id]))


def _page(request: ActingRequest, asked: Request, problem: AppError | None) -> HttpResponse:
    actor, wait = request.actor, about([asked.id]).get(asked.id)
    answer = Note(kind=NoteKind.GOOD, title=_("Svar fra nettselskapet:"), text=asked.answer)
    steps = requests.offered(actor, asked)
    context = {
        "asked": asked,
        "title": asked.address or ", ".join(asked.meter_numbers) or str(KIND_NAMES[asked.kind]),
        "over": f"{asked.number} · {KIND_NAMES[asked.kind]}",
        "state": State(turn=words.request_turn(actor, asked), word=str(STATE_NAMES[asked.state])),
        "clock": _("svar ventes %(day)s") % {"day": words.day_of(wait.due)} if wait and wait.due else "",
        "facts": _facts(asked),
        "answer": answer if asked.answer else None,
        "spoken": [one for one in steps if one.needs_text],
        "silent": [one for one in steps if not one.needs_text],
        "moments": moments(actor, timeline.entries(actor, asked.id)),
        "typed": request.POST.get("text", ""),
        "error": problem.fields.get("text", "") if problem else "",
        "faults": faults(problem.fields or {"text": problem.message}) if problem else (),
    }
    return page(request, "requests/case.html", context, status=problem.status if problem else 200)


def _facts(asked: Request) -> list[Fact]:
    facts = [
        Fact(term=_("Hva"), value=str(_SUBJECTS.get(asked.subject, ""))),
        Fact(term=_("Adresse"), value=asked.address),
        Fact(term=_("Målernummer"), value=", ".join(asked.meter_numbers)),
        Fact(term=_("Ønsket dato"), value=words.day(asked.wanted_date)),
        Fact(term=_("Melding"), value=asked.text),
        Fact(term=_("Installatør"), value=asked.contractor.name),
        Fact(term=_("Sendt av"), value=asked.created_by.name if asked.created_by else ""),
        Fact(term=_("Nettselskap"), value=asked.grid_company.name),
        Fact(term=_("Saksbehandler"), value=asked.handler.name if asked.handler else ""),
    ]
    return [fact for fact in facts if fact.value]
