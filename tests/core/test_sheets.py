"""Spreadsheets people hand over: every way Excel and LibreOffice write them, and whatever else comes in a file."""

import io
import time
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from string import ascii_letters

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.core import sheets
from nettmelding.core.errors import Invalid
from nettmelding.core.sheets import Row, workbook

pytestmark = pytest.mark.one_database
SAMPLES = Path(__file__).parent / "spreadsheets"
COLUMNS = {"number": ("nummer", "nr"), "name": ("navn",)}


def rows(content: bytes) -> list[Row]:
    return [row for sheet in sheets.read(content) for row in sheet.rows()]


def texts(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows(content)]


def table(content: bytes) -> list[tuple[int, str, str]]:
    found = sheets.table("fil.csv", content, COLUMNS, ["number"])
    return [(line.line, line.cells["number"], line.cells["name"]) for line in found]


def made(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_it_reads_text_as_spreadsheets_write_it(separator: str, encoding: str) -> None:
    text = f"NR{separator}Navn\r\n007{separator}Åse\r\n{separator}\r\n8{separator}Øyvind\r\n"
    assert table(text.encode(encoding)) == [(2, "007", "Åse"), (4, "8", "Øyvind")]


def test_a_decimal_comma_parts_no_cells() -> None:
    assert texts(b"7,4;8,5\n9,1;10,2\n") == [["7,4", "8,5"], ["9,1", "10,2"]]


def test_a_list_in_a_cell_parts_no_cells() -> None:
    assert table(b"nummer,navn\n1,a;b\n2,c;d\n") == [(2, "1", "a;b"), (3, "2", "c;d")]


def test_quotes_hold_line_breaks_and_separators() -> None:
    assert table('nr;navn\n1;"Åse\r\n; og ""Ola"""\n'.encode()) == [(2, "1", 'Åse\n; og "Ola"')]


def test_the_heading_may_stand_below_a_title() -> None:
    content = "Oversikt;\n;\nNr. (vårt);Navn *\n1;Åse\n".encode()
    columns = {"number": ("nr",), "name": ("navn",)}
    assert [line.cells for line in sheets.table("x", content, columns, ["number"])] == [{"number": "1", "name": "Åse"}]


def test_it_names_the_column_that_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        table(b"navn;adresse\nOla;Vegen 1\n")
    assert refused.value.message == "Filen fil.csv mangler kolonnen: nummer."


@pytest.mark.parametrize("typed", ["4,4E+15", "1.23E+15", "4E+15"])
def test_a_number_that_a_spreadsheet_has_spoilt_is_not_guessed(typed: str) -> None:
    (row,) = sheets.pasted(f"H0101\t{typed}\n")
    assert (row.cells[1].address, row.cells[1].text) == ("B1", typed)
    assert "rundet av" in row.cells[1].problem


@pytest.mark.parametrize(
    ("value", "text", "sound"),
    [
        (718293, "718293", True),
        (7.4, "7,4", True),
        (0.1 + 0.2, "0,3", True),
        (63.0, "63", True),
        (4400000000000019, "4400000000000019", True),
        (4400000000000010, "4400000000000010", False),
        (707057500000000000, "707057500000000000", False),
        ("00718293", "00718293", True),
        (True, "ja", True),
        (date(2026, 11, 27), "2026-11-27", True),
        ("#REF!", "#REF!", False),
    ],
)
def test_a_cell_is_read_as_it_is_seen(value: object, text: str, sound: bool) -> None:
    (row,) = rows(made([value]))
    assert row.cells[0].text == text
    assert (row.cells[0].problem == "") is sound


@pytest.mark.parametrize("name", ["libreoffice", "libreoffice-1904"])
def test_it_reads_what_libreoffice_has_saved(name: str) -> None:
    found = rows((SAMPLES / f"{name}.xlsx").read_bytes())
    assert [[cell.text for cell in row.cells] for row in found[2:]] == [
        ["5A", "H0101", "32", "00718293", "2027-01-12", "3"],
        ["5A", "H0102", "40,5", "00718293", "12.01.2027", "ja"],
        ["5B", "H0101", "7,4", "4400000000000010", "2027-01-13", "#DIV/0!"],
    ]
    assert [row.hidden for row in found] == [False, False, False, True, False]
    assert {cell.address for row in found for cell in row.cells if cell.problem} == {"D6", "F6"}


def test_a_formula_without_an_answer_says_so() -> None:
    found = rows((SAMPLES / "no-values.xlsx").read_bytes())
    assert {
        cell.address: cell.problem[:8] for row in found for cell in row.cells if "ikke noe svar" in cell.problem
    } == {
        "F4": "Formelen",
        "F6": "Formelen",
    }


def test_the_sheets_that_are_empty_or_hidden_are_passed_over() -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("Skjult")
    hidden.sheet_state = "hidden"
    hidden.append(["nr"])
    book.create_sheet("Liste").append(["nr"])
    book["Liste"].append(["7"])
    assert [sheet.name for sheet in sheets.read(saved(book))] == ["Sheet", "Liste"]
    assert table(saved(book)) == [(2, "7", "")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and nothing more", "kan ikke åpnes"),
        (b"\xd0\xcf\x11\xe0 an old one", "låst med passord"),
        (b"nr;navn\n\x00\x01\x02", "ikke en tabell"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        rows(content)
    assert words in refused.value.message


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (workbook.MOST_UNPACKED + 1))
    with pytest.raises(Invalid) as refused:
        sheets.read(file.getvalue())
    assert refused.value.code == "table_size"


def test_a_long_workbook_is_read_where_it_lies_within_its_own_limits(tmp_path: Path) -> None:
    path = tmp_path / "lang.xlsx"
    path.write_bytes(made(["nr"], [1], [2]))
    assert [row.cells[0].text for row in sheets.streamed(path)] == ["nr", "1", "2"]
    with workbook.opened(path, workbook.Limits(rows=2)) as (sheet,), pytest.raises(Invalid) as refused:
        list(sheet.rows())
    assert refused.value.code == "table_size"
    assert workbook.FROM_OPERATORS.rows >= 1_000_000


@pytest.mark.parametrize("block", [1, 7, 64])
def test_merged_cells_are_found_wherever_the_blocks_part_them(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(workbook, "_BLOCK", block)
    book = openpyxl.Workbook()
    for line in (["5A", "1"], [None, "2"], ["5B", "3"], [None, "4"]):
        book.active.append(line)  # type: ignore[union-attr]
    for merged in ("A1:A2", "A3:A4"):
        book.active.merge_cells(merged)  # type: ignore[union-attr]
    assert texts(saved(book)) == [["5A", "1"], ["5A", "2"], ["5B", "3"], ["5B", "4"]]


def test_entities_that_grow_are_refused_soon() -> None:
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY l0 "haha">{laughs}]>' + _sheet('<c t="str"><v>&l9;</v></c>')
    began = time.monotonic()
    with pytest.raises(Invalid):
        rows(_with_sheet(bomb))
    assert time.monotonic() - began < 5


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    corner = _sheet('<c r="XFD1" t="str"><v>x</v></c><c r="A1" t="str"><v>y</v></c>')
    assert texts(_with_sheet(corner)) == [["y"]]


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(cells: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'


def _with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet is this."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(["x"]))) as whole, zipfile.ZipFile(file, "w") as packed:
        for name in whole.namelist():
            packed.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else whole.read(name))
    return file.getvalue()


WORDS = st.text(ascii_letters + "æøåÆØÅ0123456789 ;,\t\n\"'", max_size=12)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_what_is_written_in_a_workbook_is_what_is_read(lines: list[list[str]]) -> None:
    kept = [[cell.strip() for cell in line] for line in lines]
    for line in kept:
        while line and not line[-1]:
            line.pop()
    assert texts(made(*lines)) == [line for line in kept if line]


@given(st.binary())
@settings(deadline=None)
def test_it_reads_or_refuses_any_bytes(content: bytes) -> None:
    with suppress(Invalid):
        assert all(line >= 2 for line, _number, _name in table(b"nr;navn\n" + content))


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_it_reads_or_refuses_any_broken_workbook(at: int, noise: bytes) -> None:
    whole = made(["nr", "navn"], [1, "Åse"], [date(2026, 1, 1), 7.5])
    at = at % len(whole)
    with suppress(Invalid):
        assert len(rows(b"PK\x03\x04" + whole[4:at] + noise + whole[at + len(noise) :])) <= 3


@given(st.dates(date(1905, 1, 1), date(2100, 1, 1)))
@settings(max_examples=30, deadline=None)
def test_a_date_is_the_same_day_in_both_calendars(day: date) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([day])  # type: ignore[union-attr]
    assert texts(saved(book)) == texts(made([day])) == [[day.isoformat()]]


def test_it_parts_a_cell_with_several_values() -> None:
    assert sheets.several("a| b;c\nd|") == ["a", "b", "c", "d"]
