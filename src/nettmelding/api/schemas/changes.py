"""One change of many notices: what is sent in, and what becomes of each."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, LongText
from nettmelding.api.schemas.notices import Answers
from nettmelding.notices.bulk import MOST
from nettmelding.notices.bulk_plan import Way
from nettmelding.notices.models import BulkChange

What = BulkChange.What
Ids = Annotated[list[UUID], Field(min_length=1, max_length=MOST, description="The notices, up to 500.")]


class ManyIn(In):
    """What is wanted of many."""

    notices: Ids
    what: What = Field(
        What.FIELDS, description="`fields`: the contractor's answers. `take`, `assign`, `release`: the case handler."
    )
    answers: Answers = Field(
        {},
        description="For `fields`: values by field path, as people type them; null makes a field empty.",
        examples=[{"when.wanted_date": "2026-12-15"}],
    )
    assignee_id: UUID | None = Field(None, description="For `assign`: one of `/users`.")
    text: LongText = Field("", description="Why, for the grid company.")
    revisions: dict[UUID, int] = Field(
        {}, description="The revision each was read with: another one now, and nothing is changed (412)."
    )
    those_that_can: bool = Field(True, strict=True, description="False: all or none (409 where one cannot).")
    preview: bool = Field(False, strict=True, description="True: tell what would come of it, and change nothing.")


class ManyChange(Schema):
    """One field of one notice, as shown."""

    path: str
    label: str
    old: str
    new: str


class ManyLine(Schema):
    """What becomes of one notice."""

    id: UUID
    number: str | None
    revision: int
    way: Way | None = Field(
        description="`working_copy`, `told`, `decided` (goes to be decided anew) or `handed`; null: it stays as it is."
    )
    changes: list[ManyChange]
    why: str = Field(description="Why it stays.")


class ManyOut(Schema):
    """A change of many, or what it would be."""

    id: UUID | None = Field(description="For `POST /notices/changes/{id}/undo`; null for a preview.")
    changed: int
    stayed: int
    items: list[ManyLine]
