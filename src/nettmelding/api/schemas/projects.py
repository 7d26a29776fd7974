"""Projects: notices of one contractor that belong together."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, Line, LongText, Moment, Person
from nettmelding.api.schemas.notices import Answers, NoticeLine
from nettmelding.api.schemas.registers import AddressIn
from nettmelding.notices.projects import MOST
from nettmelding.notices.projects_places import MOST as MOST_AT_A_TIME


class ProjectOut(Schema):
    id: UUID
    name: str
    note: str
    created_by: Person | None
    created_at: Moment
    put_away: bool
    counts: dict[str, int] = Field(description="Notices by status.", examples=[{"draft": 3, "closed": 12}])
    finished: int = Field(description="Reported finished, or further.")
    total: int = Field(description="Those that are to be finished: neither withdrawn nor lapsed.")


class NewProject(In):
    name: Line
    note: str = Field("", max_length=2_000, pattern=r"^[^\x00]*$")


class ProjectPatch(In):
    """What is not named stays."""

    name: Line | None = None
    note: LongText | None = None
    put_away: bool | None = Field(None, strict=True)


class NoticeIds(In):
    notice_ids: list[UUID] = Field(min_length=1, max_length=MOST)


class SharedOut(Schema):
    """How many could take what is shared."""

    given: int
    left: list[UUID] = Field(description="Notices that are sent, and stay as they are.")


class SendBody(In):
    notice_ids: list[UUID] = Field([], max_length=MOST, description="Left out: all drafts of the project.")
    only_ready: bool = Field(False, strict=True, description="Those that lack something are left; else all or none.")


class Sent(Schema):
    sent: list[NoticeLine]


class SiblingIn(In):
    """One notice that is wanted."""

    address: AddressIn
    answers: Answers = Field({}, description="What differs from the first notice, by field path.")
    grid_company: Line | None = Field(None, description="Id or slug, where two come into question.")
    again: bool = Field(False, strict=True, description="Though there is an open notice about the address.")


class Siblings(In):
    project_id: UUID | None = Field(None, description="Left out: a new project.")
    name: Line = Field("", description="Of the new project.")
    with_attachments: bool = Field(True, strict=True)
    notices: list[SiblingIn] = Field(min_length=1, max_length=MOST_AT_A_TIME)


class Made(Schema):
    project: ProjectOut
    notices: list[NoticeLine]
