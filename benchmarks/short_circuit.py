"""Short-circuit values of a made grid: customer points a second and core, one switching state, all values.

.venv/bin/python -m benchmarks.short_circuit             9,600 customer points behind 100 substations
BENCH_SIZE=200000 .venv/bin/python -m benchmarks.short_circuit

Counted in processor time of this one process, so that what else runs on the machine tells little.
"""

import os
import random
import time

from nettmelding.grid.line_types import completed
from nettmelding.grid.network import Branch, BranchKind, CustomerPoint, Network, Source, System, Transformer
from nettmelding.grid.short_circuit import values

CABINETS, POINTS_OF_CABINET, CABINETS_OF_FEEDER = 16, 6, 8


def main() -> int:
    size = int(os.environ.get("BENCH_SIZE", "9600"))
    values(made_grid(100, System.TN_C_S_400))
    for system in (System.IT_230, System.TN_C_S_400):
        network = made_grid(size, system)
        began = time.process_time()
        found = values(network)
        took = time.process_time() - began
        assert all(one.ik2p_min_ka for one in found)
        print(f"{system.value}: {len(found):,} customer points, {len(found) / took:,.0f} a second and core")
    return 0


def made_grid(points: int, system: System, seed: int = 1) -> Network:
    """Substations with two feeders of cable cabinets and six service lines at each, some `points` in all."""
    chance = random.Random(seed)
    sources, transformers, branches, customer_points = [], [], [], []
    for station in range(max(1, points // (CABINETS * POINTS_OF_CABINET))):
        high, low = f"mv{station}", f"lv{station}"
        sources.append(Source(id=f"q{station}", node=high, sk_max_mva=150, sk_min_mva=90, rx_ratio=0.2, u_kv=22))
        transformers.append(
            Transformer(
                id=f"t{station}", from_node=high, to_node=low, sn_kva=315, uk_percent=4.5, pk_kw=3.5, u1_kv=22,
                u2_kv=0.42 if system.is_tn else 0.24, system=system, vector_group="Dyn11",
            )
        )  # fmt: skip
        cabinets: list[str] = []
        for number in range(CABINETS):
            in_feeder = number % CABINETS_OF_FEEDER
            before = chance.choice(cabinets[-in_feeder:]) if in_feeder else low
            cabinet = f"{station}.{number}"
            cabinets.append(cabinet)
            branches.append(_line(before, cabinet, BranchKind.CABLE, "TFXP 4x150 Al", chance.uniform(20, 120)))
            for place in range(POINTS_OF_CABINET):
                node = f"{cabinet}.{place}"
                branches.append(_line(cabinet, node, BranchKind.SERVICE, "TFXP 4x25 Al", chance.uniform(8, 50)))
                customer_points.append(CustomerPoint(id=node, node=node))
    return Network(sources=sources, transformers=transformers, branches=branches, customer_points=customer_points)


def _line(start: str, end: str, kind: BranchKind, type_name: str, length_m: float) -> Branch:
    return completed(
        Branch(id=f"{start}-{end}", from_node=start, to_node=end, kind=kind, type_name=type_name, length_m=length_m)
    )


if __name__ == "__main__":
    raise SystemExit(main())
