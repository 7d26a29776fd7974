"""Short-circuit values at customer points and cabinets, by IEC 60909-0:2016.

One `Values` for each customer point and switching state. What the data do not say is named in it, and the values that hang on it
are None; nothing is guessed. They are a check computed from the grid's data: the grid company's own values go before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nettmelding.grid import iec60909, lacking
from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.lacking import Assumption, Hinders, Lack, Missing, ObjectKind
from nettmelding.grid.network import (
    Branch,
    CustomerPoint,
    Network,
    Protection,
    Source,
    SwitchingState,
    System,
    Terminal,
    Transformer,
)
from nettmelding.grid.short_circuit_model import Condition, at_nodes, capacitance_nf, impedances
from nettmelding.grid.topology import NOWHERE, Topology, feeders, topology


@dataclass(frozen=True, slots=True, kw_only=True)
class Impedance:
    """What the currents follow from, Ω: positive and zero sequence (TN), for the largest current (20 °C) and the smallest (end
    temperature). None where something is missing."""

    z1_max: complex | None = None
    z1_min: complex | None = None
    z0_max: complex | None = None
    z0_min: complex | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Short-circuit values at one terminal in one switching state.

    Currents are initial symmetrical short-circuit currents (kA), between phases or, in TN, phase to PEN or PE;
    `earth_fault_a` (A) is for IT the first earth fault, for TT the fault through both electrodes, for TN None.
    `cos_phi_max` belongs to the largest three-phase current. `r_mohm`, `x_mohm` and `r0_mohm`, `x0_mohm` are those of the largest
    current (20 °C, mΩ), those with `warm` of the smallest (end temperature). `earth_resistance_ohm` is the substation's (IT, TT).
    """

    point: str
    state: str
    terminal: Terminal
    system: System | None
    protection: Protection | None
    tolerance: Tolerance
    ik3p_max_ka: float | None
    ik2p_max_ka: float | None
    cos_phi_max: float | None
    ik2p_min_ka: float | None
    ik1p_max_ka: float | None
    ik1p_min_ka: float | None
    earth_fault_a: float | None
    earth_resistance_ohm: float | None
    r_mohm: float | None
    x_mohm: float | None
    r_warm_mohm: float | None
    x_warm_mohm: float | None
    r0_mohm: float | None
    x0_mohm: float | None
    r0_warm_mohm: float | None
    x0_warm_mohm: float | None
    assumptions: tuple[Assumption, ...]
    missing: tuple[Missing, ...]
    standard: str = iec60909.STANDARD

    @property
    def impedance(self) -> Impedance:
        """The impedances in Ω, to reckon further from."""
        return Impedance(
            z1_max=_ohm(self.r_mohm, self.x_mohm),
            z1_min=_ohm(self.r_warm_mohm, self.x_warm_mohm),
            z0_max=_ohm(self.r0_mohm, self.x0_mohm),
            z0_min=_ohm(self.r0_warm_mohm, self.x0_warm_mohm),
        )


def values(network: Network, tolerance: Tolerance = Tolerance.TEN) -> list[Values]:
    """The values of all customer points of the network in all its switching states, by state and then in the points' order.

    `tolerance` is how far the grid company lets the low voltage be above nominal; it decides the voltage factors.
    """
    return [found for state in network.standing() for found in in_state(network, state, tolerance)]


def in_state(network: Network, state: SwitchingState, tolerance: Tolerance) -> list[Values]:
    """The values of all customer points in one switching state, in the points' order."""
    laid = topology(network, state)
    missing = _missing_of_blocks(laid)
    wanted = _reached(laid, network.customer_points)
    found = _impedances(laid, wanted, missing, tolerance)
    earthing = _Earthing(laid)
    answers = []
    for point in network.customer_points:
        node = laid.node_of(point)
        if node not in wanted:
            answers.append(_no_way(point, state, tolerance))
            continue
        transformer = laid.edges[laid.transformer[node]]
        assert isinstance(transformer, Transformer)
        system = point.system or transformer.system
        lacks = missing[laid.block_of(node)] + _of_point(point, system, laid.base_kv[node])
        if system is not None and not system.is_tn:
            earth = earthing.at(node, point, system, transformer)
            lacks += earth.missing
        else:
            earth = _NO_EARTH
        answers.append(
            _answer(point, state, tolerance, system, transformer, found[node], earth, tuple(dict.fromkeys(lacks)))
        )
    return answers


