"""What is known of a job before anybody goes there: from the notice as it was sent, the metering point and the installation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from nettmelding.core import clock
from nettmelding.core.text import place_name
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice
from nettmelding.notices.siblings import GOES

MOST_OTHERS = 100
_ANSWERS: Mapping[str, str] = {
    "network_system": "supply.network_system",
    "phases": "supply.phases",
    "metering_kind": "metering.kind",
    "ct_ratio": "metering.ct_ratio",
    "ov_a": "protection.ov_new_a",
}


def point_of(notice: Notice, *, takes: bool) -> MeteringPoint | None:
    """The metering point that the work is at: the notice's own, or the one whose meter goes (*Sammenkobling*) for work that
    only takes a meter down."""
    number = _meter_that_goes(notice) if takes else ""
    if not number or notice.grid_company_id is None:
        return notice.metering_point
    going = MeteringPoint.objects.filter(grid_company_id=notice.grid_company_id, meter_number=number)
    return going.select_related("installation").order_by("id").first() or notice.metering_point


def facts(notice: Notice, point: MeteringPoint | None) -> dict[str, Any]:
    """What the order's steps and checks ask about, by name, at a metering point; what is not known is left out."""
    found = facts_of(point) if point else {}
    answers = _answers(notice)
    found |= {name: answers[path] for name, path in _ANSWERS.items() if answers.get(path) not in (None, "")}
    if "phases" in found:
        found["phases"] = int(found["phases"])
    found["shared"] = found.get("shared", False) or notice.mother_id is not None
    return found


def facts_of(point: MeteringPoint) -> dict[str, Any]:
    """The same of a metering point that exists."""
    place = point.installation
    found = {
        "old_number": point.meter_number,
        "network_system": place.network_system,
        "phases": point.phases,
        "metering_kind": point.metering_kind,
        "ct_ratio": point.ct_ratio,
        "ov_a": place.ov_a,
        "meter_place": point.meter_place,
    }
    return {name: value for name, value in found.items() if value not in (None, "")} | {"shared": bool(others(point))}


def others(point: MeteringPoint) -> list[dict[str, str]]:
    """The other meters in the installation: so that the wrong flat's is said at once."""
    rows = (
        MeteringPoint.objects.filter(installation_id=point.installation_id)
        .exclude(pk=point.pk)
        .exclude(meter_number="")
    )
    return [
        {"number": number, "unit": unit}
        for number, unit in rows.order_by("unit", "meter_number").values_list("meter_number", "unit")[:MOST_OTHERS]
    ]


def place(notice: Notice, point: MeteringPoint | None) -> dict[str, Any]:
    """Where it is, as the order's columns."""
    if point is not None and point.pk != notice.metering_point_id:
        return place_of(point)
    mother = notice.mother
    shown = notice if notice.address or mother is None else mother
    latitude, longitude = notice.latitude, notice.longitude
    if latitude is None and notice.metering_point is not None:
        latitude, longitude = notice.metering_point.installation.latitude, notice.metering_point.installation.longitude
    street, _comma, unit = shown.address.partition(", ")
    own = _answers(notice).get("site.unit") or unit or (notice.metering_point.unit if notice.metering_point else "")
    return {
        "address": street,
        "unit": str(own or "")[:20],
        "postcode": shown.postcode,
        "place": place_name(shown.place),
        "latitude": latitude if latitude is not None or mother is None else mother.latitude,
        "longitude": longitude if longitude is not None or mother is None else mother.longitude,
    }


def place_of(point: MeteringPoint) -> dict[str, Any]:
    """The same of a metering point."""
    where = point.installation
    return {
        "address": where.address,
        "unit": point.unit,
        "postcode": where.postcode,
        "place": place_name(where.place),
        "latitude": where.latitude,
        "longitude": where.longitude,
    }


def wanted_from(notice: Notice) -> datetime | None:
    """The first moment of the day that the notice wants it done, where that is to come."""
    day = notice.wanted_date
    return clock.start_of_day(day) if day is not None and day >= clock.today() else None


def _meter_that_goes(notice: Notice) -> str:
    sent = notice.submissions.filter(stage=Stage.NOTICE.value).order_by("-number")
    answers = (sent.values_list("content", flat=True).first() or {}).get("answers", {})
    return str(answers[GOES]["value"]) if GOES in answers else ""


def _answers(notice: Notice) -> dict[str, Any]:
    """As it was sent last, with what the mother says where a metering point says nothing."""
    found: dict[str, Any] = {}
    for one in filter(None, (notice.mother, notice)):
        last = one.submissions.order_by("-number").values_list("content", flat=True).first()
        found |= {path: answer["value"] for path, answer in (last or {}).get("answers", {}).items()}
    return found
