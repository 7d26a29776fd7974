"""The worker hands over what customer systems are to be told, with growing pauses where they do not answer.

A task's id is its idempotency key, so what was sent and not heard of is sent again and done once.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import backoff, clock, due
from nettmelding.core.db import write
from nettmelding.core.errors import AppError
from nettmelding.installations import customer_system, outgoing_answers
from nettmelding.installations.customer_system_http import Ordered, SaysNo, System
from nettmelding.installations.models import CustomerSystem, OutgoingTask
from nettmelding.registers.http import RegisterDown
from nettmelding.registers.numbers import parse_metering_point_id

LEASE = timedelta(minutes=2)
AT_ONCE = 20
ASK_EVERY = timedelta(minutes=10)
"""How often an order that is answered later is asked about, at the most."""
_ONE_MOMENT = timedelta(seconds=30)
_STATE = OutgoingTask.State


def deliver_due(worker: str) -> int:
    """Hand over what is due. Returns how many were tried."""
    companies = list(CustomerSystem.objects.filter(is_on=True).values_list("grid_company_id", flat=True))
    if not companies:
        return 0
    waiting = OutgoingTask.objects.filter(
        grid_company_id__in=companies, state__in=(_STATE.WAITING, _STATE.ANSWER_LATER)
    ).select_related("metering_point")
    tasks = due.claim(waiting, worker, AT_ONCE, LEASE)
    for task in tasks:
        system = customer_system.reach(task.grid_company_id)
        if system is None or _one_before(task):
            due.postpone(task, clock.now() + _ONE_MOMENT)
        else:
            _deliver(task, system)
    return len(tasks)


def _one_before(task: OutgoingTask) -> bool:
    """Whether something older of the same metering point has not arrived: the older values must not come last."""
    return (
        task.metering_point_id is not None
        and OutgoingTask.objects.filter(
            metering_point_id=task.metering_point_id, state=_STATE.WAITING, created_at__lt=task.created_at
        ).exists()
    )


def _deliver(task: OutgoingTask, system: System) -> None:
    try:
        if task.kind == OutgoingTask.Kind.ORDER:
            _take(task, system.ordered(task.order_id) if task.order_id else system.order(task.content, task.id))
        else:
            order_id = system.report(task.content, task.id)
            with write():
                if due.finish(task):
                    _keep(task, state=_STATE.DELIVERED, order_id=order_id, problem="")
    except RegisterDown:
        _again(task, _("Kundesystemet svarte ikke."))
    except SaysNo as refusal:
        _refused(task, refusal.reason)
    else:
        _answered(task.grid_company_id)


def _take(task: OutgoingTask, ordered: Ordered) -> None:
    """An order's answer: the id, a no, or that it comes later."""
    if ordered.refused:
        raise SaysNo(ordered.refused)
    if not ordered.order_id:
        raise SaysNo(_("Kundesystemet ga ikke noe bestillingsnummer."))
    if not ordered.metering_point_id:
        with write():
            pause = min(max(backoff.pause(task.attempts), _ONE_MOMENT), ASK_EVERY)
            if due.postpone(task, clock.now() + pause):
                _keep(task, state=_STATE.ANSWER_LATER, order_id=ordered.order_id, problem="")
        return
    try:
        number = parse_metering_point_id(ordered.metering_point_id)
    except AppError:
        raise SaysNo(
            _("Kundesystemet ga en målepunkt-ID som ikke stemmer: %(number)s.") % {"number": ordered.metering_point_id}
        )
    with write():
        if due.finish(task):
            point = outgoing_answers.made(task, number, ordered.installation_id)
            _keep(task, state=_STATE.DELIVERED, order_id=ordered.order_id, problem="", metering_point=point)


def _again(task: OutgoingTask, problem: str) -> None:
    with write():
        if due.postpone(task, clock.now() + backoff.pause(task.attempts)):
            _keep(task, problem=problem)
        CustomerSystem.objects.filter(pk=task.grid_company_id).update(problem=problem)


def _refused(task: OutgoingTask, reason: str) -> None:
    with write():
        if due.postpone(task, clock.now()):
            _keep(task, state=_STATE.REFUSED, problem=reason[:300])


def _answered(grid_company_id: UUID) -> None:
    with write():
        CustomerSystem.objects.filter(pk=grid_company_id).update(answered_at=clock.now(), problem="")


def _keep(task: OutgoingTask, **values: object) -> None:
    OutgoingTask.objects.filter(pk=task.pk).update(**values)
