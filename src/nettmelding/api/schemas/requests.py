"""Requests: what is laid down for good, and questions to a person."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import Company, Day, In, Line, LongText, Moment, Person


class RequestKind(StrEnum):
    DISCONNECTION = "disconnection"
    ENQUIRY = "enquiry"


class RequestState(StrEnum):
    SENT = "sent"
    TAKEN = "taken"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RequestAction(StrEnum):
    TAKE = "take"
    DONE = "done"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class What(StrEnum):
    """What is laid down."""

    NONE = ""
    BUILDING = "building"
    DWELLING_UNIT = "dwelling_unit"
    METERING_POINT = "metering_point"
    SERVICE_LINE = "service_line"


class RequestOut(Schema):
    id: UUID
    number: str = Field(examples=["F2026-000012"])
    kind: RequestKind
    state: RequestState
    state_name: str
    revision: int
    contractor: Company
    grid_company: Company
    subject: str
    address: str
    meter_numbers: list[str]
    wanted_date: date | None
    text: str
    answer: str
    created_by: Person | None
    handler: Person | None
    created_at: Moment
    changed_at: Moment
    actions: list[RequestAction]


class NewRequest(In):
    kind: RequestKind
    grid_company: Line = Field(description="Id or slug.", examples=["eksempelnett"])
    subject: What = What.NONE
    address: str = Field("", max_length=160, pattern=r"^[^\x00]*$")
    meter_numbers: list[Line] = Field([], max_length=200)
    wanted_date: Day | None = None
    text: LongText = ""


class RequestStep(In):
    text: LongText = ""
