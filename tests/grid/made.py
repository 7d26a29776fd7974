"""Small networks for tests: a substation with a chain of cables, as radial as they come, and one to be drawn at random."""

from hypothesis import strategies as st

from nettmelding.grid.line_types import completed
from nettmelding.grid.network import (
    Branch,
    BranchKind,
    CustomerPoint,
    Network,
    Protection,
    Source,
    System,
    Transformer,
)


def source(node: str = "mv", **changes: object) -> Source:
    return Source(
        **{
            "id": f"q-{node}",
            "node": node,
            "sk_max_mva": 120.0,
            "sk_min_mva": 80.0,
            "rx_ratio": 0.3,
            "u_kv": 22.0,
            **changes,
        }
    )  # type: ignore[arg-type]


def transformer(system: System, high: str = "mv", low: str = "bar", **changes: object) -> Transformer:
    row = {
        "id": f"t-{low}",
        "from_node": high,
        "to_node": low,
        "sn_kva": 315.0,
        "uk_percent": 4.5,
        "pk_kw": 3.6,
        "u1_kv": 22.0,
        "u2_kv": 0.42 if system.is_tn else 0.24,
        "system": system,
        "vector_group": "Dyn11",
    }
    return Transformer(**{**row, **changes})  # type: ignore[arg-type]


def cable(start: str, end: str, length_m: float | None, type_name: str = "TFXP 4x150 Al", **changes: object) -> Branch:
    row = {
        "id": f"{start}-{end}",
        "from_node": start,
        "to_node": end,
        "kind": BranchKind.CABLE,
        "type_name": type_name,
        "length_m": length_m,
    }
    return completed(Branch(**{**row, **changes}))  # type: ignore[arg-type]


def point(node: str, **changes: object) -> CustomerPoint:
    return CustomerPoint(**{"id": node, "node": node, "protection": Protection(type="gG", rated_a=63), **changes})  # type: ignore[arg-type]


def chain(system: System, lengths_m: list[float], type_name: str = "TFXP 4x150 Al") -> Network:
    """A substation and cables one after the other, with a point at the busbar and at every end: `bar`, `n0`, `n1`, …"""
    ends = ["bar", *(f"n{i}" for i in range(len(lengths_m)))]
    return Network(
        sources=[source()],
        transformers=[transformer(system)],
        branches=[cable(ends[i], ends[i + 1], length, type_name) for i, length in enumerate(lengths_m)],
        customer_points=[point(end) for end in ends],
    )


TYPES = ["TFXP 4x50 Al", "TFXP 4x95 Al", "TFXP 4x150 Al", "TFXP 4x240 Al", "PFSP 4x16 Cu"]


@st.composite
def trees(draw: st.DrawFn, most: int = 12) -> Network:
    """A substation with a tree of cables, a point at every node."""
    system = draw(st.sampled_from(list(System)))
    nodes, branches = ["bar"], []
    for number in range(draw(st.integers(1, most))):
        start = nodes[draw(st.integers(0, len(nodes) - 1))]
        end = f"n{number}"
        branches.append(cable(start, end, draw(st.floats(1, 400)), draw(st.sampled_from(TYPES))))
        nodes.append(end)
    sk_min = draw(st.floats(20, 400))
    feeding = source(sk_min_mva=sk_min, sk_max_mva=sk_min * draw(st.floats(1, 5)), rx_ratio=draw(st.floats(0, 2)))
    sn = draw(st.sampled_from([50.0, 100.0, 200.0, 315.0, 500.0, 800.0, 1250.0]))
    unit = transformer(system, sn_kva=sn, uk_percent=draw(st.floats(4, 6)), pk_kw=sn * draw(st.floats(0.008, 0.02)))
    return Network(
        sources=[feeding], transformers=[unit], branches=branches, customer_points=[point(node) for node in nodes]
    )
