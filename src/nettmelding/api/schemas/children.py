"""The metering points of a block notice: what is sent in to make, fill in and move them."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, Line
from nettmelding.api.schemas.notices import ActionBody, Answers, NoticeLine
from nettmelding.notices.making import MOST


class NewChild(In):
    """One metering point."""

    entrance: Line = Field("", examples=["5A"])
    unit: Line = Field("", description="Dwelling number, or what else tells it apart.", examples=["H0102"])
    answers: Answers = Field(
        {}, description="Values by field path; the others are the mother's.", examples=[{"protection.mv_new_a": 32}]
    )


class NewChildren(In):
    children: list[NewChild] = Field(min_length=1, max_length=MOST)


class Cell(In):
    """One answer of one metering point, as people type it. An empty value takes it away: the mother's holds again."""

    id: UUID
    path: Line
    value: Line
    was: Line | None = Field(
        None, description="What stood there when it was read: where it is something else now, that stays."
    )


class Cells(In):
    cells: list[Cell] = Field(min_length=1, max_length=5_000)


class CellRefused(Schema):
    """A cell that was not taken."""

    id: UUID
    path: str
    detail: str


class RowSaved(Schema):
    """One metering point after its cells were taken in."""

    id: UUID
    revision: int
    missing: int = Field(description="How much keeps it from being sent.")


class CellsSaved(Schema):
    """The rows that were touched, and the cells that were not taken."""

    items: list[RowSaved]
    refused: list[CellRefused]


class ChildrenAction(ActionBody):
    """An action on several metering points."""

    notices: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    revisions: dict[UUID, int] = Field(
        {}, description="The revision each was read with: another one now, and nothing is done (412)."
    )
    those_that_can: bool = Field(False, strict=True, description="True: leave out those that cannot.")


class Moved(Schema):
    """The metering points that were moved, as they are now."""

    items: list[NoticeLine]
