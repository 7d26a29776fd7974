"""A company's logo: shown, put in place of another, taken away."""

from typing import Any, cast

from django.http import FileResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError, Invalid
from nettmelding.documents import queries as documents
from nettmelding.organisations import logo
from nettmelding.web.admin import company
from nettmelding.web.admin.sections import section
from nettmelding.web.pages import ActingRequest
from nettmelding.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
@section(company.URL)
def own_logo(request: ActingRequest) -> HttpResponseBase:
    """The logo; a post puts another in its place, or takes it away (`do=remove`)."""
    if request.method == "GET":
        return logo_answer(request.actor.organisation)
    if request.POST.get("do") == "remove":
        logo.remove(request.actor)
        toast(request, _("Logoen er fjernet."))
        return HttpResponseRedirect(reverse(company.URL) + "#part-logo")
    given = request.FILES.get("logo")
    try:
        if given is None:
            sentence = _("Velg et bilde først.")
            raise Invalid("no_file", sentence, fields={"logo": sentence})
        logo.put(request.actor, given.name or "logo", cast(Any, given))
    except AppError as error:
        return company.whole(request, "logo", error)
    return company.saved(request, "logo")


def logo_answer(organisation_id: Any) -> FileResponse:
    """A company's logo as a file. Errors: NotFound."""
    document = logo.of(organisation_id)
    answer = FileResponse(documents.content(document), content_type=document.content_type)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer
