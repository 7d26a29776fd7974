"""The computed values of a feeder, reckoned when they are first asked for and kept until the edition is another.

They lie in the ephemeral cache by edition, feeder and tolerance: an edition is never changed, so they cannot be outdated.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from django.core.cache import cache

from nettmelding.core.db import forbid_in_transaction
from nettmelding.grid import feeders, short_circuit
from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.line_types import completed
from nettmelding.grid.models import Edition, MapRules
from nettmelding.grid.network import Branch, Network
from nettmelding.grid.short_circuit import Values
from nettmelding.grid.topology import topology

KEPT_S = 7 * 24 * 3600
TOLERANCES: Mapping[str, Tolerance] = {MapRules.Tolerance.SIX: Tolerance.SIX, MapRules.Tolerance.TEN: Tolerance.TEN}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Of one feeder: values by object id, a row for each switching state, and which of them rest on a type's name."""

    values: Mapping[str, tuple[Values, ...]]
    by_type: frozenset[str]
    """Ids of the points whose way has a line without resistance and reactance of its own."""


def network_of(edition: Edition, feeder: int) -> tuple[Network, frozenset[str]]:
    """The feeder's network with what the types' names say of its lines, and the ids of the lines they were needed for."""
    told = feeders.network(edition, feeder)
    lines = [completed(branch) for branch in told.branches]
    by_type = {
        line.id
        for line, before in zip(lines, told.branches, strict=True)
        if (line.r_ohm_km, line.x_ohm_km) != (before.r_ohm_km, before.x_ohm_km)
    }
    return replace(told, branches=lines), frozenset(by_type)


def of_feeder(edition: Edition, feeder: int, tolerance: Tolerance) -> Reckoned:
    """All values of a feeder. Slow the first time: never in a transaction."""
    key = f"grid-values:{edition.serial}:{feeder}:{tolerance.name}:{_SHAPE}"
    kept: Reckoned | None = cache.get(key)
    if kept is None:
        forbid_in_transaction("reckoning short-circuit values")
        kept = _reckoned(edition, feeder, tolerance)
        cache.set(key, kept, KEPT_S)
    return kept


def _reckoned(edition: Edition, feeder: int, tolerance: Tolerance) -> Reckoned:
    network, completed_lines = network_of(edition, feeder)
    by_point: dict[str, list[Values]] = {}
    for one in short_circuit.values(network, tolerance):
        by_point.setdefault(one.point, []).append(one)
    return Reckoned({point: tuple(found) for point, found in by_point.items()}, _resting_on(network, completed_lines))


def _resting_on(network: Network, lines: frozenset[str]) -> frozenset[str]:
    """The points whose way passes one of the lines, as the grid normally stands."""
    laid = topology(network, network.standing()[0])
    passes: dict[int, bool] = {}
    for node in laid.order:
        element = laid.edges[laid.parent_edge[node]]
        passes[node] = passes.get(laid.parent[node], False) or (isinstance(element, Branch) and element.id in lines)
    return frozenset(point.id for point in network.customer_points if passes.get(laid.node_of(point), False))


_SHAPE = hashlib.blake2b(repr([field.name for field in fields(Values)]).encode(), digest_size=4).hexdigest()
"""What is kept by a program whose values look otherwise is not read."""
