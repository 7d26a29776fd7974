"""Tables in files people hand over."""

import io
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.errors import Invalid
from nettmelding.registers import tables

COLUMNS = {"number": ("nummer", "nr"), "name": ("navn",)}


def read(content: bytes) -> list[tuple[int, str, str]]:
    rows = tables.read("fil.csv", content, COLUMNS, ["number"])
    return [(row.line, row.cells["number"], row.cells["name"]) for row in rows]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_it_reads_csv_as_spreadsheets_write_it(separator: str, encoding: str) -> None:
    text = f"NR{separator}Navn\r\n007{separator}Åse\r\n{separator}\r\n8{separator}Øyvind\r\n"
    assert read(text.encode(encoding)) == [(2, "007", "Åse"), (4, "8", "Øyvind")]


def test_it_reads_xlsx_whatever_its_name() -> None:
    book = openpyxl.Workbook()
    for line in (("Navn", "Nummer"), ("Åse", 7.0), ("Ola", "08")):
        book.active.append(line)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue()) == [(2, "7", "Åse"), (3, "08", "Ola")]


def test_it_names_the_column_that_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        read(b"navn;adresse\nOla;Vegen 1\n")
    assert refused.value.message == "Filen fil.csv mangler kolonnen: nummer."


def test_it_says_that_a_workbook_is_broken() -> None:
    with pytest.raises(Invalid) as refused:
        read(b"PK\x03\x04 and nothing more")
    assert refused.value.code == "table_broken"


@given(st.binary())
def test_it_reads_or_refuses_any_bytes(content: bytes) -> None:
    with suppress(Invalid):
        assert all(line >= 2 for line, _number, _name in read(b"nr;navn\n" + content))


def test_it_parts_a_cell_with_several_values() -> None:
    assert tables.several("a| b;c\nd|") == ["a", "b", "c", "d"]
