"""The parts of a built form: sections with fields, parties and attachments, each with its need."""

from dataclasses import dataclass
from enum import StrEnum

from nettmelding.notices.catalogue.model import (
    AttachmentKind,
    Field,
    FormKind,
    Need,
    NoticeType,
    Section,
    Stage,
    Value,
)
from nettmelding.notices.catalogue.notes import FormNote
from nettmelding.notices.catalogue.parties import FormParty
from nettmelding.rules.cel import Facts


class Source(StrEnum):
    """Where a value comes from."""

    NONE = ""
    USER = "user"
    METERING_POINT = "metering_point"
    INSTALLATION = "installation"
    CONTRACTOR = "contractor"
    GRID = "grid"
    MAP = "map"
    """Read or drawn on the map of the grid."""
    REGISTER = "register"
    LAST_NOTICE = "last_notice"
    APPROVED = "approved"
    MOTHER = "mother"
    WORK_ORDER = "work_order"
    """A fitter has reported it."""
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question in one form. A hidden field carries no value."""

    field: Field
    need: Need
    value: Value = None
    source: Source = Source.NONE
    notes: tuple[FormNote, ...] = ()
    approved: Value = None
    """Completion only: what was approved, to be compared with what was built."""

    @property
    def path(self) -> str:
        return self.field.path

    @property
    def label(self) -> str:
        return self.field.label

    @property
    def as_approved(self) -> str:
        return self.field.as_approved

    @property
    def shown(self) -> bool:
        return self.need is not Need.HIDDEN

    @property
    def required(self) -> bool:
        return self.need is Need.REQUIRED

    @property
    def answered(self) -> bool:
        return self.value not in (None, "", [], {})


@dataclass(frozen=True, slots=True)
class FormAttachment:
    """A kind of attachment the form asks for, with the reason where it is needed."""

    kind: AttachmentKind
    need: Need
    why: str = ""

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def required(self) -> bool:
        return self.need is Need.REQUIRED


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of the page. Its fields are in order, hidden ones among them."""

    section: Section
    fields: tuple[FormField, ...] = ()
    parties: tuple[FormParty, ...] = ()
    attachments: tuple[FormAttachment, ...] = ()

    @property
    def id(self) -> str:
        return self.section.id

    @property
    def title(self) -> str:
        return self.section.title

    @property
    def shown(self) -> bool:
        return bool(self.parties or self.attachments or any(one.shown for one in self.fields))


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form."""

    types: tuple[NoticeType, ...]
    kind: FormKind
    stage: Stage
    sections: tuple[FormSection, ...]
    deadline_working_days: int
    to_inspectorate: bool
    facts: Facts
    """What this form's conditions are judged by, for further conditions such as the automatic decision."""

    def fields(self) -> tuple[FormField, ...]:
        return tuple(field for section in self.sections for field in section.fields)

    def parties(self) -> tuple[FormParty, ...]:
        return tuple(party for section in self.sections for party in section.parties)

    def attachments(self) -> tuple[FormAttachment, ...]:
        return tuple(one for section in self.sections for one in section.attachments)

    def shown_sections(self) -> tuple[FormSection, ...]:
        return tuple(section for section in self.sections if section.shown)

    def paths(self) -> frozenset[str]:
        """The paths of the fields that are shown."""
        return frozenset(one.path for one in self.fields() if one.shown)

    def field(self, path: str) -> FormField:
        """The field with this path. Raises `KeyError` where the form has none."""
        for one in self.fields():
            if one.path == path:
                return one
        raise KeyError(path)

    def answers(self) -> dict[str, Value]:
        """What is answered, filled-in values and defaults among it: what is kept when the notice is sent."""
        return {one.path: one.value for one in self.fields() if one.shown and one.answered}

    def sources(self) -> dict[str, str]:
        """Where each of `answers` comes from."""
        return {one.path: one.source.value for one in self.fields() if one.shown and one.answered}
