"""*Kartgrunnlag* at its page: handed in, looked over, mapped, made, taken over and gone back, with and without script."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from nettmelding.core.actor import Actor
from nettmelding.grid import duty, editions, imports, tiles, uploads
from nettmelding.grid.models import Edition, GridImport
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen
from tests.grid.seen import changed
from tests.grid.test_handed_in import wrong_files
from tests.grid.village import Layers, at, geopackage, village

ADMIN = "nettadmin@eksempelnett.example"
PAGE = "/admin/kartgrunnlag"
State = GridImport.State

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of one test are not another's."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    monkeypatch.setattr(uploads, "env", replace(uploads.env, data_dir=tmp_path / "data", grid_upload_mb=2))


@pytest.fixture
def administrator(actor: Callable[[str], Actor]) -> Actor:
    found = actor(ADMIN)
    duty.accept(found)
    return found


@pytest.fixture
def client(as_user: Callable[[str], Client], administrator: Actor) -> Client:
    return as_user(ADMIN)


def incoming(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def handed_in(client: Client, *paths: Path) -> str:
    """The address of what was handed in, when the worker has read it."""
    answer = client.post(PAGE, {"files": [incoming(path) for path in paths]})
    assert answer.status_code == 302, answer.content.decode()
    worked()
    return str(answer["Location"])


def worked() -> None:
    while imports.run_due("worker"):
        pass


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_file_is_handed_in_made_taken_over_and_gone_back_from(client: Client, tmp_path: Path) -> None:
    assert "Dere har ikke lagt inn nettet ennå" in shown(client, PAGE)
    first = handed_in(client, geopackage(tmp_path / "nett.gpkg", village()))
    assert "Kontrollene fant ingen feil" in shown(client, first)

    client.post(f"{first}/lag")
    assert "data-poll-href" in shown(client, first)
    worked()
    made = shown(client, first)
    assert "Utgaven er laget" in made
    assert "data-poll-href" not in made
    old = Edition.objects.get()
    assert "Ta utgaven i bruk?" in shown(client, f"{PAGE}/utgaver/{old.id}")
    client.post(f"{PAGE}/utgaver/{old.id}/ta-i-bruk")

    layers = changed(village(), "kabelskap", "KS1", {"navn": "KS 1B"})
    second = handed_in(client, geopackage(tmp_path / "nytt.gpkg", layers))
    client.post(f"{second}/lag")
    worked()
    new = Edition.objects.exclude(pk=old.pk).get()
    page = shown(client, f"{PAGE}/utgaver/{new.id}")
    assert "Ulikt fra den som er i bruk" in page
    assert "KS 1B" in shown(client, f"{PAGE}/utgaver/{new.id}/ulikt?hva=endret&slag=cable_cabinet")

    client.post(f"{PAGE}/utgaver/{new.id}/ta-i-bruk")
    assert editions.in_force(new.grid_company_id) == new
    assert "Gå tilbake til denne utgaven?" in shown(client, f"{PAGE}/utgaver/{old.id}")
    client.post(f"{PAGE}/utgaver/{old.id}/ta-i-bruk")
    assert editions.in_force(new.grid_company_id) == old
    client.post(f"{PAGE}/utgaver/{old.id}/slett")
    assert Edition.objects.filter(pk=old.pk).exists()
    client.post(f"{PAGE}/utgaver/{new.id}/slett")
    assert not Edition.objects.filter(pk=new.pk).exists()


def test_a_page_is_told_how_far_it_has_come_without_the_page_around_it(client: Client, tmp_path: Path) -> None:
    answer = client.post(PAGE, {"files": incoming(geopackage(tmp_path / "nett.gpkg", village()))})
    address = str(answer["Location"])
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Venter på tur" in part
    assert "<html" not in part

    GridImport.objects.update(state=State.MAKING, stage="written", done=1500, total=2000)
    assert "1 500 av 2 000" in client.get(address, headers={"HX-Request": "true"}).content.decode().replace("\xa0", " ")


def test_a_script_is_answered_in_json(client: Client, tmp_path: Path) -> None:
    asked = {"Accept": "application/json"}
    good = client.post(PAGE, {"files": incoming(geopackage(tmp_path / "nett.gpkg", village()))}, headers=asked)
    assert good.json()["href"].startswith(f"{PAGE}/filer/")
    wrong = client.post(PAGE, {"files": SimpleUploadedFile("nett.shp", b"x")}, headers=asked)
    assert (wrong.status_code, "kan ikke leses" in wrong.json()["detail"]) == (422, True)


def test_what_is_wrong_with_files_is_said_beside_them(client: Client, tmp_path: Path) -> None:
    nothing = client.post(PAGE, {})
    assert (nothing.status_code, "Velg en eller flere filer" in nothing.content.decode()) == (422, True)

    half = geopackage(tmp_path / "halv.gpkg", village())
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    broken = shown(client, handed_in(client, half))
    assert "skadet" in broken
    assert "Det som er i bruk, er ikke rørt" in broken
    assert "Lag utgaven" not in broken

    elsewhere = shown(client, handed_in(client, geopackage(tmp_path / "feil.gpkg", village(), "EPSG:3035")))
    assert "Bruk en av" in elsewhere
    assert shown(client, PAGE).count("/filer/") == 2


def odd() -> Layers:
    """Taken in with a word about each: a name of 200 signs, an id used twice, geometry of two sorts in one layer."""
    layers = village()
    layers["kabelskap"][0]["navn"] = "Æ" * 200
    layers["kabelskap"].append({"id": "KS2", "place": [at(5, 5)]})
    layers["kabelskap"].append({"id": "KS4", "place": [at(5, 5), at(9, 9)]})
    return layers


def test_whatever_is_handed_in_is_told_of_in_words_and_what_is_in_force_is_untouched(
    client: Client, tmp_path: Path
) -> None:
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", village()))
    client.post(f"{address}/lag")
    worked()
    edition = Edition.objects.get()
    client.post(f"{PAGE}/utgaver/{edition.id}/ta-i-bruk")

    for what, file, words in wrong_files(tmp_path):
        page = shown(client, handed_in(client, file))
        assert words in page, what
        assert "Lag utgaven" not in page, what
    page = shown(client, handed_in(client, geopackage(tmp_path / "rar.gpkg", odd())))
    for words in ("Verdier som ikke kan leses", "id som er brukt før", "geometri som ikke passer"):
        assert words in page
    turned = shown(client, handed_in(client, geopackage(tmp_path / "snudd.gpkg", village(), swap=True)))
    assert "Øst og nord byttes om" in turned
    assert "Kontrollene fant ingen feil" in turned

    assert editions.in_force(edition.grid_company_id) == edition
    assert list(Edition.objects.all()) == [edition]


def faulty() -> Layers:
    layers = village()
    layers["kabel"].append({"id": "K9", "fra": "KS9", "til": "KS3", "type": "Ukjent 4x99",
                            "place": [at(200, 0), at(320, 60)]})  # fmt: skip
    layers["kabelskap"].append({"id": "KS1", "navn": "Igjen", "place": [at(0, 5)]})
    layers["kundepunkt"].append({"id": "P99", "adresse": "Prestegata 99", "place": [at(-300, 200)]})
    return layers


def test_each_finding_is_listed_in_words_and_marked_on_a_map(client: Client, tmp_path: Path) -> None:
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", faulty()))
    report = shown(client, address)
    for words in ("Objekter med en id som er brukt før", "Ledninger av ukjent type", "Henvisninger til objekter som ikke",
                  "Ledninger uten det som trengs", "Kundepunkter uten vei til en transformator"):  # fmt: skip
        assert words in report

    listed = shown(client, f"{address}/funn?hva=missing_impedance")
    assert "K9" in listed
    assert "Mangler: Resistans ved 20 °C, Reaktans" in listed
    assert '"coordinates": [9.65' in listed
    assert "Kabelskap" in shown(client, f"{address}/funn?hva=duplicate_id")
    assert client.get(f"{address}/funn?hva=no_id").status_code == 404


def test_many_findings_come_page_by_page_and_not_all_of_them_are_kept(client: Client, tmp_path: Path) -> None:
    layers: Layers = {"kundepunkt": [{"id": f"P{one}", "place": [at(one, 0)]} for one in range(230)]}
    address = f"{handed_in(client, geopackage(tmp_path / 'nett.gpkg', layers))}/funn?hva=no_transformer"

    first, last = shown(client, address), shown(client, f"{address}&side=4")
    assert "De 200 første av 230 vises" in first
    assert "1–50 av 200" in first
    assert "151–200 av 200" in last
    assert last.count("data-place=") == 50
    assert "151–200 av 200" in shown(client, f"{address}&side=99")
    assert "1–50 av 200" in shown(client, f"{address}&side=²")


def test_a_screened_customers_findings_are_the_named_handlers_alone(
    client: Client, administrator: Actor, tmp_path: Path
) -> None:
    layers: Layers = {
        "kundepunkt": [{"id": f"P{one}", "adresse": f"Prestegata {one}", "place": [at(one, 0)]} for one in range(3)]
    }
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", layers))
    client.post(f"{address}/lag")
    worked()
    edition = Edition.objects.get()
    key = screen_keys.of_address("Prestegata 2", "9998").removeprefix(screen_keys.ADDRESS)
    Screen.objects.create(grid_company_id=edition.grid_company_id, kind=Screen.Kind.ADDRESS, key=key, shown="X")

    for below in (f"{address}/funn", f"{PAGE}/utgaver/{edition.id}/funn"):
        listed = shown(client, f"{below}?hva=no_transformer")
        assert "P1" in listed
        assert "P2" not in listed


def test_findings_are_shown_to_those_who_have_read_the_duty_of_secrecy(
    as_user: Callable[[str], Client], tmp_path: Path
) -> None:
    client = as_user(ADMIN)
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", faulty()))
    answer = client.get(f"{address}/funn?hva=duplicate_id")
    assert answer["Location"].startswith("/kart/plikt?til=%2Fadmin%2Fkartgrunnlag")


def answers(client: Client, address: str) -> dict[str, Any]:
    """What the mapping's form would send as it stands."""
    (form,) = [one for one in html.fromstring(shown(client, address)).forms if "seen" in one.fields]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def named(client: Client, address: str, label: str, layer: str = "") -> str:
    """The name of the field with a label, in a layer where several have it."""
    page = html.fromstring(shown(client, address))
    parts = [one for one in page.iter("details") if one.findtext(".//h2") == layer] if layer else [page]
    (found,) = [one.get("for") for part in parts for one in part.iter("label") if one.text_content().strip() == label]
    return str(found).removeprefix("f-").replace("-", ".")


