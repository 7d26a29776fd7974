"""Looking up what exists. Each look-up is recorded with its purpose."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nettmelding.core.actor import Actor
from nettmelding.installations import recording, refreshing
from nettmelding.installations.models import MeteringPoint, MeterLookup
from nettmelding.installations.reading import Wanted
from nettmelding.organisations import screen_keys, screening

_DWELLING = re.compile(r"[HKUL]\d{4}")
"""A dwelling number (bruksenhetsnummer): floor letter, floor, number."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The metering points with a meter number."""

    points: list[MeteringPoint]
    problem: str = ""
    """Why the customer system could not be asked, in a sentence that says how old the copy is."""


def by_meter_number(actor: Actor, meter_number: str, *, purpose: str) -> Numbered:
    """The metering points with this meter number; several makers may have used the same. Recorded whatever the answer.

    The customer systems are asked first, outside any transaction.
    A grid company's own people do not find its screened objects, the named handlers excepted. Errors: TooMany.
    """
    recording.counted(actor)
    wanted = Wanted(MeterLookup.By.METER, number=meter_number)
    rows = MeteringPoint.objects.select_related("installation").filter(meter_number=meter_number).order_by("id")
    looked = refreshing.for_search(actor, wanted, list(rows[:10])).values()
    found = list(rows.all()[:10])
    if actor.is_grid_company:
        found = [point for point in found if not screening.hides(actor, point.grid_company_id, keys_of(point))]
    recording.recorded(actor, wanted, [point.id for point in found], purpose=purpose)
    return Numbered(found, next((one.problem for one in looked if one.problem), ""))


def keys_of(point: MeteringPoint) -> set[str]:
    """What screened objects are matched by: the metering point's id, its meter and where it is."""
    place = point.installation
    meters = {screen_keys.of_meter(point.metering_point_id), screen_keys.of_meter(point.meter_number)}
    return (meters | {screen_keys.of_address(place.address, place.postcode)}) - {""}


def facts_of(point: MeteringPoint) -> Mapping[str, Any]:
    """What is known, by the names that the catalogue's fields are filled in from. Unknown things are left out."""
    siblings = point.installation.metering_points.filter(state=MeteringPoint.State.ACTIVE).exclude(meter_number="")
    meters = list(siblings.order_by("unit").values_list("meter_number", flat=True)[:50])
    return {**facts_of_point(point), **({"installation.meter_numbers": meters} if meters else {})}


def facts_of_point(point: MeteringPoint) -> Mapping[str, Any]:
    """The same without its siblings: nothing more is read than the row and its installation."""
    installation = point.installation
    known: dict[str, Any] = {
        "metering_point.meter_number": point.meter_number,
        "metering_point.metering_point_id": point.metering_point_id,
        "metering_point.address": address_of(point),
        "metering_point.unit": point.unit,
        "metering_point.entrance": point.entrance,
        "metering_point.network_system": installation.network_system,
        "metering_point.voltage_v": installation.voltage_v,
        "metering_point.phases": str(point.phases) if point.phases else None,
        "metering_point.intake": installation.intake,
        "metering_point.kv_a": installation.kv_a,
        "metering_point.ov_a": installation.ov_a,
        "metering_point.mv_a": point.mv_a,
        "metering_point.metering_kind": point.metering_kind,
        "metering_point.ct_ratio": point.ct_ratio,
        "metering_point.meter_place": point.meter_place,
        "metering_point.disconnected_on": point.disconnected_on.isoformat() if point.disconnected_on else None,
        "metering_point.building_kind": installation.building_kind,
        "metering_point.area_m2": installation.area_m2,
        "metering_point.service_line_cable": installation.service_line_cable,
        "metering_point.service_line_length_m": installation.service_line_length_m,
    }
    return {name: value for name, value in known.items() if value not in (None, "", [])}


def address_of(point: MeteringPoint) -> dict[str, Any]:
    """The address as an answer: `{street, unit, postcode, place, municipality_number, gnr, bnr, fnr, lat, lon}`, street with
    house number, position in EPSG:4326; unknown parts are left out."""
    installation = point.installation
    known = {
        "street": installation.address,
        "unit": point.unit if _DWELLING.fullmatch(point.unit) else "",
        "postcode": installation.postcode,
        "place": installation.place,
        "municipality_number": installation.municipality_number,
        "gnr": installation.gnr,
        "bnr": installation.bnr,
        "fnr": installation.fnr,
        "lat": installation.latitude,
        "lon": installation.longitude,
    }
    return {name: value for name, value in known.items() if value not in (None, "")}
