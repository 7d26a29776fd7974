"""The grid company moves what a firm has open, many cases at once: a firm that is bankrupt, or has given up."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nettmelding.core.actor import OrganisationKind, Right
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.notices import labels, queries, transfer_moving
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO, OPEN
from nettmelding.organisations.models import Organisation
from nettmelding.registers.numbers import parse_orgnr
from nettmelding.web.components import Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

MOST = 200


@require_http_methods(["GET", "POST"])
@acting
def many(request: ActingRequest) -> HttpResponse:
    """`/overforing/flere?fra=310000329`: the firm's open cases, ticked; `to` and `reason` for all of them."""
    actor = request.actor
    if not actor.is_grid_company or not actor.may(Right.TRANSFER) or not actor.may(Right.SEE_CASES):
        raise NotFound
    typed = request.GET.get("fra", "").strip()
    firm, problem = _firm(typed)
    rows = _open(request, firm) if firm else []
    if request.method == "POST" and firm is not None:
        try:
            ids = [UUID(one) for one in request.POST.getlist("notice")]
            if not ids:
                raise Invalid("none", "", fields={"notice": _("Velg minst én sak.")})
            to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
            done = transfer_moving.transfer(actor, ids, to=to, reason=reason)
        except AppError as error:
            problem = error
        except ValueError:
            raise NotFound from None
        else:
            said = ngettext("Én sak er overført.", "%(count)s saker er overført.", len(done)) % {"count": len(done)}
            toast(request, said)
            return HttpResponseRedirect(reverse("lists:notices"))
    context = {
        "typed": typed,
        "firm": firm,
        "cases": [_option(one) for one in rows],
        "ticked": request.POST.getlist("notice") if request.method == "POST" else [str(one.id) for one in rows],
        "to": request.POST.get("to", ""),
        "reason": request.POST.get("reason", ""),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"to": problem.message}) if problem else (),
    }
    return page(request, "transfer/many.html", context, status=problem.status if problem else 200)


def _firm(typed: str) -> tuple[Organisation | None, AppError | None]:
    if not typed:
        return None, None
    try:
        number = parse_orgnr(typed)
    except AppError as error:
        return None, Invalid(error.code, error.message, fields={"fra": error.message})
    contractors = Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value)
    found = contractors.filter(organisation_number=number).first()
    sentence = _("Det er ingen installatør i nettmelding med dette nummeret.")
    return found, None if found else Invalid("firm", sentence, fields={"fra": sentence})


def _open(request: ActingRequest, firm: Organisation) -> list[Notice]:
    wanted = queries.Filter(contractor_id=firm.id, statuses=tuple(OPEN))
    return list(queries.as_lines(queries.matching(request.actor, wanted)).order_by("-changed_at")[:MOST])


def _option(notice: Notice) -> Option:
    what = " · ".join([labels.type_names(notice.types), str(INFO[notice.state].name)])
    return Option(value=str(notice.id), text=f"{notice.number} {labels.address(notice)}", detail=what)
