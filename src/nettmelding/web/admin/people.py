"""*Bruker*: the list, a person's page, their roles, and deleting them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core.actor import Role
from nettmelding.core.errors import AppError, Conflict, Invalid
from nettmelding.core.ids import read_uuid
from nettmelding.organisations import holdings, leaving, people, queries
from nettmelding.organisations.models import CompanySettings, Membership
from nettmelding.organisations.people import Person, State
from nettmelding.web import words
from nettmelding.web.admin.papers import paper_rows
from nettmelding.web.admin.roles import role_options, roles_in_words
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Column, Fact, Option, Turn, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:people"
NOBODY = "none"
_TURNS = {
    State.ACTIVE: Turn.OK,
    State.NOT_SENT: Turn.YOU,
    State.SENDING: Turn.IDLE,
    State.INVITED: Turn.THEY,
    State.UNDELIVERED: Turn.NO,
    State.EXPIRED: Turn.YOU,
    State.LEFT: Turn.IDLE,
}


@require_GET
@section(URL)
def listed(request: ActingRequest) -> HttpResponse:
    """Everybody: members, invited, and those who left lately."""
    query = request.GET.get("q", "")[:100]
    found = people.listed(request.actor, query)
    columns = [
        Column(text=_("Navn")),
        Column(text=_("Roller")),
        Column(text=_("Status")),
    ]
    context = {
        "tabs": tabs(request.actor, URL),
        "columns": columns,
        "rows": [_row(one) for one in found if one.state is not State.LEFT],
        "left": [_row(one) for one in found if one.state is State.LEFT],
        "sending": sum(one.state is State.SENDING for one in found),
        "query": query,
        "guide_way": queries.settings_of(request.actor).sign_in == CompanySettings.SignIn.TEMPORARY_PASSWORD,
    }
    return page(request, "admin/people.html", context)


@require_GET
@section(URL)
def person(request: ActingRequest, membership_id: UUID) -> HttpResponse:
    """One member: who they are, what they may do, their papers."""
    membership = people.get(request.actor, membership_id)
    context = {
        "tabs": tabs(request.actor, URL),
        "membership": membership,
        "name": membership.user.name,
        "facts": _facts(request, membership),
        "papers": paper_rows(request.actor, membership_id),
    }
    return page(request, "admin/person.html", context)


@require_http_methods(["GET", "POST"])
@section(URL)
def roles(request: ActingRequest, membership_id: UUID) -> HttpResponseBase:
    """Other roles. Where somebody else changed them meanwhile, what they did is shown, and what was ticked stays."""
    return _roles(request, people.get(request.actor, membership_id))


@sensitive
def _roles(request: ActingRequest, membership: Membership) -> HttpResponse:
    membership_id = membership.id
    problem: AppError | None = None
    if request.method == "POST":
        ticked = request.POST.getlist("roles")
        try:
            people.change(
                request.actor, membership_id, revision=_number(request.POST.get("revision", "")), roles=ticked
            )
        except AppError as error:
            problem = error
            membership = people.get(request.actor, membership_id)
        else:
            toast(request, _("Rollene til %(name)s er lagret.") % {"name": membership.user.name})
            return HttpResponseRedirect(reverse("admin:person", args=[membership_id]))
    context = {
        "tabs": tabs(request.actor, URL),
        "membership": membership,
        "name": membership.user.name,
        "options": role_options(request.actor),
        "ticked": request.POST.getlist("roles") if problem else membership.roles,
        "was": ",".join(membership.roles),
        "conflict": _conflict(request, membership) if isinstance(problem, Conflict) else (),
        "errors": problem.fields if problem else {},
        "faults": _faults(problem),
    }
    return page(request, "admin/person_roles.html", context, status=problem.status if problem else 200)


@require_http_methods(["GET", "POST"])
@section(URL)
def delete(request: ActingRequest, membership_id: UUID) -> HttpResponseBase:
    """What the person holds, to whom it goes, and one question."""
    return _delete(request, people.get(request.actor, membership_id))


@sensitive
def _delete(request: ActingRequest, membership: Membership) -> HttpResponse:
    membership_id = membership.id
    problem: AppError | None = None
    held = holdings.told(membership.organisation_id, membership.user_id)
    chosen = request.POST.get("hand_to", "")
    if request.method == "POST":
        try:
            if held and not chosen:
                sentence = _("Velg hvem som tar over.")
                raise Invalid("no_choice", sentence, fields={"hand_to": sentence})
            leaving.leave(request.actor, membership_id, hand_to=read_uuid(chosen))
        except AppError as error:
            problem = error
        else:
            undo_href = reverse("admin:undo-delete-person", args=[membership_id])
            toast(request, _("%(name)s er slettet.") % {"name": membership.user.name}, undo=undo_href)
            return HttpResponseRedirect(reverse(URL if membership.user_id != request.actor.user_id else "home:home"))
    takers = leaving.takers(request.actor, membership)
    context = {
        "tabs": tabs(request.actor, URL),
        "membership": membership,
        "name": membership.user.name,
        "held": held,
        "takers": [
            Option(
                value=NOBODY, text=_("Ingen bestemt"), detail=_("Alle i firmaet ser dem, ingen har dem på sin liste")
            ),
            *(Option(value=str(one.id), text=one.name) for one in takers),
        ],
        "chosen": chosen,
        "errors": problem.fields if problem else {},
        "faults": _faults(problem),
    }
    return page(request, "admin/person_delete.html", context, status=problem.status if problem else 200)


@require_POST
@section(URL)
@sensitive
def undo(request: ActingRequest, membership_id: UUID) -> HttpResponse:
    """Bring somebody back."""
    membership = leaving.undo(request.actor, membership_id)
    toast(request, _("%(name)s er bruker igjen.") % {"name": membership.user.name})
    return HttpResponseRedirect(reverse(URL))


def _row(one: Person) -> dict[str, Any]:
    url = "admin:invitation" if one.is_invitation else "admin:person"
    return {
        "id": one.id,
        "href": reverse(url, args=[one.id]),
        "name": one.name,
        "contact": words.phone(one.contact),
        "roles": roles_in_words(one.roles),
        "turn": _TURNS[one.state],
        "word": _state(one),
        "detail": _since(one),
        "quiet": one.quiet,
        "sends": one.state in {State.NOT_SENT, State.UNDELIVERED, State.EXPIRED},
        "again": one.state is not State.NOT_SENT,
        "left": one.state is State.LEFT,
    }


def _state(one: Person) -> str:
    return {
        State.ACTIVE: _("Aktiv"),
        State.NOT_SENT: _("Ikke sendt"),
        State.SENDING: _("Sendes"),
        State.INVITED: _("Invitert"),
        State.UNDELIVERED: _("Kom ikke fram"),
        State.EXPIRED: _("Invitasjonen er utløpt"),
        State.LEFT: _("Sluttet"),
    }[one.state]


def _since(one: Person) -> str:
    if one.since is None:
        return _("ikke logget inn ennå") if one.state is State.ACTIVE else ""
    said = {
        State.ACTIVE: _("ikke logget inn siden %(day)s") if one.quiet else _("sist inne %(day)s"),
        State.INVITED: _("sendt %(day)s"),
        State.UNDELIVERED: _("sendt %(day)s, se etter skrivefeil i adressen"),
        State.EXPIRED: _("utløp %(day)s"),
        State.LEFT: _("slettet %(day)s"),
    }[one.state]
    return said % {"day": words.day_of(one.since)}


def _facts(request: ActingRequest, membership: Membership) -> list[Fact]:
    user, seen = membership.user, people.last_seen(membership)
    known = [
        (_("E-post"), user.email or ""),
        (_("Mobil"), words.phone(user.mobile)),
        (_("Brukernavn"), user.username or ""),
    ]
    return [
        *(Fact(term=term, value=value) for term, value in known if value),
        Fact(term=_("Roller"), value=roles_in_words(people.in_order(request.actor, membership.role_set))),
        Fact(term=_("Bruker siden"), value=words.day_of(membership.created_at)),
        Fact(term=_("Sist inne"), value=words.day_of(seen) or _("ikke logget inn ennå")),
    ]


def _conflict(request: ActingRequest, membership: Membership) -> list[str]:
    """What the other one changed since the page was opened, in words."""
    was = {Role(code) for code in request.POST.get("was", "").split(",") if code in set(Role)}
    given = roles_in_words(people.in_order(request.actor, membership.role_set - was))
    taken = roles_in_words(people.in_order(request.actor, was - membership.role_set))
    said = []
    if given:
        said.append(_("Lagt til: %(roles)s.") % {"roles": given})
    if taken:
        said.append(_("Tatt bort: %(roles)s.") % {"roles": taken})
    return said


def _faults(problem: AppError | None) -> Any:
    if problem is None or isinstance(problem, Conflict):
        return ()
    return faults(problem.fields or {"roles": problem.message})


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
