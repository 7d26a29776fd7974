"""A work order as a case that somebody looks at the grid for, and what it opens to the firm that does the work."""

from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.grid import seeing
from nettmelding.grid.models import MapGrant, MapRules
from nettmelding.grid.seeing import Case
from nettmelding.installations.queries import keys_of
from nettmelding.workorders import queries
from nettmelding.workorders.followers import OrderMoved
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.status import OPEN

BATCH = 500


def case_of(actor: Actor, order_id: UUID) -> Case:
    """The case of an order that the actor sees; the map is its performer's. Errors: NotFound."""
    return of(queries.get(actor, order_id))


def of(order: WorkOrder) -> Case:
    """The case of an order. Its place is that of its customer point where its address has none."""
    keys = tuple(sorted(keys_of(order.metering_point), reverse=True)) if order.metering_point else ()
    latitude, longitude = order.latitude, order.longitude
    if latitude is None or longitude is None:
        latitude, longitude = seeing.place_of(order.grid_company_id, keys) or (None, None)
    return Case(
        kind=SUBJECT,
        id=order.id,
        label=order.number,
        grid_company_id=order.grid_company_id,
        contractor_id=order.performer_id,
        latitude=latitude,
        longitude=longitude,
        sent=True,
        open=order.state in OPEN,
        keys=keys,
    )


def opened(order: WorkOrder) -> None:
    """What is new opens the cells around it. Inside the caller's transaction."""
    _refresh([order])


def after_order(moved: OrderMoved) -> None:
    """A follower: what is given to another firm or taken up again opens the cells to whoever does it now, what ends closes
    them."""
    order = moved.order
    if order.state not in OPEN:
        seeing.end([order.id])
        return
    seeing.end([order.id], but_for=order.performer_id)
    if moved.source not in OPEN or not _is_open(order):
        _refresh([order])


def after_radius(rules: MapRules) -> None:
    """A follower: what open orders have opened at the grid company is as large as its rules say now."""
    opened = MapGrant.objects.filter(grid_company_id=rules.grid_company_id, case_kind=SUBJECT, until__isnull=True)
    ids = list(opened.values_list("case_id", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = WorkOrder.objects.filter(pk__in=ids[start : start + BATCH], grid_company_id=rules.grid_company_id)
        rows = batch.select_related("metering_point__installation")
        _refresh([order for order in rows if order.state in OPEN])


def _is_open(order: WorkOrder) -> bool:
    rows = MapGrant.objects.filter(case_id=order.id, organisation_id=order.performer_id, until__isnull=True)
    return rows.exists()


def _refresh(orders: list[WorkOrder]) -> None:
    """The grid company's own people see all of its grid without."""
    seeing.grant([of(order) for order in orders if order.performer_id != order.grid_company_id])
