"""What a grid company's customer system is to be told, or asked for.

Tasks are written in the transaction of what they follow from (`put`), and handed over by the worker (`outgoing_delivery`). A
company without a system types them in by the same list, or takes them out as a workbook.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.installations import outgoing_answers
from nettmelding.installations.models import CustomerSystem, MeteringPoint, OutgoingTask
from nettmelding.organisations import access, screen_keys, screening
from nettmelding.organisations.models import ScreenHandler
from nettmelding.registers.numbers import parse_metering_point_id

SUBJECT = "outgoing_task"
MOST = 200
MOST_COUNTED = 1_000
LONGEST_REASON = 500
_STATE = OutgoingTask.State
WITH_US = (_STATE.WAITING, _STATE.ANSWER_LATER, _STATE.REFUSED)


@dataclass(frozen=True, slots=True)
class Case:
    """The notice that something follows from."""

    id: UUID
    number: str
    place: str
    """Address and dwelling, as it is shown."""
    address: str
    postcode: str
    owner_id: UUID | None = None
    """The case handler."""


def put(
    grid_company_id: UUID,
    kind: OutgoingTask.Kind,
    content: Mapping[str, Any],
    *,
    case: Case,
    case_key: str,
    metering_point: MeteringPoint | None = None,
) -> OutgoingTask:
    """Write a task, inside the caller's transaction; the same `case_key` again is the same task.

    `content` is the body of the contract without what the task knows itself: `reference` and `metering_point_id`.
    """
    body = {**content, "reference": case.number}
    meters = [metering_point.metering_point_id, metering_point.meter_number] if metering_point else []
    if metering_point is not None:
        body["metering_point_id"] = metering_point.metering_point_id
    keys = {screen_keys.of_address(case.address, case.postcode), *map(screen_keys.of_meter, meters)} - {""}
    task, _made = OutgoingTask.objects.get_or_create(
        grid_company_id=grid_company_id,
        case_key=case_key,
        defaults={
            "kind": kind,
            "content": body,
            "metering_point": metering_point,
            "case_id": case.id,
            "case_number": case.number,
            "place": case.place[:200],
            "screen_keys": sorted(keys),
            "owner_id": case.owner_id,
        },
    )
    return task


@dataclass(frozen=True, slots=True)
class Overview:
    """How it stands between here and the customer system."""

    system: CustomerSystem | None
    stuck: Sequence[OutgoingTask]
    """What did not arrive, or waits for a person to type it in; the oldest first, at most 200."""
    on_the_way: int


def overview(actor: Actor) -> Overview:
    """What the grid company's people see. Errors: NotFound, NotAllowed."""
    rows = _own(actor).filter(finished_at__isnull=True)
    system = CustomerSystem.objects.filter(grid_company_id=actor.organisation, is_on=True).first()
    stuck = rows if system is None else rows.filter(Q(state=_STATE.REFUSED) | ~Q(problem=""))
    shown = seen(actor, stuck.select_related("owner", "metering_point").order_by("created_at")[:MOST])
    others = rows.exclude(pk__in=stuck.values("pk")).only("id", "screen_keys")[:MOST_COUNTED]
    return Overview(system, shown, len(seen(actor, others)))


def seen(actor: Actor, tasks: Iterable[OutgoingTask]) -> list[OutgoingTask]:
    """Those that are not screened from the actor. Two questions, however many."""
    rows = list(tasks)
    every = {key for row in rows for key in row.screen_keys}
    screens = screening.matching(actor.organisation, every) if every else []
    if not screens:
        return rows
    mine = set(ScreenHandler.objects.filter(user=actor.user_id).values_list("screen_id", flat=True))
    hidden = {key for one in screens if one.id not in mine for key in screen_keys.keys_of(one)}
    return [row for row in rows if hidden.isdisjoint(row.screen_keys)]


