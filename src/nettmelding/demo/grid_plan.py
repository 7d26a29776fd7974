"""The demonstration's grids, drawn from `grid.toml`, the landscape's roads and the addresses of the world: rows for the importer.

What is drawn: substations, cabinets along the streets, a customer point at every address with a service line, poles and overhead
lines where a street has no cabinets. Two things are wrong on purpose: `WRONG_PLACE` and `NO_CABLE_DATA`.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from nettmelding.core.text import place_name
from nettmelding.demo.roads import Roads, along, length, nearest
from standins import landscape, world
from standins.landscape import Metres

WRONG_PLACE = "1012"
"""A cabinet that the map shows 60 m from where it stands."""
NO_CABLE_DATA = "Bakkevegen 12"
"""The service line here has neither type nor length."""
ASIDE_M = 5.0
POLE_EVERY_M = 42.0
FURTHEST_M = 420.0
"""From a street's grid to a house; those further off have none."""
FUSES = {"240": 315, "150": 250, "95": 160, "50": 100}
_MOVED: Metres = (42.0, 43.0)


@dataclass
class Plan:
    """One company's grid. `lines` by layer; places are metres."""

    company: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: dict[str, Metres] = field(default_factory=dict)
    """Where substations, cabinets and poles stand."""
    systems: dict[str, str] = field(default_factory=dict)
    """The network system at each of them."""
    fed: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    """The circuits of each substation and cabinet: what is fed, fuse in A and its type."""

    def add(self, layer: str, **row: Any) -> None:
        self.rows.setdefault(layer, []).append(row)


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(files("nettmelding.demo").joinpath("grid.toml").read_text(encoding="utf-8"))


def meta() -> Mapping[str, Any]:
    """Days, and which streets have the company's own values."""
    found: Mapping[str, Any] = _content()["meta"]
    return found


def plan(company: str, *, new: bool = True) -> Plan:
    """The grid of a company by slug; without what came with the last edition where `new` is False."""
    found = Plan(company)
    _substations(found)
    _cabinets(found, new=new)
    _houses(found)
    _circuits(found)
    return found


def geojson(found: Plan) -> dict[str, Any]:
    """The rows as one GeoJSON collection, EPSG:4326, as the importer reads them."""
    ground = landscape.load()
    features = []
    for layer, rows in found.rows.items():
        for row in rows:
            line = [list(ground.position(*place)) for place in row.get("line", ())]
            geometry: dict[str, Any] | None = None
            if line:
                geometry = {"type": "LineString", "coordinates": line}
            elif "at" in row:
                geometry = {"type": "Point", "coordinates": list(ground.position(*row["at"]))}
            facts = {name: value for name, value in row.items() if name not in ("at", "line") and value is not None}
            features.append({"type": "Feature", "geometry": geometry, "properties": {"kind": layer, **facts}})
    return {"type": "FeatureCollection", "features": features}


def _substations(found: Plan) -> None:
    for row in _content()["substations"]:
        if row["company"] != found.company:
            continue
        at = (float(row["at"][0]), float(row["at"][1]))
        unit, sk = row["transformer"], row["sk"]
        voltage = 400 if row["system"].startswith("tn") else 230
        found.places[row["id"]], found.systems[row["id"]] = at, row["system"]
        found.add(
            "substation", external_id=row["id"], name=row["name"], substation_type=row["type"], year=row["year"], at=at,
            network_system=row["system"], voltage_v=voltage, sk_max_mva=sk[0], sk_min_mva=sk[1], sk_max_reserve_mva=sk[2],
            sk_min_reserve_mva=sk[3], source_rx_ratio=row["rx"],
        )  # fmt: skip
        found.add(
            "transformer", external_id=f"T-{row['id']}", name=f"T {row['id']}", substation_id=row["id"], at=at,
            sn_kva=unit["kva"], uk_percent=unit["uk"], pk_kw=unit["pk"], u1_kv=unit["u1"], u2_kv=unit["u2"], tap=unit["tap"],
            maker=unit["maker"], vector_group="Dyn11", network_system=row["system"], year=row["year"],
            earth_resistance_ohm=8.0,
        )  # fmt: skip


