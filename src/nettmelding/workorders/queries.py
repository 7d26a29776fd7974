"""Reading work orders. Every query begins at `visible_to(actor)`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.core import clock, search
from nettmelding.core.actor import Actor, Right
from nettmelding.core.cursors import Page, page
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.notices.models import Notice
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import ENDED, Status

SUBJECT = "work_order"
ORDERS = {"changed": "-changed_at", "when": "planned_from", "number": "-number"}
"""Name in the address of a list → column."""
MOST_ON_A_BOARD = 500
MOST_FIRMS = 200


def visible_to(actor: Actor) -> QuerySet[WorkOrder]:
    """The orders an actor may see at all."""
    return WorkOrder.objects.filter(access.work_orders(actor))


def with_all(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """With what a page about an order shows."""
    return rows.select_related(
        "notice", "grid_company", "performer", "orderer", "assignee", "metering_point", "notice__contractor"
    )


def get(actor: Actor, order_id: UUID) -> WorkOrder:
    """One order. Errors: NotFound, also where it is another's."""
    found = with_all(visible_to(actor)).filter(pk=order_id).first()
    if found is None:
        raise NotFound
    return found


def of_notice(actor: Actor, notice: Notice) -> list[WorkOrder]:
    """The orders of a notice, the newest first; of a block notice those of its metering points too."""
    return list(with_all(_of_notice(actor, notice)).order_by("-created_at", "-id")[:MOST_ON_A_BOARD])


def count_of_notice(actor: Actor, notice: Notice) -> int:
    """How many, up to 500."""
    return _of_notice(actor, notice).order_by()[:MOST_ON_A_BOARD].count()


def _of_notice(actor: Actor, notice: Notice) -> QuerySet[WorkOrder]:
    return visible_to(actor).filter(Q(notice=notice) | Q(notice__mother=notice))


def locked(actor: Actor, order_id: UUID) -> WorkOrder:
    """The order, locked, its notice first: the order that all lock in. Inside the caller's transaction. Errors: NotFound."""
    of_notice = WorkOrder.objects.filter(pk=order_id).values_list("notice_id", "notice__mother_id").first()
    lock_notices(*(of_notice or ()))
    list(WorkOrder.objects.select_for_update().filter(pk=order_id).values_list("pk"))
    return get(actor, order_id)


def lock_notices(*ids: UUID | None) -> None:
    """Lock notices as all do: a mother before her children. Inside the caller's transaction."""
    wanted = [one for one in ids if one is not None]
    if wanted:
        mother_first = (F("mother_id").asc(nulls_first=True), "id")
        list(Notice.objects.select_for_update().filter(pk__in=wanted).order_by(*mother_first).values_list("pk"))


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; every part is optional."""

    query: str = ""
    statuses: tuple[Status, ...] = ()
    kinds: tuple[str, ...] = ()
    assignee_id: UUID | None = None
    unassigned: bool = False
    mine: bool = False
    """The actor's own: given to them, or of a notice that they have."""
    performer_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    """Planned days, both whole."""
    ended: bool = True
    """Whether those that are at their end are among them."""
    ids: Collection[UUID] = ()


def matching(actor: Actor, wanted: Filter) -> QuerySet[WorkOrder]:
    """The visible orders that fit."""
    rows = visible_to(actor)
    equal = {
        "pk__in": list(wanted.ids),
        "status__in": [one.value for one in wanted.statuses],
        "kind__in": list(wanted.kinds),
        "assignee_id": wanted.assignee_id,
        "performer_id": wanted.performer_id,
        "planned_from__gte": clock.start_of_day(wanted.since) if wanted.since else None,
        "planned_from__lte": clock.end_of_day(wanted.until) if wanted.until else None,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if wanted.unassigned:
        rows = rows.filter(assignee__isnull=True)
    if wanted.mine:
        person = actor.user_id
        rows = rows.filter(Q(assignee_id=person) | Q(notice__handler_id=person) | Q(notice__responsible_id=person))
    if not wanted.ended:
        rows = rows.exclude(status__in=[one.value for one in ENDED])
    if wanted.query.strip():
        owner = actor.organisation_id
        rows = search.narrowed(rows, owner, SUBJECT, wanted.query) if owner else rows.none()
    return rows


def listed(
    actor: Actor, wanted: Filter, *, order: str = "changed", cursor: str | None = None, size: int = 50
) -> Page[WorkOrder]:
    """A page of a list. Errors: Invalid for an order or cursor that is not one of ours."""
    if order not in ORDERS:
        raise Invalid("bad_order", "order: " + ", ".join(ORDERS))
    rows = with_all(matching(actor, wanted))
    if order == "when":
        rows = rows.filter(planned_from__isnull=False)
    return page(rows, ORDERS[order], cursor, size)


def at_installation(actor: Actor, installation_id: UUID) -> list[WorkOrder]:
    """The orders at an installation's metering points, the newest first."""
    rows = with_all(visible_to(actor)).filter(metering_point__installation_id=installation_id)
    return list(rows.order_by("-created_at", "-id")[:MOST_ON_A_BOARD])


def performers(actor: Actor) -> list[Organisation]:
    """The firms that have orders the actor sees, by name."""
    rows = Organisation.objects.filter(pk__in=visible_to(actor).values("performer_id"))
    return list(rows.order_by("name")[:MOST_FIRMS])


def may_see(actor: Actor) -> bool:
    """Whether the actor has anything to do with work orders."""
    return (actor.is_contractor or actor.is_grid_company) and actor.may(Right.SEE_CASES, Right.PLAN_WORK, Right.DO_WORK)


def may_plan(actor: Actor) -> bool:
    """Whether the actor plans the work of a firm."""
    return actor.may(Right.PLAN_WORK) and (actor.is_contractor or actor.is_grid_company)


def title(order: WorkOrder) -> str:
    """`Prøvevegen 1, H0102`."""
    return ", ".join(filter(None, [order.address, order.unit])) or _("Uten adresse")
