"""The way from a customer point or a cabinet to the transformer, as it may be shown: a list with what each step adds, and its
places for the map. What lies outside the view is a sum, without name and without place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import NotFound
from nettmelding.grid import queries, reckoning, upstream
from nettmelding.grid.figures import STATE_NAMES, number_text, ohm_text
from nettmelding.grid.lacking import ObjectKind
from nettmelding.grid.models import LINES, GridObject
from nettmelding.grid.network import NORMAL
from nettmelding.grid.seeing import View
from nettmelding.grid.upstream import Step
from nettmelding.grid.values import WITH_VALUES, object_of, seen_objects
from nettmelding.grid.words import kind_name, title


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step, or several outside as a sum (`objects` of them). Impedances in Ω at the point; None: the data do not say.

    `geometry` is shapely's, EPSG:4326, cut to what may be seen; None for what has no place, or none to be seen.
    """

    title: str
    kind: str
    object_id: UUID | None
    type_name: str
    length_m: float | None
    z_max: complex | None
    z_min: complex | None
    objects: int = 1
    geometry: Any = None

    @property
    def length(self) -> str:
        return "" if self.length_m is None else _("%(metres)s m") % {"metres": number_text(self.length_m, 0)}

    @property
    def impedance(self) -> str:
        """At 20 °C."""
        return "" if self.z_max is None else ohm_text(self.z_max)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayUp:
    """From the object outwards. The sums are None where a step lacks its impedance or current comes by more ways (`looped`)."""

    object_id: UUID
    title: str
    state: str
    states: tuple[str, ...]
    """All that the grid can stand in here."""
    rows: tuple[Row, ...]
    looped: bool
    z_max: complex | None
    z_min: complex | None

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES.get(self.state, self.state))

    @property
    def length_m(self) -> float:
        """Of all that has a length."""
        return sum(row.length_m for row in self.rows if row.length_m is not None)

    @property
    def length(self) -> str:
        return _("%(metres)s m") % {"metres": number_text(self.length_m, 0)}

    @property
    def impedance(self) -> str:
        return "" if self.z_max is None else ohm_text(self.z_max)


def way_up(view: View, found: GridObject, state: str = NORMAL) -> WayUp:
    """The way as it may be shown. Errors: NotFound where the object is none to reckon from, nothing feeds it, or the grid has no
    such state."""
    forbid_in_transaction("finding a way in the grid")
    if found.kind not in WITH_VALUES or found.feeder is None:
        raise _no_way(found)
    network, _completed = reckoning.network_of(view.edition, found.feeder)
    point = next((one for one in network.customer_points if one.id == str(found.object_id)), None)
    standing = next((one for one in network.standing() if one.name == state), None)
    if point is None or standing is None:
        raise _no_way(found)
    way = upstream.way(network, point, standing, reckoning.TOLERANCES[view.rules.tolerance])
    if way is None:
        raise _no_way(found)
    queries.note(view, "values", [found.object_id])
    ids = [UUID(object_of(step.id)) for step in way.steps if step.id is not None]
    seen = {str(one.object_id): one for one in seen_objects(view, ids)}
    may_see = {step.id for step in way.steps if step.id is not None and object_of(step.id) in seen}
    return WayUp(
        object_id=found.object_id,
        title=title(found),
        state=state,
        states=tuple(one.name for one in network.standing()),
        rows=tuple(_rows(view, way.shown_to(may_see).steps, seen)),
        looped=way.looped,
        z_max=way.z_max,
        z_min=way.z_min,
    )


def features(way: WayUp) -> list[dict[str, Any]]:
    """The steps that have a place as GeoJSON features, for the map."""
    import json

    import shapely

    return [
        {
            "type": "Feature",
            "id": str(row.object_id),
            "geometry": json.loads(shapely.to_geojson(row.geometry)),
            "properties": {"id": str(row.object_id), "kind": row.kind, "name": row.title, "step": number},
        }
        for number, row in enumerate(way.rows, start=1)
        if row.geometry is not None
    ]


def _rows(view: View, steps: tuple[Step, ...], seen: Mapping[str, GridObject]) -> Iterator[Row]:
    for step in steps:
        shown = seen.get(object_of(step.id)) if step.id is not None else None
        common: dict[str, Any] = {"length_m": step.length_m, "z_max": step.z_max, "z_min": step.z_min}
        if shown is None:
            name = _("Utenfor området: %(objects)s objekter") % {"objects": step.objects}
            if step.objects == 1:
                name = _("Utenfor området: ett objekt")
            yield Row(title=name, kind="", object_id=None, type_name="", objects=step.objects, **common)
        elif step.kind is ObjectKind.SOURCE:
            yield Row(title=_("Overliggende nett"), kind="", object_id=None, type_name="", **common)
        else:
            yield Row(
                title=_step_title(shown),
                kind=shown.kind,
                object_id=shown.object_id,
                type_name=step.type_name or _rating(shown),
                geometry=_geometry(view, shown),
                **common,
            )


def _step_title(found: GridObject) -> str:
    """A line without a name of its own is called by its kind: its id says nothing to people."""
    return title(found) if found.name or found.kind not in LINES else kind_name(found.kind)


def _rating(found: GridObject) -> str:
    rated = found.facts.get("sn_kva")
    return f"{number_text(rated, padded=False)} kVA" if rated else ""


def _geometry(view: View, found: GridObject) -> Any:
    import shapely

    if found.geometry is None:
        return None
    shape = shapely.from_wkb(bytes(found.geometry))
    shape = shape if view.area is None else shapely.intersection(shape, view.area)
    return None if shape.is_empty else shape


def _no_way(found: GridObject) -> NotFound:
    return NotFound(_("Vi finner ingen vei fra %(title)s til en transformator.") % {"title": title(found)}, "no_way")
