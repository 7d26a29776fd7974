"""What an object says of itself: its facts with units, its circuit list, what it hangs together with.

What is named in a circuit list or at a line's end and may not be seen is told of without its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.grid import operating, queries
from nettmelding.grid.fields import FIELDS, Field
from nettmelding.grid.figures import BY_NAME, SYSTEM_NAMES, number_text
from nettmelding.grid.identity import object_id
from nettmelding.grid.models import LINES, GridObject, Kind
from nettmelding.grid.operating import Operating
from nettmelding.grid.seeing import View
from nettmelding.grid.values import edition_on, seen_objects
from nettmelding.grid.words import kind_name, title

_MATERIALS = {"al": "Al", "cu": "Cu"}
_ENDS = ("from_id", "to_id", "substation_id", "upstream_id")
"""Facts that name another object."""
_APART = frozenset({*_ENDS, *BY_NAME, "values_on", "terminal", "protection_type", "protection_a", "operable", "free_places",
                    "photo", "source_rx_ratio"})  # fmt: skip
"""Facts that are shown in a place of their own, or say nothing to who looks."""


_OF_A_CUSTOMER = frozenset({"metering_point_id"})
"""Facts of a neighbour that a contractor has no use for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One fact. `object_id`: of the object that the value names, where it may be seen; `outside`: it names one that may not."""

    label: str
    value: str
    object_id: UUID | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A row of a circuit list. `feeds` is None where the list does not say."""

    number: str
    fuse: str
    fuse_type: str
    feeds: Said | None
    is_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """An object as it is shown to one who may see it."""

    object_id: UUID
    kind: str
    kind_name: str
    title: str
    external_id: str
    facts: tuple[Said, ...]
    ends: tuple[Said, ...]
    """What it hangs together with: from and to, its substation, what feeds it."""
    circuits: tuple[Circuit, ...]
    free_places: int | None
    operating: Operating | None
    photo: str
    edition_on: date

    @property
    def photo_href(self) -> str:
        """The photo's address where the grid company has given one; what is only a file's name leads nowhere."""
        return self.photo if self.photo.startswith("https://") else ""


def describe(view: View, found: GridObject) -> Description:
    """All that is known of an object, in the order of the table of fields. `found` is one the view has handed out."""
    facts: Mapping[str, Any] = found.facts
    names = _Named(view, found)
    circuits = facts.get("circuits", ())
    free_places = facts.get("free_places")
    if free_places is None and circuits:
        free_places = sum(1 for row in circuits if row.get("is_free"))
    return Description(
        object_id=found.object_id,
        kind=found.kind,
        kind_name=str(kind_name(found.kind)),
        title=title(found),
        external_id=found.external_id,
        facts=tuple(_facts(view, found)),
        ends=tuple(names.ends()),
        circuits=tuple(_circuit(row, names) for row in circuits),
        free_places=free_places,
        operating=operating.of_cabinet(view, found),
        photo=facts.get("photo", ""),
        edition_on=edition_on(view.edition),
    )


def facts_for(view: View, found: GridObject) -> dict[str, Any]:
    """The facts as they are kept, by name, but for what is not for who looks."""
    hidden = frozenset[str]() if _is_their_business(view, found) else _OF_A_CUSTOMER
    return {name: value for name, value in found.facts.items() if name not in hidden}


