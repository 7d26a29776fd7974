"""What was sent, what happened, and what was said."""

from typing import Annotated
from uuid import UUID

from ninja import Path, Query, Router, Status

from nettmelding.api import lists, present
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.accounts import MessageOut
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.schemas.notices import EventOut, NoteIn, Submission, SubmissionLine
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.messages import queries as messages
from nettmelding.messages.queries import MessageState
from nettmelding.notices import dialogue, queries, requests, timeline, transfers
from nettmelding.notices.timeline import Entry

router = Router()
Number = Annotated[int, Path(ge=1, le=100_000)]


@router.get("/notices/{uuid:notice_id}/submissions", response=ListOf[SubmissionLine], summary="List what was sent")
def list_submissions(
    request: ActingRequest, notice_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ListOf[SubmissionLine]:
    """Every version that was sent, the first one first."""
    rows = queries.get(request.auth, notice_id).submissions.all()
    return lists.paged(rows, "number", cursor, limit, present.submission_line)


@router.get("/notices/{uuid:notice_id}/submissions/{int:number}", response=Submission, summary="Read a sent version")
def read_submission(request: ActingRequest, notice_id: UUID, number: Number) -> Submission:
    """What was sent, as it was, with what it changed."""
    notice = queries.get(request.auth, notice_id)
    return present.submission(request.auth, notice, queries.submission(notice, number))


@router.get("/notices/{uuid:notice_id}/events", response=ListOf[EventOut], summary="List what happened")
def list_events(request: ActingRequest, notice_id: UUID, cursor: Cursor = None, limit: Limit = 50) -> ListOf[EventOut]:
    """The timeline as you may know it, oldest first."""
    notice = queries.get(request.auth, notice_id)
    return lists.cut(timeline.entries(request.auth, notice.id), cursor, limit, _event)


@router.post("/notices/{uuid:notice_id}/notes", response={201: EventOut}, summary="Write a note")
def add_note(request: ActingRequest, notice_id: UUID, body: NoteIn) -> Status[EventOut]:
    """To the other side, or (`internal`) to one's own colleagues. Moves nothing."""
    dialogue.note(request.auth, notice_id, body.text, internal=body.internal)
    return Status(201, _event(timeline.entries(request.auth, notice_id)[-1]))


@router.get("/messages", response=ListOf[MessageOut], summary="List messages about a case")
def list_messages(
    request: ActingRequest,
    subject: Annotated[UUID, Query(description="Id of a notice or request.")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ListOf[MessageOut]:
    """What was sent by e-mail to your company about a case, and how far it has come."""
    audience = frozenset({timeline.audience_of(request.auth)})
    found = messages.about(_kind_of(request.auth, subject), subject, audiences=audience)
    since = transfers.had_since(request.auth, subject)
    found = [one for one in found if since is None or one.created_at >= since]
    return lists.cut(found, cursor, limit, _message)


def _kind_of(actor: Actor, subject: UUID) -> str:
    """What the subject is, where the actor may see it. Errors: NotFound."""
    if queries.visible_to(actor).filter(pk=subject).exists():
        return queries.SUBJECT
    if requests.visible_to(actor).filter(pk=subject).exists():
        return requests.SUBJECT
    raise NotFound


def _event(entry: Entry) -> EventOut:
    return EventOut(
        id=entry.id,
        action=entry.action,
        happened_at=entry.happened_at,
        actor_name=entry.actor_name,
        organisation_name=entry.organisation_name,
        automatic=entry.automatic,
        internal=entry.internal,
        text=entry.text,
        detail=entry.detail,
    )


def _message(state: MessageState) -> MessageOut:
    return MessageOut(
        id=state.id,
        kind=state.kind,
        to_address=state.to_address,
        subject=state.subject,
        text=state.text,
        status=state.status,
        created_at=state.created_at,
        sent_at=state.sent_at,
        tries=state.tries,
    )
