"""*Ny bruker* and *Send brukernavn*."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core.actor import Role
from nettmelding.core.errors import AppError
from nettmelding.core.settings import env
from nettmelding.messages import queries as messages
from nettmelding.messages.models import Status
from nettmelding.organisations import invitations as room
from nettmelding.organisations import people
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import Invitation
from nettmelding.organisations.people import State
from nettmelding.web import words
from nettmelding.web.admin.roles import role_options
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:people"
SEND = "send"


@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def new(request: ActingRequest) -> HttpResponse:
    """Somebody new: saved, or saved and sent at once."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@section(URL)
def invitation(request: ActingRequest, invitation_id: UUID) -> HttpResponseBase:
    """One who is invited: to be corrected, sent again or taken back."""
    return _kept(request, room.get(request.actor, invitation_id))


@sensitive
def _kept(request: ActingRequest, kept: Invitation) -> HttpResponse:
    return _form(request, kept)


@require_POST
@section(URL)
@sensitive
def send(request: ActingRequest, invitation_id: UUID) -> HttpResponse:
    """*Send brukernavn*."""
    _sent(request, room.send(request.actor, invitation_id))
    return HttpResponseRedirect(reverse(URL))


@require_POST
@section(URL)
def withdraw(request: ActingRequest, invitation_id: UUID) -> HttpResponse:
    """Take it back."""
    room.withdraw(request.actor, invitation_id)
    toast(request, _("Invitasjonen er trukket tilbake."))
    return HttpResponseRedirect(reverse(URL))


def _form(request: ActingRequest, kept: Invitation | None) -> HttpResponse:
    typed = _typed(request, kept)
    problem: AppError | None = None
    if request.method == "POST":
        try:
            saved = room.correct(request.actor, kept.id, typed) if kept else room.invite(request.actor, typed)
            if SEND in request.POST:
                _sent(request, room.send(request.actor, saved.id))
            else:
                toast(request, _("Lagret. %(name)s har ikke fått noe ennå.") % {"name": saved.name})
            return HttpResponseRedirect(reverse(URL))
        except AppError as error:
            problem = error
    context: dict[str, Any] = {
        "tabs": tabs(request.actor, URL),
        "kept": kept,
        "typed": typed,
        "options": role_options(request.actor),
        "ticked": typed.roles,
        "sms": env.sms,
        "sent": _story(kept) if kept else "",
        "undelivered": _undelivered(kept) if kept else "",
        "again": kept is not None and kept.sent_at is not None,
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"email": problem.message}) if problem else (),
    }
    return page(request, "admin/invitation.html", context, status=problem.status if problem else 200)


def _typed(request: ActingRequest, kept: Invitation | None) -> Somebody:
    if request.method == "POST":
        posted = request.POST
        return Somebody(
            posted.get("name", ""), posted.get("email", ""), posted.get("mobile", ""), tuple(posted.getlist("roles"))
        )
    if kept is not None:
        return Somebody(kept.name, kept.email, words.phone(kept.mobile), tuple(kept.roles))
    usual = Role.FITTER if Role.FITTER in people.roles_of(request.actor) and request.actor.is_contractor else None
    return Somebody("", "", "", (usual.value,) if usual else ())


def _sent(request: ActingRequest, sent: Invitation) -> None:
    to = sent.email or words.phone(sent.mobile)
    toast(request, _("Brukernavn er sendt til %(name)s, %(to)s.") % {"name": sent.name, "to": to})


def _story(kept: Invitation) -> str:
    state = people.state_of(kept)
    if state is State.NOT_SENT:
        return _("Ikke sendt ennå.")
    if state is State.SENDING:
        return _("Sendes om et øyeblikk.")
    facts = {"day": words.at(kept.sent_at), "until": words.day_of(kept.expires_at), "by": kept.invited_by_name}
    if state is State.EXPIRED:
        return _("Sendt %(day)s av %(by)s, og gikk ut %(until)s uten å bli brukt.") % facts
    return _("Sendt %(day)s av %(by)s. Gjelder til og med %(until)s.") % facts


def _undelivered(kept: Invitation) -> str:
    """Why the newest message has not come through; empty where it has, or is on its way."""
    newest = messages.newest(room.SUBJECT, kept.id, people.INVITING)
    if newest is None or newest.status is Status.SENT or not newest.last_error:
        return ""
    if newest.status is Status.WAITING:
        return _("Meldingen er ikke levert ennå. Vi prøver igjen.")
    return _("Meldingen kunne ikke leveres til %(to)s. Rett adressen og send på nytt.") % {"to": newest.to_address}
