"""Doing one thing to several metering points of a block notice: all or none, or those that can."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.notices import actions, children_overview, queries
from nettmelding.notices.children_overview import Line
from nettmelding.notices.lifecycle import Action, offered
from nettmelding.notices.status import INFO
from nettmelding.organisations import access
from nettmelding.web.case import deeds, head, places
from nettmelding.web.case.children import open_mother
from nettmelding.web.case.head import Case
from nettmelding.web.case.steps import SEVERAL, Step
from nettmelding.web.components import Fault
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.phrases import phrases_for
from nettmelding.web.shell.toasts import toast

_NAMED = 60
"""Metering points that are named on the page; the others are counted."""


@require_http_methods(["GET", "POST"])
@acting
def several(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """`/meldinger/<id>/maleranlegg/gjor?gjor=approve&anlegg=1-8`"""
    case = open_mother(request, notice_id)
    asked = request.GET if request.method == "GET" else request.POST
    step = next((one for one in SEVERAL.values() if one.action.value == asked.get("gjor")), None)
    lines = children_overview.chosen(request.actor, case.notice, places.read(asked.get("anlegg", "")))
    if step is None or not lines:
        return HttpResponseRedirect(reverse("case:children", args=[notice_id]))
    if request.method == "GET":
        return _page(request, case, step, lines, None)
    try:
        moved = actions.act_on_all(
            request.actor,
            [line.notice.id for line in lines],
            step.action,
            deeds.given(step, request.POST),
            those_that_can=bool(request.POST.get("de_som_kan")),
        )
    except AppError as problem:
        return _page(request, open_mother(request, notice_id), step, lines, problem)
    toast(request, _said(step, sum(1 for one in moved if one.notice.mother_id), len(lines)))
    return HttpResponseRedirect(reverse("case:children", args=[notice_id]))


def _said(step: Step, moved: int, of: int) -> str:
    """What was done; with how many where some stayed."""
    if moved == of:
        return str(step.done)
    return _("%(done)s %(count)s av %(of)s var med.") % {"done": step.done, "count": moved, "of": of}


def _page(
    request: ActingRequest, case: Case, step: Step, lines: Sequence[Line], problem: AppError | None
) -> HttpResponse:
    refused = _refused(lines, problem)
    now = {state: step.action in offered(state, request.actor) for state in {line.notice.state for line in lines}}
    can = [line for line in lines if now[line.notice.state]]
    context = {
        **head.context(case, "children"),
        "step": step,
        "lines": lines[:_NAMED],
        "more": max(len(lines) - _NAMED, 0),
        "chosen": places.written(line.notice.position or 0 for line in lines),
        "count": ngettext("Ett anlegg", "%(count)s anlegg", len(lines)) % {"count": len(lines)},
        "not_now": [(line.name, str(INFO[line.notice.state].name)) for line in lines if not now[line.notice.state]],
        "refused": refused,
        "those": _those(lines, can, refused),
        "errors": {} if refused or problem is None else problem.fields,
        "faults": _faults(problem, refused),
        "typed": request.POST,
        "asks": {one.value for one in step.inputs},
        "phrases": phrases_for(request.actor, case.notice, "text"),
        "common_href": _common_href(request, case, step),
        **deeds.choices(request, Case(request.actor, queries.get(request.actor, lines[0].notice.id)), step),
    }
    return page(request, "case/several.html", context, status=problem.status if problem else 200)


def _refused(lines: Sequence[Line], problem: AppError | None) -> list[tuple[Line, str]]:
    """Those that were refused, each with why."""
    fields: Mapping[str, str] = problem.fields if problem else {}
    return [(line, fields[str(line.notice.id)]) for line in lines if str(line.notice.id) in fields]


def _those(lines: Sequence[Line], can: Sequence[Line], refused: Sequence[tuple[Line, str]]) -> str:
    """The button that leaves out those that cannot; empty where all can, or none."""
    count = len(can) if not refused else len(lines) - len(refused)
    if count in (0, len(lines)):
        return ""
    return ngettext("Bare det som kan (%(count)s)", "Bare de som kan (%(count)s)", count) % {"count": count}


def _faults(problem: AppError | None, refused: Sequence[tuple[Line, str]]) -> tuple[Fault, ...]:
    if problem is None:
        return ()
    if refused:
        return tuple(Fault(text=said, href=reverse("case:case", args=[line.notice.id])) for line, said in refused)
    return (Fault(text=problem.message),)


def _common_href(request: ActingRequest, case: Case, step: Step) -> str:
    """Where what is common to the completion reports is written."""
    if step.action is not Action.REPORT_COMPLETION or not access.may_write_notices(request.actor):
        return ""
    return reverse("form:completion", args=[case.notice.id])
