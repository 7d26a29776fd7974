"""What follows when a fitter has reported and the report is accepted: the meters, the customer system, the notice."""

from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core.actor import SYSTEM, Actor, rule
from nettmelding.core.db import attempt
from nettmelding.core.errors import AppError
from nettmelding.installations import changes
from nettmelding.installations.changes import Because
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.outgoing import Case
from nettmelding.notices import drafts
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.catalogue.shape import Source
from nettmelding.notices.lifecycle import Action as NoticeAction
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform as perform_on_notices
from nettmelding.notices.status import COMPLETION_EDITS
from nettmelding.notices.status import Status as NoticeStatus
from nettmelding.notices.working_copy import form_of
from nettmelding.workorders import following, queries, stock
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.followers import OrderMoved
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.status import ENDED
from nettmelding.workorders.status import Status as OrderStatus


def after_order(moved: OrderMoved) -> None:
    """A follower of work orders: what comes of a report, of its being accepted, and of an order that is called off."""
    if moved.move.action is Action.REPORT:
        _into_completion(moved.actor, moved.order)
        accept_by_rule(moved.order)
    elif moved.move.action is Action.ACCEPT:
        stock.after_work(moved.order)
        _tell_customer_system(moved.order)
        _move_notice(moved.order)
    elif moved.move.action is Action.CANCEL:
        stock.free(moved.order)
        _back_where_nobody_comes(moved.order)


def accept_by_rule(order: WorkOrder) -> bool:
    """Accept a report where the grid company's rule does, all pictures here. Inside the caller's transaction."""
    decider = rule(order.grid_company_id, order.grid_company.name)
    if order.state is not OrderStatus.REPORTED:
        return False
    try:
        with attempt():
            perform(decider, order.id, Action.ACCEPT)
    except AppError:
        return False
    order.refresh_from_db()
    return True


def _into_completion(actor: Actor, order: WorkOrder) -> None:
    """What the contractor's own fitter reported stands in its completion report, which is sent where nothing is lacking."""
    notice = order.notice
    if notice is None or order.performer_id != notice.contractor_id or notice.state not in COMPLETION_EDITS:
        return
    if notice.state is NoticeStatus.CONNECTED_TEMPORARILY:
        return
    notice = drafts.locked(actor, notice.id)
    form = form_of(notice, Stage.COMPLETION)
    asked = {field.path for field in form.fields()}
    values = {path: value for path, value in _completion(order).items() if path in asked}
    drafts.put(notice, values, Source.WORK_ORDER, by=actor.name)
    drafts.settle(notice)
    if "temporary_installation" not in notice.types and not _others_open(order):
        try:
            with attempt():
                perform_on_notices(actor, [notice.id], NoticeAction.REPORT_COMPLETION)
        except AppError:
            return


def _completion(order: WorkOrder) -> dict[str, Any]:
    """The completion report's answers that the steps give, by path; None is left out."""
    done = order.values()
    found = {
        "completion.done_on": order.reported_at.date().isoformat() if order.reported_at else None,
        "completion.meter_number": done.get("new_meter"),
        "completion.meter_reading_kwh": done.get("new_reading", done.get("old_reading")),
        "completion.seal_numbers": ", ".join(done.get("seals") or []),
        "completion.ct_ratio": done.get("ct_ratio"),
        "completion.checked_by": order.report.get("by"),
        "completion.differences": _other_meter(order),
        "completion.energised": "yes" if written().kinds[order.kind].hangs else None,
    }
    return {path: value for path, value in found.items() if value not in (None, "")}


def _other_meter(order: WorkOrder) -> str:
    """Another meter than the notice knows hangs there, and why; empty where it is the same."""
    hung, was = order.values().get("new_meter"), order.facts.get("old_number")
    if not hung or not was or hung == was:
        return ""
    parts = {"new": hung, "old": was, "order": order.number}
    return _("Måler %(old)s er byttet med %(new)s, arbeidsordre %(order)s.") % parts


def _others_open(order: WorkOrder) -> bool:
    rows = WorkOrder.objects.filter(notice=order.notice).exclude(pk=order.pk)
    done = [one.value for one in (*ENDED, OrderStatus.REPORTED)]
    return rows.exclude(status__in=done).exists()


def _tell_customer_system(order: WorkOrder) -> None:
    """What has changed at the metering point, and the meters that came and went."""
    point = order.metering_point or (order.notice.metering_point if order.notice else None)
    kind = written().kinds[order.kind]
    if point is None or not (kind.hangs or kind.takes):
        return
    done = order.values()
    meter = {
        "old_number": point.meter_number if kind.takes else None,
        "old_reading_kwh": done.get("old_reading"),
        "new_number": done.get("new_meter"),
        "new_reading_kwh": done.get("new_reading"),
    }
    changes.report(
        point,
        {"ct_ratio": done["ct_ratio"]} if done.get("ct_ratio") else {},
        because=Because.METER,
        case=_case(order, point),
        case_key=f"{order.id}:{order.revision}",
        on=order.reported_at.date() if order.reported_at else None,
        meter={name: value for name, value in meter.items() if value not in (None, "")},
    )
    stock.at_metering_point(order, point)


def _case(order: WorkOrder, point: MeteringPoint) -> Case:
    return Case(
        id=order.notice_id or order.id,
        number=(order.notice.number or "") if order.notice else order.number,
        place=queries.title(order),
        address=order.address,
        postcode=order.postcode,
        owner_id=order.notice.handler_id if order.notice else None,
    )


def _move_notice(order: WorkOrder) -> None:
    """The notice follows when its last order for a meter is accepted; temporary supply stands from the day it is connected."""
    notice = _fresh(order)
    if notice is None or [one for one in following.meter_orders(notice) if one.state not in ENDED]:
        return
    connects = written().kinds[order.kind].energises
    if notice.state is NoticeStatus.METERING and following.is_meter_work(order.kind):
        perform_on_notices(SYSTEM, [notice.id], NoticeAction.METER_SET)
    elif notice.state is NoticeStatus.APPROVED and "temporary_installation" in notice.types and connects:
        perform_on_notices(SYSTEM, [notice.id], NoticeAction.CONNECT_TEMPORARILY)


def _back_where_nobody_comes(order: WorkOrder) -> None:
    """A notice that waited for a meter whose last order is called off goes back to where it came from."""
    notice = _fresh(order)
    if notice is None or notice.state is not NoticeStatus.METERING:
        return
    if not [one for one in following.meter_orders(notice) if one.state not in ENDED]:
        perform_on_notices(SYSTEM, [notice.id], NoticeAction.CALL_OFF_METERING)


def _fresh(order: WorkOrder) -> Notice | None:
    return Notice.objects.filter(pk=order.notice_id).first() if order.notice_id else None
