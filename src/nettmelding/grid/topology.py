"""How a network hangs together in one switching state: what feeds what, and what can matter to whom.

A walk from the sources (depth first, one imagined node before them all) gives every node its way, and the *blocks*:
the largest pieces that cannot be fallen apart by taking away one node (Hopcroft and Tarjan, 1973). In a radial grid each
branch is a block of its own; a ring is one block. An element matters to the short-circuit impedance of a node exactly when its
block lies on the way from the sources to the node, meshed or not. From that follows what a piece of missing data hinders, and
which part of the grid a calculation of one feeder needs.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from nettmelding.grid.network import Branch, CustomerPoint, Network, Source, SwitchingState, Transformer

Element: TypeAlias = Source | Transformer | Branch

Thing = TypeVar("Thing", bound=Hashable)

ROOT = 0
"""The imagined node that all sources hang on."""

NOWHERE = -1


@dataclass(slots=True)
class Topology:
    """Nodes are numbers, closed switches have made one of two; `edges[i]` lies between `ends[i]`.

    `order`: the nodes that are fed, from the sources outwards. Lists by node: `parent`, `parent_edge`, `transformer` (the last
    one on the way, as an edge), `base_kv` (rated voltage there, carried through the transformers' ratios) and `zone` (the same
    for all that branches join, not transformers). By edge: `block`, NOWHERE where it is not fed. By block: `block_root` (the node
    it hangs on), `above` (the block nearer to the sources, always a higher number) and `holds_transformer`.
    """

    number: dict[str, int]
    edges: list[Element]
    ends: list[tuple[int, int]]
    neighbours: list[list[tuple[int, int]]] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    parent_edge: list[int] = field(default_factory=list)
    transformer: list[int] = field(default_factory=list)
    base_kv: list[float] = field(default_factory=list)
    block: list[int] = field(default_factory=list)
    block_root: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    holds_transformer: list[bool] = field(default_factory=list)
    zone: list[int] = field(default_factory=list)

    def node_of(self, point: CustomerPoint) -> int:
        """The node's number, NOWHERE where nothing is connected to it or nothing feeds it."""
        node = self.number.get(point.node, NOWHERE)
        return node if node != NOWHERE and self.parent_edge[node] != NOWHERE else NOWHERE

    def block_of(self, node: int) -> int:
        """The last block on the way to the node."""
        return self.block[self.parent_edge[node]]

    def chain(self, block: int) -> Iterator[int]:
        """The block and those above it."""
        while block != NOWHERE:
            yield block
            block = self.above[block]

    def way(self, node: int) -> Iterator[int]:
        """The edges from the node to its source, along the walk."""
        while node != ROOT:
            yield self.parent_edge[node]
            node = self.parent[node]

    @property
    def blocks(self) -> int:
        return len(self.above)


def topology(network: Network, state: SwitchingState) -> Topology:
    """Lays out the network as it stands in `state`."""
    laid = _laid(network, state)
    _walk(laid)
    _follow_blocks(laid)
    _carry(laid)
    _zones(laid)
    return laid


def _laid(network: Network, state: SwitchingState) -> Topology:
    """Numbers the nodes, two with a closed switch between them as one, and lists what is in service."""
    joined: _Joined[str] = _Joined()
    for switch in network.switches:
        if switch.id in state.closed:
            joined.join(switch.from_node, switch.to_node)
    number: dict[str, int] = {}
    of_group: dict[str, int] = {}

    def numbered(node: str) -> int:
        known = number.get(node)
        if known is None:
            known = number[node] = of_group.setdefault(joined.find(node), len(of_group) + 1)
        return known

    edges: list[Element] = []
    ends: list[tuple[int, int]] = []
    for source in network.sources:
        if source.id not in state.out:
            edges.append(source)
            ends.append((ROOT, numbered(source.node)))
    for element in _two_ended(network):
        start, end = numbered(element.from_node), numbered(element.to_node)
        if element.id not in state.out and start != end:
            edges.append(element)
            ends.append((start, end))
    for switch in network.switches:
        numbered(switch.from_node)
        numbered(switch.to_node)
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(len(of_group) + 1)]
    for edge, (start, end) in enumerate(ends):
        neighbours[start].append((edge, end))
        neighbours[end].append((edge, start))
    return Topology(number, edges, ends, neighbours)


def _two_ended(network: Network) -> Iterator[Transformer | Branch]:
    yield from network.transformers
    yield from network.branches


def _walk(laid: Topology) -> None:
    """Depth first from the root, with blocks closed on the way back."""
    count = len(laid.neighbours)
    depth = [NOWHERE] * count
    low = [0] * count
    parent, parent_edge = [NOWHERE] * count, [NOWHERE] * count
    block = [NOWHERE] * len(laid.edges)
    open_edges: list[int] = []
    depth[ROOT] = 0
    stack = [(ROOT, iter(laid.neighbours[ROOT]))]
    while stack:
        node, rest = stack[-1]
        for edge, other in rest:
            if depth[other] == NOWHERE:
                depth[other] = low[other] = depth[node] + 1
                parent[other], parent_edge[other] = node, edge
                laid.order.append(other)
                open_edges.append(edge)
                stack.append((other, iter(laid.neighbours[other])))
                break
            if edge != parent_edge[node] and depth[other] < depth[node]:
                open_edges.append(edge)
                low[node] = min(low[node], depth[other])
        else:
            stack.pop()
            if node == ROOT:
                continue
            before = parent[node]
            low[before] = min(low[before], low[node])
            if low[node] >= depth[before]:
                closed = len(laid.block_root)
                laid.block_root.append(before)
                while True:
                    edge = open_edges.pop()
                    block[edge] = closed
                    if edge == parent_edge[node]:
                        break
    laid.parent, laid.parent_edge, laid.block = parent, parent_edge, block


