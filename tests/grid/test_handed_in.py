"""Files with a grid handed in through the page: kept on disk, tried and made by the worker, whatever happens on the way."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotAllowed, NotFound, Refused
from nettmelding.grid import editions, imports, tiles, uploads
from nettmelding.grid.models import Edition, FileMapping, GridImport, GridObject
from tests.grid.village import Layers, at, csv, geojson, geopackage, village

State = GridImport.State


@pytest.fixture
def administrator(actor: Callable[[str], Actor]) -> Actor:
    return actor("nettadmin@eksempelnett.example")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of one test are not another's."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    monkeypatch.setattr(uploads, "env", replace(uploads.env, data_dir=tmp_path / "data", grid_upload_mb=2))


def hand_in(actor: Actor, *paths: Path) -> GridImport:
    return imports.upload(actor, [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths])


def worked(row: GridImport) -> GridImport:
    """As it is when the worker has done what it can."""
    while imports.run_due("worker"):
        pass
    row.refresh_from_db()
    return row


def tried(actor: Actor, *paths: Path) -> GridImport:
    return worked(hand_in(actor, *paths))


def test_files_are_tried_made_and_taken_over(administrator: Actor, tmp_path: Path) -> None:
    row = tried(administrator, geopackage(tmp_path / "nett.gpkg", village()))

    assert (row.state, row.problem, row.report["found"]) == (State.TRIED, "", {})
    assert row.report["counts"]["cable_cabinet"] == 3
    assert not Edition.objects.exists()
    cabinets = next(layer for layer in row.layers if layer["name"] == "kabelskap")
    assert (cabinets["kind"], cabinets["projection"]) == ("cable_cabinet", "EPSG:25833")
    assert {one["heading"]: one["field"] for one in cabinets["columns"]} == {
        "id": "external_id", "navn": "name", "kanbetjenes": "operable",
    }  # fmt: skip
    assert next(one["values"] for one in cabinets["columns"] if one["heading"] == "navn") == ["KS 1", "KS 2", "KS 3"]

    imports.make(administrator, row.id)
    made = worked(row)
    assert made.state == State.READY
    assert made.edition is not None
    assert editions.in_force(administrator.organisation) is None
    assert not uploads.folder(row.id).exists()
    assert GridObject.objects.filter(edition_serial=made.edition.serial).count() == 26
    assert made.edition.made_by_id == administrator.user_id


def test_what_a_file_does_not_say_is_guessed_by_where_it_leads(administrator: Actor, tmp_path: Path) -> None:
    bare = tried(administrator, *csv(tmp_path, village()))
    assert (bare.state, bare.projection_guess) == (State.TRIED, "EPSG:25833")
    assert bare.report["counts"]["customer_point"] == 9

    turned = tried(administrator, geopackage(tmp_path / "snudd.gpkg", village(), swap=True))
    assert (turned.state, turned.words["swap_axes"]) == (State.TRIED, True)
    assert turned.report["found"] == {}


def test_what_things_are_called_is_said_once_and_kept(administrator: Actor, tmp_path: Path) -> None:
    layers: Layers = {"NETT_OBJ": [{"LBL": "S-1", "TYP": "KS", "place": [at(0, 0)]}]}
    file = geopackage(tmp_path / "nett.gpkg", layers)
    row = tried(administrator, file)
    assert (row.state, row.report) == (State.TRIED, {})
    assert "ukjent slag" in row.problem
    with pytest.raises(Refused):
        imports.make(administrator, row.id)

    words: dict[str, Any] = {
        "layers": {"NETT_OBJ": {"kind_column": "TYP", "columns": {"external_id": "LBL"}}},
        "words": {"kind": {"KS": "connection_cabinet"}},
    }
    imports.try_again(administrator, row.id, words)
    assert worked(row).report["counts"] == {"connection_cabinet": 1}
    imports.make(administrator, row.id)
    assert worked(row).state == State.READY
    assert FileMapping.objects.get().content["words"] == {"kind": {"KS": "connection_cabinet"}}
    assert tried(administrator, file).report["counts"] == {"connection_cabinet": 1}


def test_a_column_that_is_not_what_it_is_called_is_passed_over(administrator: Actor, tmp_path: Path) -> None:
    layers = village()
    for cabinet in layers["kabelskap"]:
        cabinet["slag"] = "grått"
    file = geopackage(tmp_path / "nett.gpkg", layers)
    row = tried(administrator, file)
    assert row.report["found"]["unknown_kind"] == 3

    imports.try_again(administrator, row.id, {"layers": {"kabelskap": {"ignored": ["slag", "navn"]}}})
    again = worked(row)
    assert (again.report["found"], again.report["counts"]["cable_cabinet"]) == ({}, 3)
    cabinets = next(layer for layer in again.layers if layer["name"] == "kabelskap")
    fields = {one["heading"]: one["field"] for one in cabinets["columns"]}
    assert (fields["slag"], fields["navn"], fields["id"]) == ("", "", "external_id")


def test_words_of_a_column_that_nobody_knows_are_told(administrator: Actor, tmp_path: Path) -> None:
    layers = village()
    layers["kabel"][0]["materiale"] = "A"
    layers["kabel"][1]["materiale"] = "Cu"
    row = tried(administrator, geopackage(tmp_path / "nett.gpkg", layers))

    cables = next(layer for layer in row.layers if layer["name"] == "kabel")
    assert next(one["unread"] for one in cables["columns"] if one["heading"] == "materiale") == ["A"]


def packed(path: Path, *files: Path, folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as into:
        for file in files:
            into.write(file, f"{folder}{file.name}")
    return path


def test_a_packed_file_is_unpacked_and_leaflets_are_passed_over(administrator: Actor, tmp_path: Path) -> None:
    leaflet = tmp_path / "lesmeg.txt"
    leaflet.write_text("Uttrekk fra NIS")
    hidden = tmp_path / "._nett.csv"
    hidden.write_text("x")
    files = csv(tmp_path, village())
    row = tried(administrator, packed(tmp_path / "nett.zip", *files, leaflet, hidden, folder="../../uttrekk/"))

    assert (row.state, row.problem) == (State.TRIED, "")
    assert row.report["counts"]["service_line"] == 9
    assert {layer["name"] for layer in row.layers} == {file.stem for file in files}


def wrong_files(tmp_path: Path) -> Iterator[tuple[str, Path, str]]:
    """What is wrong, the file, and words of the sentence that says so."""
    good = geopackage(tmp_path / "god.gpkg", village())
    half = tmp_path / "halv.gpkg"
    half.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    yield "half a file", half, "skadet"
    yield "half a packed file", half_of(packed(tmp_path / "halv.zip", good)), "skadet"
    yield "wrong projection", geopackage(tmp_path / "feil.gpkg", village(), "EPSG:3035"), "Bruk en av"
    yield "nothing in it", packed(tmp_path / "tom.zip"), "har ingen"
    leaflet = tmp_path / "lesmeg.txt"
    leaflet.write_text("hei")
    yield "only a leaflet", packed(tmp_path / "lesmeg.zip", leaflet), "har ingen"
    bomb = tmp_path / "bombe.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("nett.gpkg", b"\x00" * 60_000_000)
    yield "a bomb", bomb, "for stor"
    many = tmp_path / "mange.zip"
    with zipfile.ZipFile(many, "w") as into:
        for number in range(uploads.MOST_FILES + 1):
            into.writestr(f"{number}.csv", "id;x;y")
    yield "many files", many, "for mange"
    nested = packed(tmp_path / "ytre.zip", packed(tmp_path / "indre.csv", good))
    yield "packed twice", nested, "pakket"
    twice = tmp_path / "to.zip"
    with zipfile.ZipFile(twice, "w") as into:
        into.writestr("a/nett.csv", "id;x;y")
        into.writestr("b/nett.csv", "id;x;y")
    yield "one name twice", twice, "heter det samme"


def half_of(path: Path) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def test_a_file_that_is_wrong_is_told_of_and_the_grid_in_force_untouched(administrator: Actor, tmp_path: Path) -> None:
    row = tried(administrator, geopackage(tmp_path / "nett.gpkg", village()))
    imports.make(administrator, row.id)
    edition = worked(row).edition
    assert edition is not None
    editions.take_over(administrator, edition.id)
    objects = GridObject.objects.count()

    for what, file, words in wrong_files(tmp_path):
        row = tried(administrator, file)
        assert row.state in {State.FAILED, State.TRIED}, what
        assert words in row.problem, (what, row.problem)
        with pytest.raises(Refused):
            imports.make(administrator, row.id)

    assert editions.in_force(administrator.organisation) == edition
    assert (Edition.objects.count(), GridObject.objects.count()) == (1, objects)


def test_what_is_refused_at_the_door_leaves_nothing(administrator: Actor, tmp_path: Path) -> None:
    large = SimpleUploadedFile("stor.csv", b"x" * (2 * 1024 * 1024 + 1))
    csv_file = SimpleUploadedFile("a.csv", b"x")
    for files in ([], [large], [SimpleUploadedFile("nett.shp", b"x")], [csv_file, csv_file]):
        with pytest.raises(Invalid):
            imports.upload(administrator, files)

    assert not GridImport.objects.exists()
    assert not list(uploads.lying())


def test_a_worker_that_was_killed_is_followed_by_another(administrator: Actor, tmp_path: Path) -> None:
    row = hand_in(administrator, geopackage(tmp_path / "nett.gpkg", village()))
    gone = clock.now() - timedelta(seconds=1)
    GridImport.objects.update(state=State.READING, leased_by="killed", leased_until=gone, attempts=1)
    assert worked(row).state == State.TRIED

    again = hand_in(administrator, geopackage(tmp_path / "nett2.gpkg", village()))
    GridImport.objects.filter(pk=again.pk).update(attempts=imports.MOST_ATTEMPTS)
    assert worked(again).state == State.FAILED
    assert "avbrutt" in again.problem


def test_a_worker_that_lost_its_lease_stops_and_leaves_nothing(
    administrator: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = tried(administrator, geopackage(tmp_path / "nett.gpkg", village()))
    imports.make(administrator, row.id)
    put = editions.writing.put

    def taken_meanwhile(*given: Any) -> None:
        GridImport.objects.update(leased_by="another")
        put(*given)

    monkeypatch.setattr(editions.writing, "put", taken_meanwhile)
    monkeypatch.setattr(imports, "_TOLD_EVERY", 0.0)
    imports.run_due("worker")

    row.refresh_from_db()
    assert (row.state, row.leased_by, row.edition) == (State.MAKING, "another", None)
    assert not Edition.objects.exists()
    assert not GridObject.objects.exists()


def test_files_nobody_goes_on_with_are_swept(administrator: Actor, tmp_path: Path) -> None:
    old = tried(administrator, geojson(tmp_path / "nett.geojson", village()))
    fresh = tried(administrator, geojson(tmp_path / "nytt.geojson", village()))
    GridImport.objects.filter(pk=old.pk).update(made_at=clock.now() - imports.KEPT - timedelta(hours=1))

    assert imports.sweep() == 1
    assert [one for one, _came in uploads.lying()] == [fresh.id]
    assert list(GridImport.objects.values_list("pk", flat=True)) == [fresh.id]


def test_files_are_their_own_companys_administrators_alone(
    administrator: Actor, case_handler: Actor, electrician: Actor, actor: Callable[[str], Actor], tmp_path: Path
) -> None:
    row = tried(administrator, geopackage(tmp_path / "nett.gpkg", village()))

    for other in (case_handler, electrician):
        with pytest.raises(NotAllowed):
            imports.get(other, row.id)
        with pytest.raises(NotAllowed):
            hand_in(other, tmp_path / "nett.gpkg")
    stranger = actor("nettadmin@provenett.example")
    for ask in (imports.get, imports.make, imports.discard):
        with pytest.raises(NotFound):
            ask(stranger, row.id)

    imports.discard(administrator, row.id)
    with pytest.raises(AppError):
        imports.get(administrator, row.id)
    assert not list(uploads.lying())
