"""*Varsler*: what one is told of by e-mail."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.accounts import wishes as kept
from nettmelding.web.account.frame import SignedInRequest, part, signed_in
from nettmelding.web.components import Option
from nettmelding.web.shell.toasts import toast

URL = "own_wishes"


@require_http_methods(["GET", "POST"])
@signed_in
def wishes(request: SignedInRequest) -> HttpResponse:
    """The switches."""
    if request.method == "POST":
        kept.save(request.user.id, set(request.POST.getlist("mails")))
        toast(request, _("Lagret."))
        return HttpResponseRedirect(reverse(URL))
    mails = request.user.mails
    context = {
        "choices": [Option(value=one.code, text=str(one.text)) for one in kept.WISHES],
        "ticked": [one.code for one in kept.WISHES if mails.get(one.code, True)],
    }
    return part(request, URL, "wishes", context)
