"""Some of a block notice's metering points pass to another contractor; each becomes a notice of its own."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError, Refused
from nettmelding.notices import children_overview, transfer_asking, transfer_moving, transfers
from nettmelding.notices.children_overview import Line
from nettmelding.notices.lifecycle import NOT_NOW
from nettmelding.web.case import head, places
from nettmelding.web.case.children import open_mother
from nettmelding.web.components import Fault, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
@acting
def children(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """`/meldinger/<id>/maleranlegg/overfor?anlegg=1-3`: the grid company moves them at once, the contractor asks each
    customer. All or none."""
    case = open_mother(request, notice_id)
    if not transfers.may_transfer(request.actor, case.notice):
        raise Refused(NOT_NOW.code, str(NOT_NOW.message))
    asked = request.GET if request.method == "GET" else request.POST
    lines = children_overview.chosen(request.actor, case.notice, places.read(asked.get("anlegg", "")))
    if not lines:
        return HttpResponseRedirect(reverse("case:children", args=[notice_id]))
    problem: AppError | None = None
    if request.method == "POST":
        try:
            toast(request, _handed_over(request, lines))
            return HttpResponseRedirect(reverse("case:children", args=[notice_id]))
        except AppError as error:
            problem = error
            case = open_mother(request, notice_id)
    context = {
        **head.context(case, "children"),
        "at_once": request.actor.is_grid_company,
        "lines": lines,
        "chosen": places.written(line.notice.position or 0 for line in lines),
        "count": ngettext("Ett anlegg", "%(count)s anlegg", len(lines)) % {"count": len(lines)},
        "to": request.POST.get("to", ""),
        "reason": request.POST.get("reason", ""),
        "errors": problem.fields if problem else {},
        "faults": _faults(problem) if problem else (),
    }
    return page(request, "transfer/children.html", context, status=problem.status if problem else 200)


def _handed_over(request: ActingRequest, lines: Sequence[Line]) -> str:
    """Does it, and says what was done."""
    ids = [line.notice.id for line in lines]
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    if not request.actor.is_grid_company:
        done = transfer_asking.ask_all(request.actor, ids, to=to, reason=reason)
        return ngettext(
            "Kunden har fått en lenke og svarer ja eller nei.", "%(count)s lenker er sendt til kundene.", len(done)
        ) % {"count": len(done)}
    done = transfer_moving.transfer(request.actor, ids, to=to, reason=reason)
    return ngettext("Ett anlegg er overført.", "%(count)s anlegg er overført.", len(done)) % {"count": len(done)}


def _faults(problem: AppError) -> tuple[Fault, ...]:
    return tuple(faults(problem.fields)) if problem.fields else (Fault(text=problem.message),)
