"""Reading a grid: everything through a `View`, which says what may be seen, and everything written down by `looks`."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q

from nettmelding.core.errors import NotFound
from nettmelding.grid import cells, finding, looks, tile_screening, tiles
from nettmelding.grid.finding import Hit
from nettmelding.grid.looks import What
from nettmelding.grid.models import GridObject, ObjectCell, PointKey
from nettmelding.grid.seeing import Reach, View
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.organisations import screen_keys

LOGGED_FROM_ZOOM = 14
"""The grid company's people look at their whole grid below it; that is written down as a look, without its places."""
MOST_FOUND = 1_000
NEAR_M = 50.0
MOST_MET = 20
"""Customer points of one address or meter."""
SHORTEST_NUMBER = 5
"""Digits of what may be a meter number."""


def tile(view: View, zoom: int, x: int, y: int) -> bytes | None:
    """A vector tile, compressed by gzip; None where nothing is there, or not to be seen.

    A contractor has the tiles of zoom 16 that its case opens, whole.
    """
    if not (0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
        return None
    if view.reach is Reach.NEAREST or (view.cells is not None and not _opened(view.cells, zoom, x, y)):
        return None
    content = tiles.tile(view.edition, zoom, x, y)
    if content is None:
        return None
    looks.note(view, What.TILES, cells=cells.below(zoom, x, y) if zoom >= LOGGED_FROM_ZOOM else ())
    return tile_screening.without(content, hidden_ids(view)) if view.hidden else content


def near(
    view: View, latitude: float, longitude: float, *, radius_m: float = NEAR_M, kinds: Collection[str] = ()
) -> list[Hit]:
    """What lies within the radius, nearest first. Errors: Invalid for a radius that is too large."""
    found = finding.nearest(
        view.edition, latitude, longitude, radius_m=radius_m, kinds=kinds, seen=view.cells, most=MOST_FOUND
    )
    return _shown(view, found)


def inside(view: View, area: Any, *, kinds: Collection[str] = ()) -> list[Hit]:
    """What touches a shapely area in EPSG:4326, nearest to its middle first, at most `MOST_FOUND`.

    Errors: Invalid for an area that is none or too large.
    """
    return _shown(view, finding.within(view.edition, area, kinds=kinds, seen=view.cells)[:MOST_FOUND])


def search(view: View, text: str, *, kinds: Collection[str] = ()) -> list[Hit]:
    """What is called so, or the customer point of a metering point, meter or address, with its distance from the case."""
    rows = finding.called(view.edition, text, kinds=kinds, seen=view.cells)
    met = [row for row in _met(view, _keys_in(view, text)) if not kinds or row.kind in kinds]
    both = {row.pk: row for row in (*met, *rows)}
    return _shown(view, finding.measured(both.values(), view.latitude, view.longitude))


def get(view: View, object_id: UUID) -> GridObject:
    """An object with its facts. Errors: NotFound where there is none, or it is not to be seen."""
    found = _one(view, object_id)
    looks.note(view, What.OBJECTS, object_ids=[object_id])
    return found


def hit(view: View, found: GridObject) -> Hit:
    """Where an object lies, as far as that is to be seen. Errors: NotFound for one that has no place there."""
    shown = _shown(view, finding.measured([found], view.latitude, view.longitude))
    if not shown:
        raise NotFound
    return shown[0]


def customer_point(view: View) -> GridObject | None:
    """The case's own customer point, by its metering point, else by its address; None where there is none to be seen."""
    if view.case is None or not view.case.keys:
        return None
    return next(iter(_met(view, view.case.keys)), None)


def seen_ids(view: View, object_ids: Iterable[UUID]) -> set[UUID]:
    """Which of many objects may be shown with name and place."""
    wanted = list(object_ids)
    rows = GridObject.objects.filter(edition_serial=view.edition.serial, object_id__in=wanted)
    rows = finding.only_seen(rows, view.edition, view.cells)
    return {object_id for row, object_id in rows.values_list("id", "object_id") if view.shows(row)}


def note(view: View, what: str, object_ids: Iterable[UUID] = ()) -> None:
    """Before values, a file or a print are given out. Errors: NotAllowed where the grid company forbids it; TooMany."""
    kind = What(what)
    if kind in (What.DOWNLOADS, What.PRINTS):
        looks.taken_out(view, kind, object_ids)
    else:
        looks.note(view, kind, object_ids=object_ids)


def hidden_ids(view: View) -> frozenset[str]:
    """The ids of what is screened from the actor, as tiles write them."""
    rows = GridObject.objects.filter(pk__in=list(view.hidden))
    return frozenset(one.hex for one in rows.values_list("object_id", flat=True))


def _met(view: View, keys: Sequence[str]) -> list[GridObject]:
    """The customer points that are met by the keys and may be seen, by the order of the keys."""
    order = {key: place for place, key in enumerate(keys)}
    pairs = PointKey.objects.filter(edition_serial=view.edition.serial, key__in=keys).values_list("key", "object_id")
    met = list(dict.fromkeys(row for _key, row in sorted(pairs, key=lambda pair: (order[pair[0]], pair[1]))))[:MOST_MET]
    rows = finding.only_seen(GridObject.objects.filter(pk__in=met), view.edition, view.cells).in_bulk()
    return [rows[row] for row in met if row in rows and view.shows(row)]


def _keys_in(view: View, text: str) -> list[str]:
    """What somebody typed, as customer points are met by it."""
    bare = re.sub(r"[\s-]", "", text)
    keys = {screen_keys.of_address(text)}
    if len(bare) >= SHORTEST_NUMBER and bare.isdigit():
        same = Q(metering_point_id=bare) | Q(meter_number=bare)
        points = MeteringPoint.objects.filter(same, grid_company_id=view.grid_company_id).select_related("installation")
        keys |= {screen_keys.of_meter(bare), *(key for point in points[:MOST_MET] for key in keys_of(point))}
    return sorted(keys - {""}, reverse=True)


def _opened(opened: frozenset[int], zoom: int, x: int, y: int) -> bool:
    return zoom >= cells.ZOOM and all(cell in opened for cell in cells.below(zoom, x, y))


def _one(view: View, object_id: UUID) -> GridObject:
    found = GridObject.objects.filter(edition_serial=view.edition.serial, object_id=object_id).first()
    if found is None or not _is_seen(view, found):
        raise NotFound
    return found


def _is_seen(view: View, found: GridObject) -> bool:
    if not view.shows(found.pk):
        return False
    if view.cells is None:
        return True
    at = ObjectCell.objects.filter(edition_serial=view.edition.serial, object_id=found.pk, cell__in=list(view.cells))
    return at.exists()


def _shown(view: View, found: Iterable[Hit]) -> list[Hit]:
    """Hits that are shown, lines cut to what may be seen; that somebody looked there is written down."""
    shown = [one for one in found if view.shows(one.row_id)]
    if view.area is not None:
        import shapely

        shown = [replace(one, geometry=shapely.intersection(one.geometry, view.area)) for one in shown]
        shown = [one for one in shown if not one.geometry.is_empty]
    if shown:
        looks.note(view, What.OBJECTS, cells=_cells_of(shown))
    return shown


def _cells_of(shown: Iterable[Hit]) -> set[int]:
    found: set[int] = set()
    for one in shown:
        if one.geometry is not None:
            middle = one.geometry.representative_point()
            found.add(cells.at(middle.y, middle.x))
    return found
