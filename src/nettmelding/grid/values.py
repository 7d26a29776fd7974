"""Short-circuit values at a customer point or a cabinet: the grid company's own first, then those computed as a check.

Who may see what is the view's (`grid.seeing`): an object that lies outside is never named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.errors import NotFound
from nettmelding.grid import planned, queries, reckoning
from nettmelding.grid.figures import BY_NAME, STATE_NAMES, Origin
from nettmelding.grid.lacking import Missing, ObjectKind
from nettmelding.grid.models import Edition, GridObject, Kind
from nettmelding.grid.network import NORMAL, Protection, Terminal
from nettmelding.grid.seeing import View
from nettmelding.grid.short_circuit import Values
from nettmelding.grid.words import title

CABINETS = frozenset({Kind.CABLE_CABINET, Kind.CONNECTION_CABINET})
WITH_VALUES = CABINETS | {Kind.CUSTOMER_POINT}
TERMINAL_NAMES = {
    Terminal.CUSTOMER_END: gettext_lazy("ved kundens ende av stikkledningen"),
    Terminal.CABINET: gettext_lazy("på samleskinnen i skapet, før stikkledningen"),
}
MOST_MISSING = 12
"""Sentences about missing data that are said; the rest are counted."""
_OWN = ("ik3p_max_ka", "ik2p_max_ka", "cos_phi_max", "ik2p_min_ka", "ik1p_min_ka", "earth_fault_a", "r_mohm", "x_mohm",
        "r0_mohm", "x0_mohm")  # fmt: skip
"""Facts of a customer point that are the grid company's own figures; the names are those of `figures`."""
_COMPUTED = {"substation_earth_ohm": "earth_resistance_ohm"}
"""Figures that `short_circuit.Values` calls otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSet:
    """Values at one terminal in one switching state. `figures` by the names of `grid.figures`; what is not known is not there.

    `on`: the day the grid company's own values are of, as it wrote it. `assumptions` and `missing` are sentences.
    """

    origin: Origin
    state: str
    terminal: str
    system: str | None
    protection: Protection | None
    figures: Mapping[str, float]
    on: str = ""
    standard: str = ""
    assumptions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cable: tuple[str, float] | None = None
    """The planned cable: type and length in m."""

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES.get(self.state, self.state))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortCircuit:
    """All that can be said of short-circuit values at an object, the grid company's own first, then normal and reserve."""

    object_id: UUID
    kind: str
    title: str
    edition_on: date
    tolerance: str
    sets: tuple[ValueSet, ...]

    def of(self, state: str, origin: str = "") -> ValueSet:
        """The set of a state, the grid company's own before a computed one unless it is said which. Errors: NotFound."""
        for one in self.sets:
            if one.state == state and origin in ("", one.origin) and one.figures:
                return one
        raise NotFound


def edition_on(edition: Edition) -> date:
    """The day an edition was made, by which people know it."""
    return clock.oslo(edition.ready_at or edition.made_at).date()


def values_at(view: View, found: GridObject) -> ShortCircuit:
    """The values at a customer point or a cabinet; of another kind of object none. Slow the first time for a feeder.

    That they were looked at is written down. Errors: TooMany.
    """
    if found.kind in WITH_VALUES:
        queries.note(view, "values", [found.object_id])
    tolerance = reckoning.TOLERANCES[view.rules.tolerance]
    sets = [*_own(found), *_computed(view, found)] if found.kind in WITH_VALUES else []
    return ShortCircuit(
        object_id=found.object_id,
        kind=found.kind,
        title=title(found),
        edition_on=edition_on(view.edition),
        tolerance=tolerance.value,
        sets=tuple(sets),
    )


def with_cable(view: View, cabinet: GridObject, type_name: str, length_m: float) -> ShortCircuit:
    """The values at the far end of a planned cable from a cabinet. Errors: Invalid for the cable; NotFound for another object."""
    if cabinet.kind not in CABINETS:
        raise NotFound
    cable = planned.planned_cable(type_name, length_m)
    at_cabinet = values_at(view, cabinet)
    sets = [
        _said(view, planned.at_end_of(one, [cable]), by_type=by_type, cable=(type_name.strip(), length_m))
        for one, by_type in _reckoned(view, cabinet)
    ]
    return ShortCircuit(
        object_id=cabinet.object_id,
        kind=cabinet.kind,
        title=at_cabinet.title,
        edition_on=at_cabinet.edition_on,
        tolerance=at_cabinet.tolerance,
        sets=tuple(sets),
    )


