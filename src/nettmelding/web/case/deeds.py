"""Doing something with a case: one page an action, the same without script."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core import clock
from nettmelding.core.errors import AppError, Conflict, Invalid, Refused
from nettmelding.notices import actions, copying, corrections, family
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.given import Given, GivenRemark
from nettmelding.notices.lifecycle import NOT_NOW, Action
from nettmelding.notices.offers import offers
from nettmelding.notices.screening import may_have
from nettmelding.organisations.queries import case_handlers
from nettmelding.web import words
from nettmelding.web.case import head, told, whole
from nettmelding.web.case.choices import Reason, conditions_for, paths_for, reasons_for
from nettmelding.web.case.head import Case
from nettmelding.web.case.moments import by, title
from nettmelding.web.case.steps import BY_ACTION, Input, Step
from nettmelding.web.components import Fault, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.phrases import phrases_for
from nettmelding.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
@acting
def act(request: ActingRequest, notice_id: UUID, action: Action) -> HttpResponse:
    """Ask for what the action needs, and do it. What was typed stays when it is refused."""
    case, step = head.open_case(request.actor, notice_id), BY_ACTION[action]
    if request.method == "GET":
        if action not in offers(request.actor, case.notice):
            raise Refused(NOT_NOW.code, str(NOT_NOW.message))
        return _page(request, case, step, None)
    try:
        revision = _revision(request.POST)
        actions.act_on_all(
            request.actor,
            [notice_id],
            action,
            given(step, request.POST),
            revisions={notice_id: revision} if revision is not None else None,
            those_that_can=bool(request.POST.get("de_som_kan")),
        )
    except AppError as problem:
        return _page(request, head.open_case(request.actor, notice_id), step, problem)
    toast(request, str(step.done))
    return HttpResponseRedirect(reverse("case:case", args=[notice_id]))


@require_POST
@acting
def copy(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """A new draft with the same answers."""
    draft = copying.copy(request.actor, notice_id)
    toast(request, _("Kopiert som ny kladd."))
    return HttpResponseRedirect(reverse("form:edit", args=[draft.id]))


def given(step: Step, sent: QueryDict) -> Given:
    """What goes with the action, as it was filled in. Errors: Invalid for a date that is none."""
    own = sent.get("condition_own", "").strip()
    return Given(
        text=sent.get("text", "").strip(),
        remarks=_remarks(sent) if Input.REASONS in step.inputs else (),
        conditions=(*sent.getlist("condition"), *filter(None, [own])) if Input.CONDITIONS in step.inputs else (),
        assignee_id=_uuid(sent.get("assignee_id", "")),
        ends_on=_date(sent.get("ends_on", "")) if Input.DATE in step.inputs else None,
    )


def _remarks(sent: QueryDict) -> tuple[GivenRemark, ...]:
    """The ticked reasons with the words and the field they were given."""
    ticked = [
        GivenRemark(
            text=sent.get(f"reason_text.{key}", "").strip(),
            code=key.partition("-")[0],
            path=sent.get(f"reason_path.{key}", ""),
        )
        for key in sent.getlist("reason")
    ]
    return tuple(remark for remark in ticked if remark.text)


def _revision(sent: QueryDict) -> int | None:
    text = sent.get("revision", "")
    return int(text) if text.isdigit() else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    found = read_date(text, clock.today())
    if found is None:
        sentence = _("Den datoen forstår vi ikke. Skriv for eksempel 8.12.2026.")
        raise Invalid("bad_date", sentence, fields={"ends_on": sentence})
    return found


def _page(request: ActingRequest, case: Case, step: Step, problem: AppError | None) -> HttpResponse:
    context = {
        **head.context(case, "case"),
        "step": step,
        "parts": told.parts(case.sent, corrections.known_beside(case.notice)) if case.sent else [],
        "errors": problem.fields if problem else {},
        "faults": _faults(case, step, problem),
        "still_possible": step.action in offers(request.actor, case.notice),
        "typed": request.POST,
        "asks": {one.value for one in step.inputs},
        "phrases": phrases_for(request.actor, case.notice, "text"),
        "concerns": _concerns(case, step),
        "may_leave_out": bool(problem and _by_child(problem)),
        **choices(request, case, step),
    }
    return page(request, "case/act.html", context, status=problem.status if problem else 200)


def choices(request: ActingRequest, case: Case, step: Step) -> dict[str, Any]:
    """What there is to choose from, only for what the step asks for."""
    chosen: dict[str, Any] = {}
    if Input.CONDITIONS in step.inputs:
        chosen["conditions"] = conditions_for(case.notice)
        chosen["conditions_ticked"] = request.POST.getlist("condition")
    if Input.REASONS in step.inputs:
        chosen["paths"] = paths_for(case, step.action)
        chosen["reasons"] = _reasons(request.POST, case, step)
    if Input.COLLEAGUE in step.inputs:
        could = may_have(case.notice.screen_id, case_handlers(request.actor))
        others = [one for one in could if one.id != case.notice.handler_id]
        chosen["colleagues"] = [Option(value=str(one.id), text=one.name) for one in others]
    if Input.DATE in step.inputs:
        now = f"{case.notice.ends_on:%d.%m.%Y}" if case.notice.ends_on else ""
        chosen["ends_on"] = request.POST.get("ends_on", now)
    return chosen


def _reasons(sent: QueryDict, case: Case, step: Step) -> Sequence[Reason]:
    ticked = set(sent.getlist("reason"))
    return [
        reason.with_typed(
            sent.get(f"reason_text.{reason.key}", reason.text),
            sent.get(f"reason_path.{reason.key}", reason.path),
            ticked=reason.key in ticked,
        )
        for reason in reasons_for(case, step.action)
    ]


def _faults(case: Case, step: Step, problem: AppError | None) -> Sequence[Fault]:
    if problem is None:
        return ()
    if isinstance(problem, Conflict):
        last = case.entries[-1] if case.entries else None
        who = {"what": title(last), "who": by(case.actor, last), "when": words.at(last.happened_at)} if last else {}
        said = _("%(what)s (%(who)s, %(when)s).") % who if last else ""
        return (Fault(text=f"{problem.message} {said}".strip()),)
    if of_children := _by_child(problem):
        return [Fault(text=said, href=reverse("case:case", args=[key])) for key, said in of_children.items()]
    if problem.fields:
        return faults(problem.fields)
    return (Fault(text=problem.message, href="#reasons" if Input.REASONS in step.inputs else ""),)


def _by_child(problem: AppError) -> dict[UUID, str]:
    """What was said of metering points of a block notice, by their id."""
    return {key: said for text, said in problem.fields.items() if (key := _uuid(text))}


def _concerns(case: Case, step: Step) -> str:
    """How many metering points of a block notice it is done to."""
    if not family.is_mother(case.notice) or not case.progress.total:
        return ""
    counts = {"count": whole.concerned(case.actor, case.progress, step.action), "total": case.progress.total}
    return _("Gjelder hele meldingen med %(count)s av %(total)s anlegg.") % counts
