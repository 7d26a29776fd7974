"""The whole of what will be sent, to be looked over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.notices import family, labels
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import FormField, FormSection
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.catalogue.selection import FORM_LABELS
from nettmelding.notices.models import Party
from nettmelding.registers.contacts import show_phone
from nettmelding.registers.numbers import show_orgnr
from nettmelding.web.components import Attachment, Fact, Fault, field_id
from nettmelding.web.form import block, page, sources
from nettmelding.web.form.state import State


@dataclass(frozen=True, slots=True)
class Person:
    """A party on the review."""

    name: str
    detail: str
    mark: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is sent, with the way to change it."""

    title: str
    href: str
    facts: Sequence[Fact] = ()
    people: Sequence[Person] = ()
    papers: Sequence[Attachment] = field(default_factory=tuple)

    @property
    def empty(self) -> bool:
        return not (self.facts or self.people or self.papers)


def context(state: State) -> dict[str, Any]:
    """What the page of a review needs."""
    at = page.addresses_of(state)
    parts = [_part(state, one, at.edit) for one in state.form.shown_sections()]
    notice = state.notice
    return {
        "state": state,
        "notice": notice,
        "at": at,
        "lead": " · ".join(
            filter(None, [labels.type_names(notice.types), labels.address(notice), notice.number or ""])
        ),
        "form_label": str(FORM_LABELS[state.form.kind]),
        "parts": [part for part in parts if not part.empty],
        "missing": missing(state, at.edit),
        "changes": state.changes,
        "deciding": [one for one in state.changes if one.needs_decision],
        "forecast": page.forecast(state),
        "case_href": reverse("case:case", args=[notice.id]),
        "family": block.nav(state),
    }


def missing(state: State, edit: str) -> list[Fault]:
    """What keeps it from being sent, each with the way there."""
    return [Fault(text=one.message, href=_leads_to(state, one.path, edit)) for one in state.missing]


def _leads_to(state: State, path: str, edit: str) -> str:
    if path == family.CHILDREN:
        return reverse("block:making", args=[state.notice.id])
    return f"{edit}?mangler=1#{field_id(path)}"


def _part(state: State, section: FormSection, edit: str) -> Part:
    return Part(
        title=_(section.title),
        href=f"{edit}#part-{section.id}",
        facts=[_fact(state, one) for one in section.fields if one.shown and _said(one)],
        people=_people(state, [str(one.role) for one in section.parties if one.role in state.parties]),
        papers=[
            Attachment(
                name=one.document.name,
                href=reverse("case:attachment", args=[state.notice.id, one.id]),
                detail=_(catalogue().attachments[one.kind].label),
                thumb=reverse("case:preview", args=[state.notice.id, one.id]) if one.document.preview_sha256 else "",
            )
            for one in state.attachments
        ]
        if section.attachments
        else (),
    )


def _said(one: FormField) -> bool:
    """Answered, and for a yes or no: yes."""
    return one.answered and not (one.field.kind is Kind.BOOL and not one.value)


def _fact(state: State, one: FormField) -> Fact:
    was = next((change.old for change in state.changes if change.path == one.path), "")
    return Fact(
        term=_(one.label), value=text_of(one.field, one.value), was=was, source=sources.of_field(one, state.notice)
    )


def _people(state: State, roles: Sequence[str]) -> list[Person]:
    """Everybody once, with all their roles."""
    own = [role for role in roles if state.parties[role].same_as not in roles]
    return [
        _person(state.parties[role], [role, *(one for one in roles if state.parties[one].same_as == role)])
        for role in own
    ]


def _person(party: Party, roles: Sequence[str]) -> Person:
    names = [str(labels.PARTY_ROLES[role]) for role in roles]
    as_said = _(" og ").join(
        filter(None, [", ".join([names[0], *(one.lower() for one in names[1:-1])]), *names[1:][-1:]])
    )
    number = show_orgnr(party.organisation_number) if party.organisation_number else ""
    mobile = show_phone(party.mobile) if party.mobile else ""
    detail = [_sentence(as_said), number, party.email, mobile, party.other_contact, sources.of_party(party)]
    unsure = not party.confirmed and party.source != "customer_system"
    return Person(party.name, " · ".join(filter(None, detail)), _("ikke bekreftet") if unsure else "")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].lower()
