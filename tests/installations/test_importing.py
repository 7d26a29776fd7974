"""Metering points read from a file."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from nettmelding.config.cli import main
from nettmelding.core import clock
from nettmelding.core.errors import Invalid
from nettmelding.installations import importing, importing_file
from nettmelding.installations.fields import BY_NAME, FIELDS, Record, read
from nettmelding.installations.importing import Refused, import_file
from nettmelding.installations.importing_file import Reading
from nettmelding.installations.models import ImportRun, Installation, MeteringPoint, PastValue
from nettmelding.organisations.models import Organisation
from nettmelding.registers.numbers import gs1_check_digit

HEADING = "Målepunkt-ID;Målernummer;Adresse;Postnr;Poststed;Bruksenhet;OV;Faser;Nettsystem;Kunde"


def gsrn(number: int) -> str:
    """A valid metering point id."""
    body = f"7070575{number:010d}"
    return body + gs1_check_digit(body)


def line(number: int, ov: str = "63", unit: str = "", street: str = "") -> str:
    """A line of the file."""
    where = street or f"Filvegen {number}"
    return f"{gsrn(number)};00{number:014d};{where};9997;Prøvevik;{unit};{ov};3;TN 400 V;Nora Ås"


@pytest.fixture
def company(db: None) -> UUID:
    """Prøvenett, which has no customer system that answers."""
    return Organisation.objects.get(slug="provenett").id


def written(tmp_path: Path, *lines: str, encoding: str = "utf-8", name: str = "fil.csv") -> Path:
    path = tmp_path / name
    path.write_text("\r\n".join([HEADING, *lines]), encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_it_reads_a_file_however_it_was_saved(company: UUID, tmp_path: Path, encoding: str) -> None:
    outcome = import_file(company, written(tmp_path, line(1), line(2), encoding=encoding))

    assert (outcome.new, outcome.refused) == (2, 0)
    point = MeteringPoint.objects.select_related("installation").get(metering_point_id=gsrn(1))
    assert point.meter_number == "0000000000000001"
    assert (point.installation.ov_a, point.installation.network_system, point.phases) == (63, "tn_c_s_400", 3)
    assert (point.customer_name, point.customer_kind, point.installation.place) == ("Nora Ås", "person", "Prøvevik")
    assert point.installation.address_key == "filvegen00001"


def test_it_tells_what_is_new_changed_unchanged_and_gone_and_keeps_ids_and_history(
    company: UUID, tmp_path: Path
) -> None:
    import_file(company, written(tmp_path, line(1), line(2), line(3)))
    before = MeteringPoint.objects.get(metering_point_id=gsrn(2)).id
    standing = MeteringPoint.objects.filter(grid_company_id=company).count()
    second = written(tmp_path, line(1), line(2, ov="80"), line(4), name="neste.csv")

    told = import_file(company, second, dry_run=True)
    done = import_file(company, second, whole=True)

    assert (told.new, told.changed, told.unchanged, told.gone) == (1, 1, 1, standing - 2)
    assert (done.new, done.changed, done.unchanged, done.gone) == (1, 1, 1, standing - 2)
    assert MeteringPoint.objects.get(metering_point_id=gsrn(2)).id == before
    assert MeteringPoint.objects.get(metering_point_id=gsrn(3)).state == MeteringPoint.State.NOT_IN_USE
    past = PastValue.objects.get(name="ov_a", installation__metering_points__metering_point_id=gsrn(2))
    assert (past.old, past.new, past.source) == ("63", "80", "file")


def test_a_dry_run_changes_nothing(company: UUID, tmp_path: Path) -> None:
    before = (Installation.objects.count(), MeteringPoint.objects.count())

    import_file(company, written(tmp_path, line(1)), dry_run=True)

    assert (Installation.objects.count(), MeteringPoint.objects.count()) == before
    assert not ImportRun.objects.exists()


def test_flats_at_one_address_become_one_installation(company: UUID, tmp_path: Path) -> None:
    flats = [line(number, unit=f"H010{number}", street="Filtunet 5") for number in (1, 2, 3)]
    import_file(company, written(tmp_path, *flats[:2]))
    import_file(company, written(tmp_path, *flats, name="flere.csv"))

    assert Installation.objects.get(address="Filtunet 5").metering_points.count() == 3


def test_what_is_wrong_is_told_by_line_and_cell_and_the_rest_goes_in(company: UUID, tmp_path: Path) -> None:
    wrong = gsrn(7)[:-1] + str((int(gsrn(7)[-1]) + 1) % 10)
    refused: list[Refused] = []
    path = written(
        tmp_path,
        line(1),
        line(2).replace(gsrn(2), wrong),
        line(3, ov="mange"),
        line(4).replace(gsrn(4), "7,07058E+17"),
        line(1, ov="40"),
    )

    outcome = import_file(company, path, refused=refused.append)

    assert (outcome.new, outcome.refused) == (1, 4)
    assert [(one.line.number, one.faults[0].name) for one in refused] == [
        (3, "metering_point_id"), (4, "ov_a"), (5, "metering_point_id"), (6, "metering_point_id"),
    ]  # fmt: skip
    assert "rundet av" in refused[2].faults[0].sentence
    assert Installation.objects.get(address="Filvegen 1").ov_a == 63


class Killed(Exception):
    """The process is gone."""


def test_a_reading_that_is_killed_goes_on_where_it_was(
    company: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    path = written(tmp_path, *(line(number) for number in range(1, 8)))

    def die(at: int) -> None:
        if at >= 5:
            raise Killed

    with pytest.raises(Killed):
        import_file(company, path, progress=die)
    halfway = MeteringPoint.objects.filter(metering_point_id__in=[gsrn(n) for n in range(1, 8)]).count()
    outcome = import_file(company, path)

    assert halfway == 4
    assert (outcome.went_on_from, outcome.new, outcome.refused) == (5, 7, 0)
    assert ImportRun.objects.get().finished_at is not None


def test_a_mapping_names_columns_and_words_that_are_the_companys_own(company: UUID, tmp_path: Path) -> None:
    path = tmp_path / "uttrekk.csv"
    path.write_text(f"MP,Sted,Inntak,Nett\n{gsrn(5)},Eget 1,50 A,Uten nøytral\n", "utf-8")
    toml = tmp_path / "kolonner.toml"
    toml.write_text(
        '[columns]\nmetering_point_id = "MP"\naddress = "Sted"\nov_a = "Inntak"\nnetwork_system = "Nett"\n'
        '[words.network_system]\n"Uten nøytral" = "IT"\n',
        "utf-8",
    )

    import_file(company, path, importing_file.mapping(toml))

    installation = Installation.objects.get(address="Eget 1")
    assert (installation.ov_a, installation.network_system) == (50, "it_230")
    with pytest.raises(Invalid, match="Målepunkt-ID"):
        import_file(company, path, Reading())


def test_a_workbook_whose_ids_were_numbers_is_refused_cell_by_cell(company: UUID, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Målepunkt-ID", "Adresse", "Målernummer", "Frakoblet"])
    sheet.append([int(gsrn(1)), "Arkvegen 1", None, None])
    sheet.append([gsrn(2), "Arkvegen 2", 4400000000000019, clock.today()])
    book.save(tmp_path / "ark.xlsx")
    refused: list[Refused] = []

    outcome = import_file(company, tmp_path / "ark.xlsx", refused=refused.append)

    assert (outcome.new, outcome.refused) == (1, 1)
    assert "rundet av" in refused[0].faults[0].sentence
    point = MeteringPoint.objects.get(metering_point_id=gsrn(2))
    assert (point.meter_number, point.disconnected_on) == ("4400000000000019", clock.today())


SAMPLES = Path(__file__).parents[1] / "core" / "spreadsheets"
OF_SAMPLES = Reading({"metering_point_id": "Målernummer", "address": "Leilighet", "disconnected_on": "Ønskes utført"})
"""The samples have no ids; what matters here is that their cells come through."""


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["libreoffice", "libreoffice-1904"])
def test_workbooks_are_read_as_everywhere_else(name: str) -> None:
    lines = list(importing_file.lines(SAMPLES / f"{name}.xlsx", OF_SAMPLES))

    assert [
        (one.number, one.cells["entrance"], one.cells["address"], one.cells["mv_a"], one.cells["disconnected_on"])
        for one in lines
    ] == [
        (4, "5A", "H0101", "32", "2027-01-12"),
        (5, "5A", "H0102", "40,5", "12.01.2027"),
        (6, "5B", "H0101", "7,4", "2027-01-13"),
    ]
    assert [one.cells["phases"] for one in lines[:2]] == ["3", "ja"]
    assert [sorted(one.problems) for one in lines] == [[], [], ["metering_point_id", "phases"]]


def workbook_at(path: Path, *lines: list[object], mac: bool = False) -> Path:
    """The lines below a title, behind a hidden sheet; two lines' street is one merged cell."""
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    hidden, sheet = book.active, book.create_sheet("Målepunkter")
    assert hidden is not None
    hidden.append(["Notater"])
    hidden.sheet_state = "hidden"
    sheet.append(["Uttrekk fra kundesystemet"])
    sheet.append([])
    sheet.append(["Målepunkt-ID", "Adresse", "Postnr", "Bruksenhet", "OV (A)", "Innmating", "Frakoblet"])
    for one in lines:
        sheet.append(one)
    sheet.merge_cells("B4:B5")
    book.save(path)
    return path