def try_again(actor: Actor, task_id: UUID | None = None) -> int:
    """Try one again at once, or all that are stuck. Returns how many. Errors: NotFound, NotAllowed."""
    with write():
        rows = _own(actor).filter(finished_at__isnull=True)
        wanted = rows.filter(pk=task_id) if task_id else rows.filter(Q(state=_STATE.REFUSED) | ~Q(problem=""))
        found = seen(actor, wanted)
        if task_id and not found:
            raise NotFound
        ids = [row.id for row in found]
        present = clock.now()
        rows.filter(pk__in=ids, state=_STATE.REFUSED).update(state=_STATE.WAITING)
        return rows.filter(pk__in=ids).update(due_at=present, problem="", attempts=0)


def take_away(actor: Actor, task_id: UUID, reason: str) -> OutgoingTask:
    """Let one be, with a reason. Errors: NotFound, NotAllowed, Invalid."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        sentence = _("Skriv hvorfor den ikke skal over.")
        raise Invalid("reason", sentence, fields={"reason": sentence})
    with write():
        task = _locked(actor, task_id)
        _settle(actor, task, _STATE.TAKEN_AWAY, reason)
        # nobody looks for a difference in what was never to go over
        OutgoingTask.objects.filter(pk=task.pk).update(agreed_at=clock.now())
    return task


def typed_in(actor: Actor, task_id: UUID, metering_point_id: str = "") -> OutgoingTask:
    """A person has written it into the customer system; for an order with the id that it gave.

    Errors: NotFound, NotAllowed, Invalid for an id that cannot be or is another's.
    """
    task = get(actor, task_id)
    if task.kind == OutgoingTask.Kind.ORDER:
        try:
            number = parse_metering_point_id(metering_point_id)
        except Invalid as problem:
            raise Invalid(problem.code, problem.message, fields={"metering_point_id": problem.message})
        if MeteringPoint.objects.filter(grid_company_id=task.grid_company_id, metering_point_id=number).exists():
            sentence = _("Målepunktet finnes fra før.")
            raise Invalid("taken", sentence, fields={"metering_point_id": sentence})
    with write():
        task = _locked(actor, task_id)
        if task.kind == OutgoingTask.Kind.ORDER:
            outgoing_answers.made(task, number, "")
        _settle(actor, task, _STATE.TYPED_IN, "")
    return task


def get(actor: Actor, task_id: UUID) -> OutgoingTask:
    """One that is not settled. Errors: NotFound, NotAllowed."""
    found = seen(actor, _own(actor).filter(pk=task_id, finished_at__isnull=True))
    if not found:
        raise NotFound
    return found[0]


def to_type_in(actor: Actor) -> list[OutgoingTask]:
    """All that is not settled, for the workbook; at most 10,000. Errors: NotFound, NotAllowed."""
    rows = _own(actor).filter(finished_at__isnull=True).select_related("metering_point").order_by("created_at")
    return seen(actor, rows[:10_000])


def may_see(actor: Actor) -> None:
    """Errors: NotFound for others than a grid company's people, NotAllowed."""
    if not actor.is_grid_company:
        raise NotFound
    access.require(actor, Right.HANDLE, Right.MANAGE_COMPANY)


def _own(actor: Actor) -> QuerySet[OutgoingTask]:
    may_see(actor)
    return OutgoingTask.objects.filter(grid_company_id=actor.organisation)


def _locked(actor: Actor, task_id: UUID) -> OutgoingTask:
    rows = _own(actor).select_for_update(of=("self",)).filter(pk=task_id, finished_at__isnull=True)
    found = seen(actor, rows)
    if not found:
        raise NotFound
    return found[0]


def _settle(actor: Actor, task: OutgoingTask, state: OutgoingTask.State, reason: str) -> None:
    task.state, task.reason, task.finished_at = state, reason, clock.now()
    task.settled_by_id, task.leased_by, task.leased_until = actor.user_id, "", None
    task.save(
        update_fields=[
            "state", "reason", "finished_at", "settled_by", "leased_by", "leased_until", "metering_point",
        ]
    )  # fmt: skip
    record(
        actor,
        SUBJECT,
        task.id,
        f"outgoing_{state.value}",
        audience={Audience.INTERNAL},
        detail={"number": task.case_number, "reason": reason},
    )
