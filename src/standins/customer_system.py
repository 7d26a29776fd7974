"""Stand-in for Eksempelnett's customer system, by the contract in `docs/customer-system.openapi.yaml`.

Metering points of a block come later: the first question about such an order is answered with the id. A change at an address
that holds "Umulig" is refused, so that a refusal can be tried. `PUT /_screened` gives it another list of screened objects, for
what a system can say; `null`: it keeps none.
"""

from collections.abc import Callable, Iterator
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from standins import faults
from standins.world import World

BASE = "/nettmelding"
KEY = "nokkel-i-demonstrasjonen"
GRID_COMPANY = "eksempelnett"
NAME = "Eksempelnetts kundesystem"
MOST_IDS = 100
SCREENED_A_PAGE = 2
FIRST_NEW = 900_001
IMPOSSIBLE = "Umulig"
_STATES = {"meter_removed": "not_in_use"}
_SYSTEMS = {"IT": "it_230", "TT": "tt_230", "TN-C-S": "tn_c_s_400", "TN-S": "tn_s_400"}
_OF_INSTALLATION = frozenset(
    {
        "ov_a", "kv_a", "voltage_v", "network_system", "building_kind", "area_m2", "intake", "service_line_cable",
        "service_line_length_m",
    }
)  # fmt: skip


