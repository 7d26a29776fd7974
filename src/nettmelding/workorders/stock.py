"""The meter's way: from store to van, reserved for an order, hung on the wall, and the old one back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.installations import changes
from nettmelding.installations.models import MeteringPoint
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import feed, performers, queries
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import StockMeter, WorkOrder
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.status import ENDED, OPEN, Status

Place, Kind = StockMeter.Place, StockMeter.Kind
PLACE_NAMES: dict[str, str | Promise] = {
    Place.STORE: gettext_lazy("På lager"),
    Place.VAN: gettext_lazy("I bil"),
    Place.HUNG: gettext_lazy("Hengt opp"),
    Place.TAKEN_DOWN: gettext_lazy("Tatt ned, på vei tilbake"),
    Place.RETURNED: gettext_lazy("Levert tilbake"),
    Place.GONE: gettext_lazy("Kassert eller tapt"),
}
KIND_NAMES: dict[str, str | Promise] = {
    Kind.DIRECT_1: gettext_lazy("Direktemålt, énfase"),
    Kind.DIRECT_3: gettext_lazy("Direktemålt, trefase"),
    Kind.CURRENT_TRANSFORMER: gettext_lazy("Strømtrafomålt"),
}
AT_HAND = (Place.STORE, Place.VAN)
BEFORE_THE_REPORT = OPEN - {Status.REPORTED}
MOST = 200
MOST_ON_A_DEVICE = 500
LONGEST_NUMBER = 32


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a list of numbers that was taken into stock."""

    new: int
    known: int
    refused: tuple[tuple[str, str], ...]
    """Numbers that were not taken, each with the sentence that says why."""


def visible_to(actor: Actor) -> QuerySet[StockMeter]:
    """The grid company's people see all its meters; a contractor's those that its own people have."""
    if actor.organisation_id is None or not actor.may(Right.PLAN_WORK, Right.DO_WORK):
        return StockMeter.objects.none()
    if actor.is_grid_company:
        return StockMeter.objects.filter(grid_company_id=actor.organisation_id)
    return StockMeter.objects.filter(holder_firm_id=actor.organisation_id)


def listed(actor: Actor, query: str = "", place: str = "") -> list[StockMeter]:
    """Meters by number, at most 200. Errors: NotAllowed."""
    access.require(actor, Right.PLAN_WORK, Right.DO_WORK)
    rows = visible_to(actor).select_related("holder", "holder_firm", "reserved_for", "hung_with")
    digits = "".join(query.split())
    rows = rows.filter(number__startswith=digits) if digits else rows
    rows = rows.filter(place=place) if place in Place.values else rows
    return list(rows.order_by("number")[:MOST])


def on_device(actor: Actor, grid_company_ids: Iterable[UUID]) -> list[StockMeter]:
    """What a fitter's device holds: the meters in their own van, and those reserved for their orders."""
    rows = StockMeter.objects.filter(place__in=AT_HAND)
    if actor.is_grid_company:
        rows = rows.filter(grid_company_id=actor.organisation)
        rows = rows.filter(
            Q(holder_id=actor.user_id) | Q(place=Place.STORE) | Q(reserved_for__assignee_id=actor.user_id)
        )
    else:
        mine = Q(holder_id=actor.user_id, holder_firm_id=actor.organisation) | Q(
            reserved_for__assignee_id=actor.user_id
        )
        rows = rows.filter(mine, grid_company_id__in=list(grid_company_ids))
    return list(rows.select_related("reserved_for").order_by("place", "number")[:MOST_ON_A_DEVICE])


def take_in(actor: Actor, numbers: Sequence[str], kind: str, store: str) -> Taken:
    """New meters into store. Errors: NotAllowed, Invalid."""
    _require_stock(actor)
    if kind not in Kind.values:
        sentence = _("Velg hva slags målere det er.")
        raise Invalid("kind", sentence, fields={"kind": sentence})
    good, refused = _read(numbers)
    with write():
        known = set(
            StockMeter.objects.filter(grid_company_id=actor.organisation, number__in=good).values_list(
                "number", flat=True
            )
        )
        StockMeter.objects.bulk_create(
            [
                StockMeter(grid_company_id=actor.organisation, number=number, kind=kind, store=store.strip()[:80])
                for number in good
                if number not in known
            ],
            batch_size=500,
        )
        record(
            actor, "organisation", actor.organisation, "meters_taken_in", audience=(Audience.INTERNAL,),
            detail={"count": len(good) - len(known)},
        )  # fmt: skip
    return Taken(len(good) - len(known), len(known), tuple(refused))


