"""*Personvern*: what is kept, why and how long, from the table the worker forgets by."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nettmelding.core.retention import KINDS
from nettmelding.organisations.queries import grid_companies
from nettmelding.web.components import Fact


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of data, as it is read."""

    code: str
    name: str
    facts: tuple[Fact, ...]


@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """For everybody, signed in or not."""
    kinds = [
        Told(
            kind.code,
            str(kind.name),
            (
                Fact(term=_("Hva"), value=str(kind.what)),
                Fact(term=_("Hvorfor"), value=str(kind.why)),
                Fact(term=_("Grunnlag"), value=str(kind.basis)),
                Fact(term=_("Hvor lenge"), value=str(kind.how_long)),
            ),
        )
        for kind in KINDS
    ]
    companies = [
        Fact(
            term=company.name,
            value=company.email or company.phone or _("Se nettselskapets nettsider"),
            href=f"mailto:{company.email}" if company.email else "",
        )
        for company in grid_companies().order_by("name")
    ]
    return render(request, "privacy/told.html", {"kinds": kinds, "companies": companies})