def text_of(field: Field, value: Any) -> str:
    """A fact as people read it, with its unit."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if field.name == "network_system":
        return SYSTEM_NAMES.get(value, str(value))
    if field.name == "material":
        return _MATERIALS.get(value, str(value))
    if field.name == "year":
        return str(value)
    if isinstance(value, int | float):
        return f"{number_text(value, padded=False)} {field.unit}".strip()
    return f"{value} {field.unit}".strip()


def _facts(view: View, found: GridObject) -> Iterator[Said]:
    facts = facts_for(view, found)
    for field in FIELDS[found.kind]:
        if field.name in _APART:
            continue
        if field.name in facts:
            yield Said(label=str(field.label), value=text_of(field, facts[field.name]))
        elif field.name == "length_m" and found.drawn_length_m:
            metres = number_text(found.drawn_length_m, 0)
            yield Said(label=str(field.label), value=_("%(metres)s m, målt i kartet") % {"metres": metres})


def _is_their_business(view: View, found: GridObject) -> bool:
    """Whether what tells of a customer is for who looks: the grid company's people, and at the case's own point."""
    if found.kind != Kind.CUSTOMER_POINT or view.actor.organisation_id == view.grid_company_id:
        return True
    own = queries.customer_point(view)
    return own is not None and own.pk == found.pk


def _circuit(row: Mapping[str, Any], names: "_Named") -> Circuit:
    fuse = row.get("fuse_a")
    return Circuit(
        number=str(row.get("name", "")),
        fuse=f"{number_text(fuse, padded=False)} A" if fuse else "",
        fuse_type=row.get("fuse_type", ""),
        feeds=names.said(_("Mater"), row["feeds_id"]) if row.get("feeds_id") else None,
        is_free=bool(row.get("is_free")),
    )


class _Named:
    """The objects that an object names by the grid company's own ids, found all at once."""

    def __init__(self, view: View, found: GridObject) -> None:
        self._found = found
        named = [found.facts[name] for name in _ENDS if name in found.facts]
        named += [row["feeds_id"] for row in found.facts.get("circuits", ()) if row.get("feeds_id")]
        candidates = list(_candidates(view.grid_company_id, named))
        self._seen = {(one.external_id, one.kind): one for one in seen_objects(view, candidates)}
        self._not_there = _not_there(view, candidates, named)
        self._at_nodes = list(_at_nodes(view, found)) if found.kind in LINES else []

    def ends(self) -> list[Said]:
        labels = {field.name: str(field.label) for field in FIELDS[self._found.kind] if field.name in _ENDS}
        facts = self._found.facts
        found = [self.said(label, facts[name]) for name, label in labels.items() if name in facts]
        order = list(labels.values())
        return sorted([*found, *self._at_nodes], key=lambda one: order.index(one.label))

    def said(self, label: str, external_id: str) -> Said:
        """What the id names, or that it lies outside."""
        for kind in _POINTS_FIRST:
            one = self._seen.get((external_id, kind))
            if one is not None and one.pk != self._found.pk:
                return Said(label=label, value=title(one), object_id=one.object_id)
        if external_id in self._not_there:
            return Said(label=label, value=_("%(id)s, som ikke er i kartgrunnlaget") % {"id": external_id})
        return _outside(label)


def _not_there(view: View, candidates: Sequence[UUID], named: Iterable[str]) -> set[str]:
    """Ids that no object of the edition has, for the grid company's own people: to others they are as what lies outside."""
    if view.actor.organisation_id != view.grid_company_id or not candidates:
        return set()
    rows = GridObject.objects.filter(edition_serial=view.edition.serial, object_id__in=candidates)
    return set(named) - set(rows.values_list("external_id", flat=True))


_POINTS_FIRST: Sequence[str] = sorted(Kind, key=lambda kind: kind in LINES)
_FIRST_AT_A_NODE = (Kind.CABLE_CABINET, Kind.CONNECTION_CABINET, Kind.SUBSTATION, Kind.CUSTOMER_POINT)
"""Of several objects at the same node, the one that a line is said to come from."""


def _at_nodes(view: View, found: GridObject) -> Iterator[Said]:
    """What a line is connected to at the ends that it does not name."""
    labels = {field.name: str(field.label) for field in FIELDS[found.kind]}
    ends = ((found.from_node, "from_id"), (found.to_node, "to_id"))
    nodes = {node: labels[fact] for node, fact in ends if fact not in found.facts}
    if found.feeder is None or not nodes:
        return
    rows = GridObject.objects.filter(edition_serial=view.edition.serial, feeder=found.feeder, from_node__in=nodes)
    rows = rows.exclude(kind__in=LINES).only("object_id", "kind", "from_node")
    ids = {row.from_node: row for row in sorted(rows, key=_rank, reverse=True)}
    seen = {one.object_id: one for one in seen_objects(view, [row.object_id for row in ids.values()])}
    for node, label in nodes.items():
        if node in ids:
            one = seen.get(ids[node].object_id)
            yield Said(label=label, value=title(one), object_id=one.object_id) if one else _outside(label)


def _rank(row: GridObject) -> int:
    return _FIRST_AT_A_NODE.index(row.kind) if row.kind in _FIRST_AT_A_NODE else len(_FIRST_AT_A_NODE)


def _outside(label: str) -> Said:
    return Said(label=label, value=_("utenfor ditt område"), outside=True)


def _candidates(grid_company_id: UUID, external_ids: Iterable[str]) -> Iterator[UUID]:
    """The ids that objects with these names would have, by kind: an object's id follows from them."""
    for external_id in dict.fromkeys(external_ids):
        for kind in Kind:
            yield object_id(grid_company_id, kind, external_id)