def test_what_things_are_called_is_said_in_a_form_and_kept(client: Client, tmp_path: Path) -> None:
    layers = village()
    layers["NETT_OBJ"] = [{"LBL": "S-1", "TYP": "KS", "SKAPNAVN": "Skap 1", "place": [at(0, -20)]}]
    layers["kabel"][0]["materiale"] = "A"
    file = geopackage(tmp_path / "nett.gpkg", layers)
    address = handed_in(client, file)
    form = f"{address}/tilordning"
    given = answers(client, form)
    label, sort = named(client, form, "LBL"), named(client, form, "TYP")
    given |= {
        sort.rpartition(".")[0] + ".kind": "column:TYP",
        label: "external_id",
        named(client, form, "SKAPNAVN"): "name",
        named(client, form, "«A»"): "al",
    }
    assert client.post(form, given)["Location"] == address
    worked()
    given = answers(client, form)
    assert given[label] == "external_id"
    given[named(client, form, "«KS»")] = "cable_cabinet"
    client.post(form, given)
    worked()

    row = GridImport.objects.get()
    assert (row.report["found"], row.report["counts"]["cable_cabinet"]) == ({}, 4)
    assert row.words["layers"] == {
        "NETT_OBJ": {"kind_column": "TYP", "columns": {"external_id": "LBL", "name": "SKAPNAVN"}}
    }
    assert row.words["words"] == {"material": {"A": "al"}, "kind": {"KS": "cable_cabinet"}}
    client.post(f"{address}/lag")
    worked()
    assert "Kontrollene fant ingen feil" in shown(client, handed_in(client, file))


