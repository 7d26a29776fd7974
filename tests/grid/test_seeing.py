"""Who sees what of the grid: held against a rule that is written here, without the program's."""

import math
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import mapbox_vector_tile
import pytest
import shapely

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, NotFound, TooMany
from nettmelding.grid import duty, looks, queries, seeing, tiles
from nettmelding.grid.models import Edition, MapFirm, MapGrant, MapLook, MapRules
from nettmelding.grid.seeing import Reach, View
from nettmelding.notices import actions, map_case, places, screening
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation, Screen
from nettmelding.organisations.screening import Wanted
from tests.grid.neighbourhood import NORTH_EAST, SOUTH_WEST, Known, laid
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")
By = Callable[[str], Actor]
HOUSE = "Prøvevegen 1, 9998 Eksempelvik"
SECRET = "Hemmelegvegen 77, 9998 Eksempelvik"


@pytest.fixture
def company(db: None) -> Organisation:
    return Organisation.objects.get(slug="eksempelnett")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))


@pytest.fixture
def notice(electrician: Actor) -> Notice:
    duty.accept(electrician)
    return ways.sent(electrician)


def place(notice: Notice) -> tuple[float, float]:
    assert notice.latitude is not None
    assert notice.longitude is not None
    return notice.latitude, notice.longitude


@pytest.fixture
def grid(company: Organisation, notice: Notice, tmp_path: Path) -> tuple[Edition, list[Known]]:
    """Objects all over Eksempelvik, with the notice's house and a screened one near it among them."""
    latitude, longitude = place(notice)
    return laid(company, tmp_path, 4, {HOUSE: (latitude, longitude), SECRET: (latitude + 0.0004, longitude + 0.0004)})


def view_of(actor: Actor, notice: Notice | None) -> View:
    return seeing.view(actor, map_case.case_of(actor, notice.id) if notice else None)


# --- The rule, written once more ---


