"""What the page's search fields ask while one types."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError
from nettmelding.registers import lookups
from nettmelding.registers.protocols import Company
from nettmelding.web.components import Hit
from nettmelding.web.form import addresses as places
from nettmelding.web.form.people import firm_detail
from nettmelding.web.pages import ActingRequest, acting

SHORTEST = 2


@acting
def addresses(request: ActingRequest) -> HttpResponseBase:
    """Places for the text of one field. With the register down what was typed can be used, marked."""
    typed = request.GET.get("q", "").strip()
    if len(typed) < SHORTEST:
        return _options(request, [], _("Skriv litt mer."))
    try:
        found = [Hit(value=one.value, text=one.text, detail=one.detail) for one in places.choices(typed)]
    except AppError as error:
        as_typed = Hit(
            value=places.unconfirmed(typed), text=typed, detail=_("Bruk det som er skrevet"), mark=_("ikke bekreftet")
        )
        return _options(request, [as_typed], more=error.message)
    return _options(request, found, _("Fant ikke adressen. Prøv gårds- og bruksnummer, eller en posisjon."))


@acting
def companies(request: ActingRequest) -> HttpResponseBase:
    """Firms by number or name."""
    typed = request.GET.get("q", "").strip()
    if len(typed) < SHORTEST:
        return _options(request, [], _("Skriv litt mer."))
    try:
        answer = lookups.find_company(request.actor, typed)
    except AppError as error:
        return _options(request, [], error.message)
    usable = [one for one in answer.companies if one.usable]
    return _options(request, [_hit(one) for one in usable], answer.message)


def _hit(company: Company) -> Hit:
    return Hit(
        value=company.number,
        text=company.name,
        detail=firm_detail(company),
        mark=", ".join(warning.text for warning in company.warnings),
    )


def _options(request: ActingRequest, hits: list[Hit], empty: str = "", more: str = "") -> HttpResponse:
    return render(request, "form/options.html", {"hits": hits, "empty": empty, "more": more})
