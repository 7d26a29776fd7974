"""What a notice asks to be filled in, and what is missing."""

from uuid import UUID

from ninja import Router

from nettmelding.api.forms import form_out
from nettmelding.api.schemas.catalogue import FormOut
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.schemas.notices import MissingOut
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import queries, working_copy
from nettmelding.notices.catalogue.model import Stage

router = Router()


@router.get("/notices/{uuid:notice_id}/form", response=FormOut, summary="Read what the notice asks for")
def read_form(request: ActingRequest, notice_id: UUID, stage: Stage = Stage.NOTICE) -> FormOut:
    """The questions as they are for these types at this grid company, filled in with what is known."""
    return form_out(working_copy.form_of(queries.own(request.auth, notice_id), stage))


@router.get("/notices/{uuid:notice_id}/missing", response=ListOf[MissingOut], summary="List what is missing")
def list_missing(request: ActingRequest, notice_id: UUID, stage: Stage = Stage.NOTICE) -> ListOf[MissingOut]:
    """Everything that keeps the notice (or, with `stage=completion`, the completion report) from being sent."""
    found = working_copy.missing_in(queries.own(request.auth, notice_id), stage)
    items = [
        MissingOut(path=one.path, label=one.label, section=one.section, kind=one.kind, detail=one.message)
        for one in found
    ]
    return ListOf(items=items, next=None)
