"""What a person's devices are to hear of: the last change of each order that is theirs, numbered without a gap.

The counter's row is locked by whoever adds, in the transaction that changes the order: a reader who has come to a number has
seen all before it, on PostgreSQL too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.organisations import access
from nettmelding.workorders.models import FeedCounter, FeedRow, WorkOrder
from nettmelding.workorders.status import ENDED, Status

KEPT_AFTER_REPORT = timedelta(days=14)
"""How long a fitter's devices keep what they have reported."""
BATCH = 50
_SALT = "field-feed"


@dataclass(frozen=True, slots=True)
class Change:
    """An order that is new or otherwise than it was; `order` is None where it is gone."""

    order_id: UUID
    order: WorkOrder | None


@dataclass(frozen=True, slots=True)
class Changes:
    items: tuple[Change, ...]
    next: str
    more: bool


def tell(order: WorkOrder, *, also: Iterable[UUID | None] = ()) -> None:
    """Tell the fitter's devices of the order, and those of earlier fitters that it is gone. Inside the caller's transaction.

    `also`: users whose it was until now.
    """
    mine = (order.assignee_id, order.performer_id)
    if order.assignee_id is not None:
        _add(order.assignee_id, order.performer_id, order, gone=not _is_with_fitter(order))
    stand = FeedRow.objects.filter(order=order, gone=False).values_list("user_id", "organisation_id")
    others = {(user, firm) for user, firm in stand if (user, firm) != mine}
    others |= {(user, order.performer_id) for user in also if user and (user, order.performer_id) != mine}
    for user_id, firm_id in sorted(others, key=str):
        _add(user_id, firm_id, order, gone=True)


def changes(actor: Actor, after: str | None) -> Changes:
    """What has changed since the cursor for the actor's own devices. Errors: NotAllowed, Invalid."""
    access.require(actor, Right.DO_WORK)
    since = _read(actor, after)
    rows = FeedRow.objects.filter(user_id=_user(actor), organisation_id=actor.organisation)
    if not after:
        rows = rows.filter(gone=False)
    found = list(rows.filter(seq__gt=since).order_by("seq")[: BATCH + 1])
    page = found[:BATCH]
    kept = _orders(actor, [row.order_id for row in page if not row.gone])
    items = tuple(Change(row.order_id, kept.get(row.order_id)) for row in page)
    last = page[-1].seq if page else since
    return Changes(items, _cursor(actor, last), len(found) > BATCH)


def own(actor: Actor) -> QuerySet[WorkOrder]:
    """The orders that are the actor's to do now, those at their end for a while yet."""
    recent = Q(reported_at__gte=clock.now() - KEPT_AFTER_REPORT)
    rows = WorkOrder.objects.filter(assignee_id=actor.user_id, performer_id=actor.organisation)
    return rows.filter(~Q(status__in=[one.value for one in ENDED]) | Q(status=Status.ACCEPTED.value) & recent)


def _user(actor: Actor) -> UUID:
    """Errors: NotFound for one who is nobody, such as a rule."""
    if actor.user_id is None:
        raise NotFound
    return actor.user_id


def _is_with_fitter(order: WorkOrder) -> bool:
    if order.state is Status.CANCELLED:
        return False
    return order.state is not Status.ACCEPTED or (
        order.reported_at is not None and order.reported_at >= clock.now() - KEPT_AFTER_REPORT
    )


def _orders(actor: Actor, ids: list[UUID]) -> dict[UUID, WorkOrder]:
    rows = own(actor).filter(pk__in=ids)
    rows = rows.select_related(
        "notice", "notice__contractor", "grid_company", "performer", "metering_point", "assignee"
    )
    return {row.id: row for row in rows.prefetch_related("photos", "deviations", "gates")}


def _add(user_id: UUID, organisation_id: UUID, order: WorkOrder, *, gone: bool) -> None:
    FeedCounter.objects.get_or_create(user_id=user_id, organisation_id=organisation_id)
    counter = FeedCounter.objects.filter(user_id=user_id, organisation_id=organisation_id)
    counter.update(value=F("value") + 1)
    seq = counter.values_list("value", flat=True).get()
    FeedRow.objects.update_or_create(
        user_id=user_id, organisation_id=organisation_id, order=order, defaults={"seq": seq, "gone": gone}
    )


def _cursor(actor: Actor, seq: int) -> str:
    return signing.dumps([str(actor.user_id), str(actor.organisation_id), seq], salt=_SALT)


def _read(actor: Actor, cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        user, firm, seq = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError):
        user, firm, seq = "", "", 0
    if (user, firm) != (str(actor.user_id), str(actor.organisation_id)):
        raise Invalid("bad_cursor", _("Merket er ikke ditt. Hent alt på nytt, uten merke."))
    return int(seq)