def _follow_blocks(laid: Topology) -> None:
    laid.above = [NOWHERE if root == ROOT else laid.block_of(root) for root in laid.block_root]
    laid.holds_transformer = [False] * len(laid.above)
    for edge, element in enumerate(laid.edges):
        if isinstance(element, Transformer) and laid.block[edge] != NOWHERE:
            laid.holds_transformer[laid.block[edge]] = True


def _carry(laid: Topology) -> None:
    """Carries the rated voltage and the last transformer along every way."""
    laid.base_kv = [0.0] * len(laid.neighbours)
    laid.transformer = [NOWHERE] * len(laid.neighbours)
    for node in laid.order:
        edge, before = laid.parent_edge[node], laid.parent[node]
        element = laid.edges[edge]
        laid.transformer[node] = laid.transformer[before]
        if isinstance(element, Source):
            laid.base_kv[node] = element.u_kv
        elif isinstance(element, Transformer):
            ratio = element.u2_kv / element.u1_kv
            laid.base_kv[node] = laid.base_kv[before] * (ratio if laid.ends[edge][0] == before else 1 / ratio)
            laid.transformer[node] = edge
        else:
            laid.base_kv[node] = laid.base_kv[before]


def _zones(laid: Topology) -> None:
    """What hangs together galvanically: by branches, not through transformers."""
    joined: _Joined[int] = _Joined()
    for edge, element in enumerate(laid.edges):
        if isinstance(element, Branch):
            joined.join(*laid.ends[edge])
    laid.zone = [joined.find(node) for node in range(len(laid.neighbours))]


class _Joined(Generic[Thing]):
    """Things that are one with others (union and find, with halving)."""

    def __init__(self) -> None:
        self._above: dict[Thing, Thing] = {}

    def find(self, thing: Thing) -> Thing:
        above = self._above
        while (higher := above.get(thing, thing)) != thing:
            above[thing] = above.get(higher, higher)
            thing = higher
        return thing

    def join(self, one: Thing, other: Thing) -> None:
        one, other = self.find(one), self.find(other)
        if one != other:
            self._above[one] = other


@dataclass(frozen=True, slots=True)
class Feeder:
    """What one batch reckons with: the blocks from the source to the substation's busbar, and those of the feeders from there.

    `above`: the blocks before the transformer's; `below`: the transformer's own and all of the feeders; `nodes`: those wanted.
    """

    above: tuple[int, ...]
    below: tuple[int, ...]
    nodes: tuple[int, ...]

    @property
    def blocks(self) -> tuple[int, ...]:
        return self.above + self.below


MOST_EDGES = 64
"""Small feeders of one busbar share a batch up to so many edges: the cost of a fault grows with what is reckoned
beside it, that of a batch is the same however small."""


def feeders(laid: Topology, wanted: Iterable[int]) -> list[Feeder]:
    """Divides the grid below the transformers into batches for the nodes wanted (numbers; each behind a transformer)."""
    feeder_of = _feeder_of_block(laid)
    size = [0] * laid.blocks
    for block in laid.block:
        if block != NOWHERE:
            size[block] += 1
    of_feeder: dict[int, list[int]] = {}
    for block, feeder in enumerate(feeder_of):
        of_feeder.setdefault(feeder, []).append(block)
    nodes_of: dict[int, dict[int, list[int]]] = {}
    for node in dict.fromkeys(wanted):
        block = laid.block_of(node)
        feeder = feeder_of[block]
        busbar = block if feeder == NOWHERE else laid.above[feeder]
        nodes_of.setdefault(busbar, {}).setdefault(feeder, []).append(node)
    found = []
    for busbar, by_feeder in nodes_of.items():
        above = tuple(laid.chain(laid.above[busbar]))
        below, nodes, edges = [busbar], list[int](), 0
        for feeder, its in by_feeder.items():
            own = [] if feeder == NOWHERE else of_feeder[feeder]
            edges_of_own = sum(size[block] for block in own)
            if nodes and edges + edges_of_own > MOST_EDGES:
                found.append(Feeder(above, tuple(below), tuple(nodes)))
                below, nodes, edges = [busbar], [], 0
            below += own
            nodes += its
            edges += edges_of_own
        found.append(Feeder(above, tuple(below), tuple(nodes)))
    return found


def _feeder_of_block(laid: Topology) -> list[int]:
    """By block: the first block after the busbar on the way to it, NOWHERE for those before and with the transformer."""
    behind = [False] * laid.blocks
    feeder_of = [NOWHERE] * laid.blocks
    for block in range(laid.blocks - 1, -1, -1):
        above = laid.above[block]
        behind[block] = laid.holds_transformer[block] or (above != NOWHERE and behind[above])
        if behind[block] and not laid.holds_transformer[block]:
            feeder_of[block] = feeder_of[above] if feeder_of[above] != NOWHERE else block
    return feeder_of
