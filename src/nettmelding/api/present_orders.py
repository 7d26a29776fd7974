"""Work orders and deviations from the room's rows to what programs read."""

from typing import Any
from uuid import UUID

from nettmelding.api import present
from nettmelding.api.schemas import work_orders as shapes
from nettmelding.core.actor import Actor
from nettmelding.workorders import deviations, gate, steps
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.offers import offers
from nettmelding.workorders.ruleset import rules_of
from nettmelding.workorders.status import INFO
from nettmelding.workorders.steps import Asked


def line(row: WorkOrder) -> shapes.WorkOrderLine:
    """An order in a list."""
    return shapes.WorkOrderLine(**_columns(row))


def whole(actor: Actor, row: WorkOrder) -> shapes.WorkOrder:
    """A whole order as the actor may see it. `row` comes from `queries.get`."""
    reserved = row.reserved_meters.first()
    return shapes.WorkOrder(
        **_columns(row),
        facts=row.facts,
        access_note=row.access_note,
        note=row.note,
        steps=[_step(row, one) for one in steps.asked(row, rules_of(row.grid_company_id))],
        conflicts=row.conflicts,
        photos=[
            shapes.PhotoOut(
                id=one.id, step=one.step, state=one.state, taken_at=one.taken_at, taken_by_name=one.taken_by_name
            )
            for one in row.photos.filter(removed_at__isnull=True)
        ],
        deviation_ids=[one.id for one in deviations.of_order(row)],
        energise=_energise(row),
        reserved_meter=reserved.number if reserved else "",
        remarks=[shapes.OrderRemark(**one) for one in row.remarks],
        report_text=row.report.get("text", ""),
        actions=[one.action for one in offers(actor, row) if not one.why_not],
    )


def deviation(actor: Actor, row: Deviation) -> shapes.DeviationOut:
    """`row` comes from `deviations.get` or a list of them."""
    return shapes.DeviationOut(
        id=row.id,
        order_id=row.order_id,
        order_number=row.order.number,
        kind=row.kind,
        kind_name=catalogue().deviations[row.kind].name,
        severity=row.severity,
        state=shapes.DeviationState(row.state),
        state_name=str(deviations.STATE_NAMES[row.state]),
        text=row.text,
        grid_company=present.company(row.grid_company),
        contractor=present.company(row.contractor) if row.contractor else None,
        found_at=row.found_at,
        found_by_name=row.found_by_name,
        due_at=row.due,
        photos=[UUID(one) for one in row.photos],
        mended_text=row.mended_text,
        mended_at=row.mended_at,
        mended_photos=[UUID(one) for one in row.mended_photos],
        answer=row.answer,
        closed_at=row.closed_at,
        actions=deviations.offered(actor, row),
    )


def _columns(row: WorkOrder) -> dict[str, Any]:
    info = INFO[row.state]
    return {
        "id": row.id,
        "number": row.number,
        "kind": row.kind,
        "kind_name": catalogue().kinds[row.kind].name,
        "status": row.state,
        "status_name": str(info.name),
        "turn": info.turn,
        "revision": row.revision,
        "notice_id": row.notice_id,
        "grid_company": present.company(row.grid_company),
        "performer": present.company(row.performer),
        "fitter": present.person(row.assignee),
        "address": row.address,
        "unit": row.unit,
        "postcode": row.postcode,
        "place": row.place,
        "lat": row.latitude,
        "lon": row.longitude,
        "planned_from": row.planned_from,
        "planned_until": row.planned_until,
        "wanted_from": row.wanted_from,
        "hour_matters": row.hour_matters,
        "due_at": row.deadline,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "reported_at": row.reported_at,
        "ended_at": row.ended_at,
    }


def _step(row: WorkOrder, asked: Asked) -> shapes.StepOut:
    step, kept = asked.step, row.answers.get(asked.step.id, {})
    return shapes.StepOut(
        id=step.id,
        group=step.group,
        kind=step.kind.value,
        label=step.label,
        needed=asked.needed,
        unit=step.unit,
        min=step.minimum,
        max=step.maximum,
        value=kept.get("value"),
        answered_at=kept.get("at"),
        answered_by=kept.get("by"),
        outside=steps.outside(step, kept.get("value")),
    )


def _energise(row: WorkOrder) -> shapes.Energise:
    checks = gate.checks(row)
    why_not = gate.why_not(row)
    return shapes.Energise(
        asked=bool(checks),
        may=not why_not,
        why_not=why_not,
        checks=[shapes.GateCheck(what=one.what, name=one.name, ok=one.ok, by=one.by, at=one.at) for one in checks],
    )