def _reached(laid: Topology, points: Iterable[CustomerPoint]) -> set[int]:
    """The nodes of the points that have a way to a transformer."""
    nodes = {laid.node_of(point) for point in points} - {NOWHERE}
    return {node for node in nodes if laid.transformer[node] != NOWHERE}


def _missing_of_blocks(laid: Topology) -> list[tuple[Missing, ...]]:
    """By block: all that is missing in it and on the way to it. The zero sequence counts only from the last transformer on."""
    own: list[list[Missing]] = [[] for _ in range(laid.blocks)]
    for edge, element in enumerate(laid.edges):
        block = laid.block[edge]
        if block != NOWHERE:
            own[block] += _of_element(laid, edge, element)
    found: list[tuple[Missing, ...]] = [()] * laid.blocks
    for block in range(laid.blocks - 1, -1, -1):
        above = laid.above[block]
        before = found[above] if above != NOWHERE else ()
        if laid.holds_transformer[block]:
            before = tuple(lack for lack in before if lack.hinders != lacking.EARTH_ONLY)
        found[block] = (*before, *own[block]) if own[block] else before
    return found


def _of_element(laid: Topology, edge: int, element: Source | Transformer | Branch) -> tuple[Missing, ...]:
    if isinstance(element, Source):
        return lacking.of_source(element)
    if isinstance(element, Transformer):
        return lacking.of_transformer(element)
    transformer = laid.transformer[laid.ends[edge][0]]
    if transformer == NOWHERE:
        return tuple(lack for lack in lacking.of_branch(element, None) if lack.hinders != lacking.EARTH_ONLY)
    behind = laid.edges[transformer]
    return lacking.of_branch(element, behind.system if isinstance(behind, Transformer) else None)


def _of_point(point: CustomerPoint, system: System | None, base_kv: float) -> tuple[Missing, ...]:
    if system is None:
        return (Missing(ObjectKind.CUSTOMER_POINT, point.id, Lack.SYSTEM, lacking.ALL),)
    if not 0.85 <= base_kv * 1000 / system.nominal_v <= 1.15:
        return (Missing(ObjectKind.CUSTOMER_POINT, point.id, Lack.SYSTEM_AND_VOLTAGE, lacking.ALL),)
    return ()


def _impedances(
    laid: Topology, wanted: Iterable[int], missing: list[tuple[Missing, ...]], tolerance: Tolerance
) -> dict[int, Impedance]:
    """The impedances at the nodes wanted, one batch a feeder and condition, where nothing is missing for it."""
    known = impedances(laid, tolerance)
    edges_of_block: list[list[int]] = [[] for _ in range(laid.blocks)]
    for edge, block in enumerate(laid.block):
        if block != NOWHERE:
            edges_of_block[block].append(edge)
    hinders = [frozenset(what for lack in lacks for what in lack.hinders) for lacks in missing]
    found: dict[int, Impedance] = {}
    for feeder in feeders(laid, wanted):
        solved: dict[Condition, dict[int, complex | None]] = {}
        for condition, needed in _NEEDED.items():
            nodes = [
                node
                for node in feeder.nodes
                if not needed & hinders[laid.block_of(node)] and (not condition.is_zero or _may_be_tn(laid, node))
            ]
            solved[condition] = dict(zip(nodes, at_nodes(known, feeder, nodes, condition, edges_of_block), strict=True))
        for node in feeder.nodes:
            found[node] = Impedance(
                z1_max=solved[Condition.MAX].get(node),
                z1_min=solved[Condition.MIN].get(node),
                z0_max=solved[Condition.ZERO_MAX].get(node),
                z0_min=solved[Condition.ZERO_MIN].get(node),
            )
    return found


_NEEDED = {
    Condition.MAX: frozenset({Hinders.MAX}),
    Condition.MIN: frozenset({Hinders.MIN}),
    Condition.ZERO_MAX: frozenset({Hinders.MAX, Hinders.EARTH}),
    Condition.ZERO_MIN: frozenset({Hinders.EARTH}),
}


