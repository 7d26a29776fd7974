"""Files on a notice."""

from typing import Annotated, BinaryIO, cast
from uuid import UUID

from django.http import FileResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from nettmelding.api import files, lists, present
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.attachments import AttachmentOut, AttachmentPatch, KindId, StageIn
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import attachments, queries
from nettmelding.notices.catalogue.model import Stage

router = Router()
LIST = "/notices/{uuid:notice_id}/attachments"
ONE = f"{LIST}/{{uuid:attachment_id}}"


@router.get(LIST, response=ListOf[AttachmentOut], summary="List attachments")
def list_attachments(
    request: ActingRequest, notice_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[AttachmentOut]:
    """The contractor sees all of its own, others what has been sent."""
    rows = queries.attachments_for(request.auth, queries.get(request.auth, notice_id))
    return lists.paged(rows, "added_at", cursor, limit, present.attachment)


@router.post(LIST, response={201: AttachmentOut}, summary="Add an attachment")
def add_attachment(
    request: ActingRequest,
    notice_id: UUID,
    file: Annotated[UploadedFile, File(description="At most 25 MB: PDF, images, Office, DWG, DXF, ZIP.")],
    kind: Annotated[KindId, Form()],
    stage: Annotated[StageIn, Form()] = StageIn.NOTICE,
) -> Status[AttachmentOut]:
    """The kind of file is told by its content; images lose their position data."""
    row = attachments.add(
        request.auth,
        notice_id,
        kind=kind,
        name=file.name or "",
        file=cast(BinaryIO, file.file),
        stage=Stage(stage),
    )
    return Status(201, present.attachment(row))


@router.patch(ONE, response=AttachmentOut, summary="Say what an attachment is")
def patch_attachment(
    request: ActingRequest, notice_id: UUID, attachment_id: UUID, body: AttachmentPatch
) -> AttachmentOut:
    """Changes its kind."""
    attachments.opened(request.auth, notice_id, attachment_id)
    attachments.set_kind(request.auth, attachment_id, body.kind)
    return present.attachment(attachments.opened(request.auth, notice_id, attachment_id))


@router.delete(ONE, response={204: None}, summary="Take an attachment off")
def delete_attachment(request: ActingRequest, notice_id: UUID, attachment_id: UUID) -> Status[None]:
    """What has been sent keeps it."""
    attachments.opened(request.auth, notice_id, attachment_id)
    attachments.remove(request.auth, attachment_id)
    return Status(204, None)


@router.get(f"{ONE}/content", response={200: bytes}, summary="Download an attachment")
def read_attachment(request: ActingRequest, notice_id: UUID, attachment_id: UUID) -> FileResponse:
    """The file itself, with its own content type."""
    return files.answered(attachments.opened(request.auth, notice_id, attachment_id).document)