def test_what_cannot_be_is_said_beside_its_column_and_what_was_chosen_stays(client: Client, tmp_path: Path) -> None:
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", village()))
    form = f"{address}/tilordning"
    given = answers(client, form)
    operable, name = named(client, form, "kanbetjenes"), named(client, form, "navn", "kabelskap")
    wrong = client.post(form, {**given, operable: "name"})
    assert (wrong.status_code, "To kolonner er satt til det samme" in wrong.content.decode()) == (422, True)
    impossible = client.post(form, {**given, operable: "length_m"})
    assert "Det er ikke noe kabelskap har" in impossible.content.decode()

    client.post(form, {**given, operable: "-", name: "cabinet_type"})
    worked()
    row = GridImport.objects.get()
    assert row.words["layers"]["kabelskap"] == {"columns": {"cabinet_type": "navn"}, "ignored": ["kanbetjenes"]}
    again = answers(client, form)
    assert (again[operable], again[name]) == ("-", "cabinet_type")
    client.post(form, {**again, operable: "operable", name: "name"})
    worked()
    said = GridImport.objects.get().words["layers"]["kabelskap"]
    assert said == {"columns": {"name": "navn", "operable": "kanbetjenes"}}

    skipped = answers(client, form)
    skipped[operable.rpartition(".")[0] + ".kind"] = "skip"
    client.post(form, skipped)
    worked()
    assert "cable_cabinet" not in GridImport.objects.get().report["counts"]
    assert answers(client, form)[operable.rpartition(".")[0] + ".kind"] == "skip"


