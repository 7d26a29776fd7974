"""What was sent, as it is read: by section, with the words of the catalogue and what differs from the version before.

A sent version is read for ever: it is drawn from its own content, whatever the form asks for today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.notices import labels, submissions
from nettmelding.notices.catalogue.changes import FieldChange
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.models import Notice, Submission

GONE = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. `was` is what the version before said, where that was something else."""

    path: str
    label: str
    text: str
    was: str = ""
    source: str = ""
    is_new: bool = False
    """The version before had no answer here."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its answers."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SentParty:
    """A person or firm, with all roles it has."""

    role: str
    """The first of them, by its code."""
    name: str
    roles: tuple[str, ...]
    organisation_number: str
    email: str
    mobile: str
    other_contact: str
    no_email: bool
    confirmed: bool
    unconfirmed_because: str
    corrected_at: datetime | None = None
    """When it was corrected how they are reached, since it was sent."""
    unreached: bool = False
    """Mail to the address did not arrive."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """An attachment that went with a version."""

    attachment_id: UUID
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One version."""

    submission: Submission
    parts: tuple[Part, ...]
    parties: tuple[SentParty, ...]
    files: tuple[SentFile, ...]
    changes: tuple[FieldChange, ...]


def read(notice: Notice, submission: Submission, *, as_it_stands: bool = False) -> Sent:
    """A version with its differences from the one before it in the same stage.

    `as_it_stands`: with how the parties are reached as it was corrected since.
    """
    changes = tuple(submissions.changes_in(notice, submission.number)) if submission.number > 1 else ()
    content = submission.content
    return Sent(
        submission=submission,
        parts=tuple(_parts(content, {change.path: change for change in changes})),
        parties=tuple(_parties(as_corrected(notice, content["parties"]) if as_it_stands else content["parties"])),
        files=tuple(_file(one) for one in content["attachments"]),
        changes=changes,
    )


def _parts(content: Mapping[str, Any], changes: Mapping[str, FieldChange]) -> Iterator[Part]:
    known, answers = catalogue(), content["answers"]
    for section in known.sections.values():
        fields = [field for field in known.fields.values() if field.section == section.id and not field.internal]
        lines = []
        for field in fields:
            kept, change = answers.get(field.path), changes.get(field.path)
            text = text_of(field, kept["value"]) if kept else GONE
            if text or change:
                was = change.old if change else ""
                new = bool(change) and not was
                lines.append(Line(field.path, _(field.label), text, was, kept["source"] if kept else "", new))
        if lines:
            yield Part(_(section.title), tuple(lines))


def _parties(parties: list[dict[str, Any]]) -> Iterator[SentParty]:
    """Each once, with the roles of those that are the same as it."""
    for party in parties:
        if party["same_as"]:
            continue
        same = [other["role"] for other in parties if other["same_as"] == party["role"]]
        corrected_at = party.get("corrected_at")
        yield SentParty(
            role=party["role"],
            name=party["name"] or _("Navnet er slettet"),
            roles=tuple(str(labels.PARTY_ROLES[role]) for role in [party["role"], *same]),
            organisation_number=party["organisation_number"],
            email=party["email"],
            mobile=party["mobile"],
            other_contact=party["other_contact"],
            no_email=party["no_email"],
            confirmed=party["confirmed"],
            unconfirmed_because=party["unconfirmed_because"],
            corrected_at=datetime.fromisoformat(corrected_at) if corrected_at else None,
            unreached=party.get("unreached", False),
        )


def _file(one: Mapping[str, Any]) -> SentFile:
    kind = catalogue().attachments.get(one["kind"])
    return SentFile(UUID(one["id"]), _(kind.label) if kind else _("Vedlegg"), one["name"])
