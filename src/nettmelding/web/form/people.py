"""Customer, owner and the others, as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.text import place_name
from nettmelding.notices import labels, places
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.catalogue.parties import REACHED, FormParty
from nettmelding.notices.models import Party
from nettmelding.notices.parties import REASONS, UNCONFIRMED
from nettmelding.registers import contacts
from nettmelding.registers.numbers import show_orgnr
from nettmelding.registers.protocols import Company
from nettmelding.web.components import Field, FieldKind, Option, field_id
from nettmelding.web.form import sources
from nettmelding.web.form.state import State

_FIND = {
    PartyRole.CUSTOMER: "Finn kunde",
    PartyRole.OWNER: "Finn eier",
    PartyRole.DEVELOPER: "Finn utbygger",
    PartyRole.BILL_PAYER: "Finn fakturamottaker",
    PartyRole.CONTACT: "Finn kontaktperson",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """„Samme som kunde”, by one press."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody who is found."""

    name: str
    detail: str
    mark: str
    contact: tuple[Field, ...] = ()
    suggestion: str = ""
    """The e-mail address that was probably meant."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm to choose."""

    name: str
    detail: str
    mark: str
    value: str


@dataclass(frozen=True, slots=True)
class Search:
    """How somebody is found."""

    kind: Field
    person: tuple[Field, ...]
    address: tuple[Field, ...]
    """Asked for where an address may tell two alike apart."""
    company: Field
    firms: tuple[Firm, ...]
    typed: tuple[Field, ...]
    said: str
    """What the register answered."""
    typing: bool
    """The way for a name that no register confirms stands open."""
    button: str


@dataclass(frozen=True, slots=True)
class PartyCell:
    role: str
    label: str
    required: bool
    note: str
    error: str
    remark: str
    was: str
    copies: tuple[Copy, ...]
    card: Card | None
    search: Search | None
    search_open: bool
    """The search stands open, as after it has found nobody; otherwise it is behind „En annen”."""

    @property
    def id(self) -> str:
        return field_id(f"party.{self.role}")


def cells(state: State) -> list[PartyCell]:
    """A cell for each party the form asks for, needed ones first as the catalogue has them."""
    return [_cell(state, one) for one in state.form.parties()]


def _cell(state: State, one: FormParty) -> PartyCell:
    role = str(one.role)
    party = state.parties.get(role)
    common = state.parties_of_the_mother.get(role) if party is None else None
    tried = any(name.startswith(f"party.{role}.") for name in state.typed.errors) or role in state.typed.said
    tried = tried or role in state.typed.companies
    return PartyCell(
        role=role,
        label=str(labels.PARTY_ROLES[role]),
        required=one.required and common is None,
        note=_of_the_mother(common) if common else one.note,
        error=state.error(f"party.{role}"),
        remark=state.remarks.get(f"party.{role}", ""),
        was=next((change.old for change in state.changes if change.path == f"party.{role}"), ""),
        copies=() if party else _copies(state, role),
        card=_card(state, party) if party else None,
        search=None if party else _search(state, one.role),
        search_open=tried,
    )


def _of_the_mother(party: Party) -> str:
    return _("%(name)s, fra hovedmeldingen. Velg noen her bare om det er en annen for dette anlegget.") % {
        "name": party.name
    }


def _copies(state: State, role: str) -> tuple[Copy, ...]:
    others = [other for other in ("customer", "owner") if other != role and state.parties.get(other)]
    alike = [other for other in others if not state.parties[other].same_as]
    return tuple(
        Copy(_("Samme som %(who)s") % {"who": str(labels.PARTY_ROLES[other]).lower()}, f"same:{role}:{other}")
        for other in alike
    ) + _last_known(state, role)


def _last_known(state: State, role: str) -> tuple[Copy, ...]:
    """The last known owner, to be confirmed by the company register, where the grid company does not keep owners up to date."""
    known = state.notice.known.get(places.LAST_OWNER) if role == PartyRole.OWNER else None
    if not known:
        return ()
    return (Copy(_("Sist kjente eier: %(name)s") % {"name": known["name"]}, f"firm:{role}:{known['number']}"),)


def _card(state: State, party: Party) -> Card:
    if party.same_as:
        detail = _("Samme som %(who)s") % {"who": str(labels.PARTY_ROLES[party.same_as]).lower()}
        return Card(party.name, detail, _mark(party))
    born = _("f. %(date)s") % {"date": party.birth_date.strftime("%d.%m.%Y")} if party.birth_date else ""
    number = show_orgnr(party.organisation_number) if party.organisation_number else ""
    why = str(REASONS.get(party.unconfirmed_because, ""))
    detail = " · ".join(filter(None, [number, born, why, sources.of_party(party)]))
    email = _text(state, f"party.{party.role}.email", party.email)
    suggestion = contacts.check_email(email).suggestion if email and not party.no_email else ""
    return Card(party.name, detail, _mark(party), _contact(state, party, email), suggestion)


def _mark(party: Party) -> str:
    return "" if party.confirmed or party.source == "customer_system" else _("ikke bekreftet")


