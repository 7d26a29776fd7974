"""The way from a customer point to the transformer, step by step, with what each step adds to the impedance."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.lacking import ObjectKind
from nettmelding.grid.network import Branch, CustomerPoint, Network, Source, SwitchingState, Transformer
from nettmelding.grid.short_circuit_model import Condition, impedances
from nettmelding.grid.topology import NOWHERE, topology


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One object on the way, or several shown as a sum (`id` None, `objects` of them).

    Impedances in Ω seen from the low voltage at the customer point: `z_max` at 20 °C, `z_min` at end temperature; None where the
    data do not say. `length_m` None where there is none.
    """

    kind: ObjectKind | None
    id: str | None
    type_name: str
    length_m: float | None
    z_max: complex | None
    z_min: complex | None
    objects: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From the customer point outwards: branches, the transformer and what feeds it.

    `looped`: current comes by more ways than this one, so that the sum is not the impedance at the point.
    """

    point: str
    state: str
    steps: tuple[Step, ...]
    looped: bool

    @property
    def z_max(self) -> complex | None:
        """Sum over the way at 20 °C, Ω; None where a step lacks its impedance or the way is looped."""
        return None if self.looped else _sum([step.z_max for step in self.steps])

    @property
    def z_min(self) -> complex | None:
        """Sum over the way at end temperature, Ω; None as for `z_max`."""
        return None if self.looped else _sum([step.z_min for step in self.steps])

    def shown_to(self, may_see: Container[str]) -> "Way":
        """The same way for somebody who may see only these objects (ids): what lies outside is a sum, without name or place."""
        steps: list[Step] = []
        hidden: list[Step] = []
        for step in self.steps:
            if step.id is not None and step.id in may_see:
                steps += _as_sum(hidden)
                hidden = []
                steps.append(step)
            else:
                hidden.append(step)
        return Way(point=self.point, state=self.state, steps=(*steps, *_as_sum(hidden)), looped=self.looped)


def way(
    network: Network, point: CustomerPoint, state: SwitchingState | None = None, tolerance: Tolerance = Tolerance.TEN
) -> Way | None:
    """The way from the point in a switching state (the first one where none is said), or None where nothing feeds it."""
    state = state or network.standing()[0]
    laid = topology(network, state)
    node = laid.node_of(point)
    if node == NOWHERE or laid.transformer[node] == NOWHERE:
        return None
    known = impedances(laid, tolerance)
    largest, smallest = known.of[Condition.MAX], known.of[Condition.MIN]
    at_point = laid.base_kv[node]
    size = [0] * laid.blocks
    for block in laid.block:
        if block != NOWHERE:
            size[block] += 1
    steps, looped, here = [], False, node
    for edge in laid.way(node):
        element = laid.edges[edge]
        base = laid.base_kv[laid.ends[edge][1]] if isinstance(element, Transformer) else laid.base_kv[here]
        seen = (at_point / base) ** 2
        steps.append(_step(element, _known(largest[edge] * seen), _known(smallest[edge] * seen)))
        looped = looped or size[laid.block[edge]] > 1
        here = laid.parent[here]
    return Way(point=point.id, state=state.name, steps=tuple(steps), looped=looped)


def _step(element: Source | Transformer | Branch, z_max: complex | None, z_min: complex | None) -> Step:
    kind, type_name, length = ObjectKind.SOURCE, "", None
    if isinstance(element, Branch):
        kind, type_name, length = ObjectKind.BRANCH, element.type_name, element.length_m
    elif isinstance(element, Transformer):
        kind = ObjectKind.TRANSFORMER
    return Step(kind=kind, id=element.id, type_name=type_name, length_m=length, z_max=z_max, z_min=z_min)


def _as_sum(hidden: Sequence[Step]) -> list[Step]:
    if not hidden:
        return []
    lengths = [step.length_m for step in hidden if step.length_m is not None]
    return [
        Step(
            kind=None,
            id=None,
            type_name="",
            length_m=sum(lengths) if lengths else None,
            z_max=_sum([step.z_max for step in hidden]),
            z_min=_sum([step.z_min for step in hidden]),
            objects=sum(step.objects for step in hidden),
        )
    ]


def _sum(impedances: Sequence[complex | None]) -> complex | None:
    known = [z for z in impedances if z is not None]
    return sum(known, 0j) if len(known) == len(impedances) else None


def _known(z: complex) -> complex | None:
    return None if z != z else complex(z)
