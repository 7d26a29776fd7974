"""Shapes of the field protocol; what they mean stands in `docs/field-sync.md`."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, Line, Moment


class DeviceIn(In):
    id: UUID
    name: Line = ""
    recovery: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{43})?$")] = Field(
        "", description="A secret of 32 bytes, base64url: what opens the device's lock for a person who forgot the PIN."
    )


class DeviceOut(Schema):
    id: UUID
    key: str | None = Field(None, description="Shown the first time only.")
    next_number: int


class OperationIn(In):
    id: UUID
    number: int = Field(ge=1, le=2_000_000_000)
    order: UUID
    kind: Annotated[str, Field(max_length=20, pattern=r"^[a-z_]+$")]
    happened_at: Moment
    data: dict[str, Any] = Field(default_factory=dict)


class OperationsIn(In):
    device: UUID
    sent_at: Moment
    operations: list[OperationIn] = Field(max_length=100)


class Said(Schema):
    """An answer, with when and by whom."""

    value: Any
    at: str
    by: str


class ConflictOut(Schema):
    step: str
    theirs: Said
    mine: Said


class ResultOut(Schema):
    id: UUID
    number: int
    outcome: str = Field(description="done, conflict, refused or held.")
    message: str
    conflicts: list[ConflictOut]


class OperationsOut(Schema):
    results: list[ResultOut]
    next_number: int


class StockMeterOut(Schema):
    number: str
    kind: str
    phases: int
    place: str
    reserved_for: UUID | None


class ChangeOut(Schema):
    id: UUID
    gone: bool
    order: dict[str, Any] | None = Field(None, description="The order, whole: `docs/field-sync.md` has its fields.")


class ChangesOut(Schema):
    items: list[ChangeOut]
    next: str
    more: bool
    meters: list[StockMeterOut]
