"""What is closed here and missing or otherwise in the customer system: found every morning, each with somebody to look at it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.core.settings import env
from nettmelding.installations import customer_system, outgoing
from nettmelding.installations.fields import shown
from nettmelding.installations.models import Difference, MeteringPoint, OutgoingTask
from nettmelding.messages.outbox import enqueue
from nettmelding.organisations import access
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership, Organisation

MORNING = range(5, 24)
"""Oslo's hours: begun before people come, and caught up with where the worker did not run."""
LOOKED_BACK = timedelta(days=365)
BATCH = 100
MISSING = "metering_point_id"
MOST = 500
KIND = "customer_system_differences"
SUBJECT = "difference"


def run() -> int:
    """Compare for the grid companies that have not had it today, and tell the owners. Returns how many were compared."""
    if clock.oslo(clock.now()).hour not in MORNING:
        return 0
    done = 0
    companies = OutgoingTask.objects.filter(agreed_at__isnull=True).order_by().values_list("grid_company_id", flat=True)
    for company_id in companies.distinct():
        if cache.add(f"differences:{company_id}:{clock.today()}", True, 36 * 3600):
            compare(company_id)
            tell(company_id)
            done += 1
    return done


def compare(grid_company_id: UUID) -> None:
    """Hold what was told before today against the customer system; where there is none or it is silent, against what was last
    read from it after it was told. What agrees is not looked at again; what came right by itself is ticked off."""
    rows = OutgoingTask.objects.filter(
        grid_company_id=grid_company_id,
        agreed_at__isnull=True,
        created_at__lt=clock.start_of_day(clock.today()),
        created_at__gt=clock.now() - LOOKED_BACK,
    ).select_related("metering_point__installation")
    newer: set[tuple[UUID | None, str]] = set()
    for tasks in _batches(rows.order_by("-created_at", "-id").iterator(BATCH)):
        there = _there(grid_company_id, tasks)
        found = [(task, _differences(task, there, newer)) for task in tasks]
        with write():
            for task, differing in found:
                if differing is not None:
                    _keep(task, differing)
    _find_owners(grid_company_id)


def _find_owners(grid_company_id: UUID) -> None:
    """What nobody who works there now has, is given to one who may see it: an administrator before a case handler."""
    actors = [actor_for(one) for one in _members(grid_company_id).order_by("user__name", "id")]
    able = [one for one in actors if one.may(Right.MANAGE_COMPANY) or one.may(Right.HANDLE)]
    rows = Difference.objects.filter(grid_company_id=grid_company_id, settled_at__isnull=True)
    left = list(rows.exclude(owner_id__in=[one.user_id for one in able]).select_related("task"))
    for actor in sorted(able, key=lambda one: not one.may(Right.MANAGE_COMPANY)):
        if not left:
            return
        given = {one.id for one in _seen(actor, left)}
        Difference.objects.filter(pk__in=given).update(owner_id=actor.user_id)
        left = [one for one in left if one.id not in given]


def tell(grid_company_id: UUID) -> None:
    """A word to each owner of what is open, once a day."""
    rows = Difference.objects.filter(grid_company_id=grid_company_id, settled_at__isnull=True, owner__isnull=False)
    owners = set(rows.values_list("owner_id", flat=True))
    company = Organisation.objects.get(pk=grid_company_id)
    for member in _members(grid_company_id).filter(user_id__in=owners):
        count = len(list(_seen(actor_for(member), rows.filter(owner_id=member.user_id).select_related("task"))))
        if not count or not member.user.email:
            continue
        with write():
            enqueue(
                kind=KIND,
                to=member.user.email,
                context={
                    "recipient_name": member.user.name,
                    "company": company.name,
                    "what": str(count),
                    "link": f"{env.base_url}/admin/kundesystem",
                },
                organisation_id=grid_company_id,
                subject_kind="membership",
                subject_id=member.id,
                audience=Audience.INTERNAL,
                language=member.user.language,
            )


def open_for(actor: Actor) -> list[Difference]:
    """What nobody has ticked off, the actor's own first; at most 500. Errors: NotFound, NotAllowed."""
    rows = _own(actor).filter(settled_at__isnull=True).select_related("task", "owner").order_by("found_at", "id")
    return sorted(_seen(actor, rows[:MOST]), key=lambda one: one.owner_id != actor.user_id)


def settle(actor: Actor, difference_id: UUID, note: str) -> None:
    """Tick one off. Errors: NotFound, NotAllowed."""
    with write():
        row = _locked(actor, difference_id)
        row.settled_at, row.settled_by_id, row.note = clock.now(), actor.user_id, note.strip()[:500]
        row.save(update_fields=["settled_at", "settled_by", "note"])
        OutgoingTask.objects.filter(pk=row.task_id).exclude(
            pk__in=Difference.objects.filter(task_id=row.task_id, settled_at__isnull=True).values("task_id")
        ).update(agreed_at=clock.now())
        record(actor, SUBJECT, row.id, "difference_settled", audience={Audience.INTERNAL}, detail={"reason": row.note})