class System:
    """What the customer system has, in memory: a new start is a new system."""

    def __init__(self, world: World) -> None:
        self.points: dict[str, dict[str, Any]] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.answered: dict[str, tuple[int, dict[str, Any]]] = {}
        self.installations: dict[str, dict[str, Any]] = {}
        self.told: list[dict[str, Any]] = []
        self.screened: list[Any] | None = list(world.raw["customer_system"]["screened"])
        for number, row in enumerate(world.raw["installations"], start=10_001):
            if row["grid_company"] == GRID_COMPANY:
                self.installations[row["key"]] = _installation(world, row, str(number))
        for row in world.raw["metering_points"]:
            if row["installation"] in self.installations:
                self.points[row["id"]] = _point(world, row, self.installations[row["installation"]])

    def order(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        order_id = f"b-{len(self.orders) + 1}"
        later = bool(asked.get("installation_reference"))
        self.orders[order_id] = {"asked": asked, "made": None}
        if later:
            return 202, {"order_id": order_id}
        return 201, self.made(order_id)

    def made(self, order_id: str) -> dict[str, Any]:
        """The order with its metering point, which is made by the first who asks."""
        order = self.orders[order_id]
        if order["made"] is None:
            order["made"] = self._new(order["asked"])
        point = order["made"]
        return {
            "order_id": order_id,
            "metering_point_id": point["metering_point_id"],
            "installation_id": point["installation"]["installation_id"],
        }

    def _new(self, asked: dict[str, Any]) -> dict[str, Any]:
        key = asked.get("installation_id") or asked.get("installation_reference") or asked["reference"]
        by_id = {one["installation_id"]: one for one in self.installations.values()}
        beside = self.points.get(asked.get("beside", ""), {})
        place = beside.get("installation") or by_id.get(key) or self.installations.get(key)
        if place is None:
            names = ("address", "postcode", "place", "municipality_number", "gnr", "bnr", "network_system", "ov_a")
            place = {name: asked[name] for name in names if name in asked}
            place["installation_id"] = str(10_001 + len(self.installations))
            self.installations[key] = place
        body = f"7070575{FIRST_NEW + len(self.orders):010d}"
        point = {"metering_point_id": body + _check_digit(body), "meter_number": "", "state": "active"}
        point |= {name: asked[name] for name in ("unit", "phases", "mv_a", "metering_kind") if name in asked}
        self.points[point["metering_point_id"]] = point | {"installation": place}
        return self.points[point["metering_point_id"]]

    def change(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        point = self.points.get(told["metering_point_id"])
        if point is None:
            return _problem(404, "Målepunktet finnes ikke i kundesystemet.")
        if IMPOSSIBLE in point["installation"]["address"]:
            return _problem(422, "Kunden har en åpen sak i kundesystemet. Ta den først.")
        for name, value in told.get("values", {}).items():
            (point["installation"] if name in _OF_INSTALLATION else point)[name] = value
        if new := told.get("meter", {}).get("new_number"):
            point["meter_number"] = new
        self.told.append(told)
        return 200, {"change_id": f"e-{len(self.told)}"}

    def screened_page(self, after: str) -> tuple[int, dict[str, Any]]:
        if self.screened is None:
            return _problem(404, "Kundesystemet har ingen slik liste.")
        start = int(after) if after.isdigit() else 0
        end = start + SCREENED_A_PAGE
        more = {"next": str(end)} if end < len(self.screened) else {}
        return 200, {"items": self.screened[start:end], **more}

    def find(self, query: Any) -> Iterator[dict[str, Any]]:
        ids, meter = query.getlist("metering_point_id")[:MOST_IDS], query.get("meter_number")
        where, postcode = query.get("address", "").casefold().replace(" ", ""), query.get("postcode")
        for point in self.points.values():
            place = point["installation"]
            at = where and place["address"].casefold().replace(" ", "") == where
            if (
                point["metering_point_id"] in ids
                or (meter and point.get("meter_number") == meter)
                or (at and postcode in (None, place.get("postcode")))
            ):
                yield point


def create(world: World, fault: faults.Fault) -> Starlette:
    """The system as an ASGI application."""
    system = System(world)

    async def status(request: Request) -> Response:
        return JSONResponse({"name": NAME})

    async def find(request: Request) -> Response:
        asked = [name for name in ("metering_point_id", "meter_number", "address") if name in request.query_params]
        if len(asked) != 1:
            return _answer(*_problem(400, "Spør etter målepunkt-ID, målernummer eller adresse, én av dem."))
        return JSONResponse({"items": list(system.find(request.query_params))[:200]})

    async def of_installation(request: Request) -> Response:
        wanted = request.path_params["installation_id"]
        found = [one for one in system.points.values() if one["installation"]["installation_id"] == wanted]
        return JSONResponse({"items": found[:200]}) if found else _answer(*_problem(404, "Fant ikke installasjonen."))

    async def screened(request: Request) -> Response:
        return _answer(*system.screened_page(request.query_params.get("after", "")))

    async def set_screened(request: Request) -> Response:
        system.screened = await request.json()
        return JSONResponse({"items": system.screened})

    async def ordered(request: Request) -> Response:
        order_id = request.path_params["order_id"]
        if order_id not in system.orders:
            return _answer(*_problem(404, "Fant ikke bestillingen."))
        return JSONResponse(system.made(order_id))

    def once(do: Callable[[dict[str, Any]], tuple[int, dict[str, Any]]], *needed: str) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            key = request.headers.get("Idempotency-Key", "")
            if not key:
                return _answer(*_problem(400, "Idempotency-Key mangler."))
            if key not in system.answered:
                try:
                    body = await request.json()
                except ValueError:
                    body = None
                if not isinstance(body, dict) or any(not isinstance(body.get(name), str) for name in needed):
                    return _answer(*_problem(400, "Innholdet er ikke som avtalt."))
                system.answered[key] = do(body)
            return _answer(*system.answered[key])

        return endpoint

    routes = [
        Route("/v1/status", _opened(status)),
        Route("/v1/metering-points", _opened(find)),
        Route("/v1/installations/{installation_id}/metering-points", _opened(of_installation)),
        Route("/v1/metering-point-orders", _opened(once(system.order, "reference", "address")), methods=["POST"]),
        Route("/v1/metering-point-orders/{order_id}", _opened(ordered)),
        Route("/v1/screened-objects", _opened(screened)),
        Route("/v1/changes", _opened(once(system.change, "reference", "metering_point_id")), methods=["POST"]),
    ]
    return Starlette(
        routes=[faults.route(fault), Route("/_screened", set_screened, methods=["PUT"]), Mount(BASE, routes=routes)],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _opened(endpoint: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """The endpoint for who has the key."""

    async def guarded(request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _answer(*_problem(401, "Nøkkelen er ikke kjent."))
        answer: Response = await endpoint(request)
        return answer

    return guarded


def _answer(status: int, body: dict[str, Any]) -> Response:
    kind = "application/problem+json" if status >= 400 else "application/json"
    return JSONResponse(body, status_code=status, media_type=kind)


def _problem(status: int, detail: str) -> tuple[int, dict[str, Any]]:
    return status, {"title": "Nei", "status": status, "detail": detail}


def _installation(world: World, row: dict[str, Any], key: str) -> dict[str, Any]:
    where = row["address"]
    place = next(
        one
        for one in world.addresses
        if (one.street, one.number, one.letter) == (where["street"], where["number"], where.get("letter", ""))
    )
    found = {
        "installation_id": key,
        "address": place.text,
        "postcode": place.postcode,
        "place": place.place.capitalize(),
        "municipality_number": place.municipality_number,
        "gnr": place.gnr,
        "bnr": place.bnr,
        "network_system": _SYSTEMS[row["network_system"]],
        "voltage_v": row["voltage_v"],
        "kv_a": row["kv_a"],
        "ov_a": row["ov_a"],
    }
    line = row.get("service_line", {})
    found |= {"service_line_cable": line["type"]} if "type" in line else {}
    return found | ({"service_line_length_m": line["length_m"]} if "length_m" in line else {})


def _point(world: World, row: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "metering_point_id": row["id"],
        "meter_number": row.get("meter_number", ""),
        "state": _STATES.get(row["status"], row["status"]),
        "unit": row.get("unit", ""),
        "phases": row.get("phases"),
        "mv_a": row.get("mv_a"),
        "metering_kind": row.get("metering", ""),
        "ct_ratio": row.get("ct_ratio", ""),
        "installation": place,
    }
    if row.get("disconnected_on"):
        found["disconnected_on"] = str(row["disconnected_on"])
    customer = row.get("customer", {})
    if "person" in customer:
        person = world.persons[customer["person"]]
        name = " ".join(filter(None, (person.first_name, person.middle_name, person.last_name)))
        found |= {"customer_kind": "person", "customer_name": name}
    elif "firm" in customer:
        firm = world.firms[customer["firm"]]
        found |= {"customer_kind": "company", "customer_name": firm.name, "customer_number": firm.organisation_number}
    else:
        found |= {"customer_kind": "", "customer_name": ""}
    return found


def _check_digit(body: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)