def _own(found: GridObject) -> Iterator[ValueSet]:
    facts: Mapping[str, Any] = found.facts
    figures = {name: float(facts[name]) for name in _OWN if name in facts}
    if figures:
        rated = facts.get("protection_a")
        yield ValueSet(
            origin=Origin.OWN,
            state=NORMAL,
            terminal=facts.get("terminal") or str(TERMINAL_NAMES[Terminal.CUSTOMER_END]),
            system=facts.get("network_system"),
            protection=Protection(type=facts.get("protection_type", ""), rated_a=rated) if rated else None,
            figures=figures,
            on=facts.get("values_on", ""),
        )


def _computed(view: View, found: GridObject) -> Iterator[ValueSet]:
    for one, by_type in _reckoned(view, found):
        yield _said(view, one, by_type=by_type)
    if found.feeder is None:
        yield ValueSet(
            origin=Origin.COMPUTED,
            state=NORMAL,
            terminal=str(TERMINAL_NAMES[Terminal.CABINET if found.kind in CABINETS else Terminal.CUSTOMER_END]),
            system=found.facts.get("network_system"),
            protection=None,
            figures={},
            missing=(_("%(title)s henger ikke på noen transformator i kartgrunnlaget.") % {"title": title(found)},),
        )


def _reckoned(view: View, found: GridObject) -> Iterator[tuple[Values, bool]]:
    """The values by state, and whether they rest on a type's name."""
    if found.feeder is None:
        return
    kept = reckoning.of_feeder(view.edition, found.feeder, reckoning.TOLERANCES[view.rules.tolerance])
    for one in kept.values.get(str(found.object_id), ()):
        yield one, one.point in kept.by_type


def _said(view: View, one: Values, *, by_type: bool, cable: tuple[str, float] | None = None) -> ValueSet:
    """Computed values in the words and figures that are shown."""
    figures = {name: getattr(one, _COMPUTED.get(name, name)) for name in BY_NAME}
    assumptions = [str(assumption.words) for assumption in one.assumptions]
    if by_type:
        assumptions.append(_("R og X etter ledertypen (IEC 60228) der nettselskapet ikke har oppgitt dem"))
    return ValueSet(
        origin=Origin.PLANNED if cable else Origin.COMPUTED,
        state=one.state,
        terminal=_("ved enden av planlagt kabel") if cable else str(TERMINAL_NAMES[one.terminal]),
        system=one.system,
        protection=one.protection,
        figures={name: value for name, value in figures.items() if value is not None},
        standard=one.standard,
        assumptions=tuple(assumptions),
        missing=tuple(_lacks(view, one.missing)),
        cable=cable,
    )


def _lacks(view: View, missing: Sequence[Missing]) -> Iterator[str]:
    """What the data do not say, with the object's name where it may be seen."""
    names = _names(view, {object_of(lack.id) for lack in missing})
    said = dict.fromkeys(_sentence(lack, names.get(object_of(lack.id))) for lack in missing)
    yield from list(said)[:MOST_MISSING]
    if len(said) > MOST_MISSING:
        yield _("… og %(number)s til.") % {"number": len(said) - MOST_MISSING}


def _sentence(lack: Missing, name: str | None) -> str:
    what = str(lack.what.words)
    if lack.id == "planned":
        return _("Planlagt kabel: %(what)s") % {"what": what}
    if name:
        return f"{name}: {what}"
    if lack.kind is ObjectKind.BRANCH:
        return _("En kabel eller linje utenfor området: %(what)s") % {"what": what}
    return _("Nettet utenfor området: %(what)s") % {"what": what}


def object_of(id: str) -> str:
    """The id of the object that something in a network was made of: a source has its transformer's, with an addition."""
    return id.partition(":")[0]


def _names(view: View, ids: Iterable[str]) -> dict[str, str]:
    """Titles of those objects that may be seen, by id."""
    return {str(one.object_id): title(one) for one in seen_objects(view, _uuids(ids))}


def seen_objects(view: View, ids: Iterable[UUID]) -> list[GridObject]:
    """Those of the objects, with their facts, that the view may show with name and place."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    visible = list(queries.seen_ids(view, wanted))
    rows = GridObject.objects.filter(edition_serial=view.edition.serial, object_id__in=visible)
    return list(rows.order_by("pk"))


def _uuids(ids: Iterable[str]) -> Iterator[UUID]:
    for one in ids:
        try:
            yield UUID(one)
        except ValueError:
            continue