def load(actor: Actor, meter_ids: Sequence[UUID], holder_id: UUID | None, holder_firm_id: UUID | None = None) -> int:
    """Into somebody's van, or with None back into store. Returns how many. Errors: NotAllowed, Invalid, Refused."""
    _require_stock(actor)
    firm_id = holder_firm_id or actor.organisation
    if holder_id is not None and not _is_fitter(holder_id, firm_id, actor):
        sentence = _("Velg en montør.")
        raise Invalid("holder", sentence, fields={"holder_id": sentence})
    with write():
        rows = StockMeter.objects.select_for_update().filter(
            grid_company_id=actor.organisation, pk__in=list(meter_ids)[:MOST], place__in=AT_HAND
        )
        count = len(rows)
        rows.update(
            place=Place.VAN if holder_id else Place.STORE,
            holder_id=holder_id,
            holder_firm_id=firm_id if holder_id else None,
            changed_at=clock.now(),
        )
    if not count:
        raise Refused("no_meters", _("Velg målere som er på lager eller i bil."))
    return count


def returned(actor: Actor, number: str) -> StockMeter:
    """An old meter has come back. Errors: NotAllowed, NotFound, Refused where it is not on its way."""
    _require_stock(actor)
    with write():
        meter = StockMeter.objects.select_for_update().filter(
            grid_company_id=actor.organisation, number="".join(number.split())
        ).first()  # fmt: skip
        if meter is None:
            raise NotFound
        if meter.place != Place.TAKEN_DOWN:
            raise Refused("not_on_its_way", _("Måleren er ikke på vei tilbake."))
        meter.place, meter.holder, meter.holder_firm, meter.changed_at = Place.RETURNED, None, None, clock.now()
        meter.save()
    return meter


def reserve(actor: Actor, order_id: UUID, number: str) -> WorkOrder:
    """Keep a meter for an order, or with an empty number let it go. Errors: NotFound, NotAllowed, Refused, Invalid."""
    with write():
        order = queries.locked(actor, order_id)
        access.require(actor, Right.PLAN_WORK)
        if order.performer_id != actor.organisation and order.grid_company_id != actor.organisation:
            raise NotAllowed("not_yours", _("Dette kan ikke du gjøre med ordren."))
        if order.state not in BEFORE_THE_REPORT or not written().kinds[order.kind].hangs:
            raise Refused("not_now", _("Denne ordren skal ikke ha ny måler."))
        StockMeter.objects.filter(reserved_for=order).update(reserved_for=None, changed_at=clock.now())
        if number.strip():
            _keep_for(order, number)
        order.revision += 1
        order.changed_at = clock.now()
        order.save(update_fields=["facts", "revision", "changed_at"])
        record(
            actor, SUBJECT, order.id, "meter_reserved", audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={"number": number.strip()},
        )  # fmt: skip
        feed.tell(order)
    return order


def fitting(order: WorkOrder) -> list[StockMeter]:
    """Meters at hand that suit an order, those in its fitter's van first; at most 200."""
    rows = StockMeter.objects.filter(
        grid_company_id=order.grid_company_id, place__in=AT_HAND, reserved_for__isnull=True
    )
    kind = kind_for(order.facts)
    rows = rows.filter(kind=kind) if kind else rows
    if order.performer_id != order.grid_company_id:
        rows = rows.filter(holder_firm_id=order.performer_id)
    found = list(rows.select_related("holder").order_by("place", "number")[:MOST])
    return sorted(found, key=lambda one: one.holder_id != order.assignee_id)


