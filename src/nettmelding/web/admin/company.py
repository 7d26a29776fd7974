"""*Selskapsinformasjon*: who the company is, and who is told by e-mail."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core.errors import AppError, NotFound
from nettmelding.organisations import actions, queries
from nettmelding.organisations.models import Organisation
from nettmelding.web import words
from nettmelding.web.admin.sections import section, sections_for, tabs
from nettmelding.web.components import Fact, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

ON, TO_SENDER = "email_on_decision", "decision_to_sender"


@require_GET
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """The first section that the actor sees."""
    mine = sections_for(request.actor)
    if not mine:
        raise NotFound
    return HttpResponseRedirect(reverse(mine[0].url))


@require_http_methods(["GET", "POST"])
@section("admin:company")
def company(request: ActingRequest) -> HttpResponse:
    """The company's own data, and what it wants to be told of."""
    problem: AppError | None = None
    if request.method == "POST":
        ticked = request.POST.getlist("told")
        try:
            actions.save_settings(
                request.actor,
                email_on_decision=ON in ticked,
                decision_to_sender=TO_SENDER in ticked,
                decision_to_shared=request.POST.get("decision_to_shared", ""),
            )
        except AppError as error:
            problem = error
        else:
            toast(request, _("Lagret."))
            return HttpResponseRedirect(reverse("admin:company"))
    settings = queries.settings_of(request.actor)
    kept = [name for name in (ON, TO_SENDER) if getattr(settings, name)]
    context = {
        "tabs": tabs(request.actor, "admin:company"),
        "facts": _facts(queries.own(request.actor)),
        "choices": [
            Option(value=ON, text=_("Send e-post når en melding er godkjent eller avvist")),
            Option(value=TO_SENDER, text=_("Til den som er ansvarlig for meldingen")),
        ],
        "ticked": request.POST.getlist("told") if problem else kept,
        "shared": request.POST.get("decision_to_shared", settings.decision_to_shared),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields) if problem else (),
    }
    return page(request, "admin/company.html", context, status=problem.status if problem else 200)


def _facts(company: Organisation) -> list[Fact]:
    number = company.organisation_number
    address = ", ".join(filter(None, [company.address, f"{company.postcode} {company.place}".strip()]))
    return [
        Fact(term=_("Navn"), value=company.name),
        Fact(term=_("Organisasjonsnummer"), value=f"{number[:3]} {number[3:6]} {number[6:]}".strip()),
        Fact(term=_("Adresse"), value=address),
        Fact(term=_("E-post"), value=company.email),
        Fact(term=_("Telefon"), value=words.phone(company.phone)),
        Fact(term=_("Elvirksomhetsregisteret"), value=company.dsb_id),
        Fact(term=_("Faglig ansvarlig"), value=company.technically_responsible),
    ]
