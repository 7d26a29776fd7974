"""Filling in a declaration: the page, and an ordinary post of the whole form, which needs no script."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import NotFound
from nettmelding.declarations import drafts, photos, queries
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.documents import queries as documents
from nettmelding.notices import former
from nettmelding.notices import queries as notices
from nettmelding.web.case.files import guarded
from nettmelding.web.components import faults
from nettmelding.web.declarations import parts, posted, state
from nettmelding.web.declarations.autosave import circuits_asked
from nettmelding.web.declarations.state import State, Typed
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@acting
def of_notice(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """The form of the notice's declaration. A post begins it; without one, the page tells how, or shows what is signed."""
    if request.method == "POST":
        draft = drafts.begin(request.actor, notice_id)
        if former.is_former(request.actor, notice_id):
            return HttpResponseRedirect(reverse("declarations:edit", args=[draft.id]))
        return HttpResponseRedirect(reverse("declarations:form", args=[notice_id]))
    notice = notices.get(request.actor, notice_id)
    found = queries.drafts_of(request.actor).filter(notice=notice, kind=Kind.INSTALLATION).first()
    if found is None:
        return HttpResponseRedirect(reverse("declarations:of-notice", args=[notice_id]))
    return _show(request, _read(request, found.id))


@acting
def edit(request: ActingRequest, draft_id: UUID) -> HttpResponseBase:
    """The form of any draft."""
    if request.method != "POST":
        return _show(request, _read(request, draft_id))
    sent = posted.whole_form(Kind(queries.draft(request.actor, draft_id).kind), request.POST)
    saved = drafts.save(request.actor, draft_id, mine=sent.mine, base=sent.base)
    unread = {**saved.errors, **{path: _("Noen har endret dette i mellomtiden.") for path in saved.conflicts}}
    if unread:
        return _show(request, _read(request, draft_id, Typed({p: sent.typed[p] for p in unread}, unread)), status=422)
    return HttpResponseRedirect(_after(request, draft_id))


def _after(request: ActingRequest, draft_id: UUID) -> str:
    """Where a press leads: on to signing, or back to the form with a circuit more."""
    here = reverse("declarations:edit", args=[draft_id])
    match request.POST.get("do", "").partition(":"):
        case ("sign", _colon, _rest):
            return reverse("declarations:sign", args=[draft_id])
        case ("circuit", _colon, number) if number.isascii() and number.isdigit():
            return f"{here}?kurser={int(number)}#circuit-{int(number)}"
        case _:
            toast(request, _("Lagret."))
            return here


@require_POST
@acting
def discard(request: ActingRequest, draft_id: UUID) -> HttpResponseBase:
    """Throw the draft away."""
    draft = queries.draft(request.actor, draft_id)
    sees = draft.notice_id is not None and notices.visible_to(request.actor).filter(pk=draft.notice_id).exists()
    drafts.discard(request.actor, draft_id)
    toast(request, _("Kladden er slettet."))
    name, args = ("declarations:of-notice", [draft.notice_id]) if sees else ("declarations:list", [])
    return HttpResponseRedirect(reverse(name, args=args))


@require_GET
@acting
def photo(request: ActingRequest, draft_id: UUID, document_id: UUID) -> HttpResponseBase:
    """A photo that can go with the declaration, small."""
    draft = queries.draft(request.actor, draft_id)
    found = next((one.document for one in photos.candidates(draft) if one.document.id == document_id), None)
    if found is None:
        raise NotFound
    return guarded(FileResponse(documents.preview(found), content_type="image/webp"), found)


def _read(request: ActingRequest, draft_id: UUID, typed: Typed = state.NOTHING_TYPED) -> State:
    return state.read(
        request.actor,
        draft_id,
        typed,
        show_missing="mangler" in request.GET,
        circuits_asked=circuits_asked(request),
    )


def _show(request: ActingRequest, shown: State, status: int = 200) -> HttpResponse:
    errors = {**(shown.missing_by_path if shown.show_missing else {}), **shown.typed.errors}
    context = {**parts.whole(shown), "faults": faults(errors), "query": request.META.get("QUERY_STRING", "")}
    return page(request, "declarations/edit.html", context, status=status)