def _contact(state: State, party: Party, email: str) -> tuple[Field, ...]:
    name = f"party.{party.role}"
    mobile = _text(state, f"{name}.mobile", contacts.show_phone(party.mobile) if party.mobile else "")
    reached = party.role in REACHED
    fields = [
        Field(
            name=f"{name}.email",
            label=_("E-post"),
            kind=FieldKind.EMAIL,
            value="" if party.no_email else email,
            width=3,
            error=state.error(f"{name}.email") or _unreached(state, party, email),
            optional=not reached or party.no_email,
            disabled=party.no_email,
        ),
        Field(
            name=f"{name}.mobile",
            label=_("Mobil"),
            kind=FieldKind.PHONE,
            value=mobile,
            width=3,
            error=state.error(f"{name}.mobile"),
            optional=not party.no_email,
        ),
        Field(
            name=f"{name}.no_email",
            label=_("Har ikke e-post"),
            kind=FieldKind.CHECK,
            value="on",
            values=["on"] if party.no_email else (),
        ),
    ]
    if party.no_email:
        other = Field(
            name=f"{name}.other_contact",
            label=_("Ellers nås på"),
            value=_text(state, f"{name}.other_contact", party.other_contact),
            hint=_("For eksempel fasttelefon, brev eller en pårørende. Mobil er også nok."),
            optional=bool(party.mobile),
        )
        fields.append(other)
    return tuple(fields)


def _unreached(state: State, party: Party, email: str) -> str:
    """Mail about this notice, or the one it was copied from, did not get there."""
    if party.no_email or email.casefold() not in state.notice.unreached:
        return ""
    return _("E-post hit kom ikke fram. Spør etter riktig adresse.")


def _search(state: State, role: PartyRole) -> Search:
    name = f"party.{role}"
    kind = _text(state, f"{name}.kind", "person")
    said = state.typed.said.get(role, "")
    asks_address = bool(said) or any(f"{name}.{part}" in state.typed.texts for part in ("street", "postcode"))
    typing = any(f"{name}.{part}" in state.typed.errors for part in ("name", "because"))
    return Search(
        kind=Field(
            name=f"{name}.kind",
            label=_("Hvem er det?"),
            kind=FieldKind.PICK,
            value=kind,
            attrs={"data-not-saved": True},
            options=[Option(value="person", text=_("Privatperson")), Option(value="company", text=_("Firma"))],
        ),
        person=(
            _asked(state, f"{name}.last_name", _("Etternavn"), 2),
            _asked(state, f"{name}.first_name", _("Fornavn"), 2),
            _asked(state, f"{name}.birth_date", _("Fødselsdato"), 2, placeholder=_("dd.mm.åååå")),
        ),
        address=(
            _asked(state, f"{name}.street", _("Folkeregistrert adresse"), 4, optional=True),
            _asked(state, f"{name}.postcode", _("Postnummer"), 2, optional=True, kind=FieldKind.DIGITS),
        )
        if asks_address
        else (),
        company=Field(
            name=f"{name}.company",
            label=_("Organisasjonsnummer eller navn"),
            kind=FieldKind.SEARCH,
            search_href=reverse("form:companies"),
            shown=_text(state, f"{name}.company.q", ""),
            error=state.typed.errors.get(f"{name}.company", ""),
            placeholder=_("310 000 876 eller Eksempel Bygg"),
        ),
        firms=tuple(_firm(role, one) for one in state.typed.companies.get(role, ())),
        typed=(
            Field(
                name=f"{name}.because",
                label=_("Hvorfor"),
                kind=FieldKind.SELECT,
                width=3,
                attrs={"data-not-saved": True},
                value=_text(state, f"{name}.because", ""),
                error=state.typed.errors.get(f"{name}.because", ""),
                options=[Option(value=code, text=str(words)) for code, words in UNCONFIRMED.items()],
            ),
            _asked(state, f"{name}.name", _("Navn"), 3),
        ),
        said=said,
        typing=typing,
        button=_(_FIND[role]),
    )


def _firm(role: PartyRole, company: Company) -> Firm:
    return Firm(
        company.name,
        firm_detail(company),
        ", ".join(one.text for one in company.warnings),
        f"firm:{role}:{company.number}",
    )


def firm_detail(company: Company) -> str:
    """Number, form and town on one line."""
    return " · ".join(filter(None, [show_orgnr(company.number), company.form_name, place_name(company.place)]))


def _asked(
    state: State,
    name: str,
    label: str,
    width: int,
    *,
    optional: bool = False,
    placeholder: str = "",
    kind: FieldKind = FieldKind.TEXT,
) -> Field:
    """A field that is only for asking the register, and never saved."""
    return Field(
        name=name,
        label=label,
        kind=kind,
        width=width,
        value=_text(state, name, ""),
        optional=optional,
        placeholder=placeholder,
        error=state.typed.errors.get(name, ""),
        attrs={"data-not-saved": True},
    )


def _text(state: State, name: str, otherwise: str) -> str:
    texts: Sequence[str] | None = state.typed.texts.get(name)
    return otherwise if texts is None else "".join(texts)