def test_a_form_of_files_that_were_read_again_meanwhile_changes_nothing(client: Client, tmp_path: Path) -> None:
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", village()))
    form = f"{address}/tilordning"
    old = answers(client, form)
    client.post(form, {**old, "projection": "EPSG:25833"})
    worked()
    assert client.post(form, {**old, "projection": "EPSG:25832"})["Location"] == form
    row = GridImport.objects.get()
    assert (row.state, row.words["projection"]) == (State.TRIED, "EPSG:25833")


def test_files_that_cannot_be_read_as_was_said_before_are_read_without_it(client: Client, tmp_path: Path) -> None:
    table = tmp_path / "kabelskap.csv"
    table.write_text("id;oest_m;nord_m\nKS1;239000;7077000\n")
    address = handed_in(client, table)
    form = f"{address}/tilordning"
    given = answers(client, form)
    given |= {named(client, form, "oest_m"): "x", named(client, form, "nord_m"): "y", "projection": "EPSG:25833"}
    client.post(form, given)
    worked()
    assert GridImport.objects.get().report["counts"] == {"cable_cabinet": 1}
    assert answers(client, form)[named(client, form, "oest_m")] == "x"
    client.post(f"{address}/lag")
    worked()

    table.write_text("id;x;y\nKS1;239000;7077000\n")
    again = handed_in(client, table)
    assert "oest_m" in shown(client, again)
    client.post(f"{again}/igjen", {"without": "1"})
    worked()
    assert "Lag utgaven" in shown(client, again)


def test_files_are_thrown_away(client: Client, tmp_path: Path) -> None:
    address = handed_in(client, geopackage(tmp_path / "nett.gpkg", village()))
    assert client.post(f"{address}/slett")["Location"] == PAGE
    assert client.get(address).status_code == 404
    assert not list(uploads.lying())
