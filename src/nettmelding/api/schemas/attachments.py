"""Attachments."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, Moment, OneOf
from nettmelding.notices.catalogue.load import catalogue


class StageIn(StrEnum):
    """When it belongs to the case."""

    NOTICE = "notice"
    COMPLETION = "completion"


KindId = Annotated[str, OneOf(lambda: catalogue().attachments)]


class AttachmentOut(Schema):
    """A file on a notice; its content is at `…/attachments/{id}/content`."""

    id: UUID
    kind: str = Field(examples=["site_plan"])
    stage: str
    name: str
    content_type: str
    size_bytes: int
    sha256: str
    added_at: Moment
    sent_with: int | None = Field(description="Number of the first submission it went with.")
    removed: bool = Field(description="Taken off the working copy; earlier submissions still hold it.")


class AttachmentPatch(In):
    kind: KindId
