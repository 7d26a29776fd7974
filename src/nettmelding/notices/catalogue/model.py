"""The shapes of the catalogue. All are read from the TOML files beside this module by `load` and never
changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | bool | list[str] | dict[str, object] | None
"""An answer as it is kept in JSON: a number, a text, a date as `YYYY-MM-DD`, a choice's code, a list of
codes or meter numbers, an address or marks on the map as an object."""

Answers = Mapping[str, Value]
"""Answers by field path."""


class Kind(StrEnum):
    """How a field is answered."""

    TEXT = "text"
    LONGTEXT = "longtext"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    MULTI = "multi"
    DATE = "date"
    DATETIME = "datetime"
    BOOL = "bool"
    ADDRESS = "address"
    METER = "meter"
    """A meter number: digits, zeros in front kept."""
    METERS = "meters"
    """Several meter numbers."""
    SHORT_CIRCUIT = "short_circuit"
    """Short-circuit values read from the grid; see `notices.map_values`."""
    MARKS = "marks"
    """Marks on the notice's own map, drawn there; see `marks`."""


class Need(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    HIDDEN = "hidden"


class FormKind(StrEnum):
    """The shape of a notice."""

    SIMPLIFIED = "simplified"
    SINGLE = "single"
    SEVERAL = "several"
    """The mother of a block notice: the installation."""
    METERING_POINT = "metering_point"
    """One child of a block notice; never picked, made by its mother."""


class Level(StrEnum):
    """Where a field stands in a block notice. What stands on the mother holds for a child that does not say otherwise."""

    INSTALLATION = "installation"
    METERING_POINT = "metering_point"
    BOTH = "both"
    COMMON = "common"
    """With each child; on the mother it may be given for all of them."""


class Stage(StrEnum):
    NOTICE = "notice"
    COMPLETION = "completion"


class PartyRole(StrEnum):
    CUSTOMER = "customer"
    OWNER = "owner"
    DEVELOPER = "developer"
    BILL_PAYER = "bill_payer"
    CONTACT = "contact"


class SectionContent(StrEnum):
    """What a section of the form holds."""

    FIELDS = "fields"
    PARTIES = "parties"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    stage: Stage = Stage.NOTICE
    content: SectionContent = SectionContent.FIELDS
    help: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question, defined once and used by many types. `path` is stable: answers, API and rule sets refer
    to it."""

    path: str
    label: str
    section: str
    kind: Kind
    unit: str = ""
    width: int = 3
    """Columns of six: 2, 3, 4 or 6."""
    choices: tuple[Choice, ...] = ()
    help: str = ""
    rule: str = ""
    """The law or standard that asks for it, such as `FEL § 14`."""
    minimum: float | None = None
    maximum: float | None = None
    prefill: str = ""
    """The known fact that fills it in, such as `metering_point.ov_a`."""
    as_approved: str = ""
    """Completion only: the field of the notice that this one repeats as built."""
    default: Value = None
    level: Level = Level.INSTALLATION
    of_its_own: bool = False
    """In a block notice a metering point never has it from its mother, and need not say it."""
    internal: bool = False
    """For the contractor's own use: never needed by the grid company, never a change to be told."""


@dataclass(frozen=True, slots=True)
class FieldUse:
    """How a type uses a field. Empty conditions: always shown; needed as `need` says."""

    need: Need = Need.OPTIONAL
    shown_when: str = ""
    needed_when: str = ""
    default: Value = None


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    code: str
    label: str
    help: str
    template: str = ""
    """The document offered to start from, empty where there is none."""
    stages: tuple[Stage, ...] = (Stage.NOTICE,)


@dataclass(frozen=True, slots=True)
class AttachmentUse:
    """When a type needs an attachment, and the reason said to the user."""

    need: Need = Need.OPTIONAL
    needed_when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StageUse:
    """What a type asks for in one stage."""

    fields: Mapping[str, FieldUse] = field(default_factory=dict)
    attachments: Mapping[str, AttachmentUse] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoticeType:
    """One kind of notice."""

    id: str
    name: str
    when: str
    """When to use it: shown on the box by pointer, focus and tap."""
    help: str
    guide: tuple[int, ...]
    """Numbers in the guide's list of work that needs a notice."""
    words: tuple[str, ...]
    """What people write when they mean this."""
    forms: tuple[FormKind, ...]
    goes_with: frozenset[str]
    not_with: Mapping[str, str]
    """Other type, or `*`, → why the two are not sent together."""
    notice: StageUse
    completion: StageUse
    parties: Mapping[PartyRole, Need]
    simplified_without: frozenset[str]
    new_decision: frozenset[str]
    """Paths (and `party.customer` and the like) whose change after approval needs a new decision."""
    as_wanted: frozenset[str]
    """Paths that say how it shall be here, and not how it is: they correct nothing of what is registered."""
    deadline_working_days: int
    icon: str = ""
    takes_forms_of_others: bool = False
    """With other types it follows the forms of those; its own `forms` count when it stands alone."""
    request_only: bool = False
    """No notice: becomes a request to the grid company."""
    automatic_possible: bool = True
    to_inspectorate: bool = True
    """FEL § 14 addresses the notice to the supervisory authority."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of what a note says: set a field, or go to a part of the form."""

    label: str
    path: str
    value: Value = None


@dataclass(frozen=True, slots=True)
class Note:
    """What is said beside a field while a condition holds. One that blocks must be solved before sending."""

    id: str
    path: str
    when: str
    text: str
    ways: tuple[Way, ...] = ()
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A ready-made reason for rejecting a notice or returning a completion report."""

    code: str
    label: str
    text: str
    path: str = ""
    stage: Stage = Stage.NOTICE


@dataclass(frozen=True, slots=True)
class Condition:
    """A ready-made condition of an approval."""

    code: str
    label: str
    text: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FixedAnswer:
    """An answer that is no notice type: no notice needed, or another way."""

    id: str
    name: str
    text: str
    words: tuple[str, ...] = ()
    goes_to: str = ""
    """Where it leads: a type id, `contact`, or empty where nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question, and what follows: another question, types, or a fixed answer. Exactly one of
    the three."""

    code: str
    label: str
    question: str = ""
    types: tuple[str, ...] = ()
    form: FormKind | None = None
    answer: str = ""
    explain: str = ""
    refused_form: FormKind | None = None
    """A form that would be wrong after this reply, though the types offer it."""
    refused: str = ""
    """Why, as said to the one who wants it all the same."""
    prefill: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A question that decides between types. `words` lead straight to it from the search."""

    id: str
    text: str
    options: tuple[Option, ...]
    help: str = ""
    asked_for: tuple[str, ...] = ()
    """Types whose choice begins with this question unless it was answered on the way."""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything, with every reference resolved and every condition compiled."""

    sections: Mapping[str, Section]
    fields: Mapping[str, Field]
    types: Mapping[str, NoticeType]
    attachments: Mapping[str, AttachmentKind]
    notes: tuple[Note, ...]
    reasons: Mapping[str, Reason]
    conditions: Mapping[str, Condition]
    answers: Mapping[str, FixedAnswer]
    questions: Mapping[str, Question]
