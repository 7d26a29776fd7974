"""`nettmelding import-contractors`: all of a file or nothing of it, said in words and as an exit code."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from nettmelding.config.cli import main
from nettmelding.core import clock
from nettmelding.registers.contractors import TOO_OLD, Standing, look_up, newest_import
from nettmelding.registers.models import ContractorEntry, ContractorImport
from standins import contractor_register, world

pytestmark = pytest.mark.django_db(databases="__all__")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The stand-in's register."""
    path = tmp_path / "elvirksomhetsregisteret.csv"
    contractor_register.write_csv(world.load(), path)
    return path


def written(path: Path, *lines: str) -> Path:
    """A file of our own, with a heading and these lines."""
    path.write_text("\n".join(["Orgnr;Navn;Underenheter;Registrert;Arbeidsområder", *lines]) + "\n", "utf-8")
    return path


def call(*arguments: object) -> int:
    """The exit code, also where argparse leaves by itself."""
    try:
        return main(["import-contractors", *map(str, arguments)])
    except SystemExit as left:
        return int(left.code or 0)


def test_it_imports_and_says_how_many(file: Path, capsys: Said) -> None:
    assert call(file) == 0
    imported = newest_import()
    assert imported is not None
    assert (imported.file_name, imported.as_of) == (file.name, clock.today())
    said = capsys.readouterr()
    assert f"{imported.lines} contractors, {imported.lines} new, 0 gone." in said.out
    assert "Imported." in said.out
    assert said.err == ""
    assert look_up("310000329").standing is Standing.ENTITLED


def test_it_reads_a_spreadsheet(file: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in file.read_text("utf-8-sig").splitlines():
        book.active.append(line.split(";"))
    book.save(tmp_path / "register.xlsx")
    assert call(tmp_path / "register.xlsx", "--as-of", clock.today() - timedelta(days=2)) == 0
    assert look_up("310000329").as_of == clock.today() - timedelta(days=2)


def test_a_dry_run_says_the_same_and_changes_nothing(file: Path, tmp_path: Path, capsys: Said) -> None:
    call(file)
    capsys.readouterr()
    kept = set(ContractorEntry.objects.values_list("organisation_number", flat=True))
    shorter = written(tmp_path / "ny.csv", "310000655;Nyoppstartet Elektro AS;;;Elektriske lavspenningsinstallasjoner")
    assert call(shorter, "--dry-run") == 0
    said = capsys.readouterr().out
    assert f"1 contractors, 0 new, {len(kept) - 1} gone." in said
    assert "Falls out: Eksempel Elektro AS (310000329)" in said
    assert "Imported" not in said
    assert set(ContractorEntry.objects.values_list("organisation_number", flat=True)) == kept
    assert ContractorImport.objects.count() == 1


def test_every_bad_line_is_named_and_nothing_changes(file: Path, tmp_path: Path, capsys: Said) -> None:
    call(file)
    capsys.readouterr()
    kept = ContractorEntry.objects.count()
    bad = written(
        tmp_path / "feil.csv",
        "310000329;Eksempel Elektro AS;;;",
        "310000328;Feil siffer AS;;;",
        "310000434;Prøve;;snart;",
        "310000540;Med feil avdeling AS;310002047;;",
        f"310000655;{'Lang ' * 60};;;",
    )
    assert call(bad) == 1
    said = capsys.readouterr()
    assert [line.split(":")[0] for line in said.err.splitlines()] == [f"Linje {number}" for number in (3, 4, 5, 6)]
    assert said.out == ""
    assert ContractorEntry.objects.count() == kept
    assert ContractorImport.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "mangler kolonnen"),
        (b"Navn;Status\nEksempel Elektro AS;Aktiv\n", "mangler kolonnen"),
        (b"Orgnr;Navn\n", "ingen virksomheter"),
        (b"PK\x03\x04 som ikke er noe", "kan ikke åpnes"),
        (b'Orgnr;Navn\n310000329;"' + b"x" * 200_000 + b'"\n', "ikke en tabell"),
    ],
    ids=["empty", "no numbers", "heading only", "broken spreadsheet", "endless cell"],
)
def test_a_file_that_is_no_register_is_refused(content: bytes, says: str, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "rar.csv"
    path.write_bytes(content)
    assert call(path) == 1
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1
    assert not ContractorImport.objects.exists()


@pytest.mark.parametrize("where", ["finnes-ikke.csv", "."])
def test_a_file_that_cannot_be_read_is_said(where: str, tmp_path: Path, capsys: Said) -> None:
    assert call(tmp_path / where) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_an_old_file_is_imported_and_said_to_decide_nothing(file: Path, capsys: Said) -> None:
    day = clock.today() - TOO_OLD - timedelta(days=1)
    assert call(file, "--as-of", day) == 0
    assert "too old to decide" in capsys.readouterr().out
    assert not look_up("310000329").decides


@pytest.mark.parametrize("day", ["i går", "2026-13-01", f"{clock.today() + timedelta(days=2)}"])
def test_a_day_that_is_none_or_has_not_been_is_a_wrong_call(day: str, file: Path, capsys: Said) -> None:
    assert call(file, "--as-of", day) == 2
    assert "--as-of" in capsys.readouterr().err
    assert not ContractorImport.objects.exists()


def test_without_a_file_it_is_a_wrong_call(capsys: Said) -> None:
    assert call() == 2
    assert "FILE" in capsys.readouterr().err


def test_a_sign_that_no_database_keeps_does_no_harm(tmp_path: Path) -> None:
    assert call(written(tmp_path / "nul.csv", "310000329;Eksempel\x00 Elektro AS;;;")) == 0
    assert look_up("310000329").name == "Eksempel Elektro AS"
