"""What is different between two submissions of a notice, and what of it needs a new decision.

A submission is compared by path: answers by their field's, `party.{role}` and `attachment.{kind}` as the
texts they are shown by.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from nettmelding.notices.catalogue import marks
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind, PartyRole, Value
from nettmelding.notices.catalogue.parties import LABELS

Flat = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is different. `old` and `new` are as shown, empty where there was or is nothing."""

    path: str
    label: str
    old: str
    new: str
    needs_decision: bool
    in_words: str = ""
    """Of what is drawn, where the texts before and after say too little: `Inntak flyttet 4 m`."""

    @property
    def shown(self) -> tuple[str, str]:
        """What it was and is, as two texts to put beside each other; in words alone where there are words."""
        return ("", self.in_words) if self.in_words else (self.old, self.new)

    def as_json(self) -> dict[str, str | bool]:
        """For an event's detail and the API."""
        return {name: value for name, value in asdict(self).items() if name != "in_words" or value}


def compare(old: Flat, new: Flat, *, types: Iterable[str]) -> list[FieldChange]:
    """Every difference, in the order of the page. `types` says which paths need a new decision where they
    change.

    The contractor's own reference and colleague are no differences, and new papers are only told.
    """
    deciding = {path for type_id in types for path in catalogue().types[type_id].new_decision}
    return [
        FieldChange(path, label, before, after, path in deciding, _drawn(path, old, new))
        for path, label, before, after in (*_answers(old, new), *_parties(old, new), *_attachments(old, new))
    ]


def needs_decision(changes: Iterable[FieldChange]) -> bool:
    """Whether any of the changes needs a new decision."""
    return any(change.needs_decision for change in changes)


def _answers(old: Flat, new: Flat) -> Iterator[tuple[str, str, str, str]]:
    for path, field in catalogue().fields.items():
        if not field.internal and old.get(path) != new.get(path):
            yield path, field.label, text_of(field, old.get(path)), text_of(field, new.get(path))


def _drawn(path: str, old: Flat, new: Flat) -> str:
    """Nothing for what is no drawing, or was not there before."""
    field = catalogue().fields.get(path)
    if field is None or field.kind is not Kind.MARKS or not old.get(path) or not new.get(path):
        return ""
    return ". ".join(marks.differences(old.get(path), new.get(path)))


def _parties(old: Flat, new: Flat) -> Iterator[tuple[str, str, str, str]]:
    for role in PartyRole:
        path = f"party.{role}"
        if old.get(path) != new.get(path):
            yield path, str(LABELS[role]), str(old.get(path) or ""), str(new.get(path) or "")


def _attachments(old: Flat, new: Flat) -> Iterator[tuple[str, str, str, str]]:
    for code, kind in catalogue().attachments.items():
        path = f"attachment.{code}"
        if old.get(path) != new.get(path):
            yield path, kind.label, str(old.get(path) or ""), str(new.get(path) or "")
