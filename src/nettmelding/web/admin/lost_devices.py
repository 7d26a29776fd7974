"""*Mistet enhet*: signing a person out everywhere, and taking their second factor away."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nettmelding.accounts.second_factor import has_second_factor
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid
from nettmelding.organisations import lost_devices, people
from nettmelding.organisations.models import Membership
from nettmelding.web.admin.people import URL
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

_DEEDS: Mapping[str, tuple[Callable[[Actor, UUID], Membership], str | Promise]] = {
    "sign_out": (lost_devices.sign_out, _("%(name)s er logget ut overalt.")),
    "remove": (lost_devices.remove_second_factor, _("To-trinns innlogging er fjernet for %(name)s.")),
}
"""What the two buttons do, and what is said afterwards."""


@require_http_methods(["GET", "POST"])
@section(URL)
def lost(request: ActingRequest, membership_id: UUID) -> HttpResponseBase:
    """Two things to do, each with one press; for whom it is not the company's to do, who can."""
    return _lost(request, people.get(request.actor, membership_id))


@sensitive
def _lost(request: ActingRequest, membership: Membership) -> HttpResponse:
    problem: AppError | None = None
    if request.method == "POST":
        try:
            if (chosen := _DEEDS.get(request.POST.get("do", ""))) is None:
                raise Invalid("no_choice", str(_("Velg hva som skal gjøres.")))
            deed, said = chosen
            deed(request.actor, membership.id)
        except AppError as error:
            problem = error
        else:
            toast(request, str(said) % {"name": membership.user.name})
            return HttpResponseRedirect(reverse("admin:person", args=[membership.id]))
    context = {
        "tabs": tabs(request.actor, URL),
        "membership": membership,
        "name": membership.user.name,
        "who_else": lost_devices.who_else(request.actor, membership),
        "has_second_factor": has_second_factor(membership.user),
        "faults": faults({"do": problem.message}) if problem else (),
    }
    return page(request, "admin/person_lost.html", context, status=problem.status if problem else 200)
