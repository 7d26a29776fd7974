"""Two-step sign-in for the whole company: asked about before it is switched on or off."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.organisations import queries
from nettmelding.organisations import second_factor as room
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

MOST_NAMES = 20


@require_http_methods(["GET", "POST"])
@section("admin:company")
@sensitive
def second_factor(request: ActingRequest) -> HttpResponse:
    """Who lacks one, and the button; a post with `required=yes` or `no` does it."""
    if request.method == "POST":
        required = request.POST.get("required") == "yes"
        room.require(request.actor, required=required)
        toast(request, _("To-trinns innlogging er påkrevd.") if required else _("To-trinns innlogging er frivillig."))
        return HttpResponseRedirect(reverse("admin:company") + "#part-second-factor")
    lacking = room.lacking(request.actor)
    context = {
        "tabs": tabs(request.actor, "admin:company"),
        "required": queries.settings_of(request.actor).second_factor_required,
        "lacking": lacking[:MOST_NAMES],
        "count": len(lacking),
        "more": max(0, len(lacking) - MOST_NAMES),
        "oneself": any(user.id == request.actor.user_id for user in lacking),
    }
    return page(request, "admin/second_factor.html", context)
