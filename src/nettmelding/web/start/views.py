"""*Ny melding*: one question, a search, the boxes; ends in a new draft."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.errors import AppError, NotAllowed, NotFound
from nettmelding.installations import choices
from nettmelding.notices import places, precheck, working_copy
from nettmelding.notices.catalogue import guide
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.selection import FORM_LABELS, refused_together
from nettmelding.notices.models import Notice
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.queries import grid_companies, has_access
from nettmelding.registers.numbers import parse_meter_number
from nettmelding.web.components import Option, Tone, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.start import boxes, choosing, companies, making
from nettmelding.web.start.choosing import Chosen

_FORM_DETAILS = {
    FormKind.SIMPLIFIED: gettext_lazy("Få felter, for arbeid i målepunktet"),
    FormKind.SINGLE: gettext_lazy("Én kunde og én måler"),
    FormKind.SEVERAL: gettext_lazy("Flere målere bak samme stikkledning"),
}


@acting
def new(request: ActingRequest) -> HttpResponseBase:
    """The page, and with a POST the new draft."""
    if not access.may_write_notices(request.actor):
        raise NotAllowed("not_yours", _("Bare installatører lager meldinger."))
    chosen = choosing.read(request.GET)
    company = companies.likely(request.actor, chosen.grid_company)
    rules = working_copy.rules_at(company.id if company else None)
    ended = choosing.outcome(chosen, rules)
    if request.method != "POST":
        return page(request, "start/new.html", _context(request, chosen, company, rules, ended))
    typed = {"form": request.POST.get("form", ""), "meter": request.POST.get("meter", "").strip()}
    try:
        notice = _draft(request, chosen, ended, typed)
    except AppError as error:
        if not error.fields:
            raise
        return page(
            request, "start/new.html", _context(request, chosen, company, rules, ended, typed, error), status=422
        )
    return redirect("form:edit", notice.id)


def _draft(
    request: ActingRequest, chosen: Chosen, ended: guide.Question | guide.Answer | None, typed: dict[str, str]
) -> Notice:
    """A draft of what the questions ended in, filled in from the meter where one was given.

    The grid company follows from the address, not from whose limits were read here.
    """
    answer = ended if isinstance(ended, guide.Answer) else guide.Answer()
    number = _meter_number(typed["meter"])
    notice = making.of_answer(request.actor, chosen, answer, typed["form"])
    if number and not chosen.point:
        problem = places.use_meter_number(request.actor, notice.id, number).problem
        if problem:
            toast(request, problem, Tone.WARN)
    return notice


def _meter_number(typed: str) -> str:
    """Read before the draft is made, so that a slip leaves no draft behind."""
    if not typed:
        return ""
    try:
        return parse_meter_number(typed)
    except AppError as error:
        error.fields = {"meter": error.message}
        raise


def _context(
    request: ActingRequest,
    chosen: Chosen,
    company: Organisation | None,
    rules: NoticeRules,
    ended: guide.Question | guide.Answer | None,
    typed: dict[str, str] | None = None,
    error: AppError | None = None,
) -> dict[str, Any]:
    answer = ended if isinstance(ended, guide.Answer) else None
    question = ended if isinstance(ended, guide.Question) else None
    ticked = answer.types if answer and answer.types else chosen.types
    return {
        "chosen": chosen,
        "ticked": ticked,
        "boxes": boxes.boxes(chosen, ticked, rules),
        "hits": boxes.hits(chosen, rules),
        "question": question,
        "replies": _replies(chosen, question),
        "answer": answer,
        "no_notice": bool(answer and answer.fixed.startswith("no_notice")),
        "names": [catalogue().types[one].name for one in ticked],
        "forms": _forms(answer),
        "form_value": (typed or {}).get("form") or (str(answer.form) if answer and answer.form else ""),
        "meter": (typed or {}).get("meter", ""),
        "picked": _picked(request, chosen),
        "may_check": not chosen.point and precheck.may_check(request.actor),
        "find_href": reverse("find:search") + replace(chosen, point="").address(),
        "meter_asked": bool(answer) and _may_have_meter(ticked),
        "refused": refused_together(chosen.types) or "",
        "alone": [(catalogue().types[one].name, chosen.only(one).address()) for one in chosen.types],
        "company": company,
        "companies": [Option(value=str(one.id), text=one.name) for one in grid_companies()],
        "no_access": bool(company) and not _has_access(request, company),
        "texts": rules.texts,
        "errors": error.fields if error else {},
        "faults": faults(error.fields) if error else (),
        "action": reverse("start:new") + chosen.address(),
        "disconnection_what": answer.prefill.get("disconnection.what", "") if answer else "",
    }


def _replies(chosen: Chosen, question: guide.Question | None) -> list[tuple[str, str]]:
    """The question's answers, each with the address it leads to."""
    if question is None:
        return []
    return [(one.label, chosen.with_reply(question.id, one.code).address()) for one in question.options]


def _forms(answer: guide.Answer | None) -> list[Option]:
    """The forms to choose between; none where there is nothing to choose."""
    offered = answer.forms if answer else ()
    if len(offered) < 2:
        return []
    return [Option(value=str(one), text=str(FORM_LABELS[one]), detail=str(_FORM_DETAILS[one])) for one in offered]


def _picked(request: ActingRequest, chosen: Chosen) -> str:
    """The installation that was found, on one line; empty for none, and for a choice that no longer holds."""
    if not chosen.point:
        return ""
    try:
        point = choices.read(request.actor, chosen.point).point
    except NotFound:
        return ""
    place = point.installation
    parts = (place.address, point.unit, f"{place.postcode} {place.place}".strip())
    return ", ".join(filter(None, parts))


def _may_have_meter(types: tuple[str, ...]) -> bool:
    """Whether a meter may be there from before: anywhere but in a new installation."""
    return "new_installation" not in types


def _has_access(request: ActingRequest, company: Organisation | None) -> bool:
    contractor = request.actor.organisation_id
    return company is not None and contractor is not None and has_access(contractor, company.id)
