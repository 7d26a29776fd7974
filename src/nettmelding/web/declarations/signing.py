"""The step of signing: everything once more, then drawn on the screen, or typed and confirmed."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError
from nettmelding.declarations import drafts, photos, printing, sharing
from nettmelding.declarations import signing as room
from nettmelding.declarations.printing import Head, Printer
from nettmelding.web.components import Fault, faults, field_id
from nettmelding.web.declarations import parts, state
from nettmelding.web.declarations.state import State
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@acting
def sign(request: ActingRequest, draft_id: UUID) -> HttpResponseBase:
    """Look it over and sign it."""
    shown = state.read(request.actor, draft_id)
    if request.method != "POST":
        return _show(request, shown)
    owner = sharing.owner_of(shown.draft.notice)
    try:
        declaration = room.sign(request.actor, draft_id, _signature(request), revision=_revision(request))
    except AppError as error:
        if error.status == 404:
            raise
        return _show(request, state.read(request.actor, draft_id), error)
    if request.POST.get("send") == "on" and owner and owner.email:
        sharing.share(request.actor, declaration.id, email=owner.email, name=owner.name)
    toast(request, _("Erklæringen er signert."))
    return HttpResponseRedirect(reverse("declarations:read", args=[declaration.id]))


@require_POST
@acting
def language(request: ActingRequest, draft_id: UUID) -> HttpResponseBase:
    """Write it in another language."""
    drafts.speak(request.actor, draft_id, request.POST.get("language", ""))
    return HttpResponseRedirect(reverse("declarations:sign", args=[draft_id]))


def _signature(request: ActingRequest) -> dict[str, Any]:
    try:
        strokes = json.loads(request.POST.get("strokes") or "[]")
    except ValueError:
        strokes = "unread"
    return {
        "name": request.POST.get("name", ""),
        "strokes": strokes,
        "confirmed": request.POST.get("confirmed") == "on",
    }


def _revision(request: ActingRequest) -> int | None:
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def _show(request: ActingRequest, shown: State, error: AppError | None = None) -> HttpResponse:
    draft = shown.draft
    head = Head(draft.replaces.number if draft.replaces else "", 1, 0, "", draft.issuer.name)
    said = printing.printed(Printer(shown.kind, shown.whole, tuple(photos.chosen(draft))), head, None, draft.language)
    owner = sharing.owner_of(draft.notice)
    edit = f"{reverse('declarations:edit', args=[draft.id])}?mangler=1"
    context = {
        **parts.common(shown),
        "said": said,
        "parts": [*said["declaration"], *said["documentation"]],
        "missing": [Fault(text=one.message, href=f"{edit}#{field_id(one.path)}") for one in shown.missing],
        "fix_href": edit,
        "language_href": reverse("declarations:language", args=[draft.id]),
        "written_in": [_language(code, text, draft.language) for code, text in settings.LANGUAGES],
        "may_sign": request.actor.may(Right.DECLARE),
        "name": request.POST.get("name", "") or request.actor.name,
        "owner": owner if owner and owner.email else None,
        "faults": _faults(error),
        "errors": error.fields if error else {},
    }
    return page(request, "declarations/sign.html", context, status=error.status if error else 200)


def _language(code: str, text: str, chosen: str) -> dict[str, Any]:
    is_chosen = code == chosen
    pressed = {"aria-pressed": "true" if is_chosen else "false"}
    return {"code": code, "text": text, "variant": "primary" if is_chosen else "secondary", "attrs": pressed}


def _faults(error: AppError | None) -> tuple[Fault, ...]:
    """What is missing is listed by the page itself; the rest stands on top."""
    if error is None or error.code == "incomplete":
        return ()
    return faults(error.fields) if error.fields else (Fault(text=error.message),)
