"""Work orders and deviations as they are read, and what is sent in to order, plan and move them."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import Company, In, Line, LongText, Moment, OneOf, Person, in_place
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.status import Status, Turn

Words = Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")]
OrderStatus = Annotated[Status, in_place(Status)]
OrderTurn = Annotated[Turn, in_place(Turn)]
OrderMove = Annotated[Action, in_place(Action)]
KindCode = Annotated[str, OneOf(lambda: written().kinds)]


class DeviationState(StrEnum):
    """Where a deviation stands."""

    OPEN = "open"
    MENDED = "mended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class GateWhat(StrEnum):
    """What must be in place before an installation gets voltage, besides what the program sees itself."""

    TERMS = "terms"
    CONTRACT = "contract"


class GateHow(StrEnum):
    YES = "yes"
    FALLBACK = "fallback"


class OrderSorting(StrEnum):
    """How a list is sorted. `when`: only those with a time, the earliest first."""

    CHANGED = "changed"
    WHEN = "when"
    NUMBER = "number"


class WorkOrderLine(Schema):
    """A work order in a list."""

    id: UUID
    number: str = Field(examples=["A-2026-000123-1"])
    kind: str
    kind_name: str
    status: OrderStatus
    status_name: str
    turn: OrderTurn = Field(description="Whose turn it is.")
    revision: int = Field(description="Counts every change; the ETag.")
    notice_id: UUID | None
    grid_company: Company
    performer: Company = Field(description="Whose fitter does it.")
    fitter: Person | None
    address: str
    unit: str
    postcode: str
    place: str
    lat: float | None = Field(description="EPSG:4326.")
    lon: float | None
    planned_from: Moment | None
    planned_until: Moment | None
    wanted_from: Moment | None
    hour_matters: bool = Field(description="Whether `wanted_from` is an hour, and not only a day.")
    due_at: Moment | None
    created_at: Moment
    changed_at: Moment
    reported_at: Moment | None
    ended_at: Moment | None


class StepOut(Schema):
    """A step as it is asked in this order, with its answer."""

    id: str
    group: str
    kind: str
    label: str
    needed: bool
    unit: str
    min: float | None
    max: float | None
    value: Any
    answered_at: str | None
    answered_by: str | None
    outside: bool = Field(description="The answer is not as it should be.")


class PhotoOut(Schema):
    id: UUID
    step: str = Field(description="Empty: of a deviation.")
    state: str = Field(description="coming, here or refused.")
    taken_at: Moment
    taken_by_name: str


class GateCheck(Schema):
    what: str
    name: str
    ok: bool
    by: str
    at: Moment | None


class Energise(Schema):
    """*Kan spenningssettes.*"""

    asked: bool = Field(description="Whether the installation gets voltage with this order.")
    may: bool
    why_not: list[str]
    checks: list[GateCheck]


class OrderRemark(Schema):
    at: str
    by: str
    text: str
    step: str


class WorkOrder(WorkOrderLine):
    """A whole work order."""

    facts: dict[str, Any] = Field(description="What was known when it was made.")
    access_note: str
    note: str
    steps: list[StepOut]
    conflicts: list[dict[str, Any]]
    photos: list[PhotoOut] = Field(description="Each is read at `/field/photos/{id}`.")
    deviation_ids: list[UUID]
    energise: Energise
    reserved_meter: str
    remarks: list[OrderRemark]
    report_text: str
    actions: list[OrderMove] = Field(description="What you may do now: `POST /work-orders/{id}/actions/{move}`.")


class NewWorkOrder(In):
    """Work for a notice."""

    notice_id: UUID
    kind: KindCode
    performer_id: UUID | None = Field(None, description="Left out: by the grid company's rule.")
    wanted_from: Moment | None = None
    hour_matters: bool = False
    cabinet: Line = ""
    circuit: Line = ""
    access_note: Line = ""
    note: Words = ""


class SlotIn(In):
    since: Moment
    until: Moment


class OrderSignature(In):
    name: Line
    strokes: list[list[tuple[float, float]]] = Field(max_length=2_000)


class WorkOrderAction(In):
    """What goes with an action; each reads what it needs."""

    text: Words = ""
    step: str = Field("", max_length=40, pattern=r"^[^\x00]*$", description="`return`: the step it points at.")
    reason: str = Field("", max_length=24, pattern=r"^[^\x00]*$", description="`miss`: why.")
    assignee_id: UUID | None = Field(None, description="`plan`, `offer_times`: the fitter.")
    slot: SlotIn | None = Field(None, description="`plan`: the time.")
    slots: list[SlotIn] = Field([], max_length=12, description="`offer_times`: what the customer chooses from.")
    performer_id: UUID | None = Field(None, description="`hand_over`: the firm.")
    signature: OrderSignature | None = Field(None, description="`report`, where the kind declares.")


class GateIn(In):
    how: GateHow = GateHow.YES


class DeviationOut(Schema):
    id: UUID
    order_id: UUID
    order_number: str
    kind: str
    kind_name: str
    severity: str
    state: DeviationState
    state_name: str
    text: str
    grid_company: Company
    contractor: Company | None = Field(description="Who is to mend it.")
    found_at: Moment
    found_by_name: str
    due_at: Moment | None
    photos: list[UUID] = Field(description="As it was found; each is read at `/field/photos/{id}`.")
    mended_text: str
    mended_at: Moment | None
    mended_photos: list[UUID] = Field(description="As it is now; `/deviations/{id}/photos/{photo}`.")
    answer: str
    closed_at: Moment | None
    actions: list[str] = Field(description="What you may do now: `POST /deviations/{id}/actions/{step}`.")


class DeviationAction(StrEnum):
    MEND = "mend"
    CLOSE = "close"
    GIVE_BACK = "give_back"


class DeviationStep(In):
    text: LongText = ""


class KindCount(Schema):
    kind: str
    kind_name: str
    months: list[int]


class Learnt(Schema):
    """How many of each kind were found from month to month: a contractor's about itself, a grid company's about all."""

    months: list[str] = Field(examples=[["2026-10", "2026-11"]])
    kinds: list[KindCount]
