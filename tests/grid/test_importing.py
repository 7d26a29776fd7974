"""A file of the grid becomes an edition, and what is wrong in it becomes a report."""

import gzip
import json
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.config.cli import main
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotAllowed, Refused
from nettmelding.grid import cells, editions, feeders, finding, tiles
from nettmelding.grid.fields import FIELDS, fields_of
from nettmelding.grid.importing import mapping
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.models import Edition, FileMapping, GridObject, InForce, ObjectCell
from nettmelding.organisations.models import Organisation
from tests.grid.village import EAST, NORTH, Layers, at, csv, geojson, geopackage, village

NO_WORDS = FileWords()
IN_33 = mapping.of({"projection": "EPSG:25833"})


@pytest.fixture
def company(db: None) -> Organisation:
    return Organisation.objects.get(slug="eksempelnett")


@pytest.fixture
def operator(company: Organisation) -> Actor:
    return editions.operator(company.id, company.name)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of one test are not another's."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))


def codes(edition: Edition) -> dict[str, int]:
    found: dict[str, int] = edition.report["found"]
    return found


def test_a_geopackage_becomes_an_edition_with_all_its_objects(operator: Actor, tmp_path: Path) -> None:
    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", village())], NO_WORDS)

    assert codes(edition) == {}
    assert edition.state == Edition.State.READY
    assert edition.projection == "EPSG:25833"
    assert edition.report["counts"] == {
        "substation": 1, "transformer": 1, "cable_cabinet": 3, "cable": 3, "service_line": 9, "customer_point": 9,
    }  # fmt: skip
    cabinet = GridObject.objects.get(edition_serial=edition.serial, external_id="KS2")
    assert cabinet.name == "KS 2"
    assert cabinet.facts["operable"] is True
    assert [circuit["name"] for circuit in cabinet.facts["circuits"]] == ["2", "5", "8"]
    assert cabinet.facts["circuits"][0] == {"name": "2", "fuse_a": 63, "fuse_type": "gG", "feeds_id": "S2"}
    cable = GridObject.objects.get(edition_serial=edition.serial, external_id="K2")
    assert cable.facts["length_m"] == 105
    assert cable.drawn_length_m == pytest.approx(100, rel=0.001)


@pytest.mark.parametrize("projection", mapping.PROJECTIONS)
def test_every_projection_leads_to_the_same_place(operator: Actor, tmp_path: Path, projection: str) -> None:
    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", village(), projection)], NO_WORDS)

    longitude, latitude = at(100, 0)
    cabinet = GridObject.objects.get(edition_serial=edition.serial, external_id="KS2")
    assert (cabinet.min_x, cabinet.min_y) == pytest.approx((longitude, latitude), abs=1e-7)


def test_geojson_and_csv_say_the_same_as_the_geopackage(operator: Actor, tmp_path: Path) -> None:
    whole = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", village())], NO_WORDS)
    as_json = editions.make(operator, [geojson(tmp_path / "nett.geojson", village())], NO_WORDS)
    as_csv = editions.make(operator, csv(tmp_path, village()), IN_33)

    for other in (as_json, as_csv):
        assert codes(other) == {}
        assert other.report["counts"] == whole.report["counts"]
        rows = [
            {
                row.object_id: (row.kind, row.name, row.facts, row.from_node is None, row.feeder is None)
                for row in GridObject.objects.filter(edition_serial=one.serial)
            }
            for one in (whole, other)
        ]
        assert rows[0] == rows[1]


def test_what_a_company_calls_things_is_said_once_and_kept(company: Organisation, tmp_path: Path) -> None:
    layers: Layers = {"NETT_OBJ": [{"LBL": "S-1", "OBJ": "KS", "place": [at(0, 0)]}]}
    words = tmp_path / "ord.toml"
    words.write_text(
        '[layers.NETT_OBJ]\nkind_column = "OBJ"\n[layers.NETT_OBJ.columns]\nexternal_id = "LBL"\n'
        '[words.kind]\nKS = "connection_cabinet"\n'
    )
    file = geopackage(tmp_path / "nett.gpkg", layers)

    assert main(["import-grid", "--grid-company", "eksempelnett", str(file)]) == 1
    assert not InForce.objects.exists()
    assert main(["import-grid", "--grid-company", "eksempelnett", str(file), "--mapping", str(words)]) == 0
    assert main(["import-grid", "--grid-company", "eksempelnett", str(file)]) == 0

    assert FileMapping.objects.get().content["words"] == {"kind": {"KS": "connection_cabinet"}}
    assert {row.kind for row in GridObject.objects.all()} == {"connection_cabinet"}


