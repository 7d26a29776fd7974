"""`/work-orders` and `/deviations`: what fitters are sent out to do, and what they find wrong."""

from typing import Annotated, BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from nettmelding.api import files, headers, lists, present_orders
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.common import Day, ListOf, LongText
from nettmelding.api.schemas.work_orders import (
    DeviationAction,
    DeviationOut,
    DeviationState,
    DeviationStep,
    GateIn,
    GateWhat,
    KindCode,
    KindCount,
    Learnt,
    NewWorkOrder,
    OrderMove,
    OrderSorting,
    OrderStatus,
    SlotIn,
    WorkOrder,
    WorkOrderAction,
    WorkOrderLine,
)
from nettmelding.api.sign_in import ActingRequest
from nettmelding.workorders import deviations, gate, learning, making, offers, queries, times
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.deviations import Photograph
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.perform import perform
from nettmelding.workorders.queries import Filter

router = Router()
ORDER = "/work-orders/{uuid:order_id}"
DEVIATION = "/deviations/{uuid:deviation_id}"


class WorkOrderFilter(Schema):
    """What a list is narrowed to."""

    q: Annotated[str, Query("", max_length=200, description="Number, address, meter, the notice's number.")] = ""
    status: list[OrderStatus] = []
    kind: list[KindCode] = []
    fitter_id: UUID | None = None
    performer_id: UUID | None = None
    planned_from: Day | None = None
    planned_to: Day | None = None
    open_only: bool = False

    def narrowed(self) -> Filter:
        """As the room's own filter."""
        return Filter(
            query=self.q,
            statuses=tuple(self.status),
            kinds=tuple(self.kind),
            assignee_id=self.fitter_id,
            performer_id=self.performer_id,
            since=self.planned_from,
            until=self.planned_to,
            ended=not self.open_only,
        )


