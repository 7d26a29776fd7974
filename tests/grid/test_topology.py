"""How a network hangs together: held against simple, slow ways of saying the same."""

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.grid.network import Network, Switch, SwitchingState, System
from nettmelding.grid.topology import MOST_EDGES, NOWHERE, ROOT, feeders, topology
from tests.grid.made import cable, point, source, transformer

pytestmark = pytest.mark.one_database


@st.composite
def meshes(draw: st.DrawFn) -> Network:
    """Any cables between some nodes behind one or two transformers: rings, parallels, loose pieces."""
    places = ["bar", "bar2", *(f"n{i}" for i in range(8))]
    pairs = draw(st.lists(st.tuples(st.sampled_from(places), st.sampled_from(places)), max_size=16))
    units = [transformer(System.IT_230)]
    if draw(st.booleans()):
        units.append(transformer(System.IT_230, "mv", "bar2"))
    return Network(
        sources=[source()],
        transformers=units,
        branches=[cable(one, other, 50.0, id=f"b{i}") for i, (one, other) in enumerate(pairs)],
        customer_points=[point(place) for place in places],
    )


@settings(deadline=None)
@given(meshes())
def test_blocks_are_those_that_networkx_finds(network: Network) -> None:
    laid = topology(network, network.standing()[0])
    graph = networkx.Graph([laid.ends[edge] for edge, block in enumerate(laid.block) if block != NOWHERE])
    theirs = {frozenset(nodes) for nodes in networkx.biconnected_components(graph)}
    ours: dict[int, set[int]] = {}
    for edge, block in enumerate(laid.block):
        if block != NOWHERE:
            ours.setdefault(block, set()).update(laid.ends[edge])
    assert {frozenset(nodes) for nodes in ours.values()} == theirs
    assert len(ours) == laid.blocks
    assert all(above == NOWHERE or above > block for block, above in enumerate(laid.above))


@settings(deadline=None)
@given(meshes())
def test_what_is_fed_is_what_can_be_reached(network: Network) -> None:
    laid = topology(network, network.standing()[0])
    graph = networkx.MultiGraph(laid.ends)
    graph.add_node(ROOT)
    assert {ROOT, *laid.order} == networkx.node_connected_component(graph, ROOT)


@settings(deadline=None)
@given(meshes())
def test_every_node_wanted_is_in_one_batch_with_all_its_way(network: Network) -> None:
    laid = topology(network, network.standing()[0])
    wanted = {node for p in network.customer_points if (node := laid.node_of(p)) != NOWHERE}
    batches = feeders(laid, wanted)
    assert sorted(node for batch in batches for node in batch.nodes) == sorted(wanted)
    for batch in batches:
        for node in batch.nodes:
            assert set(laid.chain(laid.block_of(node))) <= set(batch.blocks)


def test_large_feeders_get_a_batch_each() -> None:
    """Two feeders that together are more than a batch holds."""
    many = MOST_EDGES - 5
    branches = [cable(f"{side}{i}", f"{side}{i + 1}", 10.0) for side in "xy" for i in range(many)]
    network = Network(
        sources=[source()],
        transformers=[transformer(System.IT_230)],
        branches=[cable("bar", "x0", 10.0), cable("bar", "y0", 10.0), *branches],
    )
    laid = topology(network, network.standing()[0])
    batches = feeders(laid, [laid.number[f"x{many}"], laid.number[f"y{many}"]])
    assert [len(batch.nodes) for batch in batches] == [1, 1]
    assert all(len(batch.blocks) == many + 3 for batch in batches)


def test_a_closed_switch_makes_one_node_of_two() -> None:
    network = Network(
        sources=[source()],
        transformers=[transformer(System.IT_230)],
        branches=[cable("busbar", "c1", 10.0)],
        customer_points=[point("c1")],
        switches=[Switch(id="s", from_node="bar", to_node="busbar")],
    )
    closed = topology(network, SwitchingState(name="closed", closed=frozenset({"s"})))
    assert closed.number["bar"] == closed.number["busbar"]
    assert closed.node_of(point("c1")) != NOWHERE
    opened = topology(network, SwitchingState(name="open"))
    assert opened.node_of(point("c1")) == NOWHERE