def kind_for(facts: dict[str, Any]) -> str:
    """The kind of meter that what is known asks for; empty where it is not known."""
    if facts.get("metering_kind") == "current_transformer":
        return Kind.CURRENT_TRANSFORMER.value
    phases = facts.get("phases")
    return {1: Kind.DIRECT_1.value, 3: Kind.DIRECT_3.value}.get(int(phases), "") if phases else ""


def after_work(order: WorkOrder) -> None:
    """The new meter hangs, the old one is on its way back. Inside the transaction that accepts the report."""
    kind, done, present = written().kinds[order.kind], order.values(), clock.now()
    rows = StockMeter.objects.filter(grid_company_id=order.grid_company_id)
    if kind.takes and order.facts.get("old_number"):
        rows.filter(number=order.facts["old_number"], place=Place.HUNG).update(
            place=Place.TAKEN_DOWN, holder_id=order.assignee_id, holder_firm_id=order.performer_id, changed_at=present
        )
    if kind.hangs and done.get("new_meter"):
        rows.filter(number=done["new_meter"]).update(
            place=Place.HUNG, holder=None, holder_firm=None, reserved_for=None, hung_with=order, changed_at=present
        )
        free(order)


def free(order: WorkOrder) -> None:
    """Let go of what was kept for an order."""
    StockMeter.objects.filter(reserved_for=order).update(reserved_for=None, changed_at=clock.now())


def at_metering_point(order: WorkOrder, point: MeteringPoint) -> None:
    """Our copy of the metering point has the new meter, or none."""
    kind, done = written().kinds[order.kind], order.values()
    if kind.hangs and done.get("new_meter"):
        point.meter_number, point.taken_down_on, point.state = done["new_meter"], None, MeteringPoint.State.ACTIVE
        point.save(update_fields=["meter_number", "taken_down_on", "state"])
    elif kind.takes and not kind.hangs:
        changes.take_down(point)


def taken_number(order: WorkOrder) -> str:
    """The number of the meter that was hung with an open order, where it stands at another metering point already; else empty."""
    number: str = order.values().get("new_meter") or ""
    if not number or order.state in ENDED:
        return ""
    points = MeteringPoint.objects.filter(grid_company_id=order.grid_company_id, meter_number=number)
    if order.metering_point_id:
        points = points.exclude(pk=order.metering_point_id)
    return number if points.exists() else ""


def _keep_for(order: WorkOrder, number: str) -> None:
    digits = "".join(number.split())
    meter = StockMeter.objects.select_for_update().filter(grid_company_id=order.grid_company_id, number=digits).first()
    problem = ""
    if meter is None or meter.place not in AT_HAND:
        problem = _("Måleren er ikke på lager.")
    elif meter.reserved_for_id not in (None, order.id):
        problem = _("Måleren er holdt av til en annen ordre.")
    elif kind_for(order.facts) and meter.kind != kind_for(order.facts):
        problem = _("Dette anlegget skal ha en annen slags måler: %(kind)s.") % {
            "kind": str(KIND_NAMES[kind_for(order.facts)]).lower()
        }
    if problem or meter is None:
        raise Invalid("meter", problem, fields={"number": problem})
    meter.reserved_for, meter.changed_at = order, clock.now()
    meter.save(update_fields=["reserved_for", "changed_at"])


def _require_stock(actor: Actor) -> None:
    if not actor.is_grid_company:
        raise NotFound
    access.require(actor, Right.PLAN_WORK)


def _is_fitter(user_id: UUID, firm_id: UUID, actor: Actor) -> bool:
    if firm_id != actor.organisation and not performers.prequalified(firm_id, actor.organisation, "set_up"):
        return False
    return user_id in {user.id for user in performers.fitters(Organisation.objects.get(pk=firm_id))}


def _read(numbers: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    good: dict[str, None] = {}
    refused = []
    for typed in numbers[:5_000]:
        digits = "".join(typed.split())
        if not digits:
            continue
        if digits.isascii() and digits.isdigit() and 4 <= len(digits) <= LONGEST_NUMBER:
            good[digits] = None
        else:
            refused.append((typed[:60], _("Et målernummer er bare sifre.")))
    return list(good), refused
