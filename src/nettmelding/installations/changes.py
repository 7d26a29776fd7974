"""What a notice has changed on a metering point: our copy, what the values were before, and the word to the customer system."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from nettmelding.core import clock
from nettmelding.installations import outgoing
from nettmelding.installations.fields import OF_INSTALLATION, TECHNICAL, shown
from nettmelding.installations.models import Installation, MeteringPoint, OutgoingTask, PastValue
from nettmelding.installations.outgoing import Case


class Because(StrEnum):
    """Why something is told; the contract's words."""

    WORK = "work"
    METER = "meter"
    CORRECTION = "correction"


_SOURCES = {Because.CORRECTION: PastValue.Source.CORRECTION}
"""Where a past value is from; else from a notice, whose report says it as well."""


def report(
    point: MeteringPoint,
    values: Mapping[str, Any],
    *,
    because: Because,
    case: Case,
    case_key: str,
    on: date | None = None,
    customer: Mapping[str, str] | None = None,
    meter: Mapping[str, str | float] | None = None,
) -> OutgoingTask | None:
    """Set what has changed in our copy and tell the customer system, inside the caller's transaction; None for nothing to tell.

    `values` by the contract's names; `customer`: e-mail and mobile; `meter`: old and new number and reading (kWh).
    """
    told = {name: value for name, value in values.items() if value not in (None, "")}
    content: dict[str, Any] = {"because": because.value, "on": (on or clock.today()).isoformat()}
    content |= {"values": told} if told else {}
    content |= {"customer": dict(customer)} if customer else {}
    content |= {"meter": dict(meter)} if meter else {}
    if not (told or customer or meter):
        return None
    keep(point, told, case.number, _SOURCES.get(because, PastValue.Source.NOTICE))
    return outgoing.put(
        point.grid_company_id,
        OutgoingTask.Kind.CHANGES,
        content,
        case=case,
        case_key=case_key,
        metering_point=point,
    )


def take_down(point: MeteringPoint) -> None:
    """In our copy the meter hangs there no more, inside the caller's transaction."""
    point.meter_number, point.taken_down_on, point.state = "", clock.today(), MeteringPoint.State.NOT_IN_USE
    point.save(update_fields=["meter_number", "taken_down_on", "state"])


def keep(
    point: MeteringPoint,
    values: Mapping[str, Any],
    notice_number: str,
    source: PastValue.Source = PastValue.Source.NOTICE,
) -> None:
    """Set the values in our copy and keep what they were, inside the caller's transaction."""
    _keep(point, point, {n: v for n, v in values.items() if n not in OF_INSTALLATION}, notice_number, source)
    # the copy in memory may be older than what another child of the same block notice has just set
    place = Installation.objects.select_for_update().get(pk=point.installation_id)
    _keep(place, point, {n: v for n, v in values.items() if n in OF_INSTALLATION}, notice_number, source)


def _keep(
    row: Installation | MeteringPoint,
    point: MeteringPoint,
    values: Mapping[str, Any],
    number: str,
    source: PastValue.Source,
) -> None:
    changed = {n: v for n, v in values.items() if n in TECHNICAL and shown(n, getattr(row, n)) != shown(n, v)}
    if not changed:
        return
    PastValue.objects.bulk_create(
        PastValue(
            installation_id=point.installation_id,
            metering_point=point if row is point else None,
            name=name,
            old=shown(name, getattr(row, name)),
            new=shown(name, value),
            source=source,
            notice_number=number,
        )
        for name, value in changed.items()
    )
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
