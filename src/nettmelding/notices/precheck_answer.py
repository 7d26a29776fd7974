"""What a place answers before the job: the grid company's network there as far as it lets one see, and what is usual around it.

An answer is kept as JSON: `{map, system, nearest, values, usual}`; what cannot be said is not there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, NotFound
from nettmelding.grid import queries, seeing, usual, values
from nettmelding.grid.finding import Hit
from nettmelding.grid.models import GridObject, Kind
from nettmelding.grid.network import NORMAL
from nettmelding.grid.seeing import Case, View
from nettmelding.grid.words import title
from nettmelding.notices.catalogue.display import address_text
from nettmelding.organisations import screen_keys

KIND = "precheck"
MAP_CLOSED, NO_GRID = "map_closed", "no_grid"
_CABINETS = (Kind.CABLE_CABINET, Kind.CONNECTION_CABINET)
_SUPPLYING = (*_CABINETS, Kind.SUBSTATION)
Answer = dict[str, Any]


def case_of(check_id: UUID, grid_company_id: UUID, contractor_id: UUID, address: Mapping[str, Any]) -> Case:
    """The look at a place that is no notice yet: nearest objects only."""
    line = address_text({**address, "unit": "", "postcode": "", "place": ""})
    keys = (screen_keys.of_address(line, str(address.get("postcode") or "")), screen_keys.of_address(line))
    return Case(
        kind=KIND,
        id=check_id,
        label=address_text(dict(address)),
        grid_company_id=grid_company_id,
        contractor_id=contractor_id,
        latitude=address["lat"],
        longitude=address["lon"],
        sent=False,
        open=True,
        keys=tuple(key for key in dict.fromkeys(keys) if key),
    )


def find(actor: Actor, case: Case) -> Answer:
    """All that can be said. Errors: NotAllowed `map_duty` before the duty of secrecy is accepted; TooMany.

    Without a grid in force, or where the company does not show it, what needs no map is still said.
    """
    answer: Answer = {}
    try:
        answer = _of_map(seeing.view(actor, case))
    except (NotAllowed, NotFound) as refused:
        if refused.code not in (MAP_CLOSED, NO_GRID):
            raise
        answer = {"map": refused.code}
    return answer | _usual(case, answer.get("system", {}).get("code", ""))


def _of_map(view: View) -> Answer:
    assert view.latitude is not None
    assert view.longitude is not None
    near = queries.near(view, view.latitude, view.longitude, radius_m=seeing.NEAR_M, kinds=seeing.SHOWN_NEAR)
    own = queries.customer_point(view)
    supplying = next((hit for hit in near if hit.kind in _SUPPLYING), None)
    answer: Answer = {"map": "", "edition_on": values.edition_on(view.edition).isoformat()}
    if supplying is not None:
        answer["nearest"] = _nearest(view, supplying)
    for found in _worth_asking(view, own, near):
        answer |= _system(found, answer) | _values(view, found, answer)
    return answer


def _worth_asking(view: View, own: GridObject | None, near: Iterable[Hit]) -> Iterator[GridObject]:
    """The place's own customer point first, then the nearest cabinet, then the nearest substation; no neighbour's point."""
    if own is not None:
        yield queries.get(view, own.object_id)
    for kinds in (_CABINETS, (Kind.SUBSTATION,)):
        for hit in [one for one in near if one.kind in kinds][:1]:
            yield queries.get(view, hit.object_id)


def _nearest(view: View, hit: Hit) -> Answer:
    found = queries.get(view, hit.object_id)
    return {"kind": hit.kind, "title": title(found), "distance_m": round(hit.distance_m)}


def _system(found: GridObject, said: Mapping[str, Any]) -> Answer:
    """The network system by the first object that tells it."""
    code = found.facts.get("network_system")
    if "system" in said or not code:
        return {}
    return {"system": {"code": code, "of": found.kind, "title": title(found)}}


def _values(view: View, found: GridObject, said: Mapping[str, Any]) -> Answer:
    """Short-circuit values by the first object that has them in the normal switching state."""
    if "values" in said or found.kind not in values.WITH_VALUES:
        return {}
    at = values.values_at(view, found)
    try:
        one = at.of(NORMAL)
    except NotFound:
        return {}
    queries.note(view, "values", [found.object_id])
    told = asdict(one) | {"origin": one.origin.value, "object_id": str(found.object_id), "object_kind": found.kind}
    answer: Answer = {"values": told | {"title": at.title, "tolerance": at.tolerance}}
    if one.system and "system" not in said and not found.facts.get("network_system"):
        answer["system"] = {"code": str(one.system), "of": found.kind, "title": at.title}
    return answer


def _usual(case: Case, system: str) -> Answer:
    assert case.latitude is not None
    assert case.longitude is not None
    found = usual.usual_ov(case.grid_company_id, case.latitude, case.longitude, system)
    if found is None:
        return {}
    answer: Answer = {"usual": asdict(found)}
    if not system:
        answer["system"] = {"code": found.network_system, "of": "", "title": ""}
    return answer
