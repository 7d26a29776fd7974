"""Shapes that several areas share."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Item = TypeVar("Item")
Moment = Annotated[AwareDatetime, Field(examples=["2026-11-23T11:02:45Z"])]
"""ISO 8601 with zone."""


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL is not a character")
    return text


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_out(day: object) -> object:
    """Seconds since 1970 are no date to us, though pydantic takes them for one."""
    if not isinstance(day, str) or not _DAY.fullmatch(day):
        raise ValueError("a date is written YYYY-MM-DD")
    return day


Day = Annotated[date, BeforeValidator(_written_out)]
"""A date that is sent in."""
Line = Annotated[str, AfterValidator(_storable), Field(max_length=500, pattern=r"^[^\x00]*$")]
"""A short text."""
LongText = Annotated[str, AfterValidator(_storable), Field(max_length=4_000, pattern=r"^[^\x00]*$")]
"""Words of one's own."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Tells the description which texts there are, when it is asked for; the room itself refuses others."""

    codes: Callable[[], Iterable[str]]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "enum": list(self.codes())}


def in_place(choices: type[Enum]) -> WithJsonSchema:
    """Describes the values where they are used: another area has an enum of the same name, and a name is described once."""
    return WithJsonSchema({"type": "string", "enum": [one.value for one in choices]})


class In(Schema):
    """What is sent in: unknown names are slips and are refused."""

    model_config = ConfigDict(extra="forbid")


class ListOf(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(None, description="Cursor of the next page; null on the last.")


class Company(Schema):
    """A grid company or contractor."""

    id: UUID
    slug: str
    name: str
    organisation_number: str = Field(examples=["310000329"])


class Person(Schema):
    """One who works at a company."""

    id: UUID
    name: str


class Wrong(Schema):
    """One thing that is wrong, and where."""

    path: str = Field(description="Field path, such as `answers.work.service` or `party.customer`.")
    detail: str


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type: str = Field(examples=["urn:nettmelding:problem:incomplete"])
    title: str
    status: int
    code: str = Field(description="Stable; programs go by this.", examples=["incomplete"])
    detail: str = Field(description="A sentence for a person, in their language.")
    instance: str
    errors: list[Wrong] | None = None


class Answer(Schema):
    """One answer, with where it comes from."""

    value: Any
    source: str = Field(
        description="user, metering_point, installation, contractor, register, last_notice, approved or default.",
        examples=["user"],
    )
    read_at: datetime | None = None