def _cabinets(found: Plan, *, new: bool) -> None:
    ground = landscape.load()
    for number, street, metres, side, fed_from, cable, *more in _of(found.company, "cabinets"):
        say: dict[str, Any] = more[0] if more else {}
        if say.get("new") and not new:
            continue
        place = along(ground.road(street).points, metres, ASIDE_M if side == "l" else -ASIDE_M)
        feeder = (
            fed_from if fed_from in found.places else f"NS-{fed_from[2:]}" if fed_from.startswith("P-1") else fed_from
        )
        if feeder not in found.places:
            feeder = min(found.places, key=lambda one: math.dist(found.places[one], place))
        system = found.systems[feeder]
        found.places[number], found.systems[number] = place, system
        roads = Roads(ground, list(dict.fromkeys([*say.get("via", ()), street])))
        line = roads.way(found.places[fed_from], place)
        year = 1988 + (int(number) * 7) % 34
        found.add(
            "connection_cabinet" if say.get("connection") else "cable_cabinet",
            external_id=number, name=f"{'TS' if say.get('connection') else 'KS'} {number}",
            at=_moved(number, place), network_system=system, voltage_v=400 if system.startswith("tn") else 230, year=year,
            maker=("Skapfabrikken", "Nordskap", "Vik Elektro")[int(number) % 3], cabinet_type=f"KSV-{4 + int(number) % 4}",
            operable=int(number) % 3 != 0,
        )  # fmt: skip
        found.add(
            "cable", external_id=f"K-{number}", name=f"K {number}", from_id=fed_from, to_id=number, type_name=cable, line=line,
            length_m=round(length(line) * 1.03, 1), network_system=system, voltage_v=400 if system.startswith("tn") else 230,
            year=year,
        )  # fmt: skip
        section = cable.split("x")[1].split()[0]
        found.fed.setdefault(fed_from, []).append((f"K-{number}", FUSES.get(section, 160), "gG NH2"))


def _moved(number: str, place: Metres) -> Metres:
    return (place[0] + _MOVED[0], place[1] + _MOVED[1]) if number == WRONG_PLACE else place


def _of(company: str, what: str) -> Iterator[list[Any]]:
    for part in _content()[what]:
        if part["company"] == company:
            yield from part["rows"]


@dataclass(frozen=True, slots=True)
class _House:
    street: str
    number: str
    postcode: str
    place: Metres

    @property
    def name(self) -> str:
        return f"{self.street} {self.number}"


def _addresses(company: str) -> Iterator[_House]:
    ground = landscape.load()
    for one in world.load().addresses:
        if (one.street in _PROVENETT) is (company == "provenett") and one.street:
            place = ground.metres(one.lon, one.lat)
            yield _House(one.street, f"{one.number}{one.letter}", f"{one.postcode} {place_name(one.place)}", place)


_PROVENETT = frozenset({"Grensevegen", "Prøveheia", "Prøvesetra"})


def _houses(found: Plan) -> None:
    serving = {
        house: number
        for number, _street, _metres, _side, _fed, _cable, *more in _of(found.company, "cabinets")
        for house in (more[0].get("serves", ()) if more else ())
        if number in found.places
    }
    general: dict[str, list[str]] = {}
    for number, street, _metres, _side, _fed, _cable, *more in _of(found.company, "cabinets"):
        if number in found.places and not (more and "serves" in more[0]):
            general.setdefault(street, []).append(number)
    by_air: dict[str, list[_House]] = {}
    for house in _addresses(found.company):
        if house.name == "Prøvetunet 7":
            continue  # not built yet
        near = general.get(house.street, [])
        cabinet = serving.get(house.name) or min(
            near, key=lambda one: math.dist(found.places[one], house.place), default=None
        )
        if cabinet is not None and math.dist(found.places[cabinet], house.place) < FURTHEST_M:
            _served(found, house, cabinet, house.place)
        elif cabinet is None:
            by_air.setdefault(house.street, []).append(house)
    for street, houses in by_air.items():
        _overhead(found, street, houses)


