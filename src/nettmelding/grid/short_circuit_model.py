"""Impedances at the nodes of a network, by power-grid-model: one batch of three-phase faults a feeder and condition.

The zero-sequence network is reckoned in the same way as the positive one: a network of its own, in which the transformers are the
sources. So every condition is one symmetrical batch, which is three times as quick as faults by phase, and Z1 and Z0 come out by
themselves, as a customer point's values need them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from nettmelding.grid import iec60909
from nettmelding.grid.lacking import zero_sequence_of
from nettmelding.grid.network import Branch, Source, Transformer
from nettmelding.grid.topology import NOWHERE, ROOT, Feeder, Topology

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Complexes = NDArray[np.complex128]


class Condition(Enum):
    """The impedance wanted: for the largest or the smallest current, positive or zero sequence."""

    MAX = "max"
    MIN = "min"
    ZERO_MAX = "zero_max"
    ZERO_MIN = "zero_min"

    @property
    def is_max(self) -> bool:
        return self in {Condition.MAX, Condition.ZERO_MAX}

    @property
    def is_zero(self) -> bool:
        return self in {Condition.ZERO_MAX, Condition.ZERO_MIN}


@dataclass(frozen=True, slots=True)
class Impedances:
    """Of every edge of a topology, Ω, nan where the data do not say. Branches at their own voltage, transformers from the
    low-voltage side, sources at theirs."""

    starts: "NDArray[np.int64]"
    ends: "NDArray[np.int64]"
    kind: "NDArray[np.int8]"
    base_v: "NDArray[np.float64]"
    of: "dict[Condition, Complexes]"


SOURCE, TRANSFORMER, BRANCH = 0, 1, 2

_LEAST = 1e-7
"""A branch without length, or a transformer said to be next to nothing, still has so many ohms: nothing beside any cable, and the
equations stay solvable."""


_NOTHING = 1e-12
"""Ω; the solver takes numbers beyond the floating point's normal range (below 1e-308) for a singular grid."""


def impedances(laid: Topology, tolerance: iec60909.Tolerance) -> Impedances:
    """Reckons every edge once for all conditions."""
    import numpy as np

    count = len(laid.edges)
    of = {condition: np.full(count, complex(np.nan, np.nan)) for condition in Condition}
    kind = np.empty(count, dtype=np.int8)
    for edge, element in enumerate(laid.edges):
        if isinstance(element, Branch):
            kind[edge] = BRANCH
            _branch(of, edge, element)
        elif isinstance(element, Transformer):
            kind[edge] = TRANSFORMER
            _transformer(of, edge, element, tolerance)
        else:
            kind[edge] = SOURCE
            _source(of, edge, element)
    for z in of.values():
        z.real[np.abs(z.real) < _NOTHING] = 0.0
    ends = np.array(laid.ends, dtype=np.int64).reshape(-1, 2)
    base_v = np.array(laid.base_kv) * 1000
    # The root is no node of the grid; it is in the models where sources are, and stands alone.
    base_v[ROOT] = 1.0
    return Impedances(ends[:, 0], ends[:, 1], kind, base_v, of)


def _branch(of: "dict[Condition, Complexes]", edge: int, branch: Branch) -> None:
    if branch.length_m is None or branch.length_m < 0:
        return
    km = branch.length_m / 1000
    warm = None if branch.end_temperature_c is None else iec60909.warmed(1, branch.end_temperature_c)
    for cold_one, warm_one, r, x in (
        (Condition.MAX, Condition.MIN, branch.r_ohm_km, branch.x_ohm_km),
        (Condition.ZERO_MAX, Condition.ZERO_MIN, branch.r0_ohm_km, branch.x0_ohm_km),
    ):
        if r is None or x is None or r < 0 or x < 0:
            continue
        of[cold_one][edge] = complex(r * km, max(x * km, _LEAST))
        if warm is not None:
            of[warm_one][edge] = complex(r * km * warm, max(x * km, _LEAST))


def _transformer(
    of: "dict[Condition, Complexes]", edge: int, transformer: Transformer, tolerance: iec60909.Tolerance
) -> None:
    sn, uk, pk, u2_kv = transformer.sn_kva, transformer.uk_percent, transformer.pk_kw, transformer.u2_kv
    if not sn or sn <= 0 or not uk or pk is None:
        return
    try:
        z = iec60909.transformer_impedance(sn, uk, pk, u2_kv)
    except ValueError:
        return
    z = complex(z.real, max(z.imag, _LEAST))
    c_max = tolerance.c_max if u2_kv <= 1 else iec60909.C_MAX_MV
    k = iec60909.transformer_correction(z, sn, u2_kv, c_max)
    of[Condition.MAX][edge], of[Condition.MIN][edge] = k * z, z
    zero = zero_sequence_of(transformer)
    if zero is not None:
        z0 = complex(zero[0] * z.real, max(zero[1] * z.imag, _LEAST))
        of[Condition.ZERO_MAX][edge], of[Condition.ZERO_MIN][edge] = k * z0, z0


def _source(of: "dict[Condition, Complexes]", edge: int, source: Source) -> None:
    if source.rx_ratio is None or source.rx_ratio < 0:
        return
    for condition, sk_mva, c in (
        (Condition.MAX, source.sk_max_mva, iec60909.C_MAX_MV),
        (Condition.MIN, source.sk_min_mva, iec60909.C_MIN_MV),
    ):
        if sk_mva and sk_mva > 0:
            of[condition][edge] = iec60909.source_impedance(source.u_kv, sk_mva, source.rx_ratio, c)


