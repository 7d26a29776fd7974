"""Installations, and the metering points side by side in them."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field


class SiblingOut(Schema):
    """One of the metering points of an installation."""

    id: UUID
    metering_point_id: str
    meter_number: str = Field(description="Empty where the meter is taken down.")
    entrance: str
    unit: str
    where: str = Field(description="In words.", examples=["1. etasje, leilighet 2"])
    in_use: bool
    state: str = Field(examples=["active"], description="active, not_in_use or disconnected.")
    disconnected_on: date | None
    taken_down_on: date | None
    phases: int | None
    ov_a: int | None
    mv_a: int | None
    meter_place: str
    customer_name: str = Field(description="For the grid company's own people; empty for others.")
    read_at: datetime = Field(description="When this was read from the grid company's customer system.")


class HappenedOut(Schema):
    """One thing that happened."""

    at: datetime
    action: str = Field(examples=["report_completion"])
    notice_id: UUID
    number: str | None


class ValueOut(Schema):
    """A value from a day on."""

    label: str
    value: str
    was: str
    since: date
    where: str = Field(description="Which metering point; empty for the installation itself.")
    notice_id: UUID | None = Field(description="The notice that says so; null: the grid company's customer system.")


class NoticeAt(Schema):
    id: UUID
    number: str | None
    status: str


class InstallationOut(Schema):
    """An installation as you may know it. What it is now is there while a notice of yours runs; the grid company sees all."""

    id: UUID
    street: str
    postcode: str
    place: str
    open: bool = Field(description="Whether what follows, the notices excepted, is shown to you.")
    more_with_others: bool = Field(description="Other contractors have had notices here.")
    network_system: str
    voltage_v: int | None
    kv_a: int | None
    ov_a: int | None
    building_kind: str
    area_m2: float | None
    service_line_cable: str
    service_line_length_m: float | None
    notices: list[NoticeAt]
    events: list[HappenedOut]
    protection: list[ValueOut]
    meters: list[ValueOut]
