"""The owner's page: opened by whoever holds the link; looking changes nothing."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from nettmelding.core.errors import NotFound
from nettmelding.declarations import sharing
from nettmelding.web.declarations import signed
from nettmelding.web.pages import page


@require_GET
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The newest version of what the link was made for: read here, or downloaded."""
    try:
        declaration = sharing.opened(token)
    except NotFound:
        return private(page(request, "declarations/owner.html", {"gone": True}, status=404))
    sealing = getattr(declaration, "sealing", None)
    context = {
        "declaration": declaration,
        "said": declaration.printed,
        "facts": signed.facts(declaration),
        "parts": signed.shown_parts(declaration, whole=True),
        "ready": bool(sealing and sealing.document_id),
        "pdf_href": reverse("declarations:owner-pdf", args=[token]),
        "self_href": reverse("declarations:owner", args=[token]),
    }
    return private(page(request, "declarations/owner.html", context))


@require_GET
def pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The sealed PDF, with the documentation."""
    sealing = getattr(sharing.opened(token), "sealing", None)
    if sealing is None or sealing.document is None:
        raise NotFound
    return signed.download(sealing.document)


def private(answer: HttpResponse) -> HttpResponse:
    """The address is the key: it goes to no other site with a link, and no search engine keeps it."""
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
