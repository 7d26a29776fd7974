"""A signed declaration: read, downloaded, corrected, sent to the owner."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core import clock
from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError
from nettmelding.declarations import drafts, queries, sharing
from nettmelding.declarations.models import Declaration, Sealing, Share
from nettmelding.documents import queries as documents
from nettmelding.documents.models import Document
from nettmelding.notices import queries as notices
from nettmelding.web import words
from nettmelding.web.case.files import guarded
from nettmelding.web.components import Fact, State, Turn, faults
from nettmelding.web.declarations import listing
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that was handed out."""

    to: str
    detail: str
    end_href: str
    """Where it is taken back; empty for one that does not hold any longer."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One of several versions."""

    name: str
    detail: str
    href: str
    """Empty for the one that is shown."""


@require_GET
@acting
def read(request: ActingRequest, declaration_id: UUID) -> HttpResponse:
    """The version, its PDF, the other versions, and whom it was sent to."""
    return show(request, queries.get(request.actor, declaration_id))


def show(
    request: ActingRequest, declaration: Declaration, *, link: str = "", problem: AppError | None = None
) -> HttpResponse:
    """`link`: one that was just made, shown this once."""
    actor = request.actor
    own = declaration.issuer_id == actor.organisation_id
    all_of_it = queries.reads_all(actor, declaration)
    seen = {one.id for one in queries.visible_to(actor).filter(number=declaration.number)}
    versions = [one for one in queries.versions(declaration) if one.id in seen]
    owner = sharing.owner_of(declaration.notice) if own else None
    sees = declaration.notice_id and notices.visible_to(actor).filter(pk=declaration.notice_id).exists()
    sealing = getattr(declaration, "sealing", None)
    may = own and actor.may(Right.FILL_IN, Right.DECLARE) and not declaration.erased_at
    context: dict[str, Any] = {
        "declaration": declaration,
        "title": f"{listing.kind_name(declaration.kind)}: {declaration.number}",
        "state": state_of(declaration),
        "facts": facts(declaration),
        "parts": shown_parts(declaration, whole=all_of_it),
        "ready": bool(sealing and sealing.document_id),
        "failing": bool(sealing and sealing.problem and not sealing.document_id),
        "size": _size(sealing, whole=all_of_it),
        "versions": [_version_row(one, declaration) for one in versions] if len(versions) > 1 else [],
        "replaced_by": getattr(declaration, "replaced_by", None),
        "pdf_href": reverse("declarations:pdf", args=[declaration.id]),
        "self_href": reverse("declarations:read", args=[declaration.id]),
        "others_href": reverse("declarations:of-notice", args=[declaration.notice_id]) if sees else "",
        "may_correct": may and getattr(declaration, "replaced_by", None) is None,
        "may_share": may,
        "links": [_link_row(declaration, one) for one in sharing.of(declaration)] if may else [],
        "email": request.POST.get("email", owner.email if owner else ""),
        "name": request.POST.get("name", owner.name if owner else ""),
        "link": link,
        "email_error": (problem.fields.get("email") or problem.message) if problem else "",
        "faults": faults({"email": problem.message}) if problem else (),
    }
    return page(request, "declarations/read.html", context, status=problem.status if problem else 200)


@require_GET
@acting
def pdf(request: ActingRequest, declaration_id: UUID) -> HttpResponseBase:
    """The sealed PDF, as far as it is the reader's."""
    return download(queries.file_for(request.actor, queries.get(request.actor, declaration_id)))


def download(document: Document) -> FileResponse:
    """A sealed PDF as a file."""
    answer = FileResponse(
        documents.content(document), content_type="application/pdf", as_attachment=True, filename=document.name
    )
    return guarded(answer, document)


@require_POST
@acting
def correct(request: ActingRequest, declaration_id: UUID) -> HttpResponseBase:
    """Begin a new version."""
    draft = drafts.correct(request.actor, declaration_id)
    return HttpResponseRedirect(reverse("declarations:edit", args=[draft.id]))


@require_POST
@acting
def share(request: ActingRequest, declaration_id: UUID) -> HttpResponseBase:
    """A link for the owner: sent by e-mail, or shown to be handed over."""
    declaration = queries.get(request.actor, declaration_id)
    mails = request.POST.get("do") != "link"
    try:
        shared = sharing.share(
            request.actor,
            declaration_id,
            email=request.POST.get("email", "") if mails else "",
            name=request.POST.get("name", "")[:200],
        )
    except AppError as problem:
        if problem.status not in {422, 429}:
            raise
        return show(request, declaration, problem=problem)
    if not mails or not shared.share.email:
        return show(request, declaration, link=shared.link)
    toast(request, _("Sendt til %(email)s.") % {"email": shared.share.email})
    return HttpResponseRedirect(reverse("declarations:read", args=[declaration_id]))


@require_POST
@acting
def end(request: ActingRequest, declaration_id: UUID, share_id: UUID) -> HttpResponseBase:
    """Take a link back."""
    sharing.end(request.actor, declaration_id, share_id)
    toast(request, _("Lenken virker ikke lenger."))
    return HttpResponseRedirect(reverse("declarations:read", args=[declaration_id]))


def state_of(declaration: Declaration) -> State:
    """Signed, or replaced."""
    if getattr(declaration, "replaced_by", None) is not None:
        return State(turn=Turn.IDLE, word=_("Erstattet"))
    return State(turn=Turn.OK, word=_("Signert"))


def facts(declaration: Declaration) -> list[Fact]:
    """What names it."""
    signed = declaration.printed.get("signature") or {}
    rows = (
        (_("Utstedt av"), declaration.issuer.name),
        (_("Adresse"), declaration.address),
        (_("Versjon"), str(declaration.version)),
        (_("Signert av"), signed.get("name", "")),
        (_("Signert"), words.at(declaration.signed_at)),
        (_("Underskrift"), signed.get("how", "")),
    )
    return [Fact(term=term, value=value) for term, value in rows if value]


def shown_parts(declaration: Declaration, *, whole: bool) -> list[dict[str, Any]]:
    """What it says, part by part."""
    said = declaration.printed
    return [*said.get("declaration", []), *(said.get("documentation", []) if whole else [])]


def _version_row(one: Declaration, shown: Declaration) -> VersionRow:
    name = _("Versjon %(version)d") % {"version": one.version}
    detail = f"{state_of(one).word}, {words.at(one.signed_at)}"
    return VersionRow(name, detail, "" if one == shown else reverse("declarations:read", args=[one.id]))


def _link_row(declaration: Declaration, share: Share) -> LinkRow:
    holds = share.ended_at is None and share.expires_at > clock.now()
    made = {"name": share.shared_by_name, "at": words.at(share.shared_at)}
    said = _("Sendt av %(name)s %(at)s.") % made if share.email else _("Laget av %(name)s %(at)s.") % made
    day = {"day": words.whole_day(share.expires_at)}
    until = _("Virker til %(day)s.") % day if holds else _("Virker ikke lenger.")
    end_href = reverse("declarations:end-share", args=[declaration.id, share.id]) if holds else ""
    to = share.email or share.name or _("Lenke")
    return LinkRow(to, f"{said} {until}", end_href)


def _size(sealing: Sealing | None, *, whole: bool) -> str:
    """Of the PDF that the reader gets."""
    document = sealing.pdf(whole=whole) if sealing else None
    return f"{max(1, round(document.size / 1000))} kB" if document else ""