@pytest.mark.parametrize("mac", [False, True])
def test_a_workbook_with_all_that_people_put_there_goes_in(company: UUID, tmp_path: Path, mac: bool) -> None:
    path = workbook_at(
        tmp_path / "ark.xlsx",
        [gsrn(1), "Arkvegen 1", 997, "H0101", "63,0", "7,5", datetime(2026, 3, 2)],
        [gsrn(2), None, 997, "H0102", 63, 7.5, "02.03.2026"],
        [gsrn(3), "Arkvegen 3", "0997", "", "63 A", None, datetime(2026, 3, 2, 14, 30)],
        mac=mac,
    )
    refused: list[Refused] = []

    outcome = import_file(company, path, refused=refused.append)

    assert (outcome.new, outcome.refused, refused) == (3, 0, [])
    assert Installation.objects.get(address="Arkvegen 1").metering_points.count() == 2
    points = MeteringPoint.objects.select_related("installation").filter(metering_point_id__in=map(gsrn, (1, 2, 3)))
    assert {(p.installation.ov_a, p.installation.postcode, p.disconnected_on) for p in points} == {
        (63, "0997", date(2026, 3, 2))
    }
    assert [p.production_kw for p in points.order_by("metering_point_id")] == [7.5, 7.5, None]
    assert import_file(company, path).unchanged == 3


