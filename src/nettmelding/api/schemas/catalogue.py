"""Notice types, and the form a notice asks to be filled in."""

from typing import Any

from ninja import Schema
from pydantic import Field

from nettmelding.notices.catalogue.model import FormKind, Need, PartyRole, Stage


class NoticeTypeOut(Schema):
    """One kind of notice."""

    id: str = Field(examples=["metering_point_work"])
    name: str
    when: str
    help: str
    forms: list[FormKind]
    goes_with: list[str] = Field(description="Types that can be ticked together with it.")
    request_only: bool = Field(description="No notice: send a request (`POST /requests`) instead.")
    is_notice: bool = Field(description="False for an answer such as that no notice is needed; `when` says why.")


class ChoiceOut(Schema):
    code: str
    label: str


class NoteOut(Schema):
    text: str
    blocks: bool = Field(description="Must be solved before sending.")


class FieldOut(Schema):
    """One question."""

    path: str
    label: str
    kind: str
    unit: str
    need: Need
    help: str
    rule: str = Field(description="The law or standard that asks for it.")
    choices: list[ChoiceOut]
    minimum: float | None
    maximum: float | None
    value: Any
    source: str
    notes: list[NoteOut]


class FormPartyOut(Schema):
    role: PartyRole
    label: str
    need: Need
    note: str


class FormAttachmentOut(Schema):
    kind: str
    label: str
    need: Need
    why: str


class SectionOut(Schema):
    id: str
    title: str
    fields: list[FieldOut]
    parties: list[FormPartyOut]
    attachments: list[FormAttachmentOut]


class FormOut(Schema):
    """What the notice asks for as it stands: fields that depend on others come and go."""

    stage: Stage
    deadline_working_days: int
    sections: list[SectionOut]