def _may_be_tn(laid: Topology, node: int) -> bool:
    transformer = laid.edges[laid.transformer[node]]
    return isinstance(transformer, Transformer) and (transformer.system is None or transformer.system.is_tn)


@dataclass(frozen=True, slots=True)
class _Earth:
    """What an earth fault in IT or TT rests on: capacitance of a phase (IT, nF) or both electrodes together (TT, Ω)."""

    c0_nf: float | None = None
    electrodes_ohm: float | None = None
    missing: tuple[Missing, ...] = ()


_NO_EARTH = _Earth()


class _Earthing:
    """What is known of the way to earth, by what hangs together galvanically; looked up when first asked for."""

    def __init__(self, laid: Topology) -> None:
        self._laid = laid
        self._capacitance: dict[int, float | None] | None = None

    def at(self, node: int, point: CustomerPoint, system: System, transformer: Transformer) -> _Earth:
        return self._it(node, transformer) if system is System.IT_230 else _electrodes(point, transformer)

    def _it(self, node: int, transformer: Transformer) -> _Earth:
        if self._capacitance is None:
            self._capacitance = capacitance_nf(self._laid)
        c0_nf = self._capacitance.get(self._laid.zone[node], 0.0)
        if c0_nf is not None:
            return _Earth(c0_nf=c0_nf)
        lack = Missing(ObjectKind.TRANSFORMER, transformer.id, Lack.CAPACITANCE, lacking.EARTH_ONLY)
        return _Earth(missing=(lack,))


def _electrodes(point: CustomerPoint, transformer: Transformer) -> _Earth:
    substation, installation = transformer.earth_resistance_ohm, point.earth_resistance_ohm
    missing = []
    if substation is None:
        missing.append(Missing(ObjectKind.TRANSFORMER, transformer.id, Lack.SUBSTATION_EARTH, lacking.EARTH_ONLY))
    if installation is None:
        missing.append(Missing(ObjectKind.CUSTOMER_POINT, point.id, Lack.INSTALLATION_EARTH, lacking.EARTH_ONLY))
    if substation is None or installation is None:
        return _Earth(missing=tuple(missing))
    return _Earth(electrodes_ohm=substation + installation)


def _answer(
    point: CustomerPoint,
    state: SwitchingState,
    tolerance: Tolerance,
    system: System | None,
    transformer: Transformer,
    impedance: Impedance,
    earth: _Earth,
    missing: tuple[Missing, ...],
) -> Values:
    fits = not any(lack.what in {Lack.SYSTEM, Lack.SYSTEM_AND_VOLTAGE} for lack in missing)
    return from_impedance(
        impedance,
        point=point,
        state=state.name,
        tolerance=tolerance,
        system=system if fits else None,
        earth_fault_a=_earth_fault_a(tolerance, system, impedance, earth) if fits else None,
        earth_resistance_ohm=transformer.earth_resistance_ohm if system and not system.is_tn else None,
        assumptions=_assumptions(tolerance, system, transformer),
        missing=missing,
    )


def _earth_fault_a(tolerance: Tolerance, system: System | None, impedance: Impedance, earth: _Earth) -> float | None:
    if system is System.IT_230 and earth.c0_nf is not None:
        return iec60909.earth_fault_it_a(system.nominal_v, earth.c0_nf)
    if system is System.TT_230 and earth.electrodes_ohm is not None and impedance.z1_min is not None:
        return iec60909.earth_fault_tt_a(tolerance.c_min, system.nominal_v, impedance.z1_min, earth.electrodes_ohm)
    return None


def _assumptions(tolerance: Tolerance, system: System | None, transformer: Transformer) -> tuple[Assumption, ...]:
    found = [
        Assumption.NO_MOTORS,
        Assumption.TWENTY_DEGREES,
        Assumption.END_TEMPERATURE,
        Assumption.MAIN_TAPPING,
        Assumption.TOLERANCE_SIX if tolerance is Tolerance.SIX else Assumption.TOLERANCE_TEN,
    ]
    if system is System.IT_230:
        found.append(Assumption.IT_CAPACITIVE)
    elif system is System.TT_230:
        found.append(Assumption.TT_ELECTRODES)
    elif system is not None and transformer.r0_to_r is None:
        found.append(Assumption.DYN_ZERO_SEQUENCE)
    return tuple(found)


