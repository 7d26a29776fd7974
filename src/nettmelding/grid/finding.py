"""Finding objects of an edition: what is nearest, what lies within an area, what is called so.

The same on both databases: cells of the map by an index, boxes in the statement, and the exact answer by shapely. Who may
see which cells is the caller's to say: `seen` are the cells the actor's company may see, None all of them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.core.search import after
from nettmelding.grid import cells, earth
from nettmelding.grid.cells import Box
from nettmelding.grid.models import Edition, GridObject, ObjectCell
from nettmelding.grid.names import name_key

MOST_CELLS = 2_000
"""Of one question: some ten kilometres square in Trøndelag."""
MOST_RADIUS_M = 2_000
_COLUMNS = ("id", "object_id", "kind", "external_id", "name", "geometry")
_CELLS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """An object that was found, without its facts. `geometry` is shapely's, EPSG:4326."""

    row_id: int
    object_id: UUID
    kind: str
    external_id: str
    name: str
    geometry: Any
    distance_m: float
    """From the position asked for, or from the middle of the area."""


def nearest(
    edition: Edition,
    latitude: float,
    longitude: float,
    *,
    radius_m: float,
    kinds: Collection[str] = (),
    seen: Collection[int] | None = None,
    most: int = 100,
) -> list[Hit]:
    """Objects within the radius, nearest first. Errors: Invalid for a radius beyond `MOST_RADIUS_M`."""
    if not 0 < radius_m <= MOST_RADIUS_M:
        raise Invalid("radius", _("Søk innenfor høyst %(most)s meter.") % {"most": MOST_RADIUS_M})
    east, north = (float(metres) for metres in earth.metres_per_degree(latitude))
    wide, high = radius_m / east, radius_m / north
    box = Box(longitude - wide, latitude - high, longitude + wide, latitude + high)
    found = _measured(_rows(edition, box, kinds, seen), latitude, longitude)
    return [hit for hit in found if hit.distance_m <= radius_m][:most]


def within(
    edition: Edition, area: Any, *, kinds: Collection[str] = (), seen: Collection[int] | None = None
) -> list[Hit]:
    """Objects that touch an area, a shapely polygon in EPSG:4326; those nearest its middle first.

    Errors: Invalid for an area that is none or too large.
    """
    import shapely

    if area.is_empty or not area.is_valid:
        area = area.buffer(0)  # freehand lines cross themselves
    if area.is_empty:
        raise Invalid("area", _("Området har ingen utstrekning. Tegn det på nytt."))
    box = Box(*area.bounds)
    if cells.count(box) > MOST_CELLS:
        raise Invalid("area", _("Området er for stort. Tegn et mindre."))
    shapely.prepare(area)
    rows = _rows(edition, box, kinds, seen)
    geometries = _geometries(rows)
    inside = shapely.intersects(area, geometries)
    middle = area.centroid
    return _measured([row for row, hit in zip(rows, inside, strict=True) if hit], middle.y, middle.x)


def called(
    edition: Edition, text: str, *, kinds: Collection[str] = (), seen: Collection[int] | None = None, most: int = 20
) -> list[GridObject]:
    """Objects whose number or name begins so, the shortest first; spaces, signs and case do not count."""
    key = name_key(text)
    if not key:
        return []
    end = after(key)
    rows = GridObject.objects.filter(edition_serial=edition.serial, name_key__gte=key).exclude(name_key="")
    if end is not None:
        rows = rows.filter(name_key__lt=end)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    rows = only_seen(rows, edition, seen)
    return sorted(rows.order_by("name_key")[: most * 10], key=lambda row: (len(row.name_key), row.name_key))[:most]


def one(edition: Edition, object_id: UUID, *, seen: Collection[int] | None = None) -> GridObject | None:
    """An object with its facts; None where the edition has none, or it lies where it may not be seen."""
    rows = GridObject.objects.filter(edition_serial=edition.serial, object_id=object_id)
    return only_seen(rows, edition, seen).first()


def measured(rows: Iterable[GridObject], latitude: float | None, longitude: float | None) -> list[Hit]:
    """Rows that have a place as hits, in their order, with the distance from a position; 0 where there is none."""
    placed = [row for row in rows if row.geometry is not None]
    columns = [tuple(getattr(row, name) for name in _COLUMNS) for row in placed]
    if latitude is None or longitude is None:
        return [
            Hit(row[0], row[1], row[2], row[3], row[4], geometry, 0.0)
            for row, geometry in zip(columns, _geometries(columns), strict=True)
        ]
    order = {row.pk: place for place, row in enumerate(placed)}
    return sorted(_measured(columns, latitude, longitude), key=lambda hit: order[hit.row_id])


def only_seen(rows: QuerySet[GridObject], edition: Edition, seen: Collection[int] | None) -> QuerySet[GridObject]:
    """Those of the rows that lie in the cells seen; None: all."""
    if seen is None:
        return rows
    visible = ObjectCell.objects.filter(edition_serial=edition.serial, cell__in=list(seen))
    return rows.filter(pk__in=visible.values("object_id"))


def _rows(edition: Edition, box: Box, kinds: Collection[str], seen: Collection[int] | None) -> list[tuple[Any, ...]]:
    """Rows whose boxes touch the box, each once, by the table's columns that `Hit` needs."""
    wanted = cells.of_box(box)
    if seen is not None:
        known = frozenset(seen)
        wanted = [cell for cell in wanted if cell in known]
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), _CELLS_AT_ONCE):
        for row in _in_cells(edition, wanted[start : start + _CELLS_AT_ONCE], box, kinds):
            found[row[0]] = row
    return list(found.values())


def _in_cells(edition: Edition, wanted: Sequence[int], box: Box, kinds: Collection[str]) -> list[tuple[Any, ...]]:
    # written out: the planner must begin at the cells and go on by the key, and takes another way when left to choose
    of_kind = f"AND o.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
    statement = (
        f"SELECT {', '.join(f'o.{name}' for name in _COLUMNS)} "  # noqa: S608 - names of ours, values as parameters
        f"FROM {ObjectCell._meta.db_table} c JOIN {GridObject._meta.db_table} o ON o.id = c.object_id "
        f"WHERE c.edition_serial = %s AND c.cell IN ({', '.join(['%s'] * len(wanted))}) "
        f"AND o.min_x <= %s AND o.max_x >= %s AND o.min_y <= %s AND o.max_y >= %s {of_kind}"
    )
    values: list[float | str] = [edition.serial, *wanted, box.max_x, box.min_x, box.max_y, box.min_y, *kinds]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _geometries(rows: Sequence[tuple[Any, ...]]) -> Any:
    import shapely

    return shapely.from_wkb(np.array([bytes(row[-1]) for row in rows], dtype=object))


def _measured(rows: Sequence[tuple[Any, ...]], latitude: float, longitude: float) -> list[Hit]:
    """Hits with their distance from a position, nearest first."""
    import shapely

    if not rows:
        return []
    geometries = _geometries(rows)
    east, north = earth.metres_per_degree(latitude)
    flat = (shapely.get_coordinates(geometries) - (longitude, latitude)) * (east, north)
    distances = shapely.distance(shapely.set_coordinates(geometries.copy(), flat), shapely.Point(0, 0)).tolist()
    hits = [
        Hit(row[0], UUID(str(row[1])), row[2], row[3], row[4], geometry, round(distance, 2))
        for row, geometry, distance in zip(rows, geometries.tolist(), distances, strict=True)
    ]
    return sorted(hits, key=lambda hit: (hit.distance_m, hit.row_id))
