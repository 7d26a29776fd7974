"""What hangs on one transformer, as a calculation sees it: `grid.network.Network` from the rows of an edition.

Ids are those of the objects here (`GridObject.object_id`); nodes are the edition's numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nettmelding.grid.models import LINES, Edition, GridObject, Kind
from nettmelding.grid.network import (
    NORMAL,
    RESERVE,
    Branch,
    BranchKind,
    CustomerPoint,
    Network,
    Protection,
    Source,
    SwitchingState,
    System,
    Terminal,
    Transformer,
)

_BRANCH: Mapping[str, BranchKind] = {
    Kind.CABLE: BranchKind.CABLE,
    Kind.OVERHEAD_LINE: BranchKind.OVERHEAD,
    Kind.SERVICE_LINE: BranchKind.SERVICE,
}
_CABINETS = frozenset({Kind.CABLE_CABINET, Kind.CONNECTION_CABINET})
_RESERVE_FACTS = frozenset({"sk_max_reserve_mva", "sk_min_reserve_mva"})
_COLUMNS = ("object_id", "kind", "external_id", "facts", "drawn_length_m", "from_node", "to_node")


def feeders(edition: Edition) -> Iterator[int]:
    """The numbers of all parts of the network that hang on a transformer."""
    numbers = GridObject.objects.filter(edition_serial=edition.serial, feeder__isnull=False)
    for number in numbers.order_by("feeder").values_list("feeder", flat=True).distinct():
        if number is not None:
            yield number


def network(edition: Edition, feeder: int) -> Network:
    """The network of one part; see `of_rows`."""
    rows = GridObject.objects.filter(edition_serial=edition.serial, feeder=feeder).only(*_COLUMNS)
    return of_rows(list(rows.order_by("pk")))


def of_rows(rows: Sequence[GridObject]) -> Network:
    """The network of objects that hang together. What the grid company does not say is None in it, never a guess.

    A transformer without both its voltages is left out: there is nothing to reckon with. It stands in reserve too where every
    transformer is told what it has above it then.
    """
    stations = {row.external_id: row.facts for row in rows if row.kind == Kind.SUBSTATION}
    transformers = [
        row for row in rows if row.kind == Kind.TRANSFORMER and "u1_kv" in row.facts and "u2_kv" in row.facts
    ]
    above = [{**stations.get(row.facts.get("substation_id", ""), {}), **row.facts} for row in transformers]
    normal = [_source(row, facts) for row, facts in zip(transformers, above, strict=True)]
    reserve = [
        _source(row, facts, RESERVE)
        for row, facts in zip(transformers, above, strict=True)
        if not facts.keys().isdisjoint(_RESERVE_FACTS)
    ]
    if len(reserve) < len(normal):
        reserve = []
    fed = _protections(rows)
    lines = [row for row in rows if row.kind in LINES]
    opened = frozenset(str(row.object_id) for row in lines if row.facts.get("is_open"))
    return Network(
        sources=[*normal, *reserve],
        transformers=[_transformer(row) for row in transformers],
        branches=[_branch(row) for row in lines],
        customer_points=[_point(row, fed) for row in rows if row.kind == Kind.CUSTOMER_POINT or row.kind in _CABINETS],
        states=_states(opened, normal, reserve),
    )


def _states(opened: frozenset[str], normal: Sequence[Source], reserve: Sequence[Source]) -> Sequence[SwitchingState]:
    if not opened and not reserve:
        return ()
    found = [SwitchingState(name=NORMAL, out=opened | {source.id for source in reserve})]
    if reserve:
        found.append(SwitchingState(name=RESERVE, out=opened | {source.id for source in normal}))
    return found


def _above(row: GridObject) -> str:
    """The node on the high-voltage side, which the edition has no number for."""
    return f"{row.object_id}:above"


def _source(row: GridObject, facts: Mapping[str, Any], state: str = NORMAL) -> Source:
    """The grid above a transformer in a switching state: as it says itself, else as its substation says (`facts` has both)."""
    of_state = "" if state == NORMAL else f"_{state}"
    return Source(
        id=f"{row.object_id}:{'source' if state == NORMAL else state}",
        node=_above(row),
        sk_max_mva=facts.get(f"sk_max{of_state}_mva"),
        sk_min_mva=facts.get(f"sk_min{of_state}_mva"),
        rx_ratio=facts.get("source_rx_ratio"),
        u_kv=facts["u1_kv"],
    )


def _transformer(row: GridObject) -> Transformer:
    facts = row.facts
    return Transformer(
        id=str(row.object_id),
        from_node=_above(row),
        to_node=str(row.from_node),
        sn_kva=facts.get("sn_kva"),
        uk_percent=facts.get("uk_percent"),
        pk_kw=facts.get("pk_kw"),
        u1_kv=facts["u1_kv"],
        u2_kv=facts["u2_kv"],
        system=_system(facts),
        vector_group=facts.get("vector_group"),
        tap=facts.get("tap"),
        r0_to_r=facts.get("r0_to_r"),
        x0_to_x=facts.get("x0_to_x"),
        earth_resistance_ohm=facts.get("earth_resistance_ohm"),
    )


def _branch(row: GridObject) -> Branch:
    """The laid length goes before the drawn one."""
    facts = row.facts
    return Branch(
        id=str(row.object_id),
        from_node=str(row.from_node),
        to_node=str(row.to_node),
        kind=_BRANCH[row.kind],
        type_name=facts.get("type_name", ""),
        length_m=facts.get("length_m", row.drawn_length_m or None),
        r_ohm_km=facts.get("r_ohm_km"),
        x_ohm_km=facts.get("x_ohm_km"),
        r0_ohm_km=facts.get("r0_ohm_km"),
        x0_ohm_km=facts.get("x0_ohm_km"),
        c0_nf_km=facts.get("c0_nf_km"),
        cross_section_mm2=facts.get("cross_section_mm2"),
        material=facts.get("material"),
        end_temperature_c=facts.get("end_temperature_c"),
    )


def _point(row: GridObject, fed: Mapping[str, Protection]) -> CustomerPoint:
    facts = row.facts
    own = facts.get("protection_a")
    return CustomerPoint(
        id=str(row.object_id),
        node=str(row.from_node),
        protection=Protection(type=facts.get("protection_type", ""), rated_a=own) if own else fed.get(row.external_id),
        system=_system(facts),
        terminal=Terminal.CABINET if row.kind in _CABINETS else Terminal.CUSTOMER_END,
        earth_resistance_ohm=facts.get("earth_resistance_ohm"),
    )


def _protections(rows: Sequence[GridObject]) -> dict[str, Protection]:
    """The fuse that feeds each object, from the circuit lists: of the object itself, or of the line that leads to it."""
    by_id: dict[str, Protection] = {}
    for row in rows:
        for circuit in row.facts.get("circuits", ()):
            if "feeds_id" in circuit and "fuse_a" in circuit:
                by_id[circuit["feeds_id"]] = Protection(type=circuit.get("fuse_type", ""), rated_a=circuit["fuse_a"])
    at_node = {row.from_node: row.external_id for row in rows if row.kind == Kind.CUSTOMER_POINT}
    for row in rows:
        if row.kind in LINES and row.external_id in by_id:
            for node in (row.from_node, row.to_node):
                if node in at_node:
                    by_id.setdefault(at_node[node], by_id[row.external_id])
    return by_id


def _system(facts: Mapping[str, Any]) -> System | None:
    said = facts.get("network_system")
    return System(said) if said else None
