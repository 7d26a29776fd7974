"""Before an installation gets voltage: what must be in place, and who has said so.

The metering point exists in the customer system, the customer has accepted the terms, and there is a contract for power or the
fallback (leveringsplikt, energiloven § 3-3) is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.notices import family
from nettmelding.notices.status import Status as NoticeStatus
from nettmelding.organisations import access
from nettmelding.workorders import feed, queries
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import Deviation, Gate, WorkOrder
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.ruleset import rules_of
from nettmelding.workorders.status import ENDED

What, How = Gate.What, Gate.How
NAMES: dict[str, str | Promise] = {
    "metering_point": gettext_lazy("Målepunktet finnes i kundesystemet"),
    What.TERMS.value: gettext_lazy("Kunden har godtatt vilkårene"),
    What.CONTRACT.value: gettext_lazy("Kunden har strømavtale"),
}
LACKING: dict[str, str | Promise] = {
    "metering_point": gettext_lazy("Målepunktet er ikke opprettet i kundesystemet."),
    What.TERMS.value: gettext_lazy("Kunden har ikke godtatt vilkårene."),
    What.CONTRACT.value: gettext_lazy("Kunden har ikke strømavtale, og leveringsplikt er ikke valgt."),
}
FALLBACK = gettext_lazy("Leveringsplikt er valgt")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be in place."""

    what: str
    name: str
    ok: bool
    lacking: str
    by: str = ""
    at: datetime | None = None


def checks(order: WorkOrder) -> list[Check]:
    """What this order's gate asks; nothing for an order that gives no voltage."""
    if not written().kinds[order.kind].energises:
        return []
    return _checks(order, has_point=has_metering_point([order])[order.id])


def _checks(order: WorkOrder, *, has_point: bool) -> list[Check]:
    said = {gate.what: gate for gate in order.gates.all()}
    found = [Check("metering_point", str(NAMES["metering_point"]), has_point, str(LACKING["metering_point"]))]
    for what in rules_of(order.grid_company_id).gate:
        gate = said.get(what.value)
        name = str(FALLBACK) if gate and gate.how == How.FALLBACK else str(NAMES[what.value])
        lacking = str(LACKING[what.value])
        found.append(
            Check(what.value, name, gate is not None, lacking, gate.by_name if gate else "", gate.at if gate else None)
        )
    return found


def has_metering_point(orders: Sequence[WorkOrder]) -> dict[UUID, bool]:
    """Whether what gets voltage with each has its metering point; of a block notice as a whole, every child that is under way.

    One statement however many, beyond those read with them.
    """
    whole = {one.id: one.notice for one in orders if one.notice is not None and family.is_mother(one.notice)}
    lacking = family.without_metering_point([notice.id for notice in whole.values()]) if whole else set()
    found = {}
    for order in orders:
        if order.metering_point_id is None and order.id in whole:
            found[order.id] = whole[order.id].id not in lacking
        else:
            found[order.id] = bool(order.metering_point_id or (order.notice and order.notice.metering_point_id))
    return found


def why_not(order: WorkOrder) -> list[str]:
    """Why the installation may not get voltage (*kan spenningssettes*), in words; nothing where it may."""
    return _why_not(order, checks(order), dangerous=is_dangerous([order])[order.id])


def _why_not(order: WorkOrder, asked: Sequence[Check], *, dangerous: bool) -> list[str]:
    reasons = [check.lacking for check in asked if not check.ok]
    if order.notice is not None and order.notice.state is NoticeStatus.STOPPED:
        reasons.append(_("Nettselskapet har stanset arbeidet."))
    if dangerous:
        reasons.append(_("Et farlig avvik er ikke rettet."))
    return reasons


def of_many(orders: Sequence[WorkOrder]) -> dict[UUID, list[str]]:
    """`why_not` of each order that gives voltage, in a fixed number of statements beyond those read with them."""
    asked = [one for one in orders if written().kinds[one.kind].energises]
    prefetch_related_objects(asked, "gates")
    dangerous, points = is_dangerous(asked), has_metering_point(asked)
    return {one.id: _why_not(one, _checks(one, has_point=points[one.id]), dangerous=dangerous[one.id]) for one in asked}


def is_dangerous(orders: Sequence[WorkOrder]) -> dict[UUID, bool]:
    """Whether a dangerous deviation stands open on each."""
    rows = Deviation.objects.filter(order__in=[one.id for one in orders], severity="dangerous")
    open_ids = set(
        rows.exclude(state__in=[Deviation.State.CLOSED, Deviation.State.WITHDRAWN]).values_list("order_id", flat=True)
    )
    return {one.id: one.id in open_ids for one in orders}


def say(actor: Actor, order_id: UUID, what: str, how: str | None) -> WorkOrder:
    """The grid company says that something is in place, or with None that it is not after all.

    Errors: NotFound, NotAllowed, Invalid.
    """
    with write():
        order = queries.locked(actor, order_id)
        if order.grid_company_id != actor.organisation_id:
            raise NotFound
        access.require(actor, Right.HANDLE)
        if (
            what not in What.values
            or (how is not None and how not in How.values)
            or (how == How.FALLBACK and what != What.CONTRACT)
        ):
            raise Invalid("gate", _("Velg hva som er på plass."))
        if order.state in ENDED:
            raise Invalid("ended", _("Ordren er ferdig."))
        put(actor.name, order, what, how)
        record(
            actor,
            SUBJECT,
            order.id,
            "gate_opened" if how else "gate_shut",
            audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={"what": what, "how": how or ""},
        )
        order.revision += 1
        order.changed_at = clock.now()
        order.save(update_fields=["revision", "changed_at"])
        feed.tell(order)
    return order


def put(by_name: str, order: WorkOrder, what: str, how: str | None) -> None:
    """Set one row, or take it away. Inside the caller's transaction, under the order's lock."""
    if how is None:
        Gate.objects.filter(order=order, what=what).delete()
        return
    Gate.objects.update_or_create(order=order, what=what, defaults={"how": how, "by_name": by_name, "at": clock.now()})
