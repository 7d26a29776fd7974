"""*Lagret om deg*: what is kept and why, a copy of it, and asking to be deleted."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.accounts import export
from nettmelding.core.clock import today
from nettmelding.organisations import deletion
from nettmelding.web.account.frame import SignedInRequest, part, signed_in
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "own_stored"


@require_GET
@signed_in
def stored(request: SignedInRequest) -> HttpResponse:
    """What is kept, and why."""
    return part(request, URL, "stored", {"kinds": list(export.kinds())})


@require_GET
@signed_in
@sensitive
def download(request: SignedInRequest) -> HttpResponse:
    """A copy of everything, as JSON."""
    text = json.dumps(export.everything(request.user), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="nettmelding-{today():%Y-%m-%d}.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive
def delete(request: SignedInRequest) -> HttpResponse:
    """Say what stays and why; then ask, or delete at once where no company stands between."""
    companies = deletion.companies_of(request.user.id)
    if request.method == "POST":
        deletion.ask(request.user.id)
        if companies:
            toast(request, _("Administratoren har fått beskjed."))
            return HttpResponseRedirect(reverse(URL))
        request.session.flush()
        return HttpResponseRedirect(reverse("account_login"))
    return part(request, URL, "delete", {"companies": companies})
