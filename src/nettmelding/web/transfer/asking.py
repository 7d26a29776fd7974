"""Asking for a case to pass to another contractor: from the one that has it, the grid company, or the one that wants it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotFound, Refused
from nettmelding.notices import transfer_asking, transfer_moving, transfers
from nettmelding.notices.lifecycle import NOT_NOW
from nettmelding.web.case import head
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
@acting
def ask(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """The contractor asks the customer; the grid company moves it at once. What was typed stays when it is refused."""
    actor = request.actor
    case = head.open_case(actor, notice_id)
    if not transfers.may_transfer(actor, case.notice):
        raise Refused(NOT_NOW.code, str(NOT_NOW.message))
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    problem: AppError | None = None
    if request.method == "POST":
        try:
            if actor.is_grid_company:
                [done] = transfer_moving.transfer(actor, [notice_id], to=to, reason=reason)
                toast(request, _("%(name)s har fått saken.") % {"name": done.to_contractor.name})
            else:
                transfer_asking.ask(actor, notice_id, to=to, reason=reason)
                toast(request, _("Kunden har fått en lenke og svarer ja eller nei."))
        except AppError as error:
            problem = error
        else:
            return HttpResponseRedirect(reverse("case:case", args=[notice_id]))
    context = {
        **head.context(case, "case"),
        "at_once": actor.is_grid_company,
        "to": to,
        "reason": reason,
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"to": problem.message}) if problem else (),
    }
    return page(request, "transfer/ask.html", context, status=problem.status if problem else 200)


@require_http_methods(["GET", "POST"])
@acting
def want(request: ActingRequest) -> HttpResponse:
    """A contractor that the customer has turned to. The answer is the same whether there is such a notice or not."""
    actor = request.actor
    if not actor.is_contractor or not actor.may(Right.TRANSFER):
        raise NotFound
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    problem: AppError | None = None
    if request.method == "POST":
        try:
            transfer_asking.want(actor, number, reason=reason)
        except AppError as error:
            problem = error
        else:
            toast(request, _("Stemmer nummeret, har kunden nå fått en lenke."))
            return HttpResponseRedirect(reverse("transfer:want"))
    context = {
        "number": number,
        "reason": reason,
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"number": problem.message}) if problem else (),
        "offered": list(transfers.offered_to(actor).order_by("answered_at")[:50]),
    }
    return page(request, "transfer/want.html", context, status=problem.status if problem else 200)