def _served(found: Plan, house: _House, cabinet: str, place: Metres) -> None:
    at, system = found.places[cabinet], found.systems[cabinet]
    line = [at, (at[0] * 0.35 + place[0] * 0.65 + 1.5, at[1] * 0.35 + place[1] * 0.65 - 1.5), place]
    known = house.name != NO_CABLE_DATA
    section = "4x50 Al" if length(line) > 45 else "4x25 Al"
    _point(found, house, cabinet, place)
    found.add(
        "service_line", external_id=f"S-{house.name}", name="", from_id=cabinet, to_id=f"KP-{house.name}",
        type_name=f"TFXP {section}" if known else None, length_m=round(length(line), 1) if known else None, line=line,
        network_system=system, voltage_v=400 if system.startswith("tn") else 230,
    )  # fmt: skip
    found.fed.setdefault(cabinet, []).append((f"S-{house.name}", 80 if "50" in section else 63, "gG NH00"))


def _point(found: Plan, house: _House, fed_from: str, place: Metres) -> None:
    system = found.systems[fed_from]
    found.add(
        "customer_point", external_id=f"KP-{house.name}", name=house.name, address=f"{house.name}, {house.postcode}",
        upstream_id=fed_from, at=place, network_system=system, voltage_v=400 if system.startswith("tn") else 230,
    )  # fmt: skip


def _overhead(found: Plan, street: str, houses: list[_House]) -> None:
    """A line of poles along the street from the nearest substation or cabinet, with a service line to each house."""
    ground = landscape.load()
    try:
        road = ground.road(street).points
    except KeyError:
        return
    begin = min(found.places, key=lambda one: min(math.dist(found.places[one], house.place) for house in houses))
    start, _off = nearest(road, found.places[begin])
    reach = [nearest(road, house.place)[0] for house in houses if nearest(road, house.place)[1] < FURTHEST_M]
    if not reach or math.dist(found.places[begin], along(road, start)) > FURTHEST_M:
        return
    poles: list[str] = []
    for end in {min(reach), max(reach)}:
        before, system = begin, found.systems[begin]
        count = math.ceil(abs(end - start) / POLE_EVERY_M)
        for step in range(1, count + 1):
            name = f"M{101 + len(found.rows.get('pole', ()))}"
            place = along(road, start + (end - start) * step / count, ASIDE_M)
            found.add("pole", external_id=name, name=name, at=place, pole_type="Tre", height_m=9, year=1983)
            found.places[name], found.systems[name] = place, system
            line = [found.places[before], place]
            found.add(
                "overhead_line", external_id=f"L-{name}", name=f"L {name}", from_id=before, to_id=name, type_name="EX 3x95 Al",
                length_m=round(length(line), 1), line=line, network_system=system, year=1983,
                voltage_v=400 if system.startswith("tn") else 230,
            )  # fmt: skip
            if not poles:
                found.fed.setdefault(begin, []).append((f"L-{name}", 160, "gG NH2"))
            poles.append(name)
            before = name
    for house in houses:
        if not poles or nearest(road, house.place)[1] > FURTHEST_M / 3:
            continue
        pole = min(poles, key=lambda one: math.dist(found.places[one], house.place))
        line = [found.places[pole], house.place]
        _point(found, house, pole, house.place)
        found.add(
            "service_line", external_id=f"S-{house.name}", name="", from_id=pole, to_id=f"KP-{house.name}",
            type_name="EX 3x25 Al", length_m=round(length(line), 1), line=line, network_system=found.systems[pole],
            voltage_v=400 if found.systems[pole].startswith("tn") else 230,
        )  # fmt: skip


def _circuits(found: Plan) -> None:
    """The circuit list of each substation and cabinet, with a place or two free."""
    for number, circuits in found.fed.items():
        if number.startswith("M"):
            continue  # a pole has no circuit list
        for order, (feeds, fuse, kind) in enumerate(circuits, start=1):
            found.add("circuit", external_id=f"{number}/{order}", name=str(order), cabinet_id=number, fuse_a=fuse, fuse_type=kind,
                      feeds_id=feeds, is_free=False)  # fmt: skip
        for order in range(len(circuits) + 1, len(circuits) + 2 + len(number) % 2):
            found.add("circuit", external_id=f"{number}/{order}", name=str(order), cabinet_id=number, is_free=True)