@router.get("/work-orders", response=ListOf[WorkOrderLine], summary="List work orders")
def list_work_orders(
    request: ActingRequest,
    wanted: Query[WorkOrderFilter],
    order: OrderSorting = OrderSorting.CHANGED,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ListOf[WorkOrderLine]:
    """The work orders you may see, a page at a time."""
    found = queries.listed(request.auth, wanted.narrowed(), order=order, cursor=cursor, size=limit)
    return lists.shown(found, present_orders.line)


@router.post("/work-orders", response={201: WorkOrder}, summary="Order work")
def create_work_order(request: ActingRequest, response: HttpResponse, body: NewWorkOrder) -> Status[WorkOrder]:
    """For a notice that is sent and not closed. A contractor orders what it may: switching, with day and hour, and meters
    where its fitters may hang them."""
    made = making.order(
        request.auth,
        body.notice_id,
        Wanted(
            kind=body.kind,
            performer_id=body.performer_id,
            wanted_from=body.wanted_from,
            hour_matters=body.hour_matters,
            note=body.note,
            access_note=body.access_note,
            facts={"cabinet": body.cabinet, "circuit": body.circuit},
        ),
    )
    response.headers["Location"] = f"{request.path.partition('/work-orders')[0]}/work-orders/{made.id}"
    return Status(201, _answer(request, response, made.id))


@router.get(ORDER, response=WorkOrder, summary="Read a work order")
def read_work_order(request: ActingRequest, response: HttpResponse, order_id: UUID) -> WorkOrder:
    """The ETag is for `If-Match`."""
    return _answer(request, response, order_id)


@router.post(f"{ORDER}/actions/{{move}}", response=WorkOrder, summary="Move a work order")
def act_on_work_order(
    request: ActingRequest, response: HttpResponse, order_id: UUID, move: OrderMove, body: WorkOrderAction | None = None
) -> WorkOrder:
    """One of the order's `actions`. `offer_times` writes to the customer, who picks one behind a link."""
    sent, revision = body or WorkOrderAction.model_validate({}), headers.wanted_revision(request)
    offers.require(request.auth, queries.get(request.auth, order_id), move)
    if move is Action.OFFER_TIMES:
        slots = [_slot(one) for one in sent.slots]
        times.offer(request.auth, order_id, slots, assignee_id=sent.assignee_id, revision=revision)
    else:
        perform(request.auth, order_id, move, _given(sent), revision=revision)
    return _answer(request, response, order_id)


@router.put(f"{ORDER}/gate/{{what}}", response=WorkOrder, summary="Say that something is in place before voltage")
def set_work_order_gate(
    request: ActingRequest, response: HttpResponse, order_id: UUID, what: GateWhat, body: GateIn | None = None
) -> WorkOrder:
    """The grid company says that the customer has accepted the terms, or has a contract for power."""
    gate.say(request.auth, order_id, what.value, (body or GateIn()).how.value)
    return _answer(request, response, order_id)


@router.delete(f"{ORDER}/gate/{{what}}", response=WorkOrder, summary="Say that it is not in place after all")
def clear_work_order_gate(request: ActingRequest, response: HttpResponse, order_id: UUID, what: GateWhat) -> WorkOrder:
    """The same taken back."""
    gate.say(request.auth, order_id, what.value, None)
    return _answer(request, response, order_id)


@router.get("/deviations", response=ListOf[DeviationOut], summary="List deviations")
def list_deviations(
    request: ActingRequest,
    state: Annotated[list[DeviationState], Query([])],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ListOf[DeviationOut]:
    """The deviations you may see, the newest first."""
    found = deviations.listed(request.auth, states=[one.value for one in state], cursor=cursor, size=limit)
    return lists.shown(found, lambda row: present_orders.deviation(request.auth, row))


@router.get("/deviations/statistics", response=Learnt, summary="Count deviations by kind and month")
def count_deviations(request: ActingRequest) -> Learnt:
    """A contractor's about itself, a grid company's about all, for twelve months."""
    found, names = learning.by_month(request.auth), catalogue().deviations
    return Learnt(
        months=[f"{month:%Y-%m}" for month in found.months],
        kinds=[KindCount(kind=kind, kind_name=names[kind].name, months=list(counts)) for kind, counts in found.rows],
    )


@router.get(DEVIATION, response=DeviationOut, summary="Read a deviation")
def read_deviation(request: ActingRequest, deviation_id: UUID) -> DeviationOut:
    """With what you may do with it now."""
    return _deviation(request, deviation_id)


@router.post(f"{DEVIATION}/actions/{{step}}", response=DeviationOut, summary="Mend, close or give back a deviation")
def step_deviation(
    request: ActingRequest, deviation_id: UUID, step: DeviationAction, body: DeviationStep | None = None
) -> DeviationOut:
    """The contractor mends, here without pictures; the grid company closes, or gives back with what is left."""
    text = body.text if body else ""
    if step is DeviationAction.MEND:
        deviations.mend(request.auth, deviation_id, text, ())
    elif step is DeviationAction.CLOSE:
        deviations.close(request.auth, deviation_id, text)
    else:
        deviations.give_back(request.auth, deviation_id, text)
    return _deviation(request, deviation_id)


@router.post(f"{DEVIATION}/mended", response=DeviationOut, summary="Say that a deviation is mended, with a picture")
def mend_deviation(
    request: ActingRequest,
    deviation_id: UUID,
    file: Annotated[UploadedFile, File(description="How it looks now; at most 25 MB.")],
    text: Annotated[LongText, Form()],
) -> DeviationOut:
    """Images lose their position data."""
    photo = Photograph(file.name or "", cast(BinaryIO, file.file))
    deviations.mend(request.auth, deviation_id, text, (photo,))
    return _deviation(request, deviation_id)


@router.get(
    f"{DEVIATION}/photos/{{uuid:document_id}}", response={200: bytes}, summary="Read a picture of what was mended"
)
def read_mended_photo(request: ActingRequest, deviation_id: UUID, document_id: UUID) -> FileResponse:
    """The picture as it is kept."""
    return files.answered(deviations.opened(request.auth, deviation_id, document_id), inline=True)


def _answer(request: ActingRequest, response: HttpResponse, order_id: UUID) -> WorkOrder:
    row = queries.get(request.auth, order_id)
    headers.tag(response, row.revision)
    return present_orders.whole(request.auth, row)


def _deviation(request: ActingRequest, deviation_id: UUID) -> DeviationOut:
    return present_orders.deviation(request.auth, deviations.get(request.auth, deviation_id))


def _slot(sent: SlotIn) -> Slot:
    return Slot(sent.since, sent.until)


def _given(sent: WorkOrderAction) -> Given:
    return Given(
        text=sent.text,
        reason=sent.reason,
        assignee_id=sent.assignee_id,
        slot=_slot(sent.slot) if sent.slot else None,
        performer_id=sent.performer_id,
        step=sent.step,
        signature=sent.signature.model_dump() if sent.signature else None,
    )
