"""What was said on a case, and a place to say more."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.notices.dialogue import may_say, note
from nettmelding.web.case import head
from nettmelding.web.case.moments import moments
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.phrases import phrases_for
from nettmelding.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
@acting
def dialogue(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """Questions, answers and notes; a note goes to the other side or stays within the company."""
    case = head.open_case(request.actor, notice_id)
    text, problem = request.POST.get("text", ""), None
    if request.method == "POST":
        internal = request.POST.get("to") == "internal"
        try:
            note(request.actor, notice_id, text, internal=internal)
        except AppError as error:
            problem = error
        else:
            toast(request, _("Notatet er lagret.") if internal else _("Beskjeden er sendt."))
            return HttpResponseRedirect(reverse("case:dialogue", args=[notice_id]))
    context = {
        **head.context(case, "dialogue"),
        "moments": moments(request.actor, case.said, case),
        "may_say": may_say(request.actor),
        "may_tell": case.notice.sent_at is not None,
        "text": text,
        "phrases": phrases_for(request.actor, case.notice, "text"),
        "problem": problem,
        "faults": (faults(problem.fields or {"text": problem.message})) if problem else (),
        "hint": _("Må saken vente på svaret, bruk «Spør». Her flytter ingenting saken.")
        if request.actor.is_grid_company
        else _("Dette flytter ikke saken."),
        "to_other": _("Send til installatøren") if request.actor.is_grid_company else _("Send til nettselskapet"),
    }
    return page(request, "case/dialogue.html", context, status=problem.status if problem else 200)