def from_impedance(
    impedance: Impedance,
    *,
    point: CustomerPoint,
    state: str,
    tolerance: Tolerance,
    system: System | None,
    earth_fault_a: float | None,
    earth_resistance_ohm: float | None,
    assumptions: tuple[Assumption, ...],
    missing: tuple[Missing, ...],
) -> Values:
    """The values that follow from the impedances; without a system only the impedances."""
    z1, z1_warm, z0, z0_warm = impedance.z1_max, impedance.z1_min, impedance.z0_max, impedance.z0_min
    u = system.nominal_v if system else None
    c_max, c_min = tolerance.c_max, tolerance.c_min
    return Values(
        point=point.id,
        state=state,
        terminal=point.terminal,
        system=system,
        protection=point.protection,
        tolerance=tolerance,
        ik3p_max_ka=iec60909.three_phase_ka(c_max, u, z1) if u and z1 else None,
        ik2p_max_ka=iec60909.two_phase_ka(c_max, u, z1) if u and z1 else None,
        cos_phi_max=iec60909.cos_phi(z1) if z1 else None,
        ik2p_min_ka=iec60909.two_phase_ka(c_min, u, z1_warm) if u and z1_warm else None,
        ik1p_max_ka=iec60909.one_phase_ka(c_max, u, z1, z0) if u and z1 and z0 else None,
        ik1p_min_ka=iec60909.one_phase_ka(c_min, u, z1_warm, z0_warm) if u and z1_warm and z0_warm else None,
        earth_fault_a=earth_fault_a,
        earth_resistance_ohm=earth_resistance_ohm,
        r_mohm=z1.real * 1000 if z1 else None,
        x_mohm=z1.imag * 1000 if z1 else None,
        r_warm_mohm=z1_warm.real * 1000 if z1_warm else None,
        x_warm_mohm=z1_warm.imag * 1000 if z1_warm else None,
        r0_mohm=z0.real * 1000 if z0 else None,
        x0_mohm=z0.imag * 1000 if z0 else None,
        r0_warm_mohm=z0_warm.real * 1000 if z0_warm else None,
        x0_warm_mohm=z0_warm.imag * 1000 if z0_warm else None,
        assumptions=assumptions,
        missing=missing,
    )


def _no_way(point: CustomerPoint, state: SwitchingState, tolerance: Tolerance) -> Values:
    """A point that nothing feeds in this state."""
    return from_impedance(
        Impedance(),
        point=point,
        state=state.name,
        tolerance=tolerance,
        system=point.system,
        earth_fault_a=None,
        earth_resistance_ohm=None,
        assumptions=(),
        missing=(Missing(ObjectKind.CUSTOMER_POINT, point.id, Lack.WAY, lacking.ALL),),
    )


def _ohm(r_mohm: float | None, x_mohm: float | None) -> complex | None:
    return None if r_mohm is None or x_mohm is None else complex(r_mohm, x_mohm) / 1000


def extremes(found: Iterable[Values]) -> dict[str, "Extremes"]:
    """By customer point: which state gives the largest and which the smallest current, over the states it was reckoned in."""
    by_point: dict[str, list[Values]] = {}
    for one in found:
        by_point.setdefault(one.point, []).append(one)
    return {point: Extremes(*_largest_and_smallest(its)) for point, its in by_point.items()}


@dataclass(frozen=True, slots=True)
class Extremes:
    """The values of the state with the largest three-phase current and of the one with the smallest two-phase current;
    None where no state has one."""

    largest: Values | None
    smallest: Values | None


def _largest_and_smallest(its: list[Values]) -> Iterator[Values | None]:
    with_max = [v for v in its if v.ik3p_max_ka is not None]
    with_min = [v for v in its if v.ik2p_min_ka is not None]
    yield max(with_max, key=lambda v: v.ik3p_max_ka or 0, default=None)
    yield min(with_min, key=lambda v: v.ik2p_min_ka or 0, default=None)
