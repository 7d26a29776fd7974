"""The grid by the API: what a map and a calculation program ask for."""

import gzip
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import mapbox_vector_tile
import pytest

from nettmelding.core.actor import Actor
from nettmelding.grid import duty, tiles
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import making
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.perform import perform
from tests.api.conftest import Program
from tests.grid.neighbourhood import Known, laid
from tests.grid.test_seeing import HOUSE, column_row, place
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def notice(electrician: Actor) -> Notice:
    duty.accept(electrician)
    return ways.sent(electrician)


@pytest.fixture
def known(notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Known]:
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    return laid(Organisation.objects.get(slug="eksempelnett"), tmp_path, 4, {HOUSE: place(notice)})[1]


def house(known: list[Known]) -> UUID:
    return known[-2].id


def test_a_tile_comes_compressed_or_plain_and_is_kept_by_its_etag(
    contractor: Program, notice: Notice, known: list[Known]
) -> None:
    x, y = column_row(*place(notice), 16)
    address = f"/grid/tiles/16/{x}/{y}.mvt?notice={notice.id}"
    packed, plain = contractor.get(address, Accept_Encoding="gzip"), contractor.get(address)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "private, no-cache"
    assert gzip.decompress(packed.body) == plain.body
    layers = mapbox_vector_tile.decode(plain.body)
    assert str(house(known)).replace("-", "") in {one["properties"]["id"] for one in layers["grid"]["features"]}
    assert contractor.get(address, If_None_Match=packed.headers["ETag"]).status == 304


def test_a_tile_outside_is_empty_and_one_of_another_is_not_found(
    contractor: Program, other_contractor: Program, notice: Notice, known: list[Known]
) -> None:
    x, y = column_row(63.705, 9.675, 16)
    assert contractor.get(f"/grid/tiles/16/{x}/{y}.mvt?notice={notice.id}").status == 204
    assert contractor.get(f"/grid/tiles/14/{x >> 2}/{y >> 2}.mvt?notice={notice.id}").status == 204
    assert contractor.get(f"/grid/tiles/16/{x}/{y}.mvt").status == 404
    assert other_contractor.get(f"/grid/tiles/16/{x}/{y}.mvt?notice={notice.id}").status == 404


def test_objects_are_listed_by_position_by_box_by_area_and_by_name(
    contractor: Program, notice: Notice, known: list[Known]
) -> None:
    latitude, longitude = place(notice)
    at = f"notice={notice.id}"
    near = contractor.get(f"/grid/objects?{at}&lat={latitude}&lon={longitude}&radius=30").body["items"]
    assert near[0]["properties"]["distance_m"] == 0
    assert {one["properties"]["kind_name"] for one in near[:2]} == {"Kundepunkt", "Stikkledning"}
    assert contractor.get(f"/grid/objects?{at}&radius=30").body["items"] == near
    west, south, east, north = longitude - 0.001, latitude - 0.001, longitude + 0.001, latitude + 0.001
    boxed = contractor.get(f"/grid/objects?{at}&bbox={west},{south},{east},{north}&kind=customer_point").body["items"]
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    drawn = contractor.post(
        "/grid/objects/search",
        {"notice": str(notice.id), "area": {"type": "Polygon", "coordinates": [ring]}, "kinds": ["customer_point"]},
    ).body["items"]
    assert [one["id"] for one in boxed] == [one["id"] for one in drawn]
    assert str(house(known)) in {one["id"] for one in drawn}
    found = contractor.get(f"/grid/search?{at}&q={HOUSE}").body["items"]
    assert [one["id"] for one in found] == [str(house(known))]


@pytest.mark.parametrize(
    "area",
    [
        {"type": "Polygon", "coordinates": []},
        {"type": "Point", "coordinates": [9.6, 63.7]},
        {"type": "Polygon", "coordinates": [[[999, 0], [1000, 0], [1000, 1], [999, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 50], [20, 50], [20, 70], [0, 70], [0, 50]]]},
        {},
    ],
)
def test_an_area_that_is_none_gets_a_plain_answer(
    contractor: Program, notice: Notice, known: list[Known], area: dict[str, object]
) -> None:
    answer = contractor.post("/grid/objects/search", {"notice": str(notice.id), "area": area})
    assert answer.status == 422
    assert answer.body["code"] == "area"


def test_an_object_has_its_facts_and_values_name_what_the_data_lack(
    contractor: Program, notice: Notice, known: list[Known]
) -> None:
    address = f"/grid/objects/{house(known)}"
    one = contractor.get(f"{address}?notice={notice.id}").body
    assert (one["kind_name"], one["facts"]["address"]) == ("Kundepunkt", HOUSE)
    values = contractor.get(f"{address}/short-circuit?notice={notice.id}")
    assert values.status == 200
    assert "§ 6-2" in values.body["duty"]
    assert contractor.get(f"{address}/upstream?notice={notice.id}").status == 404


def test_the_duty_comes_first_for_a_key_too(
    program: Callable[[str], Program], notice: Notice, known: list[Known]
) -> None:
    answer = program("admin@eksempelelektro.example").get(f"/grid/objects?notice={notice.id}")
    assert (answer.status, answer.body["code"]) == (403, "map_duty")


def test_a_work_order_without_a_notice_opens_the_map_around_it(
    contractor: Program, other_contractor: Program, case_handler: Actor, notice: Notice, known: list[Known]
) -> None:
    point = MeteringPoint.objects.select_related("installation").get(meter_number=ways.KNOWN_METER)
    point.installation.latitude, point.installation.longitude = place(notice)
    order = making.without_notice(case_handler, point, Wanted("control", performer_id=notice.contractor_id))
    address = f"/grid/objects?work_order={order.id}&radius=30"
    assert str(house(known)) in {one["id"] for one in contractor.get(address).body["items"]}
    assert other_contractor.get(address).status == 404
    both = contractor.get(f"{address}&notice={notice.id}")
    assert (both.status, both.body["code"]) == (422, "case")
    perform(case_handler, order.id, Action.CANCEL, Given(text="Ikke nødvendig"))
    assert contractor.get(address).body["items"] == []
