"""The low-voltage grid as a calculation sees it: nodes by id, and what lies between them.

Frozen values with the unit in the name. `None` is "the grid company's data do not say": nothing here has a made-up
default, and what lacks is named in the answer (`short_circuit.Missing`). Ids are the grid company's own. Nodes have
no object of their own: a node is there when something is connected to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class System(StrEnum):
    """Network systems in use in Norway (NEK 400 312.2)."""

    IT_230 = "it_230"
    TT_230 = "tt_230"
    TN_C_S_400 = "tn_c_s_400"
    TN_S_400 = "tn_s_400"

    @property
    def nominal_v(self) -> float:
        """Nominal voltage between phases, V."""
        return 400.0 if self.is_tn else 230.0

    @property
    def is_tn(self) -> bool:
        return self in {System.TN_C_S_400, System.TN_S_400}


class BranchKind(StrEnum):
    CABLE = "cable"
    OVERHEAD = "overhead"
    SERVICE = "service"


class Terminal(StrEnum):
    """Where a value holds."""

    CUSTOMER_END = "customer_end"
    """At the customer's end of the service line: what a customer point normally is."""
    CABINET = "cabinet"
    """At the busbar of a cabinet, before any service line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The grid above, where the model ends: normally the high-voltage side of a substation.

    `sk_max_mva` and `sk_min_mva`: initial short-circuit power Sk'' (MVA) there, with its own voltage factor in it, as
    IEC 60909-0 6.2 has it. `rx_ratio`: R/X. `u_kv`: nominal voltage between phases, kV.
    A reserve feed is a source of its own that another `SwitchingState` has in service.
    """

    id: str
    node: str
    sk_max_mva: float | None
    sk_min_mva: float | None
    rx_ratio: float | None
    u_kv: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformer:
    """A two-winding transformer, `from_node` on the high-voltage side.

    `sn_kva` rated power, `uk_percent` short-circuit voltage, `pk_kw` load losses, all at the main tapping, which is what
    IEC 60909-0 reckons with; `u1_kv` and `u2_kv` rated voltages between phases at that tapping, kV.
    `tap` is the position it stands in, for showing. `r0_to_r`, `x0_to_x`: zero-sequence over positive-sequence
    resistance and reactance seen from the low-voltage side, where the maker's sheet says.
    `earth_resistance_ohm`: of the substation's earthing.
    """

    id: str
    from_node: str
    to_node: str
    sn_kva: float | None
    uk_percent: float | None
    pk_kw: float | None
    u1_kv: float
    u2_kv: float
    system: System | None
    vector_group: str | None = None
    tap: int | None = None
    r0_to_r: float | None = None
    x0_to_x: float | None = None
    earth_resistance_ohm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A cable, overhead line or service line.

    `r_ohm_km`, `x_ohm_km`: positive sequence, Ω/km a phase, resistance at 20 °C; `r0_ohm_km`, `x0_ohm_km`: zero sequence with
    its return through PEN or PE, also at 20 °C; `c0_nf_km`: capacitance of a phase to earth, nF/km.
    `end_temperature_c`: of the conductor when the short circuit is cleared, °C. What is `None` may be filled in from the
    type's name by `line_types.completed`.
    """

    id: str
    from_node: str
    to_node: str
    kind: BranchKind
    type_name: str
    length_m: float | None
    r_ohm_km: float | None = None
    x_ohm_km: float | None = None
    r0_ohm_km: float | None = None
    x0_ohm_km: float | None = None
    c0_nf_km: float | None = None
    cross_section_mm2: float | None = None
    material: str | None = None
    end_temperature_c: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A switch or fuse between two nodes; without impedance where it is closed."""

    id: str
    from_node: str
    to_node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingState:
    """How the grid stands: the switches that are closed, and what is out of service (ids of sources, transformers, branches)."""

    name: str
    closed: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()


NORMAL = "normal"
RESERVE = "reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """The upstream protection: type as the grid company names it (such as gG), rated current in A."""

    type: str
    rated_a: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPoint:
    """Where a value is wanted: a customer point, or with `terminal` CABINET a cabinet that a new building will hang on.

    `system`: where the grid company has it by customer point; else the transformer's. `earth_resistance_ohm`: of the
    installation's own earth electrode, which the earth-fault current of a TT system rests on.
    """

    id: str
    node: str
    protection: Protection | None = None
    system: System | None = None
    terminal: Terminal = Terminal.CUSTOMER_END
    earth_resistance_ohm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A piece of grid: one substation's, or as many as wanted, with the ways it can stand.

    Without `states` everything is closed and in service, which is called normal.
    """

    sources: Sequence[Source]
    transformers: Sequence[Transformer]
    branches: Sequence[Branch]
    customer_points: Sequence[CustomerPoint] = ()
    switches: Sequence[Switch] = ()
    states: Sequence[SwitchingState] = ()

    def standing(self) -> Sequence[SwitchingState]:
        """The switching states to reckon with, at least the normal one."""
        return self.states or (SwitchingState(name=NORMAL, closed=frozenset(s.id for s in self.switches)),)
