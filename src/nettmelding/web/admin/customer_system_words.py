"""What goes over to the customer system, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.installations.differences import MISSING
from nettmelding.installations.fields import BY_NAME
from nettmelding.installations.models import Difference, OutgoingTask
from nettmelding.notices.catalogue.load import catalogue

_CHOICES = {
    "network_system": "supply.network_system",
    "metering_kind": "metering.kind",
    "meter_place": "metering.place",
    "phases": "supply.phases",
    "building_kind": "building.kind",
    "intake": "service_line.intake_place",
}
"""Fields of the catalogue whose words a code is shown by."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as it is listed. `facts`: term and value."""

    href: str
    number: str
    case_href: str
    title: str
    place: str
    since: str
    problem: str
    refused: bool
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A difference as it is listed."""

    href: str
    number: str
    case_href: str
    place: str
    what: str
    here: str
    there: str
    owner: str
    is_mine: bool
    since: str


def task_line(task: OutgoingTask) -> TaskLine:
    """One task."""
    is_order = task.kind == OutgoingTask.Kind.ORDER
    return TaskLine(
        href=reverse("admin:customer-system-task", args=[task.id]),
        number=task.case_number,
        case_href=f"/meldinger/{task.case_id}" if task.case_id else "",
        title=_("Nytt målepunkt") if is_order else _("Endringer på målepunkt"),
        place=" ".join(filter(None, [task.place, str(task.content.get("unit", "")) if is_order else ""])),
        since=_day(task.created_at),
        problem=task.problem,
        refused=task.state == OutgoingTask.State.REFUSED,
        facts=tuple(facts(task.content)),
    )


def difference_line(one: Difference, user_id: UUID | None) -> DifferenceLine:
    """One difference."""
    missing = one.name == MISSING
    return DifferenceLine(
        href=reverse("admin:customer-system-difference", args=[one.id]),
        number=one.task.case_number,
        case_href=f"/meldinger/{one.task.case_id}" if one.task.case_id else "",
        place=one.task.place,
        what=_("Målepunkt") if missing else str(BY_NAME[one.name].label),
        here=one.here if missing else value(one.name, one.here),
        there=_("mangler") if missing or not one.there else value(one.name, one.there),
        owner=one.owner.name if one.owner else "",
        is_mine=one.owner_id is not None and one.owner_id == user_id,
        since=_day(one.found_at),
    )


def facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that is to be written into the customer system, as terms and values."""
    flat = {name: given for name, given in content.items() if name in BY_NAME} | dict(content.get("values", {}))
    found = [(str(BY_NAME[name].label), value(name, given)) for name, given in flat.items() if name in BY_NAME]
    meter, customer = content.get("meter", {}), content.get("customer", {})
    found += [
        (words, str(part[name]))
        for part, name, words in (
            (meter, "old_number", _("Gammel måler")),
            (meter, "old_reading_kwh", _("Målerstand på gammel måler, kWh")),
            (meter, "new_number", _("Ny måler")),
            (meter, "new_reading_kwh", _("Målerstand på ny måler, kWh")),
            (customer, "email", _("Kundens e-post")),
            (customer, "mobile", _("Kundens mobil")),
        )
        if part.get(name) not in (None, "")
    ]
    return found


def value(name: str, given: Any) -> str:
    """A value with its unit, or the word for its code."""
    text = str(given)
    if name in _CHOICES:
        for choice in catalogue().fields[_CHOICES[name]].choices:
            if choice.code == text:
                return str(_(choice.label))
    unit = BY_NAME[name].unit
    return f"{text.replace('.', ',')} {unit}" if unit else text


def _day(moment: Any) -> str:
    return date_format(clock.oslo(moment), "j. F")
