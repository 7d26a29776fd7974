"""`/requests`: what is laid down for good, and questions to a person at a grid company."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Status

from nettmelding.api import companies, headers, lists, present
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.schemas.requests import NewRequest, RequestAction, RequestOut, RequestStep
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import requests
from nettmelding.notices.models import Request

router = Router()


@router.get("/requests", response=ListOf[RequestOut], summary="List requests")
def list_requests(request: ActingRequest, cursor: Cursor = None, limit: Limit = 50) -> ListOf[RequestOut]:
    """The requests you may see, the last changed first."""
    rows = requests.visible_to(request.auth)
    return lists.paged(rows, "-changed_at", cursor, limit, lambda row: present.request(request.auth, row))


@router.post("/requests", response={201: RequestOut}, summary="Send a request")
def create_request(request: ActingRequest, response: HttpResponse, body: NewRequest) -> Status[RequestOut]:
    """A disconnection needs an address or meter numbers and a date, an enquiry its question."""
    sent = requests.send(
        request.auth,
        Request.Kind(body.kind),
        companies.named(body.grid_company).id,
        subject=body.subject,
        address=body.address,
        meter_numbers=body.meter_numbers,
        wanted_date=body.wanted_date,
        text=body.text,
    )
    return Status(201, _answer(request, response, sent.id))


@router.get("/requests/{uuid:request_id}", response=RequestOut, summary="Read a request")
def read_request(request: ActingRequest, response: HttpResponse, request_id: UUID) -> RequestOut:
    """The ETag is for `If-Match`."""
    return _answer(request, response, request_id)


@router.post("/requests/{uuid:request_id}/actions/{action}", response=RequestOut, summary="Move a request")
def step_request(
    request: ActingRequest,
    response: HttpResponse,
    request_id: UUID,
    action: RequestAction,
    body: RequestStep | None = None,
) -> RequestOut:
    """One of the request's `actions`."""
    text = body.text if body else ""
    requests.step(request.auth, request_id, action, text=text, revision=headers.wanted_revision(request))
    return _answer(request, response, request_id)


def _answer(request: ActingRequest, response: HttpResponse, request_id: UUID) -> RequestOut:
    row = requests.get(request.auth, request_id)
    headers.tag(response, row.revision)
    return present.request(request.auth, row)
