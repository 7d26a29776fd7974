"""What is different between two submissions of a notice, and what of it needs a new decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.effective import effective_type
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Answers, PartyRole
from nettmelding.notices.catalogue.parties import LABELS
from nettmelding.notices.catalogue.ruleset import NoticeRules


@dataclass(frozen=True, slots=True)
class Submitted:
    """What one submission says. Parties by role, as they are shown; attachments by kind, as names of files."""

    types: tuple[str, ...]
    answers: Answers
    parties: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is different. `old` and `new` are as shown, empty where there was or is nothing."""

    path: str
    label: str
    old: str
    new: str
    needs_decision: bool


def compare(old: Submitted, new: Submitted, rules: NoticeRules) -> list[FieldChange]:
    """Every difference, in the order of the page. Another set of types always needs a new decision; the contractor's own
    reference and colleague are no differences at all."""
    deciding = {path for type_id in {*old.types, *new.types} for path in effective_type(type_id, rules).new_decision}
    return [
        *_types(old, new),
        *_answers(old.answers, new.answers, deciding),
        *_parties(old.parties, new.parties, deciding),
        *_attachments(old.attachments, new.attachments),
    ]


def needs_decision(changes: list[FieldChange]) -> bool:
    """Whether any of the changes needs a new decision."""
    return any(change.needs_decision for change in changes)


def _types(old: Submitted, new: Submitted) -> list[FieldChange]:
    if set(old.types) == set(new.types):
        return []
    names = [", ".join(catalogue().types[one].name for one in submission.types) for submission in (old, new)]
    return [FieldChange("types", "Meldingstype", names[0], names[1], True)]


def _answers(old: Answers, new: Answers, deciding: set[str]) -> list[FieldChange]:
    return [
        FieldChange(
            path, one.label, text_of(one, old.get(path)), text_of(one, new.get(path)), path in deciding
        )
        for path, one in catalogue().fields.items()
        if not one.internal and old.get(path) != new.get(path)
    ]


def _parties(old: Mapping[str, str], new: Mapping[str, str], deciding: set[str]) -> list[FieldChange]:
    return [
        FieldChange(f"party.{role}", LABELS[role], old.get(role, ""), new.get(role, ""), f"party.{role}" in deciding)
        for role in PartyRole
        if old.get(role, "") != new.get(role, "")
    ]


def _attachments(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> list[FieldChange]:
    """New papers are told; they need no decision by themselves."""
    return [
        FieldChange(f"attachments.{code}", kind.label, ", ".join(old.get(code, ())), ", ".join(new.get(code, ())), False)
        for code, kind in catalogue().attachments.items()
        if sorted(old.get(code, ())) != sorted(new.get(code, ()))
    ]
