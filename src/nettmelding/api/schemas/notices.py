"""A notice as it is read, and what is sent in to make, fill in and move it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.attachments import AttachmentOut
from nettmelding.api.schemas.common import Answer, Company, Day, In, Line, LongText, Moment, OneOf, Person
from nettmelding.api.schemas.parties import PartyOut
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind, Stage
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.status import Status, Turn

TypeId = Annotated[str, OneOf(lambda: catalogue().types)]
Answers = dict[str, Any]


class PickedForm(StrEnum):
    """The forms that can be picked."""

    SIMPLIFIED = "simplified"
    SINGLE = "single"
    SEVERAL = "several"


class Order(StrEnum):
    """How a list is sorted."""

    CHANGED = "changed"
    OLDEST = "oldest"
    ADDRESS = "address"
    NUMBER = "number"


class TurnFilter(StrEnum):
    MINE = "mine"
    ME = "me"
    OTHERS = "others"


class TypeRef(Schema):
    id: str
    name: str


class NoticeLine(Schema):
    """A notice in a list. What the grid company reads is what was sent last."""

    id: UUID
    number: str | None = Field(examples=["2026-000123"], description="From the first sending on.")
    status: Status
    status_name: str
    turn: Turn = Field(description="Whose turn it is.")
    revision: int = Field(description="Counts every change; the ETag.")
    types: list[TypeRef]
    form: FormKind
    mother_id: UUID | None = Field(description="The block notice that it is a metering point of.")
    position: int | None = Field(description="Its place among the mother's.")
    urgent: bool
    contractor: Company
    grid_company: Company | None
    address: str
    postcode: str
    place: str
    lat: float | None = Field(description="EPSG:4326.")
    lon: float | None
    customer_name: str
    meter_number: str
    own_reference: str = Field(description="The contractor's own reference; empty for others.")
    responsible: Person | None = Field(description="The contractor's colleague who answers for it.")
    handler: Person | None = Field(description="The grid company's case handler.")
    wanted_date: date | None
    created_at: Moment
    changed_at: Moment
    sent_at: Moment | None
    approved_at: Moment | None
    answer_due_at: Moment | None
    ends_on: date | None = Field(description="Temporary installation: until when it stands.")
    lapses_at: Moment | None


class Waiting(Schema):
    """One party that is waited for."""

    on: Turn
    why: str
    since: Moment
    due_at: Moment | None


class RemarkOut(Schema):
    code: str
    path: str = Field(description="Field path, `party.customer`, `attachment.site_plan`, or empty: the whole.")
    text: str


class DecisionOut(Schema):
    """The grid company's word on a submission."""

    submission_number: int
    outcome: str = Field(examples=["approved"])
    text: str
    conditions: list[str]
    automatic: bool
    grounds: list[str] = Field(description="What a rule's decision rests on.")
    remarks: list[RemarkOut]
    decided_by_name: str
    decided_at: Moment


class Notice(NoticeLine):
    """A whole notice. The contractor reads the working copy, all others what was sent last."""

    answers: dict[str, Answer] = Field(description="By field path; the completion report's begin with `completion.`.")
    parties: list[PartyOut]
    attachments: list[AttachmentOut]
    decisions: list[DecisionOut]
    waiting_for: list[Waiting]
    actions: list[Action] = Field(description="What the reader may try now: `POST /notices/{id}/actions/{action}`.")
    submission_count: int
    work_order_ids: list[UUID] = Field(
        description="The newest first; of a block notice those of its metering points too."
    )


class NewNotice(In):
    """A new draft."""

    types: list[TypeId] = Field(
        min_length=1, max_length=12, description="Ids of `/notice-types`, the leading one first."
    )
    form: PickedForm | None = Field(None, description="Left out: the simplest that is offered for the types.")
    grid_company: Line | None = Field(
        None, description="Id or slug. Left out: follows from the address or the meter.", examples=["eksempelnett"]
    )
    answers: Answers = Field(
        {}, description="Values by field path, as people type them.", examples=[{"work.service": ["break_seal"]}]
    )


class NoticePatch(In):
    """A merge patch (RFC 7396) of the working copy: what is not named stays, null takes an answer away."""

    answers: Answers = Field({}, examples=[{"protection.ov_new_a": 63, "when.expected_completion": "2026-12-15"}])
    types: list[TypeId] | None = Field(None, min_length=1, max_length=12)
    form: PickedForm | None = None
    grid_company: Line | None = Field(None, description="Id or slug, before the first sending.")


class RemarkIn(In):
    """A reason or deviation: a ready-made one by its code, words of one's own, or both."""

    text: LongText = ""
    code: Line = ""
    path: Line = ""


class ActionBody(In):
    """What goes with an action. Which of these it needs, its answer says."""

    text: LongText = ""
    remarks: list[RemarkIn] = Field([], max_length=50)
    conditions: list[LongText] = Field([], max_length=50, description="Codes of ready-made conditions, or texts.")
    assignee_id: UUID | None = Field(None, description="For `assign`: one of `/users`.")
    ends_on: Day | None = Field(None, description="For `connect_temporarily` and `extend`.")


class NoteIn(In):
    text: LongText
    internal: bool = Field(False, strict=True, description="For one's own company only.")


class MissingOut(Schema):
    """One thing that keeps the notice, or the completion report, from being sent."""

    path: str
    label: str
    section: str
    kind: str = Field(examples=["field"], description="field, party, attachment or contradiction.")
    detail: str


class EventOut(Schema):
    """Something that happened."""

    id: UUID
    action: str
    happened_at: Moment
    actor_name: str
    organisation_name: str
    automatic: bool
    internal: bool
    text: str
    detail: dict[str, Any]


class ChangeOut(Schema):
    """One difference between two submissions, as shown."""

    path: str
    label: str
    old: str
    new: str
    needs_decision: bool


class SubmissionLine(Schema):
    """What was sent, kept for ever."""

    number: int
    stage: Stage
    sha256: str
    sent_by_name: str
    sent_at: Moment


class Submission(SubmissionLine):
    types: list[str]
    form: str
    answers: dict[str, Answer]
    parties: list[PartyOut]
    attachments: list[dict[str, Any]]
    changes: list[ChangeOut] = Field(description="Since the one before it in the same stage.")
