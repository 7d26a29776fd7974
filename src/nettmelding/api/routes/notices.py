"""`/notices`: the list, one, a new one, changing one, a copy."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status

from nettmelding.api import companies, editing, headers, lists, present
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.common import Day, ListOf
from nettmelding.api.schemas.notices import NewNotice, Notice, NoticeLine, NoticePatch, Order, TurnFilter, TypeId
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import copying, queries
from nettmelding.notices import status as statuses
from nettmelding.notices.models import Notice as Row
from nettmelding.notices.queries import Filter

router = Router()


class NoticeFilter(Schema):
    """What a list is narrowed to."""

    q: Annotated[str, Query("", max_length=200, description="Number, address, name, meter, own reference.")] = ""
    status: list[statuses.Status] = []
    type: list[TypeId] = []
    turn: TurnFilter | None = None
    late: bool = False
    contractor_id: UUID | None = None
    grid_company: Annotated[str | None, Query(None, max_length=50, description="Id or slug.")] = None
    responsible_id: UUID | None = None
    handler_id: UUID | None = None
    changed_from: Day | None = None
    changed_to: Day | None = None
    mother_id: Annotated[UUID | None, Query(None, description="The metering points of this block notice.")] = None
    project_id: Annotated[UUID | None, Query(None, description="Those that belong together.")] = None

    def narrowed(self) -> Filter:
        """As the room's own filter."""
        return Filter(
            query=self.q,
            statuses=tuple(self.status),
            types=tuple(self.type),
            turn=self.turn or "",
            contractor_id=self.contractor_id,
            grid_company_id=companies.named(self.grid_company).id if self.grid_company else None,
            responsible_id=self.responsible_id,
            handler_id=self.handler_id,
            late=self.late,
            changed_from=self.changed_from,
            changed_to=self.changed_to,
            mother_id=self.mother_id,
            project_id=self.project_id,
        )


@router.get("/notices", response=ListOf[NoticeLine], summary="List notices")
def list_notices(
    request: ActingRequest,
    wanted: Query[NoticeFilter],
    order: Order = Order.CHANGED,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ListOf[NoticeLine]:
    """The notices you may see, a page at a time. `turn=mine`: those that wait for your company."""
    found = queries.listed(request.auth, wanted.narrowed(), order=order, cursor=cursor, size=limit)
    return lists.shown(found, lambda row: present.line(request.auth, row))


@router.post("/notices", response={201: Notice}, summary="Make a draft")
def create_notice(request: ActingRequest, response: HttpResponse, body: NewNotice) -> Status[Notice]:
    """A new draft, invisible to the grid company until it is sent. Refused as a whole where an answer does not hold."""
    return _made(request, response, editing.create(request.auth, body))


@router.get("/notices/{uuid:notice_id}", response=Notice, summary="Read a notice")
def read_notice(request: ActingRequest, response: HttpResponse, notice_id: UUID) -> Notice:
    """The contractor reads the working copy, all others what was sent last. The ETag is for `If-Match`."""
    notice = queries.get(request.auth, notice_id)
    headers.tag(response, notice.revision)
    return present.whole(request.auth, notice)


@router.patch("/notices/{uuid:notice_id}", response=Notice, summary="Change the working copy")
def patch_notice(request: ActingRequest, response: HttpResponse, notice_id: UUID, body: NoticePatch) -> Notice:
    """Changes the named answers and nothing else, all or none. Send `If-Match` so that nobody's change is lost."""
    editing.patch(request.auth, notice_id, body, headers.wanted_revision(request))
    notice = queries.get(request.auth, notice_id)
    headers.tag(response, notice.revision)
    return present.whole(request.auth, notice)


@router.post("/notices/{uuid:notice_id}/copy", response={201: Notice}, summary="Copy as a new draft")
def copy_notice(request: ActingRequest, response: HttpResponse, notice_id: UUID) -> Status[Notice]:
    """The same answers and parties without number, dates, attachments and what was reported."""
    return _made(request, response, copying.copy(request.auth, notice_id))


def _made(request: ActingRequest, response: HttpResponse, made: Row) -> Status[Notice]:
    notice = queries.get(request.auth, made.id)
    headers.tag(response, notice.revision)
    response.headers["Location"] = f"{request.path.partition('/notices')[0]}/notices/{notice.id}"
    return Status(201, present.whole(request.auth, notice))
