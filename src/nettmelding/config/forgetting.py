"""What forgets each kind of data of `core/retention.py`: rooms hand in their functions here, the worker calls them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections, router

from nettmelding.audit import forgetting as audit
from nettmelding.core import clock, idempotency
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.core.models import IdempotencyKey
from nettmelding.core.retention import KINDS, Kind
from nettmelding.declarations import forgetting as declarations
from nettmelding.documents import forgetting as documents
from nettmelding.grid import forgetting as grid
from nettmelding.installations import forgetting as installations
from nettmelding.messages import forgetting as messages
from nettmelding.notices import forgetting as notices
from nettmelding.organisations import forgetting as organisations
from nettmelding.registers import forgetting as registers
from nettmelding.workorders import forgetting as workorders

BATCH = 200
"""Rows of one table in one go: other jobs of the worker wait meanwhile."""
log = structlog.get_logger()

SESSIONS = removing(Session, lambda before: Session.objects.filter(expire_date__lt=before))
REPEATS = Forgetter(
    lambda before: IdempotencyKey.objects.filter(created_at__lt=before), lambda keys: idempotency.forget()
)

FORGETTERS: Mapping[str, tuple[Forgetter, ...]] = {
    "cases": (notices.CASES, notices.REQUESTS),
    "drafts": (notices.DRAFTS,),
    "bulk_changes": (notices.BULK_CHANGES,),
    "declarations": (declarations.SIGNED,),
    "declaration_drafts": (declarations.DRAFTS,),
    "declaration_links": (declarations.SHARES,),
    "files": (documents.UNUSED,),
    "people": (organisations.PEOPLE,),
    "invitations": (organisations.INVITATIONS,),
    "registrations": (organisations.REGISTRATIONS,),
    "person_lookups": (registers.LOOKUPS, registers.QUOTAS),
    "meter_lookups": (installations.LOOKUPS, installations.QUOTAS),
    "map_looks": (grid.LOOKS,),
    "map_errors": (grid.ERRORS,),
    "pre_checks": (notices.PRE_CHECKS,),
    "work_orders": (workorders.ORDERS,),
    "field_operations": (workorders.OPERATIONS, workorders.PARTS),
    "devices": (workorders.DEVICES,),
    "customer_system": (installations.TOLD,),
    "messages": (messages.OLD,),
    "events": (audit.OLD,),
    "keys": (organisations.KEYS,),
    "sessions": (SESSIONS,),
    "repeats": (REPEATS,),
}
"""By the kind's code; one of every kind that has an end."""


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a kind would go now."""

    kind: Kind
    count: int


def due() -> Iterator[Due]:
    """What would go now, kind by kind. Changes nothing."""
    for kind, before in _ending():
        yield Due(kind, sum(forgetter.due(before).count() for forgetter in FORGETTERS[kind.code]))


def run() -> int:
    """Warn of drafts that will go, and forget a batch of each kind. Returns how much was done: more than none, call again.

    A kind that fails does not hold up the others; when nothing else is left to do, its failure is raised.
    """
    done, failure = notices.warn_of_drafts(BATCH), None
    for kind, before in _ending():
        for forgetter in FORGETTERS[kind.code]:
            try:
                done += _batch(kind, forgetter, before)
            except Exception as problem:
                log.exception("forgetting failed", kind=kind.code)
                failure = problem
    _forget_cached()
    if failure is not None and not done:
        raise failure
    return done


def _ending() -> Iterator[tuple[Kind, datetime]]:
    """The kinds that have an end, and the moment before which what is counted from has gone too far back."""
    present = clock.now()
    for kind in KINDS:
        if kind.keep is not None:
            yield kind, present - kind.keep


def _batch(kind: Kind, forgetter: Forgetter, before: datetime) -> int:
    keys = list(forgetter.due(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
    done = forgetter.forget(keys) if keys else 0
    if done:
        log.info("forgotten", kind=kind.code, count=done)
    return done


def _forget_cached() -> None:
    """What the cache has kept past its time: it answers such entries to nobody, but keeps them until it is full."""
    table: str = cache._table  # type: ignore[attr-defined]
    connection = connections[router.db_for_write(cache.cache_model_class)]  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [moment])  # noqa: S608
