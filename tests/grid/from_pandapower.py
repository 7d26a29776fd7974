"""Reads a pandapower net as our network, and the values pandapower has for it: for comparing."""

from typing import Any

from nettmelding.grid.network import Branch, BranchKind, CustomerPoint, Network, Source, Switch, System, Transformer

END_TEMPERATURE_C = 160.0


def prepared(net: Any, *, sk_max_mva: float = 250.0, sk_min_mva: float = 150.0, rx_ratio: float = 0.1) -> Any:
    """The net with what a short-circuit calculation needs, and 400 V where it has another nominal low voltage."""
    net.ext_grid["s_sc_max_mva"], net.ext_grid["s_sc_min_mva"] = sk_max_mva, sk_min_mva
    net.ext_grid["rx_max"] = net.ext_grid["rx_min"] = rx_ratio
    net.line["endtemp_degree"] = END_TEMPERATURE_C
    net.bus.loc[net.bus.vn_kv < 1, "vn_kv"] = 0.4
    return net


def network(net: Any) -> Network:
    """The same in our words, with a customer point at every low-voltage bus that something feeds."""
    grid = net.ext_grid.iloc[0]
    bus_bus = net.switch[net.switch.et == "b"]
    assert len(net.ext_grid) == 1
    assert (bus_bus.closed).all()
    return Network(
        sources=[
            Source(
                id="source",
                node=str(grid.bus),
                sk_max_mva=grid.s_sc_max_mva,
                sk_min_mva=grid.s_sc_min_mva,
                rx_ratio=grid.rx_max,
                u_kv=float(net.bus.vn_kv[grid.bus]),
            )
        ],
        transformers=[_transformer(index, row) for index, row in net.trafo.iterrows()],
        branches=[_branch(index, row) for index, row in net.line[net.line.in_service].iterrows()],
        customer_points=[CustomerPoint(id=str(bus), node=str(bus)) for bus in net.bus.index[net.bus.vn_kv < 1]],
        switches=[
            Switch(id=f"s{index}", from_node=str(row.bus), to_node=str(row.element))
            for index, row in bus_bus.iterrows()
        ],
    )


def _transformer(index: int, row: Any) -> Transformer:
    return Transformer(
        id=f"t{index}",
        from_node=str(row.hv_bus),
        to_node=str(row.lv_bus),
        sn_kva=row.sn_mva * 1000,
        uk_percent=row.vk_percent,
        pk_kw=row.vkr_percent / 100 * row.sn_mva * 1000,
        u1_kv=row.vn_hv_kv,
        u2_kv=row.vn_lv_kv,
        system=System.TN_C_S_400,
        vector_group="Dyn11",
    )


def _branch(index: int, row: Any) -> Branch:
    return Branch(
        id=f"l{index}",
        from_node=str(row.from_bus),
        to_node=str(row.to_bus),
        kind=BranchKind.CABLE,
        type_name=str(row.std_type),
        length_m=row.length_km * 1000,
        r_ohm_km=row.r_ohm_per_km / row.parallel,
        x_ohm_km=row.x_ohm_per_km / row.parallel,
        r0_ohm_km=row.get("r0_ohm_per_km"),
        x0_ohm_km=row.get("x0_ohm_per_km"),
        end_temperature_c=END_TEMPERATURE_C,
    )


def currents(net: Any, fault: str, case: str, tolerance_percent: int) -> dict[str, float]:
    """pandapower's Ik'' in kA by bus."""
    from pandapower.shortcircuit import calc_sc

    calc_sc(net, fault=fault, case=case, lv_tol_percent=tolerance_percent, branch_results=False, inverse_y=False)
    return {str(bus): float(value) for bus, value in net.res_bus_sc.ikss_ka.items()}
