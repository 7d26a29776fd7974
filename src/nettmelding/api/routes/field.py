"""`/field`: how an app carries work orders to a phone and back. The protocol stands in `docs/field-sync.md`."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import get_script_prefix
from ninja import Query, Router
from ninja.security import APIKeyHeader

from nettmelding.api import files
from nettmelding.api.schemas.field import (
    ChangeOut,
    ChangesOut,
    ConflictOut,
    DeviceIn,
    DeviceOut,
    OperationsIn,
    OperationsOut,
    ResultOut,
    StockMeterOut,
)
from nettmelding.api.sign_in import KEY, SESSION, ActingRequest
from nettmelding.core.actor import Actor, ActorKind
from nettmelding.core.errors import Invalid
from nettmelding.workorders import devices, feed, handed_down, operations, photos
from nettmelding.workorders import files as order_files
from nettmelding.workorders.models import Device, Photo
from nettmelding.workorders.operations import Answer, HandedIn

router = Router()
PHOTO = "/field/photos/{uuid:photo_id}"
RESUMABLE = {"Tus-Resumable": "1.0.0"}
PIECE_TYPE = "application/offset+octet-stream"


class DeviceKey(APIKeyHeader):
    """`X-Device-Key`: hands in what was done by somebody who can no longer sign in. Which device it is, the request says."""

    param_name = "X-Device-Key"
    openapi_description = (
        "The key of a device whose user cannot sign in. It only hands in; everything is held for the planner."
    )

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return key or None


HANDS_IN = [KEY, SESSION, DeviceKey()]


@router.post("/field/devices", response=DeviceOut, summary="Make a device known")
def register_device(request: ActingRequest, body: DeviceIn) -> DeviceOut:
    """The same device again is answered without its key."""
    made = devices.register(request.auth, body.id, body.name, body.recovery)
    return DeviceOut(id=made.device.id, key=made.key or None, next_number=made.device.next_number)


@router.get("/field/changes", response=ChangesOut, summary="Read changed work orders")
def read_field_changes(
    request: ActingRequest,
    after: Annotated[str | None, Query(None, max_length=1_000, description="`next` of the last answer.")],
) -> ChangesOut:
    """Without `after`: everything that is yours now."""
    found = feed.changes(request.auth, after)
    root = f"{get_script_prefix().rstrip('/')}/api/v1"
    return ChangesOut(
        items=[
            ChangeOut(
                id=one.order_id,
                gone=one.order is None,
                order=handed_down.order_down(request.auth, one.order, root) if one.order else None,
            )
            for one in found.items
        ],
        next=found.next,
        more=found.more,
        meters=[StockMeterOut(**one) for one in handed_down.meters_down(request.auth)],
    )


@router.get(
    "/field/orders/{uuid:order_id}/files/{uuid:attachment_id}", response={200: bytes}, summary="Read a file of an order"
)
def read_order_file(request: ActingRequest, order_id: UUID, attachment_id: UUID) -> FileResponse:
    """An attachment of the notice that an order of yours is about."""
    return files.answered(order_files.opened(request.auth, order_id, attachment_id))


@router.post("/field/operations", response=OperationsOut, auth=HANDS_IN, summary="Hand in what was done")
def hand_in_operations(request: ActingRequest, body: OperationsIn) -> OperationsOut:
    """Each is done exactly once, in the order of the device's own numbers; sent again, it is answered as the first time."""
    done = [HandedIn(one.id, one.number, one.order, one.kind, one.happened_at, one.data) for one in body.operations]
    if isinstance(request.auth, Actor):
        return _answered(operations.hand_in(request.auth, body.device, body.sent_at, done))
    return _answered(operations.hand_in_by_key(body.device, str(request.auth), body.sent_at, done))


@router.api_operation(["HEAD"], PHOTO, response={200: None}, auth=HANDS_IN, summary="Ask how much of a photo has come")
def read_photo_offset(request: ActingRequest, photo_id: UUID) -> HttpResponse:
    """As tus 1.0: `Upload-Offset` and `Upload-Length`. 422 for what was taken for no picture."""
    device, photo = _own(request, photo_id)
    return _offset(photos.standing(_actor(request, device), photo), 200)


@router.patch(PHOTO, response={204: None}, auth=HANDS_IN, summary="Add a piece of a photo")
def add_photo_piece(request: ActingRequest, photo_id: UUID) -> HttpResponse:
    """As tus 1.0: `Upload-Offset` says where the body begins; at most 1 MiB. 409 where another piece is the next."""
    device, _photo = _own(request, photo_id)
    if request.content_type != PIECE_TYPE:
        raise Invalid("content_type", f"Content-Type: {PIECE_TYPE}", fields={"Content-Type": PIECE_TYPE})
    text = request.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise Invalid("offset", "Upload-Offset", fields={"Upload-Offset": "0, 1, 2 …"})
    return _offset(photos.add(_actor(request, device), device, photo_id, int(text), request.body), 204)


@router.get(PHOTO, response={200: bytes}, summary="Read a photo")
def read_photo(request: ActingRequest, photo_id: UUID) -> FileResponse:
    """The picture as it is kept: without its position."""
    return files.answered(photos.opened(request.auth, photo_id), inline=True)


def _own(request: ActingRequest, photo_id: UUID) -> tuple[Device, Photo]:
    """The photo and its device, which is the caller's own or holds the key. Errors: NotFound."""
    device = photos.device_of(photo_id)
    if isinstance(request.auth, Actor):
        device = devices.own(request.auth, device.id)
    else:
        device = devices.by_key(device.id, str(request.auth))
    return device, photos.of_device(device, photo_id)


def _actor(request: ActingRequest, device: Device) -> Actor:
    if isinstance(request.auth, Actor):
        return request.auth
    return Actor(
        kind=ActorKind.PERSON, name=device.user.name, user_id=device.user_id, organisation_id=device.organisation_id
    )


def _offset(photo: Photo, status: int) -> HttpResponse:
    headers = {"Upload-Offset": str(photo.received), "Upload-Length": str(photo.size), **RESUMABLE}
    return HttpResponse(status=status, headers={**headers, "Cache-Control": "no-store"})


def _answered(answer: Answer) -> OperationsOut:
    results = [
        ResultOut(
            id=one.id,
            number=one.number,
            outcome=one.outcome,
            message=one.message,
            conflicts=[ConflictOut.model_validate(conflict) for conflict in one.conflicts],
        )
        for one in answer.results
    ]
    return OperationsOut(results=results, next_number=answer.next_number)
