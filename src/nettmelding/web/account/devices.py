"""*Enheter*: where one is signed in, and signing out there."""

from allauth.usersessions.models import UserSession
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.accounts import sessions
from nettmelding.accounts.reaching import browser_words
from nettmelding.web.account.frame import SignedInRequest, part, signed_in
from nettmelding.web.shell.toasts import toast

URL = "usersessions_list"


@require_GET
@signed_in
def devices(request: SignedInRequest) -> HttpResponse:
    """Every browser that is signed in, this one first."""
    rows = [
        {"row": row, "browser": browser_words(row.user_agent), "here": row.session_key == request.session.session_key}
        for row in UserSession.objects.purge_and_list(request.user)
    ]
    rows.sort(key=lambda one: (not one["here"], -one["row"].last_seen_at.timestamp()))
    return part(request, URL, "devices", {"rows": rows})


@require_POST
@signed_in
def end(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Sign out in one of them."""
    sessions.end(request.user.id, session_id)
    toast(request, _("Logget ut der."))
    return HttpResponseRedirect(reverse(URL))


@require_POST
@signed_in
def end_others(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end_all(request.user.id, but=request.session.session_key or "")
    toast(request, _("Logget ut alle andre steder."))
    return HttpResponseRedirect(reverse(URL))
