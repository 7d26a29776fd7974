"""A metering point that was asked for has its id: our copy gets it, and the rooms that wait for it are told.

The list of those stands in `config/answered.py`.
"""

from collections.abc import Callable
from functools import cache

from django.utils.module_loading import import_string

from nettmelding.core import clock
from nettmelding.installations.models import Installation, MeteringPoint, OutgoingTask

LIST = "nettmelding.config.answered.ANSWERED"
Answered = Callable[[OutgoingTask, MeteringPoint], None]
"""Called in the transaction in which the id is taken in."""
_OF_PLACE = (
    "address", "postcode", "place", "municipality_number", "gnr", "bnr", "network_system", "ov_a",
)  # fmt: skip
_OF_POINT = ("unit", "phases", "mv_a", "metering_kind")


@cache
def registered() -> tuple[Answered, ...]:
    """Who is told, in order."""
    found: tuple[Answered, ...] = import_string(LIST)
    return found


def made(task: OutgoingTask, metering_point_id: str, installation_id: str) -> MeteringPoint:
    """Take the new metering point into our copy, inside the caller's transaction. The caller keeps the task."""
    body = task.content
    point = MeteringPoint.objects.filter(
        grid_company_id=task.grid_company_id, metering_point_id=metering_point_id
    ).first()
    if point is None:
        point = MeteringPoint.objects.create(
            installation=_installation(task, installation_id),
            grid_company_id=task.grid_company_id,
            metering_point_id=metering_point_id,
            read_at=clock.now(),
            **{name: body[name] for name in _OF_POINT if body.get(name)},
        )
    task.metering_point = point
    for told in registered():
        told(task, point)
    return point


def _installation(task: OutgoingTask, external_id: str) -> Installation:
    """The one it belongs to: by the customer system's key, else that of the metering points asked for with it, else new."""
    own = Installation.objects.filter(grid_company_id=task.grid_company_id)
    external_id = external_id or task.content.get("installation_id", "")
    found = own.filter(external_id=external_id).first() if external_id else None
    beside_id = task.content.get("beside")
    if found is None and beside_id:
        found = own.filter(metering_points__metering_point_id=beside_id).first()
    together = task.content.get("installation_reference")
    if found is None and together:
        beside = OutgoingTask.objects.filter(
            grid_company_id=task.grid_company_id,
            kind=OutgoingTask.Kind.ORDER,
            metering_point__isnull=False,
            content__installation_reference=together,
        )
        first = beside.select_related("metering_point__installation").first()
        found = first.metering_point.installation if first and first.metering_point else None
    if found is not None:
        if external_id and not found.external_id:
            found.external_id = external_id
            found.save(update_fields=["external_id"])
        return found
    body = task.content
    return Installation.objects.create(
        grid_company_id=task.grid_company_id,
        external_id=external_id,
        **{name: body[name] for name in _OF_PLACE if body.get(name)},
    )
