"""Where the QR code leads: whether the declaration is genuine, who issued it, when, and whether a newer version exists. A PDF can
be compared with the sealed one; it is not kept."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import NotFound
from nettmelding.declarations import queries
from nettmelding.declarations.models import Declaration
from nettmelding.organisations.models import Organisation
from nettmelding.registers.numbers import show_orgnr
from nettmelding.web import words
from nettmelding.web.components import Fact, Note, NoteKind
from nettmelding.web.declarations import listing
from nettmelding.web.declarations.owner import private
from nettmelding.web.pages import page

LARGEST = 25 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """A post has the file to compare."""
    try:
        declaration = queries.by_token(token)
    except NotFound:
        return private(page(request, "declarations/verify.html", {"unknown": True}, status=404))
    newest = queries.newest(declaration)
    sealing = getattr(declaration, "sealing", None)
    context = {
        "declaration": declaration,
        "newer": newest if newest.pk != declaration.pk else None,
        "newer_on": words.whole_day(newest.signed_at),
        "facts": _facts(declaration),
        "hashes": [one.sha256 for one in (sealing.document, sealing.first_part) if one] if sealing else [],
        "ready": bool(sealing and sealing.document_id),
        "compared": _compared(request, declaration) if request.method == "POST" else None,
        "self_href": reverse("declarations:verify", args=[token]),
    }
    return private(page(request, "declarations/verify.html", context))


def _facts(declaration: Declaration) -> list[Fact]:
    """What whoever holds the paper may know: nothing of the owner."""
    rows = (
        (_("Nummer"), declaration.number),
        (_("Versjon"), str(declaration.version)),
        (_("Utstedt av"), declaration.issuer.name),
        (_("Organisasjonsnummer"), _number_of(declaration.issuer)),
        (_("Signert"), words.whole_day(declaration.signed_at)),
        (_("Gjelder"), listing.kind_name(declaration.kind)),
        (_("Adresse"), declaration.address),
    )
    return [Fact(term=term, value=value) for term, value in rows if value]


def _number_of(firm: Organisation) -> str:
    return show_orgnr(firm.organisation_number) if firm.organisation_number else ""


def _compared(request: HttpRequest, declaration: Declaration) -> Note:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        return Note(kind=NoteKind.WARN, title=_("Velg en PDF på høyst 25 MB."))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    for one in queries.versions(declaration):
        sealing = getattr(one, "sealing", None)
        sealed = {each.sha256 for each in (sealing.document, sealing.first_part) if each} if sealing else set[str]()
        if digest.hexdigest() in sealed:
            return _same(one, declaration)
    return Note(
        kind=NoteKind.BAD,
        title=_("Filen er ikke den forseglede erklæringen."),
        text=_(
            "Den er endret eller lagret på nytt av et program, eller det er en annen fil. Be utstederen om den rette."
        ),
    )


def _same(found: Declaration, asked: Declaration) -> Note:
    if found.pk == asked.pk:
        return Note(
            kind=NoteKind.GOOD,
            title=_("Filen er ekte."),
            text=_("Den er lik den forseglede erklæringen, ned til siste tegn."),
        )
    return Note(
        kind=NoteKind.WARN,
        title=_("Filen er ekte, men av versjon %(version)d.") % {"version": found.version},
        text=_("Siden du er på, gjelder versjon %(version)d.") % {"version": asked.version},
    )
