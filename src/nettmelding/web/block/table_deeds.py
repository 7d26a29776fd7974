"""What is done to the ticked metering points of a block notice: taken away, copied, sent, withdrawn."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.notices import actions, children, queries
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.organisations import access
from nettmelding.web.components import Tone
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.shell.toasts import toast

Deed = Callable[[Actor, UUID, list[UUID]], str]
"""Does it to the mother's ticked metering points, and says what was done."""
MOST_COPIES = 20
"""Copied by one press; more are made under *Legg til anlegg*."""


@require_POST
@acting
def deeds(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """`notice`: those that are ticked; `do`: what is to be done."""
    mother = own_to_write(request, notice_id)
    try:
        ids = _ticked(request, mother.id)
        toast(request, _deed(request)(request.actor, mother.id, ids))
    except AppError as problem:
        if problem.status == NotFound().status:
            raise
        toast(request, problem.message, Tone.WARN)
    return HttpResponseRedirect(reverse("block:table", args=[mother.id]))


def own_to_write(request: ActingRequest, notice_id: UUID) -> Notice:
    """The company's own notice, for one who may fill it in. Errors: NotFound."""
    if not access.may_write_notices(request.actor):
        raise NotFound
    return queries.own(request.actor, notice_id)


def _deed(request: ActingRequest) -> Deed:
    try:
        return _DEEDS[request.POST.get("do", "")]
    except KeyError:
        raise NotFound from None


def _ticked(request: ActingRequest, mother_id: UUID) -> list[UUID]:
    try:
        ids = [UUID(one) for one in request.POST.getlist("notice")]
    except ValueError:
        raise NotFound from None
    if not ids:
        raise Invalid("none_ticked", _("Merk minst ett anlegg først."))
    theirs = queries.visible_to(request.actor).filter(mother_id=mother_id, pk__in=ids)
    if theirs.count() != len(set(ids)):
        raise NotFound
    return ids


def _remove(actor: Actor, mother_id: UUID, ids: list[UUID]) -> str:
    children.remove(actor, mother_id, ids)
    return ngettext("%(n)s anlegg er fjernet.", "%(n)s anlegg er fjernet.", len(ids)) % {"n": len(ids)}


def _copy(actor: Actor, mother_id: UUID, ids: list[UUID]) -> str:
    if len(ids) > MOST_COPIES:
        raise Invalid("too_many", _("Merk høyst %(n)s anlegg å kopiere om gangen.") % {"n": MOST_COPIES})
    for one in ids:
        children.copy(actor, mother_id, one, times=1)
    return ngettext("%(n)s kopi er lagt til nederst.", "%(n)s kopier er lagt til nederst.", len(ids)) % {"n": len(ids)}


def _send(actor: Actor, mother_id: UUID, ids: list[UUID]) -> str:
    actions.act_on_all(actor, ids, Action.SEND)
    return ngettext("%(n)s anlegg er sendt.", "%(n)s anlegg er sendt.", len(ids)) % {"n": len(ids)}


def _withdraw(actor: Actor, mother_id: UUID, ids: list[UUID]) -> str:
    actions.act_on_all(actor, ids, Action.WITHDRAW)
    return ngettext("%(n)s anlegg er trukket.", "%(n)s anlegg er trukket.", len(ids)) % {"n": len(ids)}


_DEEDS: Mapping[str, Deed] = {
    "remove": _remove,
    "copy": _copy,
    "send": _send,
    "withdraw": _withdraw,
}
