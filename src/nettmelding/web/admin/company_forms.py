"""The parts of *Selskapsinformasjon*: the fields of each, what the store holds, and how a post of it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor
from nettmelding.organisations import company as rules
from nettmelding.organisations import notifications
from nettmelding.organisations.models import CompanySettings, Organisation
from nettmelding.registers.contacts import show_phone
from nettmelding.web.components import Field, FieldKind, Option

DECISIONS = ("email_on_decision", "decision_to_sender", "decision_to_fitter")
COLLEAGUES = "colleague-names"


@dataclass(frozen=True, slots=True)
class Shown:
    """One part as it stands on the page, by what is stored or by what was typed and did not hold."""

    actor: Actor
    company: Organisation
    settings: CompanySettings
    typed: QueryDict | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, stored: str) -> str:
        return self.typed.get(name, "") if self.typed is not None else stored

    def ticked(self, name: str, stored: list[str]) -> list[str]:
        return self.typed.getlist(name) if self.typed is not None else stored

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True)
class Form:
    """A part of the page: its fields, what the store holds, and how a post of it is read."""

    title: str | Promise
    fields: Callable[[Shown], list[Field]]
    stored: Callable[[Shown], dict[str, Any]]
    read: Callable[[QueryDict], dict[str, Any]]
    words: str | Promise = ""


def _text(shown: Shown, holder: object, name: str, label: str, kind: FieldKind = FieldKind.TEXT, **more: Any) -> Field:
    stored = str(getattr(holder, name))
    value = shown.text(name, show_phone(stored) if kind is FieldKind.PHONE and stored else stored)
    return Field(name=name, label=label, kind=kind, value=value, error=shown.error(name), **more)


def _contact(shown: Shown) -> list[Field]:
    return [
        _text(shown, shown.company, "email", _("E-post"), FieldKind.EMAIL, width=3),
        _text(shown, shown.company, "phone", _("Telefon"), FieldKind.PHONE, width=3),
        _text(
            shown,
            shown.settings,
            "message_email",
            _("Adresse for beskjeder"),
            FieldKind.EMAIL,
            hint=_("Det som gjelder firmaet og ikke én bestemt person, sendes hit. Er feltet tomt, brukes e-posten."),
        ),
    ]


def _responsible(shown: Shown) -> list[Field]:
    hint = _("Velg en kollega eller skriv et navn. Navnet fylles inn i nye meldinger.")
    name = "technically_responsible"
    return [_text(shown, shown.company, name, _("Navn"), hint=hint, width=4, attrs={"list": COLLEAGUES})]


def _invoice(shown: Shown) -> list[Field]:
    return [
        _text(shown, shown.settings, "invoice_email", _("E-post for faktura"), FieldKind.EMAIL, width=3),
        _text(shown, shown.settings, "invoice_reference", _("Referanse på fakturaen"), width=3, maxlength=60),
    ]


def _decisions(shown: Shown) -> list[Field]:
    options = [
        Option(value="email_on_decision", text=_("Send e-post når en melding er godkjent eller avvist")),
        Option(value="decision_to_sender", text=_("Til den som er ansvarlig for meldingen")),
        Option(value="decision_to_fitter", text=_("Til montøren på saken, ellers den som fylte ut meldingen")),
    ]
    stored = [name for name in DECISIONS if getattr(shown.settings, name)]
    return [
        Field(
            name="told",
            label=_("Når en melding er avgjort"),
            kind=FieldKind.CHECKS,
            options=options,
            values=shown.ticked("told", stored),
            error=shown.error("email_on_decision"),
        ),
        _text(
            shown,
            shown.settings,
            "decision_to_shared",
            _("Også til en felles adresse"),
            FieldKind.EMAIL,
            hint=_("For eksempel post@firma.no."),
        ),
    ]


def _events(shown: Shown) -> list[Field]:
    kind = shown.actor.organisation_kind
    rows = notifications.notifications_of(kind) if kind else []
    stored = [code for code, on in rules.told_of(shown.actor, shown.settings).items() if on]
    options = [
        Option(
            value=one.code,
            text=str(one.text),
            detail=f"{one.to}. {_('Sendes alltid.')}" if one.always else str(one.to),
            disabled=one.always,
        )
        for one in rows
    ]
    ticked = shown.ticked("told_of", stored) + [one.code for one in rows if one.always]
    return [
        Field(
            name="told_of",
            label=_("Send e-post når"),
            kind=FieldKind.CHECKS,
            options=options,
            values=ticked,
            error=shown.error("told_of"),
        )
    ]


def _sign_in(shown: Shown) -> list[Field]:
    options = [
        Option(
            value=CompanySettings.SignIn.LINK,
            text=_("Lenke"),
            detail=_("Den nye får én lenke på e-post eller SMS, og velger selv passord eller passnøkkel."),
        ),
        Option(
            value=CompanySettings.SignIn.TEMPORARY_PASSWORD,
            text=_("Brukernavn og midlertidig passord"),
            detail=_("Dere gir passordet videre. Det må byttes ved første innlogging."),
        ),
    ]
    return [
        Field(
            name="sign_in",
            label=_("Nye brukere får"),
            kind=FieldKind.PICK,
            options=options,
            value=shown.text("sign_in", shown.settings.sign_in),
            error=shown.error("sign_in"),
        )
    ]


def _stored(part: str) -> Callable[[Shown], dict[str, Any]]:
    """What the store holds, by the names that the room saves it under."""

    def stored(shown: Shown) -> dict[str, Any]:
        shape = rules.PARTS[part]
        if part == "events":
            return {"told_of": rules.told_of(shown.actor, shown.settings)}
        company = {name: getattr(shown.company, name) for name in shape.company}
        return company | {name: getattr(shown.settings, name) for name in shape.settings}

    return stored


def _typed(part: str) -> Callable[[QueryDict], dict[str, Any]]:
    return lambda post: {name: post.get(name, "") for name in rules.PARTS[part].readers}


def _read_decisions(post: QueryDict) -> dict[str, Any]:
    ticked = post.getlist("told")
    return {name: name in ticked for name in DECISIONS} | {"decision_to_shared": post.get("decision_to_shared", "")}


def _read_events(post: QueryDict) -> dict[str, Any]:
    return {"told_of": dict.fromkeys(post.getlist("told_of"), True)}


FORMS: Mapping[str, Form] = {
    "contact": Form(gettext_lazy("Kontakt"), _contact, _stored("contact"), _typed("contact")),
    "responsible": Form(gettext_lazy("Faglig ansvarlig"), _responsible, _stored("responsible"), _typed("responsible")),
    "invoice": Form(gettext_lazy("Faktura"), _invoice, _stored("invoice"), _typed("invoice")),
    "decisions": Form(gettext_lazy("E-post om godkjent og avvist"), _decisions, _stored("decisions"), _read_decisions),
    "events": Form(gettext_lazy("Andre varsler"), _events, _stored("events"), _read_events),
    "sign_in": Form(gettext_lazy("Innlogging for nye brukere"), _sign_in, _stored("sign_in"), _typed("sign_in")),
}
