"""Whom the fitter meets, and how the customer is reached: as the notice was sent last, with what was corrected since."""

from collections.abc import Iterator
from dataclasses import dataclass

from nettmelding.core.actor import Actor, Right
from nettmelding.core.settings import env
from nettmelding.notices.corrected import told_parties
from nettmelding.notices.labels import PARTY_ROLES
from nettmelding.workorders.models import WorkOrder

ORDER = ("customer", "contact", "owner")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or firm. `role` in words."""

    role: str
    name: str
    mobile: str
    email: str


def may_see(actor: Actor, order: WorkOrder) -> bool:
    """Whether the actor needs to reach whoever is there: who goes there, who plans it, and both sides of the notice."""
    if order.assignee_id is not None and order.assignee_id == actor.user_id:
        return True
    if order.performer_id == actor.organisation_id and actor.may(Right.PLAN_WORK):
        return True
    owners = {order.grid_company_id, order.notice.contractor_id if order.notice else None}
    return actor.may(Right.SEE_CASES) and actor.organisation_id in owners


def contacts(order: WorkOrder) -> list[Contact]:
    """Customer first; of a metering point of a block notice, its mother's where it names nobody itself."""
    if order.notice is None:
        return []
    return list(_contacts(order))


def customer(order: WorkOrder) -> Contact | None:
    """Who is asked for a time and told of one: the first that can be reached."""
    return next((one for one in contacts(order) if one.email or (one.mobile and env.sms)), None)


def _contacts(order: WorkOrder) -> Iterator[Contact]:
    notice = order.notice
    assert notice is not None
    parties = told_parties(notice) or (told_parties(notice.mother) if notice.mother else [])
    own = {party["role"]: party for party in parties}
    for role in ORDER:
        party = own.get(role)
        if party is None or party["same_as"] or not party["name"]:
            continue
        email = "" if party["unreached"] else party["email"]
        yield Contact(str(PARTY_ROLES[role]), party["name"], party["mobile"], email)
