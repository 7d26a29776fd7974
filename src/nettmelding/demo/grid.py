"""The demonstration's grids are put in force through the door that a grid company uses: read, made, taken over."""

import json
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from nettmelding.core import clock
from nettmelding.demo import grid_plan
from nettmelding.demo.grid_plan import Plan
from nettmelding.grid import editions, reckoning
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.models import Edition, GridObject, Kind, MapRules
from nettmelding.grid.short_circuit import values
from nettmelding.organisations.models import Organisation

CONTROL_ROOMS: Mapping[str, str] = {"eksempelnett": "+4790000110", "provenett": "+4790000220"}
_OWN_BY: Mapping[str, str] = {
    "ik3p_max_ka": "ik3p_max_ka", "ik2p_max_ka": "ik2p_max_ka", "cos_phi_max": "cos_phi_max", "ik2p_min_ka": "ik2p_min_ka",
    "ik1p_min_ka": "ik1p_min_ka", "earth_fault_a": "earth_fault_a", "r_mohm": "r_mohm", "x_mohm": "x_mohm",
}  # fmt: skip
"""What the company hands in of its own, by what is computed here."""
OWN_DIFFERS = 0.985
"""Its own program reckons a little otherwise."""


def fill() -> int:
    """Two editions of each company's grid, the first some weeks old; what the map shows and to whom. Answers with the objects."""
    objects = 0
    for slug, phone in CONTROL_ROOMS.items():
        company = Organisation.objects.get(slug=slug)
        operable = MapRules.Operable.INSTRUCTED if slug == "eksempelnett" else MapRules.Operable.NEVER
        MapRules.objects.create(grid_company=company, control_room_phone=phone, operable=operable)
        first = _laid(company, grid_plan.plan(slug, new=False), grid_plan.meta()["before_days"])
        now = grid_plan.plan(slug)
        _own_values(now, first)
        edition = _laid(company, now, grid_plan.meta()["now_days"])
        objects += sum(edition.report["counts"].values())
    return objects


def _laid(company: Organisation, plan: Plan, days: int) -> Edition:
    operator = editions.operator(company.id, company.name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{grid_plan.meta()['grid_of'][company.slug].lower()}.geojson"
        path.write_text(json.dumps(grid_plan.geojson(plan), ensure_ascii=False), "utf-8")
        edition = editions.make(operator, [path], FileWords())
    then = clock.now() - timedelta(days=days)
    Edition.objects.filter(pk=edition.pk).update(made_at=then, ready_at=then)
    pointer = editions.take_over(operator, edition.id)
    pointer.since = then
    pointer.save(update_fields=["since"])
    return edition


def _own_values(plan: Plan, edition: Edition) -> None:
    """The customer points of some streets have the company's own short-circuit values."""
    streets = tuple(f"{street} " for street in grid_plan.meta()["own_values_streets"])
    wanted = {row["external_id"]: row for row in plan.rows["customer_point"] if row["name"].startswith(streets)}
    if not wanted:
        return
    rows = GridObject.objects.filter(
        edition_serial=edition.serial, kind=Kind.CUSTOMER_POINT, external_id__in=list(wanted), feeder__isnull=False
    )
    by_id = {str(row.object_id): row.external_id for row in rows}
    for feeder in sorted({row.feeder for row in rows if row.feeder is not None}):
        for one in values(reckoning.network_of(edition, feeder)[0]):
            external = by_id.get(one.point)
            if external is None or "ik3p_max_ka" in wanted[external]:
                continue
            own: dict[str, Any] = {}
            for name, source in _OWN_BY.items():
                value = getattr(one, source)
                if value is not None:
                    own[name] = round(value * (1 if name == "cos_phi_max" else OWN_DIFFERS), 3)
            wanted[external].update(own, values_on=grid_plan.meta()["own_values_on"], terminal="kundepunkt")
