"""*Selskapsinformasjon*: what a company's administrator decides, part by part.

A part is saved by itself and merged field by field against what the page showed, so that two administrators lose nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor, OrganisationKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Conflict, Invalid, NotFound, Unavailable
from nettmelding.core.merge import merge
from nettmelding.core.text import place_name
from nettmelding.organisations import access, notifications, own, rereading, standing
from nettmelding.organisations.models import CompanySettings, Organisation
from nettmelding.registers import contacts, lookups

LONGEST_NAME, LONGEST_REFERENCE = 120, 60


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: `company` are columns of the company, `settings` of how it wants it, each with its reader."""

    company: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    settings: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    kinds: frozenset[OrganisationKind] = frozenset({OrganisationKind.CONTRACTOR, OrganisationKind.GRID_COMPANY})

    @property
    def readers(self) -> dict[str, Callable[[Any], Any]]:
        return {**self.company, **self.settings}


def _email(text: str) -> str:
    return contacts.parse_email(text) if text.strip() else ""


def _phone(text: str) -> str:
    return contacts.parse_phone(text) if text.strip() else ""


def _words(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        kept = " ".join(text.split())
        if len(kept) > longest:
            raise Invalid("too_long", _("Skriv høyst %(number)s tegn.") % {"number": longest})
        return kept

    return read


def _sign_in(code: str) -> str:
    if code not in CompanySettings.SignIn.values:
        raise Invalid("sign_in", _("Velg en av måtene."))
    return code


PARTS: Mapping[str, Part] = {
    "contact": Part(company={"email": _email, "phone": _phone}, settings={"message_email": _email}),
    "responsible": Part(
        company={"technically_responsible": _words(LONGEST_NAME)}, kinds=frozenset({OrganisationKind.CONTRACTOR})
    ),
    "invoice": Part(settings={"invoice_email": _email, "invoice_reference": _words(LONGEST_REFERENCE)}),
    "decisions": Part(
        settings={
            "email_on_decision": bool,
            "decision_to_sender": bool,
            "decision_to_fitter": bool,
            "decision_to_shared": _email,
        },
        kinds=frozenset({OrganisationKind.CONTRACTOR}),
    ),
    "events": Part(settings={"told_of": dict}),
    "sign_in": Part(settings={"sign_in": _sign_in}),
}


def save(actor: Actor, part: str, mine: Mapping[str, Any], base: Mapping[str, Any] | None = None) -> None:
    """Save one part of *Selskapsinformasjon*.

    `mine` holds the part's fields as typed, `base` what the page held there when it was made; without it mine stand
    whatever was there. Errors: NotFound for a part there is not, NotAllowed, Invalid by field, Conflict by field where a
    colleague has changed the same meanwhile: theirs stands.
    """
    organisation_id = own.company_of(actor)
    shape = PARTS.get(part)
    if shape is None or actor.organisation_kind not in shape.kinds:
        raise NotFound
    access.require(actor, Right.MANAGE_COMPANY)
    wanted = _read(actor, shape, mine)
    with write():
        company = own.locked(organisation_id)
        settings, _created = CompanySettings.objects.get_or_create(organisation_id=organisation_id)
        stands = {name: _standing(actor, shape, name, company, settings) for name in wanted}
        shown = {name: (base or {}).get(name, stands[name]) for name in wanted}
        merged = merge(_flat(shown), _flat(stands), _flat(wanted))
        fields = _unflat(stands, merged.fields)
        if part == "decisions":
            _check_somebody_is_told(fields)
        changed = {name: value for name, value in fields.items() if value != stands[name]}
        if changed:
            _put(company, {name: value for name, value in changed.items() if name in shape.company})
            _put(settings, {name: value for name, value in changed.items() if name in shape.settings})
            own.recorded(actor, organisation_id, "settings_changed", changed)
    if merged.conflicts:
        sentence = _("En kollega har endret dette i mellomtiden. Det som står her nå, er kollegaens.")
        said = {
            name.partition("/")[0]: _with_mine(sentence, mine) for name, (_theirs, mine) in merged.conflicts.items()
        }
        raise Conflict("changed_meanwhile", sentence, fields=said)


def _read(actor: Actor, shape: Part, mine: Mapping[str, Any]) -> dict[str, Any]:
    wanted, problems = {}, {}
    for name, reader in shape.readers.items():
        if name in mine:
            try:
                wanted[name] = reader(mine[name])
            except AppError as error:
                problems[name] = error.message
    if problems:
        raise Invalid("bad_settings", _("Rett det som er merket."), fields=problems)
    if "told_of" in wanted:
        wanted["told_of"] = {code: bool(wanted["told_of"].get(code)) for code in _switches(actor)}
    return wanted


def _standing(actor: Actor, shape: Part, name: str, company: Organisation, settings: CompanySettings) -> Any:
    if name == "told_of":
        return told_of(actor, settings)
    return getattr(company if name in shape.company else settings, name)


def _put(row: Organisation | CompanySettings, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping among the values is merged entry by entry: `told_of/notice_new`."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        inner = {f"{name}/{key}": one for key, one in value.items()} if isinstance(value, Mapping) else {name: value}
        flat |= inner
    return flat


def _unflat(stands: Mapping[str, Any], flat: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(stands)
    for path, value in flat.items():
        name, _slash, key = path.partition("/")
        fields[name] = {**fields[name], key: value} if key else value
    return fields


def _with_mine(sentence: str, mine: object) -> str:
    """What was typed is not lost."""
    return (
        " ".join([sentence, _("Du skrev «%(typed)s».") % {"typed": mine}])
        if mine and isinstance(mine, str)
        else sentence
    )


def _check_somebody_is_told(fields: Mapping[str, Any]) -> None:
    to = ("decision_to_sender", "decision_to_fitter", "decision_to_shared")
    if fields.get("email_on_decision") and not any(fields.get(name) for name in to):
        sentence = _("Velg minst én som skal få e-posten, eller slå den av.")
        raise Invalid("nobody_told", sentence, fields={"decision_to_shared": sentence})


def told_of(actor: Actor, settings: CompanySettings) -> dict[str, bool]:
    """What the actor's company is told of now, by code, without what cannot be switched off."""
    return {code: settings.told_of.get(code, default) for code, default in _switches(actor).items()}


def _switches(actor: Actor) -> dict[str, bool]:
    rows = notifications.notifications_of(actor.organisation_kind) if actor.organisation_kind else []
    return {one.code: one.default for one in rows if not one.always}


def colleague_names(actor: Actor) -> list[str]:
    """The names to choose *Faglig ansvarlig* among."""
    members = User.objects.filter(memberships__organisation_id=own.company_of(actor), is_active=True)
    return list(
        members.filter(memberships__ended_at__isnull=True).order_by("name").values_list("name", flat=True)[:200]
    )


def read_again(actor: Actor) -> bool:
    """Ask the registers anew; whether name or address was different. A contractor is stopped or let go on by what they say.

    Errors: NotAllowed; Invalid without a number or where the register knows none; Unavailable where it does not answer.
    """
    organisation_id = own.company_of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    before = Organisation.objects.get(pk=organisation_id)
    if not before.organisation_number:
        raise Invalid("no_number", _("Firmaet har ikke noe organisasjonsnummer her."))
    read = _read_contractor if actor.is_contractor else _read_company
    read(actor, before)
    after = Organisation.objects.get(pk=organisation_id)
    return any(getattr(before, name) != getattr(after, name) for name in ("name", "address", "postcode", "place"))


def _read_contractor(actor: Actor, company: Organisation) -> None:
    found = standing.read(company.organisation_number)
    if not found.answered:
        raise Unavailable("register_down", _("Enhetsregisteret svarer ikke akkurat nå. Prøv igjen om litt."))
    rereading.take_in(company.id, found)


def _read_company(actor: Actor, company: Organisation) -> None:
    answer = lookups.find_company(actor, company.organisation_number)
    if not answer.companies:
        raise Invalid("not_in_register", answer.message or _("Enhetsregisteret kjenner ikke nummeret."))
    found = answer.companies[0]
    read = {
        "name": found.name[:200],
        "address": found.street[:200],
        "postcode": found.postcode[:4],
        "place": place_name(found.place)[:80],
    }
    with write():
        kept = own.locked(company.id)
        changed = {name: value for name, value in read.items() if value and getattr(kept, name) != value}
        _put(kept, {**changed, "register_read_at": clock.now()})
        if changed:
            own.recorded(actor, company.id, "read_from_register", changed)