def test_a_formula_that_has_no_answer_is_told_in_its_cell(company: UUID, tmp_path: Path) -> None:
    path = workbook_at(
        tmp_path / "ark.xlsx",
        [gsrn(1), "Arkvegen 1", "9997", "H0101", "=60+3", None, None],
        [gsrn(2), None, "9997", "H0102", "#REF!", "mye", None],
        [gsrn(3), "Arkvegen 3", "9997", "", 63, None, None],
    )
    refused: list[Refused] = []

    told = import_file(company, path, dry_run=True, refused=refused.append)

    assert (told.new, told.refused) == (1, 2)
    assert [[(fault.name, fault.sentence[:8]) for fault in one.faults] for one in refused] == [
        [("ov_a", "Formelen")],
        [("ov_a", "Cellen v"), ("production_kw", "«mye» er")],
    ]
    assert not Installation.objects.filter(address="Arkvegen 3").exists()


def test_a_workbook_goes_on_where_it_was_and_a_merged_cell_still_stands_for_all_its_lines(
    company: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    path = workbook_at(
        tmp_path / "ark.xlsx",
        [gsrn(1), "Arkvegen 1", "9997", "H0101", 63],
        [gsrn(2), None, "9997", "H0102", 63],
        [gsrn(3), "Arkvegen 3", "9997", "", 63],
    )

    def die(at: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        import_file(company, path, progress=die)
    outcome = import_file(company, path)

    assert (outcome.went_on_from, outcome.new, outcome.refused) == (4, 3, 0)
    assert Installation.objects.get(address="Arkvegen 1").metering_points.count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xd0\xcf\x11\xe0 an old one", "låst med passord"), (b"PK\x03\x04 half of one", "kan ikke åpnes")],
)
def test_a_workbook_that_cannot_be_opened_says_why(company: UUID, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "ark.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=words):
        import_file(company, path)


def test_a_title_above_the_headings_and_zeros_kept_by_an_export_do_no_harm(company: UUID, tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    lines = ["sep=,", "Uttrekk", "Målepunkt-ID,Målernummer,Adresse", f'{gsrn(1)},"=""0012""",Filvegen 1']
    path.write_text("\r\n".join(lines), "cp1252")

    import_file(company, path)

    assert MeteringPoint.objects.get(metering_point_id=gsrn(1)).meter_number.endswith("0012")


def test_the_command_tells_in_words_and_writes_a_file_of_faults(
    company: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, line(1), line(2, ov="=1+1"))
    faults = tmp_path / "feil.csv"

    code = main(["import-metering-points", "--grid-company", "provenett", str(path), "--errors", str(faults)])

    said = capsys.readouterr()
    assert code == 1
    assert "1 new, 0 changed, 0 unchanged, 1 lines not taken in" in said.out
    assert "Linje 3, OV:" in said.err
    rows = list(csv.reader(io.StringIO(faults.read_text("utf-8-sig")), delimiter=";"))
    assert rows[1][:4] == ["3", f"{gsrn(2)}", "OV", "'=1+1"]
    assert main(["import-metering-points", "--grid-company", "finnesikke", str(path)]) == 2


@pytest.mark.one_database
@given(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=20))
def test_any_cell_becomes_a_value_or_a_sentence(name: str, cell: str) -> None:
    found = read({"metering_point_id": gsrn(1), "address": "Prøvevegen 1", name: cell})

    if not isinstance(found, Record):
        assert all(fault.name in BY_NAME and fault.sentence for fault in found)
    else:
        assert len(found.metering_point_id) == 18
