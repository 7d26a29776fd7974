"""What is still missing before a notice can be sent: each thing named, with the way there."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from nettmelding.notices.catalogue.form import Form, FormAttachment, FormField, FormSection
from nettmelding.notices.catalogue.model import Kind, PartyRole
from nettmelding.notices.catalogue.parties import FormParty


class MissingKind(StrEnum):
    FIELD = "field"
    PARTY = "party"
    ATTACHMENT = "attachment"
    CONTRADICTION = "contradiction"
    """Something is answered, but it cannot be so."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps the notice from being sent. `path` leads there: a field's, `party.customer`,
    `attachment.site_plan`."""

    path: str
    label: str
    section: str
    message: str
    kind: MissingKind = MissingKind.FIELD


def missing(form: Form, parties: Collection[str], attachments: Collection[str]) -> list[Missing]:
    """Everything that is missing, in the order of the page.

    `parties` are the roles that are filled, `attachments` the kinds that are there (both by code).
    """
    return [one for section in form.sections for one in _in_section(section, parties, attachments)]


def _in_section(section: FormSection, parties: Collection[str], attachments: Collection[str]) -> Iterator[Missing]:
    for field in section.fields:
        if field.required and not field.answered:
            yield Missing(field.path, field.label, section.id, _field_sentence(field))
        for note in field.notes:
            if note.blocks:
                yield Missing(field.path, field.label, section.id, note.text, MissingKind.CONTRADICTION)
    for party in section.parties:
        if party.required and party.role not in parties:
            path = f"party.{party.role}"
            yield Missing(path, party.label, section.id, _party_sentence(party), MissingKind.PARTY)
    for one in section.attachments:
        if one.required and one.code not in attachments:
            path = f"attachment.{one.code}"
            yield Missing(path, one.label, section.id, _attachment_sentence(one), MissingKind.ATTACHMENT)


def _fill_in(label: str) -> str:
    return _("Fyll ut %(label)s.") % {"label": label}


def _choose(label: str) -> str:
    return _("Velg %(label)s.") % {"label": label}


def _date(label: str) -> str:
    return _("Velg dato for %(label)s.") % {"label": label}


def _tick(label: str) -> str:
    return _("Kryss av for minst ett valg under %(label)s.") % {"label": label}


def _meter(label: str) -> str:
    return _("Skriv hele nummeret i %(label)s, slik det står på måleren eller regningen.") % {"label": label}


def _meters(label: str) -> str:
    return _("Før opp målernumrene under %(label)s.") % {"label": label}


def _address(label: str) -> str:
    return _("Finn adressen, eller pek ut stedet i kartet.")


_SENTENCES: Mapping[Kind, Callable[[str], str]] = {
    Kind.CHOICE: _choose,
    Kind.MULTI: _tick,
    Kind.DATE: _date,
    Kind.DATETIME: _date,
    Kind.METER: _meter,
    Kind.METERS: _meters,
    Kind.ADDRESS: _address,
}


def _field_sentence(field: FormField) -> str:
    unit = field.field.unit
    label = f"«{_(field.label)}»" + (f" ({unit})" if unit else "")
    return _SENTENCES.get(field.field.kind, _fill_in)(label)


def _party_sentence(party: FormParty) -> str:
    sentences = {
        PartyRole.CUSTOMER: _("Finn kunden med navn og fødselsdato, eller organisasjonsnummer."),
        PartyRole.OWNER: _("Finn eieren, eller velg at det er den samme som kunden."),
        PartyRole.DEVELOPER: _("Finn utbyggeren, eller velg at det er den samme som eieren."),
        PartyRole.BILL_PAYER: _("Si hvem som skal ha regningen."),
        PartyRole.CONTACT: _("Si hvem vi kan ta kontakt med."),
    }
    return sentences[party.role]


def _attachment_sentence(one: FormAttachment) -> str:
    return _("Legg ved «%(label)s». %(why)s") % {"label": _(one.label), "why": _(one.why) if one.why else ""}
