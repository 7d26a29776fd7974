"""The words a work order is found by, for each of those whose it is."""

from nettmelding.core import search
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.queries import SUBJECT


def reindex(order: WorkOrder) -> None:
    """Bring the search entries in line with the order."""
    owners = {order.performer_id, order.grid_company_id}
    terms = [
        order.number,
        order.number.rpartition("-")[2].lstrip("0"),
        order.address,
        order.unit,
        order.postcode,
        order.place,
        str(order.facts.get("old_number") or ""),
        order.notice.number or "" if order.notice else "",
        order.notice.customer_name if order.notice else "",
    ]
    if order.notice is not None:
        owners.add(order.notice.contractor_id)
    search.index(owners, SUBJECT, order.id, terms)