def test_a_dry_run_writes_nothing(operator: Actor, tmp_path: Path) -> None:
    report = editions.try_out(operator, [geopackage(tmp_path / "nett.gpkg", village())], NO_WORDS)

    assert report.objects == 26
    assert not Edition.objects.exists()
    assert not GridObject.objects.exists()


def test_what_hangs_loose_or_lacks_something_is_told_with_its_place(operator: Actor, tmp_path: Path) -> None:
    layers = village()
    layers["kabel"][2]["type"] = "Ukjent 3x7"  # KS2–KS3
    layers["kabel"].append({"id": "K9", "type": "TFXP 4x50 Al", "place": [at(0, 0), at(0, -80)]})
    layers["kabel"].append(
        {"id": "K10", "fra": "KS3", "til": "KS1", "type": "TFXP 4x50 Al", "place": [at(200, 0), at(0, 0)]}
    )
    layers["kabel"].append({"id": "K11", "fra": "KS3", "til": "KS77", "place": [at(200, 0), at(200, -50)]})
    layers["kundepunkt"].append({"id": "P99", "adresse": "Øyene 1", "place": [at(500, 500)]})
    layers["kabelskap"].append({"id": "KS1", "navn": "to ganger", "place": [at(7, 7)]})
    layers["kurs"].append({"skap": "KS55", "nummer": "1"})

    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", layers)], NO_WORDS)

    assert codes(edition) == {
        "duplicate_id": 1, "unknown_type": 1, "missing_impedance": 2, "no_cabinet": 1, "unknown_reference": 1,
        "dangling_end": 2, "loop": 1, "no_transformer": 1,
    }  # fmt: skip
    by_code = {one["code"]: one for one in edition.report["findings"]}
    assert by_code["no_transformer"]["external_id"] == "P99"
    assert by_code["no_transformer"]["longitude"] == pytest.approx(at(500, 500)[0], abs=1e-6)
    assert by_code["loop"]["external_id"] == "K10"
    assert by_code["duplicate_id"] | {"row": 4} == by_code["duplicate_id"]


def test_parallel_cables_are_no_ring_and_an_open_one_closes_none(operator: Actor, tmp_path: Path) -> None:
    layers = village()
    layers["kabel"].append(layers["kabel"][0] | {"id": "K1B"})
    layers["kabel"].append(layers["kabel"][0] | {"id": "K12", "fra": "KS3", "delepunkt": "ja"})

    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", layers)], NO_WORDS)

    assert "loop" not in codes(edition)


def test_lines_that_name_nothing_are_connected_by_where_they_end(operator: Actor, tmp_path: Path) -> None:
    layers = village()
    for cable in layers["kabel"]:
        del cable["fra"], cable["til"]
    middle = at(50, 0.2)
    layers["kabel"][1]["place"] = [at(0, 0.3), middle]
    layers["kabel"].append({"id": "K2B", "type": "TFXP 4x150 Al", "place": [middle, at(100, -0.4)]})

    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", layers)], NO_WORDS)

    assert codes(edition) == {}
    rows = {row.external_id: row for row in GridObject.objects.filter(edition_serial=edition.serial)}
    assert rows["K2"].to_node == rows["K2B"].from_node
    assert rows["P9"].feeder == rows["T1"].feeder is not None


def test_a_transformers_part_of_the_network_can_be_reckoned_with(operator: Actor, tmp_path: Path) -> None:
    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", village())], NO_WORDS)

    (feeder,) = feeders.feeders(edition)
    network = feeders.network(edition, feeder)

    (transformer,), (source,) = network.transformers, network.sources
    assert (transformer.sn_kva, transformer.u2_kv, transformer.system) == (315, 0.24, "it_230")
    assert (source.sk_max_mva, source.node) == (300, transformer.from_node)
    assert len(network.branches) == 12
    assert len(network.customer_points) == 12
    nodes = {transformer.to_node}
    for branch in network.branches:
        assert branch.from_node in nodes
        nodes.add(branch.to_node)
        assert branch.length_m
    assert all(point.node in nodes for point in network.customer_points)
    fed = [point.protection for point in network.customer_points if point.terminal == "customer_end"]
    assert {(one.type, one.rated_a) for one in fed if one} == {("gG", 63)}
    assert None not in fed


# files that are wrong