def give(actor: Actor, difference_id: UUID, user_id: UUID) -> None:
    """Let another look at it. Errors: NotFound, NotAllowed, Invalid for somebody who may not."""
    with write():
        row = _locked(actor, difference_id)
        if user_id not in {user.id for user in takers(actor)}:
            sentence = _("Velg en som behandler saker.")
            raise Invalid("owner", sentence, fields={"owner": sentence})
        row.owner_id = user_id
        row.save(update_fields=["owner"])
        record(actor, SUBJECT, row.id, "difference_given", audience={Audience.INTERNAL})


def takers(actor: Actor) -> list[User]:
    """The company's people to whom one can be given, by name."""
    rows = _members(actor.organisation).order_by("user__name")
    return [row.user for row in rows if actor_for(row).may(Right.HANDLE)]


def _members(organisation_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "organisation__company_settings").filter(
        organisation_id=organisation_id, ended_at__isnull=True, user__is_active=True
    )


def _own(actor: Actor) -> QuerySet[Difference]:
    outgoing.may_see(actor)
    return Difference.objects.filter(grid_company_id=actor.organisation)


def _seen(actor: Actor, rows: Iterable[Difference]) -> Iterator[Difference]:
    """Those whose place is not screened from the actor."""
    kept = list(rows)
    visible = {task.id for task in outgoing.seen(actor, {row.task_id: row.task for row in kept}.values())}
    return (row for row in kept if row.task_id in visible)


def _locked(actor: Actor, difference_id: UUID) -> Difference:
    access.require(actor, Right.HANDLE, Right.MANAGE_COMPANY)
    rows = _own(actor).select_for_update(of=("self",)).select_related("task")
    found = list(_seen(actor, rows.filter(pk=difference_id, settled_at__isnull=True)))
    if not found:
        raise NotFound
    return found[0]


def _there(grid_company_id: UUID, tasks: Sequence[OutgoingTask]) -> Mapping[str, Mapping[str, str]]:
    """What the customer system says of the tasks' metering points, by id; our copy where it says nothing now."""
    ids = sorted({one.metering_point.metering_point_id for one in tasks if one.metering_point})
    system = customer_system.reach(grid_company_id)
    if system is None:
        oldest = min(one.created_at for one in tasks)
        points = MeteringPoint.objects.select_related("installation").filter(
            grid_company_id=grid_company_id, metering_point_id__in=ids, read_at__gt=oldest
        )
        return {one.metering_point_id: _of_copy(one) for one in points}
    try:
        records = system.by_ids(ids)
    except AppError:
        return {}
    found = {
        one.metering_point_id: {n: shown(n, v) for n, v in {**one.installation, **one.point}.items()} for one in records
    }
    return {number: found.get(number, {}) for number in ids}


def _of_copy(point: MeteringPoint) -> dict[str, str]:
    return {
        field.name: shown(field.name, getattr(row, field.name))
        for row in (point.installation, point)
        for field in row._meta.concrete_fields
    }


def _differences(
    task: OutgoingTask, there: Mapping[str, Mapping[str, str]], newer: set[tuple[UUID | None, str]]
) -> dict[str, tuple[str, str]] | None:
    """Here and there by name; empty: all is well; None: nothing can be said. `newer`: what a later task has told."""
    point = task.metering_point
    if task.kind == OutgoingTask.Kind.ORDER:
        if point is not None and task.finished_at:
            return {}
        return {MISSING: (_("bestilt"), "")}
    if point is None or point.metering_point_id not in there:
        return None
    told: dict[str, Any] = task.content.get("values", {})
    mine = {name: shown(name, value) for name, value in told.items() if (task.metering_point_id, name) not in newer}
    newer.update((task.metering_point_id, name) for name in told)
    says = there[point.metering_point_id]
    if not says:
        return {MISSING: (point.metering_point_id, "")}
    return {
        name: (value, says.get(name, "")) for name, value in mine.items() if _plain(value) != _plain(says.get(name, ""))
    }


def _plain(value: str) -> str:
    return value.removesuffix(".0")


def _keep(task: OutgoingTask, differing: Mapping[str, tuple[str, str]]) -> None:
    present = clock.now()
    open_now = Difference.objects.filter(task=task, settled_at__isnull=True)
    open_now.filter(~Q(name__in=list(differing))).update(settled_at=present)
    for name, (here, there) in differing.items():
        Difference.objects.get_or_create(
            task=task,
            name=name,
            defaults={
                "grid_company_id": task.grid_company_id,
                "here": here[:80],
                "there": there[:80],
                "owner_id": task.owner_id,
            },
        )
    if not differing:
        OutgoingTask.objects.filter(pk=task.pk).update(agreed_at=present)


def _batches(rows: Iterator[OutgoingTask]) -> Iterator[list[OutgoingTask]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
