"""*Nettselskap*: where a contractor has access, where it has applied, and *Ny søknad*."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.organisations import admission, queries
from nettmelding.organisations.models import GridAccess, Organisation
from nettmelding.organisations.standing import Why
from nettmelding.web import words
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Option, Turn, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:grid-companies"
STATES: dict[str, tuple[str | Promise, Turn]] = {
    GridAccess.State.APPLIED: (gettext_lazy("Venter på svar"), Turn.THEY),
    GridAccess.State.APPROVED: (gettext_lazy("Har tilgang"), Turn.OK),
    GridAccess.State.REFUSED: (gettext_lazy("Avslått"), Turn.NO),
    GridAccess.State.ENDED: (gettext_lazy("Avsluttet"), Turn.IDLE),
}
_AGAIN = frozenset({GridAccess.State.REFUSED, GridAccess.State.ENDED})


@dataclass(frozen=True, slots=True)
class Row:
    """One grid company with where the contractor stands there."""

    company: Organisation
    word: str
    turn: Turn
    since: str
    reason: str
    again: bool
    """Whether one can apply once more."""


@require_GET
@section(URL)
def grid_companies(request: ActingRequest) -> HttpResponse:
    """Where it stands with each."""
    accesses = admission.visible_to(request.actor).order_by("grid_company__name")
    own = queries.own(request.actor)
    context = {
        "tabs": tabs(request.actor, URL),
        "rows": [_row(access) for access in accesses],
        "more": _choices(request),
        "stopped": Why(own.stopped_because).text if own.stopped_at else "",
        "stopped_since": words.day_of(own.stopped_at),
    }
    return page(request, "admin/grid_companies.html", context)


@require_http_methods(["GET", "POST"])
@section(URL)
def apply(request: ActingRequest) -> HttpResponse:
    """*Ny søknad*."""
    chosen = request.POST.get("grid_company", request.GET.get("nett", ""))
    problem: AppError | None = None
    if request.method == "POST":
        try:
            made = admission.apply(request.actor, _id(chosen), request.POST.get("text", ""))
        except AppError as error:
            problem = error
        else:
            named = {"company": made.grid_company.name}
            if made.state == GridAccess.State.APPROVED:
                toast(request, _("Dere har fått tilgang til %(company)s.") % named)
            else:
                toast(request, _("Søknaden er sendt til %(company)s.") % named)
            return HttpResponseRedirect(reverse(URL))
    errors = problem.fields if problem else {}
    if problem and problem.code == "not_found":
        errors = {"grid_company": _("Velg et nettselskap.")}
    context = {
        "tabs": tabs(request.actor, URL),
        "choices": _choices(request),
        "chosen": chosen,
        "text": request.POST.get("text", ""),
        "errors": errors,
        "faults": faults(errors),
        "said": problem.message if problem and not errors else "",
    }
    status = 422 if errors else problem.status if problem else 200
    return page(request, "admin/apply.html", context, status=status)


def _row(access: GridAccess) -> Row:
    word, turn = STATES[access.state]
    return Row(
        company=access.grid_company,
        word=str(word),
        turn=turn,
        since=words.day_of(access.since),
        reason=access.reason,
        again=access.state in _AGAIN,
    )


def _choices(request: ActingRequest) -> list[Option]:
    """The grid companies where there is neither access nor an application."""
    settled = admission.visible_to(request.actor).exclude(state__in=_AGAIN).values("grid_company_id")
    return [Option(value=str(one.id), text=one.name) for one in queries.grid_companies().exclude(pk__in=settled)]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