def column_row(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Slippy map tile, by its definition."""
    x = (longitude + 180) / 360
    y = (1 - math.log(math.tan(math.radians(latitude)) + 1 / math.cos(math.radians(latitude))) / math.pi) / 2
    return int(x * 2**zoom), int(y * 2**zoom)


def opened(latitude: float, longitude: float, radius_m: float = 250) -> set[tuple[int, int]]:
    """The tiles of zoom 16 within the radius, as a box."""
    north = radius_m / 111_132
    east = radius_m / (111_320 * math.cos(math.radians(latitude)))
    left, top = column_row(latitude + north, longitude - east, 16)
    right, bottom = column_row(latitude - north, longitude + east, 16)
    return {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}


def box(x: int, y: int, zoom: int) -> Any:
    def latitude(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**zoom))))

    size = 360 / 2**zoom
    return shapely.box(x * size - 180, latitude(y + 1), (x + 1) * size - 180, latitude(y))


def metres(latitude: float, longitude: float, geometry: Any) -> float:
    def flat(coordinates: Any) -> Any:
        moved = coordinates - (longitude, latitude)
        return moved * (111_320 * math.cos(math.radians(latitude)), 111_132)

    return float(shapely.transform(geometry, flat).distance(shapely.Point(0, 0)))


class Rule:
    """What one may see, by the law's words."""

    def __init__(self, known: list[Known], secret: set[UUID], cells: set[tuple[int, int]] | None) -> None:
        self.objects = {one.id: one for one in known if one.id not in secret}
        self.cells = cells
        self.area = None if cells is None else shapely.union_all([box(x, y, 16) for x, y in cells])

    def may(self, object_id: UUID) -> bool:
        found = self.objects.get(object_id)
        return found is not None and (self.area is None or bool(found.geometry.intersects(self.area)))

    def may_tile(self, zoom: int, x: int, y: int) -> bool:
        if self.cells is None:
            return True
        return zoom >= 16 and (x >> (zoom - 16), y >> (zoom - 16)) in self.cells


def ids_in(content: bytes | None) -> set[UUID]:
    import gzip

    if content is None:
        return set()
    layers = mapbox_vector_tile.decode(gzip.decompress(content))
    return {UUID(one["properties"]["id"]) for layer in layers.values() for one in layer["features"]}


@pytest.fixture
def no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The random walk of a test looks at more than any job."""
    many = {"contractor": 10**9, "grid_company": 10**9}
    monkeypatch.setattr(looks, "MOST_CELLS", many)
    monkeypatch.setattr(looks, "MOST_OBJECTS", many)


@pytest.mark.one_database
def test_ten_thousand_random_questions_find_nothing_outside(
    actor: By, electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]], no_pace: None
) -> None:
    """Tiles, positions, areas, searches and single objects, asked as each role; found is what the rule lets them see, and among
    points that lie within all of it."""
    _edition, known = grid
    administrator, named = actor("nettadmin@eksempelnett.example"), actor("saksbehandler@eksempelnett.example")
    screening.add(
        administrator,
        Wanted(Screen.Kind.ADDRESS, "Hemmelegvegen 77", "9998", "Eksempelvik", "", (named.user_id,)),  # type: ignore[arg-type]
    )
    secret = {one.id for one in known[-2:]}
    draft = ways.draft(electrician)
    ended = actions.withdraw(electrician, ways.sent(electrician).id, text="Kunden ombestemte seg").notice
    fitter = actor("montor@eksempelelektro.example")
    latitude, longitude = place(notice)
    around = opened(latitude, longitude)
    free = Rule(known, secret, None)
    near = sorted(
        (one for one in free.objects.values() if one.geometry.geom_type == "Point"),
        key=lambda one: metres(latitude, longitude, one.geometry),
    )
    few = [one for one in near if metres(latitude, longitude, one.geometry) <= 200]
    assert len(few) > 2
    MapRules.objects.create(grid_company_id=administrator.organisation, draft_objects=2)
    rules: list[tuple[Actor, Notice | None, Rule]] = [
        (administrator, None, free),
        (named, None, Rule(known, set(), None)),
        (actor("planlegger@eksempelnett.example"), notice, free),
        (electrician, notice, Rule(known, secret, around)),
        (fitter, notice, Rule(known, secret, around)),
        (electrician, ended, Rule(known, secret, set())),
        (electrician, draft, Rule(few[:2], set(), None)),
    ]
    for one, _notice, _rule in rules:
        duty.accept(one)
    asked = found = 0
    chance = random.Random(7)
    while asked < 10_000:
        who, case, rule = chance.choice(rules)
        view = view_of(who, case)
        for _question in range(20):
            asked += 1
            found += len(ask(view, rule, chance, known, (latitude, longitude), drafts=case is draft))
    assert found > 5_000


def ask(
    view: View, rule: Rule, chance: random.Random, known: list[Known], middle: tuple[float, float], *, drafts: bool
) -> set[UUID]:
    """One question at random; answers with what came, which is what may."""
    latitude = chance.choice([middle[0] + chance.gauss(0, 0.002), chance.uniform(SOUTH_WEST[0], NORTH_EAST[0])])
    longitude = chance.choice([middle[1] + chance.gauss(0, 0.004), chance.uniform(SOUTH_WEST[1], NORTH_EAST[1])])
    what = chance.choice(["tile", "tile", "near", "inside", "search", "get"])
    if what == "tile":
        zoom = chance.choice([12, 14, 15, 16, 16, 16])
        x, y = column_row(latitude, longitude, zoom)
        ids = ids_in(queries.tile(view, zoom, x, y))
        if drafts or not rule.may_tile(zoom, x, y):
            assert not ids, f"tile {zoom}/{x}/{y}"
            return set()
        edge = box(x, y, zoom).buffer(360 / 2**zoom * 64 / 4096)
        assert all(one in rule.objects and rule.objects[one].geometry.intersects(edge) for one in ids)
        return ids
    if what == "get":
        wanted = chance.choice(known)
        try:
            queries.get(view, wanted.id)
        except NotFound:
            assert not rule.may(wanted.id), wanted
            return set()
        assert rule.may(wanted.id), wanted
        return {wanted.id}
    if what == "search":
        wanted = chance.choice(known)
        ids = {hit.object_id for hit in queries.search(view, wanted.external_id)}
        assert (wanted.id in ids) == rule.may(wanted.id) or wanted.geometry.geom_type != "Point", wanted
        assert all(rule.may(one) for one in ids)
        return ids
    if what == "near":
        radius = chance.choice([20, 100, 300])
        hits = queries.near(view, latitude, longitude, radius_m=radius)
        meant = {one.id for one in rule.objects.values() if metres(latitude, longitude, one.geometry) <= radius * 0.98}
    else:
        area = shapely.Point(longitude, latitude).buffer(chance.uniform(0.0005, 0.004))
        hits = queries.inside(view, area)
        meant = {one.id for one in rule.objects.values() if one.geometry.intersects(area)}
    ids = {hit.object_id for hit in hits}
    assert all(rule.may(one) for one in ids)
    points = {one for one in meant if rule.objects[one].geometry.geom_type == "Point" and rule.may(one)}
    assert points <= ids
    if rule.area is not None:
        assert all(hit.geometry.within(rule.area.buffer(1e-7)) for hit in hits)
    return ids


# --- The single sentences ---


def test_the_duty_of_secrecy_is_accepted_once_before_anything_is_seen(
    actor: By, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    fitter = actor("montor@eksempelelektro.example")
    with pytest.raises(NotAllowed) as refused:
        view_of(fitter, notice)
    assert refused.value.code == "map_duty"
    duty.accept(fitter)
    assert view_of(fitter, notice).reach is Reach.AROUND


def test_what_a_case_opened_closes_with_it_and_opens_again_with_it(
    electrician: Actor, case_handler: Actor, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    assert view_of(electrician, notice).cells
    actions.withdraw(electrician, notice.id, text="Kunden ombestemte seg")
    assert view_of(electrician, notice).cells == frozenset()
    assert MapGrant.objects.get(case_id=notice.id).until is not None


def test_another_contractor_and_another_grid_company_see_nothing(
    actor: By, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    for email in ("admin@proveinstallasjon.example", "saksbehandler@provenett.example"):
        other = actor(email)
        duty.accept(other)
        with pytest.raises(NotFound):
            view_of(other, notice)
    with pytest.raises(NotFound) as none:
        view_of(actor("saksbehandler@provenett.example"), None)
    assert none.value.code == "no_grid"


def closed(company: Organisation, electrician: Actor, how: str) -> None:
    if how == "nobody":
        MapRules.objects.create(grid_company=company, open_to=MapRules.OpenTo.NOBODY)
    elif how == "not named":
        MapRules.objects.create(grid_company=company, open_to=MapRules.OpenTo.NAMED)
    else:
        MapFirm.objects.create(grid_company=company, contractor_id=electrician.organisation, may=False)


@pytest.mark.parametrize("how", ["nobody", "not named", "shut out"])
def test_the_grid_company_decides_who_sees(
    company: Organisation, electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]], how: str
) -> None:
    closed(company, electrician, how)
    with pytest.raises(NotAllowed) as refused:
        view_of(electrician, notice)
    assert refused.value.code == "map_closed"


def test_a_look_is_written_down_once_with_where_and_what(
    electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    latitude, longitude = place(notice)
    view = view_of(electrician, notice)
    x, y = column_row(latitude, longitude, 16)
    for _again in range(3):
        queries.tile(view, 16, x, y)
    house = queries.customer_point(view)
    assert house is not None
    queries.get(view, house.object_id)
    row = MapLook.objects.get(case_id=notice.id)
    assert (row.user_id, row.actor_name, row.organisation_id) == (
        electrician.user_id,
        electrician.name,
        electrician.organisation_id,
    )
    assert (row.case_kind, row.case_label) == ("notice", notice.number)
    assert row.cells == [y * 65536 + x]
    assert row.object_ids == [str(house.object_id)]
    assert row.counts == {"tiles": 1, "objects": 1}


def test_who_pulls_much_is_marked_and_slowed(
    electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "MOST_OBJECTS", {"contractor": 3, "grid_company": 3})
    view = view_of(electrician, notice)
    latitude, longitude = place(notice)
    ids = [hit.object_id for hit in queries.near(view, latitude, longitude, radius_m=300)]
    assert len(ids) > 4
    with pytest.raises(TooMany) as slowed:
        for one in ids:
            queries.get(view, one)
    assert slowed.value.code == "map_pace"
    assert MapLook.objects.get(case_id=notice.id).unusual
    assert len(MapLook.objects.get(case_id=notice.id).object_ids) == 4


def test_drafts_have_a_quota_a_day(
    company: Organisation, electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    MapRules.objects.create(grid_company=company, daily_quota=2)
    latitude, longitude = place(notice)

    def look() -> Notice:
        draft = ways.draft(electrician)
        queries.near(view_of(electrician, draft), latitude, longitude)
        return draft

    first, _second = look(), look()
    with pytest.raises(TooMany) as used_up:
        look()
    assert used_up.value.code == "map_quota"
    assert queries.near(view_of(electrician, first), latitude, longitude)
    with clock.frozen(clock.now() + timedelta(days=1)):
        look()


def test_a_draft_that_is_moved_uses_the_quota_again(
    company: Organisation, electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    MapRules.objects.create(grid_company=company, daily_quota=3)
    latitude, longitude = place(notice)
    draft = ways.draft(electrician)

    def look(step: int) -> None:
        here = latitude + step * 0.0005
        places.set_address(electrician, draft.id, {"text": "Hytta", "lat": here, "lon": longitude})
        assert queries.near(view_of(electrician, draft), here, longitude, radius_m=200)

    for step in range(3):
        look(step)
    with pytest.raises(TooMany) as used_up:
        look(3)
    assert used_up.value.code == "map_quota"
    look(1)


def test_files_and_prints_can_be_forbidden(
    company: Organisation, electrician: Actor, case_handler: Actor, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    MapRules.objects.create(grid_company=company, downloads=False, prints=False)
    view = view_of(electrician, notice)
    for what in ("downloads", "prints"):
        with pytest.raises(NotAllowed):
            queries.note(view, what)
    duty.accept(case_handler)
    queries.note(view_of(case_handler, None), "prints")
    assert MapLook.objects.get(user_id=case_handler.user_id).counts == {"prints": 1}


def test_a_case_finds_its_own_customer_point(
    electrician: Actor, notice: Notice, grid: tuple[Edition, list[Known]]
) -> None:
    found = queries.customer_point(view_of(electrician, notice))
    assert found is not None
    assert found.facts["address"] == HOUSE
