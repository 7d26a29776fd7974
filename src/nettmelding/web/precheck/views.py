"""The form with one's own earlier checks, the answer, and the notice that is begun from it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError, Invalid
from nettmelding.grid import duty
from nettmelding.notices import precheck, precheck_notice
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.catalogue.guide import Answer
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import PreCheck
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.precheck import asking, telling, way
from nettmelding.web.precheck.asking import Typed
from nettmelding.web.shell.toasts import toast
from nettmelding.web.words import at

_ON_THE_PAGE = {422, 429, 503}
_DUTY = "map_duty"


@acting
def ask(request: ActingRequest) -> HttpResponseBase:
    """The form, and below it what one has checked before."""
    kept = precheck.mine(request.actor)
    if request.method != "POST":
        return _form(request, Typed(address={}), kept)
    typed = asking.read(request.POST)
    try:
        if typed.duty:
            duty.accept(request.actor)
        made = precheck.make(
            request.actor,
            address=typed.address,
            purpose=typed.purpose,
            text=typed.text,
            grid_company_id=typed.grid_company,
        )
    except AppError as error:
        if error.code == _DUTY:
            error = Invalid(_DUTY, error.message, fields={"duty": error.message})
        if error.status not in _ON_THE_PAGE:
            raise
        return _form(request, typed, kept, error)
    return redirect("precheck:answer", made.id)


@require_GET
@acting
def answer(request: ActingRequest, precheck_id: UUID) -> HttpResponseBase:
    """What the place answers, and which notice it needs."""
    check = precheck.get(request.actor, precheck_id)
    ahead = way.read(check, request.GET)
    context = {
        "check": check,
        "title": address_text(check.address),
        "lead": precheck.said(check),
        "made": at(check.made_at),
        "network": telling.network(check),
        "map_word": telling.map_word(check),
        "edition": telling.edition(check),
        "usual": telling.usual(check),
        "usual_rests_on": telling.usual_rests_on(check) if check.answer.get("usual") else "",
        "values": telling.short_circuit(check),
        **_ahead(check, ahead),
    }
    return page(request, "precheck/answer.html", context)


@require_POST
@acting
def begin(request: ActingRequest, precheck_id: UUID) -> HttpResponseBase:
    """A draft of what was found; back to the questions where one is left."""
    check = precheck.get(request.actor, precheck_id)
    ahead = way.read(check, request.GET)
    if not isinstance(ahead.outcome, Answer) or not ahead.may_begin:
        return redirect(reverse("precheck:answer", args=[check.id]) + ahead.chosen.address())
    answers = precheck_notice.answers(check, ahead.outcome.types, ahead.outcome.prefill)
    notice = precheck.begin(request.actor, check.id, ahead.outcome.types, ahead.form, answers)
    toast(request, _("Kladden er laget av forhåndssjekken. Se over det som er fylt ut."))
    return redirect("form:edit", notice.id)


def _form(request: ActingRequest, typed: Typed, kept: Any, error: AppError | None = None) -> HttpResponseBase:
    asks_duty = not duty.accepted(request.actor)
    wrong = error.fields if error else {}
    context = {
        "fields": asking.fields(typed, error, asks_duty=asks_duty),
        "asks_duty": asks_duty,
        "faults": faults(wrong) if wrong else (),
        "refused": error.message if error and not wrong else "",
        "kept": [_line(one) for one in kept[: precheck.MOST_KEPT]],
    }
    return page(request, "precheck/ask.html", context, status=error.status if error else 200)


def _line(check: PreCheck) -> dict[str, str]:
    return {
        "href": reverse("precheck:answer", args=[check.id]),
        "title": address_text(check.address),
        "text": precheck.said(check),
        "when": at(check.made_at),
    }


def _ahead(check: PreCheck, ahead: way.Way) -> dict[str, Any]:
    """Which notice it needs: a question, the hits of a search, or where it ends."""
    found = ahead.outcome if isinstance(ahead.outcome, Answer) else None
    types = found.types if found else ()
    known = precheck_notice.answers(check, types, found.prefill) if found else {}
    return {
        "chosen": ahead.chosen,
        "question": ahead.question,
        "replies": ahead.replies,
        "hits": ahead.hits,
        "found": found,
        "names": [catalogue().types[one].name for one in types],
        "may_begin": ahead.may_begin,
        "asked_for": precheck_notice.asked_for(check, types, ahead.form, known) if ahead.may_begin else None,
        "begin_href": reverse("precheck:begin", args=[check.id]) + ahead.chosen.address(),
        "start_over": reverse("precheck:answer", args=[check.id]) if ahead.chosen.replies or ahead.picked else "",
    }