def test_swapped_axes_and_a_wrong_projection_are_told_apart(operator: Actor, tmp_path: Path) -> None:
    for name, projection in (("a", "EPSG:25833"), ("b", "EPSG:4326")):
        file = geopackage(tmp_path / f"{name}.gpkg", village(), projection, swap=True)
        with pytest.raises(Invalid) as told:
            editions.make(operator, [file], NO_WORDS)
        assert told.value.code == "swapped_axes"
        assert editions.make(operator, [file], mapping.of({"swap_axes": True})).report["found"] == {}

    file = geopackage(tmp_path / "c.gpkg", village(), "EPSG:25832")
    for said in ("EPSG:25833", "EPSG:4326"):
        with pytest.raises(Invalid) as told:
            editions.make(operator, [file], mapping.of({"projection": said}))
        assert told.value.code == "wrong_projection"
    with pytest.raises(Invalid) as told:
        editions.make(operator, [geopackage(tmp_path / "d.gpkg", village(), "EPSG:3035")], NO_WORDS)
    assert told.value.code == "wrong_projection"
    with pytest.raises(Invalid) as told:
        editions.make(operator, csv(tmp_path, village()), NO_WORDS)
    assert told.value.code == "no_projection"


def broken_files(tmp_path: Path) -> dict[str, Path]:
    """Files that no edition can come of, by what is wrong with them."""
    good = geopackage(tmp_path / "nett.gpkg", village()).read_bytes()
    text = geojson(tmp_path / "nett.geojson", village()).read_bytes()
    contents = {
        "halv.gpkg": good[: len(good) // 2],
        "nesten.gpkg": good[:-4096],
        "hullete.gpkg": good[:40_000] + b"\x00" * 8_192 + good[48_192:],
        "halv.geojson": text[: len(text) // 2],
        "tom.geojson": b'{"type": "FeatureCollection", "features": []}',
        "annet.json": b'{"a": 1}',
        "tom.csv": b"",
        "virtuell.csv": b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
        b"</OGRVRTLayer></OGRVRTDataSource>",
        "bytes.gpkg": bytes(range(256)) * 20,
        "pakket.gpkg": gzip.compress(b"\x00" * 10_000_000),
        "halv.csv": b"id;x;y\r\nKS1;265000;7072000\r\nKS2;265",
    }
    found = {}
    for name, content in contents.items():
        found[name] = tmp_path / name
        found[name].write_bytes(content)
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("nett.gpkg", b"\x00" * 50_000_000)
    return found | {"bombe.zip": tmp_path / "bombe.zip", "ingen": tmp_path / "finnes-ikke.gpkg"}


def test_a_file_that_is_no_grid_leaves_the_one_in_force_untouched(
    operator: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = broken_files(tmp_path)
    edition = editions.make(operator, [tmp_path / "nett.gpkg"], NO_WORDS)
    editions.take_over(operator, edition.id)
    rows, lying = GridObject.objects.count(), ObjectCell.objects.count()

    for name, file in files.items():
        capsys.readouterr()
        assert main(["import-grid", "--grid-company", "eksempelnett", str(file)]) == 1, name
        assert capsys.readouterr().err, name

    assert editions.in_force(operator.organisation) == edition
    assert (Edition.objects.count(), GridObject.objects.count(), ObjectCell.objects.count()) == (1, rows, lying)


def test_geometry_of_the_wrong_sort_and_names_that_are_too_long_are_told(operator: Actor, tmp_path: Path) -> None:
    import shapely

    layers = village()
    layers["kabelskap"] += [
        {"id": "KS8", "navn": "Å" * 200, "place": [at(30, 0)]},
        {"id": "X" * 200, "navn": "lang id", "place": [at(40, 0)]},
        {"id": "", "navn": "uten id", "place": [at(41, 0)]},
        {"id": "KS9", "place": [at(40, 0), at(50, 0)]},
        {"id": "KS10", "place": None},
        {"id": "KS11", "place": shapely.Point()},
        {"id": "KS12", "place": [(10.0, 12.0)]},
    ]
    layers["kabel"].append({"id": "K9", "place": [at(40, 0)]})

    edition = editions.make(operator, [geopackage(tmp_path / "nett.gpkg", layers)], NO_WORDS)

    found = codes(edition)
    wanted = ("bad_value", "long_id", "no_id", "wrong_geometry", "no_geometry", "out_of_norway")
    assert {name: found[name] for name in wanted} == {
        "bad_value": 1, "long_id": 1, "no_id": 1, "wrong_geometry": 2, "no_geometry": 2, "out_of_norway": 1,
    }  # fmt: skip
    assert GridObject.objects.get(external_id="KS8").name == "Å" * 120


def test_what_was_begun_and_failed_is_taken_away(
    operator: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editions.cutting, "cut", full)
    with pytest.raises(OSError, match="space"):
        editions.make(operator, [geopackage(tmp_path / "nett.gpkg", village())], NO_WORDS)

    assert not Edition.objects.exists()
    assert not GridObject.objects.exists()
    assert not ObjectCell.objects.exists()


@given(st.sampled_from(sorted(FIELDS)), st.data())
def test_a_cell_is_read_or_refused_with_a_sentence(kind: str, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(fields_of(kind)))
    cell = data.draw(st.one_of(st.text(min_size=1), st.floats(), st.integers(), st.booleans()))
    try:
        value = one.read(cell)
    except AppError as problem:
        value = problem.message
    assert value is not None
    json.dumps(value, allow_nan=False)


# taking over


def test_an_edition_takes_over_by_one_row_and_back_again(operator: Actor, tmp_path: Path) -> None:
    first = editions.make(operator, [geopackage(tmp_path / "1.gpkg", village())], NO_WORDS)
    editions.take_over(operator, first.id)
    changed = village()
    changed["kabelskap"][1]["navn"] = "KS 2 ny"
    del changed["kundepunkt"][8], changed["stikkledning"][8], changed["kurs"][8]
    changed["kabelskap"].append({"id": "KS4", "place": [at(300, 0)]})
    second = editions.make(operator, [geopackage(tmp_path / "2.gpkg", changed)], NO_WORDS)

    assert editions.in_force(operator.organisation) == first
    told = {one.kind: (one.new, one.gone, one.changed) for one in editions.differences(first, second)}
    assert told == {"cable_cabinet": (1, 0, 2), "customer_point": (0, 1, 0), "service_line": (0, 1, 0)}
    assert [row.external_id for row in editions.different(first, second, "changed")] == ["KS2", "KS3"]

    editions.take_over(operator, second.id)
    assert editions.in_force(operator.organisation) == second
    with pytest.raises(Refused):
        editions.take_over(operator, second.id)
    with pytest.raises(Refused):
        editions.remove(operator, second.id)
    editions.go_back(operator)
    assert editions.in_force(operator.organisation) == first

    editions.remove(operator, second.id)
    assert GridObject.objects.exclude(edition_serial=first.serial).count() == 0
    assert ObjectCell.objects.exclude(edition_serial=first.serial).count() == 0
    with pytest.raises(Refused):
        editions.go_back(operator)


def test_what_was_cut_off_and_what_is_old_is_swept(operator: Actor, tmp_path: Path) -> None:
    file = geopackage(tmp_path / "1.gpkg", village())
    made = [editions.make(operator, [file], NO_WORDS) for _number in range(editions.KEPT + 3)]
    editions.take_over(operator, made[0].id)
    cut_off = made.pop()
    Edition.objects.filter(pk=cut_off.pk).update(
        state=Edition.State.READING, made_at=cut_off.made_at - 2 * editions.CUT_OFF_AFTER
    )

    assert editions.sweep() == 2
    kept = [made[0].id, *(one.id for one in made[2:])]
    assert list(Edition.objects.order_by("serial").values_list("id", flat=True)) == kept
    longitude, latitude = at(100, 0)
    spot = cells.tile(cells.at(latitude, longitude))
    assert tiles.tile(made[0], 16, *spot), "editions that are alike share a file, and one of them is left"


def test_only_the_grid_companys_administrator_may(
    operator: Actor, electrician: Actor, case_handler: Actor, tmp_path: Path
) -> None:
    edition = editions.make(operator, [geopackage(tmp_path / "1.gpkg", village())], NO_WORDS)

    for actor in (electrician, case_handler):
        with pytest.raises(NotAllowed):
            editions.take_over(actor, edition.id)
        with pytest.raises(NotAllowed):
            editions.try_out(actor, [tmp_path / "1.gpkg"], NO_WORDS)
    other = Organisation.objects.get(slug="provenett")
    with pytest.raises(AppError) as told:
        editions.take_over(editions.operator(other.id, other.name), edition.id)
    assert told.value.code == "not_found"


# finding


@pytest.fixture
def edition(operator: Actor, tmp_path: Path) -> Edition:
    return editions.make(operator, [geopackage(tmp_path / "nett.gpkg", village())], NO_WORDS)


def test_the_nearest_comes_first_and_what_is_beyond_the_radius_not_at_all(edition: Edition) -> None:
    longitude, latitude = at(104, 3)
    hits = finding.nearest(edition, latitude, longitude, radius_m=12)

    assert hits[0].kind == "cable"
    cabinet = next(hit for hit in hits if hit.kind == "cable_cabinet")
    assert cabinet.external_id == "KS2"
    assert cabinet.distance_m == pytest.approx(5, abs=0.05)
    assert [hit.distance_m for hit in hits] == sorted(hit.distance_m for hit in hits)
    assert all(hit.distance_m <= 12 for hit in hits)
    only = finding.nearest(edition, latitude, longitude, radius_m=12, kinds=["cable_cabinet"])
    assert [hit.external_id for hit in only] == ["KS2"]


def test_an_area_takes_in_all_that_touches_it(edition: Edition) -> None:
    import shapely

    area = shapely.Polygon([at(-10, -10), at(110, -10), at(110, 15), at(-10, 15)])
    found = {hit.external_id for hit in finding.within(edition, area)}

    assert {"KS1", "KS2", "K1", "K2", "K3", "P1"} <= found
    assert "KS3" not in found
    assert len(found) == len(finding.within(edition, area))


def test_what_lies_in_no_cell_that_may_be_seen_is_not_found(edition: Edition) -> None:
    longitude, latitude = at(100, 0)
    cell = cells.at(latitude, longitude)
    cabinet = GridObject.objects.get(edition_serial=edition.serial, external_id="KS2").object_id

    assert finding.nearest(edition, latitude, longitude, radius_m=20, seen={cell})
    assert not finding.nearest(edition, latitude, longitude, radius_m=20, seen={cell + 7})
    assert finding.one(edition, cabinet, seen={cell})
    assert finding.one(edition, cabinet, seen=set()) is None
    assert finding.called(edition, "KS2", seen=set()) == []


def test_a_number_is_found_however_it_is_typed(edition: Edition) -> None:
    for typed in ("KS 2", "ks2", "KS-2"):
        assert [row.external_id for row in finding.called(edition, typed)] == ["KS2"]
    assert [row.external_id for row in finding.called(edition, "ks")] == ["KS1", "KS2", "KS3"]
    assert [row.external_id for row in finding.called(edition, "prestegata")] == ["NS1"]
    assert finding.called(edition, " ") == []


@given(st.floats(57.6, 71.4), st.floats(4.1, 31.9))
def test_a_position_lies_in_its_cells_box(latitude: float, longitude: float) -> None:
    cell = cells.at(latitude, longitude)
    box = cells.box(cell)

    assert box.min_x - 1e-9 <= longitude <= box.max_x + 1e-9
    assert box.min_y - 1e-9 <= latitude <= box.max_y + 1e-9
    assert cells.number(*cells.tile(cell)) == cell
    x, y = cells.tile(cell)
    assert cell in list(cells.below(14, x >> 2, y >> 2))


def test_a_length_on_the_ground_is_the_geodesic(db: None) -> None:
    import numpy as np
    import pyproj
    import shapely

    from nettmelding.grid import earth

    line = shapely.LineString([at(0, 0), at(300, 200), at(-100, 900)])
    geodesic = pyproj.Geod(ellps="GRS80").geometry_length(line)
    assert earth.lengths(np.array([line, shapely.Point(EAST, NORTH), None])).tolist() == pytest.approx(
        [geodesic, 0, 0], rel=1e-5
    )


# tiles


def test_a_tile_has_what_lies_there_and_no_facts(edition: Edition) -> None:
    longitude, latitude = at(100, 0)
    x, y = cells.tile(cells.at(latitude, longitude))

    packed = tiles.tile(edition, 16, x, y)
    assert packed is not None
    content = gzip.decompress(packed)
    assert b"cable_cabinet" in content
    assert b"KS 2" in content
    assert b"sikring" not in content
    assert b"TFXP" not in content
    assert tiles.tile(edition, 16, x + 40, y) is None
    assert tiles.tile(edition, 17, x * 2, y * 2) is None
    assert tiles.tile(edition, 10, x >> 6, y >> 6) is not None


def test_the_file_of_tiles_tells_nothing_beside_them(edition: Edition) -> None:
    import sqlite3

    path = tiles.path_of(tiles.folder(edition.grid_company_id), edition.tiles_sha256)
    said = dict(sqlite3.connect(path).execute("SELECT name, value FROM metadata").fetchall())

    assert "tilestats" not in said["json"]
    assert isinstance(edition.id, UUID)
