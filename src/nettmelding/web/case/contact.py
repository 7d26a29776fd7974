"""How a party is reached: what did not get there, and the page where it is corrected."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.notices import correcting, labels
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.catalogue.parties import REACHED
from nettmelding.notices.correcting import Contact
from nettmelding.notices.sent import SentParty
from nettmelding.registers.contacts import check_email, show_phone
from nettmelding.web import words
from nettmelding.web.case import head, told
from nettmelding.web.case.head import Case
from nettmelding.web.components import Field, FieldKind, Note, NoteKind, WhoCard, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A party on the case; `correct` is where contact details are corrected, empty for those who may not."""

    card: WhoCard
    unreached: bool
    correct: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address that e-mail did not reach, and the way on."""

    note: Note
    correct: str


def cards(case: Case) -> list[PartyCard]:
    """The parties as they are reached now, each once."""
    found = case.sent.parties if case.sent else ()
    own = case.own_roles
    return [
        PartyCard(_marked(_dated(told.card(one), one), one.role in own), one.unreached, _way(case, one))
        for one in found
    ]


def _marked(card: WhoCard, own: bool) -> WhoCard:
    """A party that a metering point has from its mother says so."""
    return card if own else replace(card, detail=" · ".join([card.detail, _("fra hovedmeldingen")]))


def unreached(case: Case) -> list[Unreached]:
    """For those who can correct it."""
    found = [one for one in (case.sent.parties if case.sent else ()) if one.unreached and _way(case, one)]
    return [Unreached(_note(one), _way(case, one)) for one in found]


@require_http_methods(["GET", "POST"])
@acting
def contact(request: ActingRequest, notice_id: UUID, role: str) -> HttpResponse:
    """Correct e-mail and mobile of a party, for both sides."""
    if role not in list(PartyRole):
        raise NotFound
    _notice, party = correcting.told(request.actor, notice_id, PartyRole(role))
    problem: AppError | None = None
    typed = _stored(party)
    if request.method == "POST":
        typed = Contact(
            email=request.POST.get("email", "").strip(),
            mobile=request.POST.get("mobile", "").strip(),
            no_email=bool(request.POST.get("no_email")),
            other_contact=request.POST.get("other_contact", "").strip(),
        )
        try:
            correcting.correct(request.actor, notice_id, PartyRole(role), typed)
        except Invalid as error:
            problem = error
        else:
            toast(request, _("Kontaktopplysningene er rettet."))
            return HttpResponseRedirect(reverse("case:case", args=[notice_id]))
    case = head.open_case(request.actor, notice_id)
    context = {
        **head.context(case, ""),
        "party": party,
        "heading": _("Rett kontaktopplysningene til %(who)s") % {"who": labels.THE_PARTY[party["role"]]},
        "unreached": _note_of(party["role"], party["email"]) if party["unreached"] else None,
        "fields": _fields(party, typed, problem),
        "faults": faults(problem.fields) if problem else (),
    }
    return page(request, "case/contact.html", context, status=problem.status if problem else 200)


def _dated(card: WhoCard, party: SentParty) -> WhoCard:
    if party.corrected_at is None:
        return card
    corrected = _("rettet %(day)s") % {"day": words.day_of(party.corrected_at)}
    return replace(card, detail=" · ".join(filter(None, [card.detail, corrected])))


def _way(case: Case, party: SentParty) -> str:
    if not correcting.may_correct(case.actor, case.notice):
        return ""
    holder = case.mother if case.mother and party.role not in case.own_roles else case.notice
    return reverse("case:contact", args=[holder.id, party.role])


def _note(party: SentParty) -> Note:
    return _note_of(party.role, party.email)


def _note_of(role: str, email: str) -> Note:
    return Note(
        kind=NoteKind.WARN,
        title=_("E-posten til %(who)s kom ikke fram.") % {"who": labels.THE_PARTY[role]},
        text=_("%(email)s tar ikke imot e-post. Dialog og regninger går dit.") % {"email": email},
    )


def _stored(party: dict[str, Any]) -> Contact:
    return Contact(
        email=party["email"],
        mobile=show_phone(party["mobile"]) if party["mobile"] else "",
        no_email=party["no_email"],
        other_contact=party["other_contact"],
    )


def _fields(party: dict[str, Any], typed: Contact, problem: AppError | None) -> list[Field]:
    errors = problem.fields if problem else {}
    meant = check_email(typed.email).suggestion if typed.email and not typed.no_email else ""
    return [
        Field(
            name="email",
            label=_("E-post"),
            kind=FieldKind.EMAIL,
            value=typed.email,
            error=errors.get("email", ""),
            hint=_("Mente du %(address)s?") % {"address": meant} if meant else "",
            optional=party["role"] not in REACHED,
        ),
        Field(
            name="no_email",
            label=_("Har ikke e-post"),
            kind=FieldKind.CHECK,
            value="on",
            values=["on"] if typed.no_email else (),
        ),
        Field(
            name="mobile",
            label=_("Mobil"),
            kind=FieldKind.PHONE,
            value=typed.mobile,
            error=errors.get("mobile", ""),
            optional=True,
        ),
        Field(
            name="other_contact",
            label=_("Ellers nås på"),
            value=typed.other_contact,
            hint=_("For eksempel fasttelefon, brev eller en pårørende."),
            optional=True,
            maxlength=200,
        ),
    ]