def at_nodes(
    known: Impedances,
    feeder: Feeder,
    nodes: Sequence[int],
    condition: Condition,
    edges_of_block: Sequence[Sequence[int]],
) -> list[complex | None]:
    """Short-circuit impedance at the nodes, Ω, in their order; None where nothing feeds a node in this condition.

    The nodes must be of the feeder, and nothing on their way may lack (`lacking`): edges without an impedance are left out.
    """
    import numpy as np

    if not nodes:
        return []
    blocks = feeder.blocks
    if condition.is_zero:  # what is above a transformer has no part in the zero-sequence way
        blocks = feeder.below
    edges = np.array([edge for block in blocks for edge in edges_of_block[block]], dtype=np.int64)
    z = known.of[condition][edges]
    there = ~np.isnan(z)
    return _solved(known, edges[there], z[there], nodes, condition)


def _solved(
    known: Impedances, edges: "NDArray[np.int64]", z: "Complexes", nodes: Sequence[int], condition: Condition
) -> list[complex | None]:
    """Makes the feeder's model and reads the impedances from the currents: Z = c U / (√3 I), with the c of power-grid-model."""
    import numpy as np
    from power_grid_model import ComponentType, PowerGridModel, initialize_array

    kind, starts, ends = known.kind[edges], known.starts[edges], known.ends[edges]
    is_branch, is_transformer, is_source = kind == BRANCH, kind == TRANSFORMER, kind == SOURCE
    numbers, place = np.unique(np.concatenate([starts, ends, np.array(nodes, dtype=np.int64)]), return_inverse=True)
    start, end, wanted = place[: len(edges)], place[len(edges) : 2 * len(edges)], place[2 * len(edges) :]
    base_v = known.base_v[numbers]
    id_from = len(numbers)

    node = _rows(initialize_array, "node", len(numbers), id=np.arange(len(numbers)), u_rated=base_v)
    line_ids = id_from + np.arange(len(edges))
    line = _rows(
        initialize_array, "line", int(is_branch.sum()), id=line_ids[is_branch], from_node=start[is_branch],
        to_node=end[is_branch], from_status=1, to_status=1, r1=z[is_branch].real, x1=z[is_branch].imag, c1=0.0, tan1=0.0,
    )  # fmt: skip
    components = {"node": node, "line": line}
    if condition.is_zero:
        feeding, feeding_node = is_transformer, end
    else:
        feeding, feeding_node = is_source, end
        components["transformer"] = _transformers(
            initialize_array,
            line_ids[is_transformer],
            start[is_transformer],
            end[is_transformer],
            base_v,
            z[is_transformer],
        )
    z_feeding, at = z[feeding], feeding_node[feeding]
    components["source"] = _rows(
        initialize_array, "source", len(at), id=line_ids[feeding], node=at, status=1, u_ref=1.0, u_ref_angle=0.0,
        sk=base_v[at] ** 2 / np.abs(z_feeding), rx_ratio=z_feeding.real / z_feeding.imag,
    )  # fmt: skip
    fault_id = id_from + len(edges)
    components["fault"] = _rows(
        initialize_array, "fault", 1, id=fault_id, status=1, fault_type=0, fault_phase=0, fault_object=wanted[0]
    )
    faults = initialize_array("update", "fault", (len(wanted), 1))
    faults["id"], faults["fault_object"] = fault_id, wanted[:, None]
    solved = PowerGridModel(components).calculate_short_circuit(
        update_data={"fault": faults},
        output_component_types={ComponentType.fault: ["i_f", "i_f_angle"]},
        threading=-1,
        short_circuit_voltage_scaling="maximum",
    )[ComponentType.fault]
    current, angle = solved["i_f"][:, 0, 0], solved["i_f_angle"][:, 0, 0]
    z_wanted = _C_USED * base_v[wanted] / (np.sqrt(3) * np.where(current > 0, current, np.nan)) * np.exp(-1j * angle)
    return [None if value != value else value for value in z_wanted.tolist()]


_C_USED = 1.1
"""The voltage factor of power-grid-model for the largest current, at every voltage. It falls out again:
only impedances are read."""


def _transformers(initialize_array: Any, ids: Any, start: Any, end: Any, base_v: Any, z: "Complexes") -> Any:
    """Transformers with the ratio of their nodes' rated voltages, so that nothing flows before the fault; 1 MVA, with `z`
    from the low-voltage side."""
    import numpy as np

    sn = 1e6
    relative = z * sn / base_v[end] ** 2
    return _rows(
        initialize_array, "transformer", len(ids), id=ids, from_node=start, to_node=end, from_status=1, to_status=1,
        u1=base_v[start], u2=base_v[end], sn=sn, uk=np.abs(relative), pk=relative.real * sn, i0=0.0, p0=0.0,
        winding_from=0, winding_to=0, clock=0, tap_side=0, tap_pos=0, tap_min=0, tap_max=0, tap_nom=0, tap_size=0.0,
    )  # fmt: skip


def _rows(initialize_array: Any, component: str, count: int, **columns: Any) -> Any:
    rows = initialize_array("input", component, count)
    for name, values in columns.items():
        rows[name] = values
    return rows


def capacitance_nf(laid: Topology) -> dict[int, float | None]:
    """By zone: capacitance of a phase to earth of all that hangs together, nF; None where a branch does not say its own."""
    found: dict[int, float | None] = {}
    for edge, element in enumerate(laid.edges):
        if not isinstance(element, Branch) or laid.block[edge] == NOWHERE:
            continue
        zone = laid.zone[laid.ends[edge][0]]
        total = found.get(zone, 0.0)
        if total is None or element.c0_nf_km is None or element.length_m is None:
            found[zone] = None
        else:
            found[zone] = total + element.c0_nf_km * element.length_m / 1000
    return found
