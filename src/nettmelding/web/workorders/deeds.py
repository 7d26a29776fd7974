"""Doing something with a work order: one page an action, the same without script."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.core.ids import read_uuid
from nettmelding.web.components import Fault, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders import head, told
from nettmelding.web.workorders.head import Order
from nettmelding.web.workorders.steps import BY_ACTION, Deed
from nettmelding.workorders import offers, performers
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.perform import perform


@require_http_methods(["GET", "POST"])
@acting
def act(request: ActingRequest, order_id: UUID, action: Action) -> HttpResponse:
    """Ask for what the action needs, and do it. What was typed stays when it is refused.

    Errors: NotFound; NotAllowed for what is never the actor's, Refused where it is not possible now.
    """
    order, deed = head.open_order(request.actor, order_id), BY_ACTION[action]
    offers.require(request.actor, order.row, action)
    if request.method == "GET":
        return _page(request, order, deed, None)
    revision = request.POST.get("revision", "")
    try:
        perform(
            request.actor, order_id, action, given(request.POST), revision=int(revision) if revision.isdigit() else None
        )
    except AppError as problem:
        return _page(request, head.open_order(request.actor, order_id), deed, problem)
    toast(request, str(deed.done))
    return HttpResponseRedirect(_after(request, order))


def _after(request: ActingRequest, order: Order) -> str:
    """Back to the order, or to the notice's orders for whoever came from there."""
    if request.POST.get("fra") == "melding" and order.row.notice_id and order.sees_notice:
        return reverse("workorders:of-notice", args=[order.row.notice_id])
    return reverse("workorders:order", args=[order.row.id])


def given(sent: QueryDict) -> Given:
    """What goes with the action, as it was filled in."""
    return Given(
        text=sent.get("text", "").strip(),
        step=sent.get("step", ""),
        performer_id=read_uuid(sent.get("performer_id", "")),
    )


def _page(request: ActingRequest, order: Order, deed: Deed, problem: AppError | None) -> HttpResponse:
    context = {
        **head.context(order),
        "deed": deed,
        "facts": told.facts(order),
        "errors": problem.fields if problem else {},
        "faults": _faults(problem),
        "typed": request.POST,
        "back": request.POST.get("fra", request.GET.get("fra", "")),
        **_choices(order, deed),
    }
    return page(request, "workorders/act.html", context, status=problem.status if problem else 200)


def _faults(problem: AppError | None) -> list[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]


def _choices(order: Order, deed: Deed) -> dict[str, Any]:
    """What there is to choose from, only for what the deed asks for."""
    chosen: dict[str, Any] = {}
    if "step" in deed.asks:
        chosen["steps"] = [Option(value=one.step.id, text=f"{one.step.group}: {one.step.label}") for one in order.asked]
    if "performer" in deed.asks:
        firms = performers.firms_for(order.row)
        chosen["firms"] = [Option(value=str(one.id), text=one.name) for one in firms]
        chosen["firm_hint"] = "" if firms else _("Ingen andre har montør med instruksjonen som kreves.")
    return chosen
