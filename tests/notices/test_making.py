"""Many metering points at once: what a pattern, a paste and a file become, without a database."""

import io
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.core import sheets
from nettmelding.core.errors import Invalid
from nettmelding.notices import making, making_pattern, making_rows, making_template
from nettmelding.notices.making import ENTRANCE, UNIT, WHAT

pytestmark = pytest.mark.one_database
COLUMNS = making.columns(["new_installation"])


def places(words: str) -> list[str]:
    rows = making_pattern.rows(making_pattern.in_words(words))
    return [f"{row[ENTRANCE]} {row[UNIT] or row[WHAT]}".strip() for row in rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2 leiligheter + 1 felles", ["H0101", "H0102", "common_supply"]),
        ("to leilegheiter og felles", ["H0101", "H0102", "common_supply"]),
        ("2 etasjer à 2", ["H0101", "H0102", "H0201", "H0202"]),
        ("3 leiligheter, 2 per etasje", ["H0101", "H0102", "H0201"]),
        ("5A: 1 leilighet, 5B: 2 leiligheter og felles", ["5A H0101", "5B H0101", "5B H0102", "5B common_supply"]),
        ("3 leiligheter + fellesmåler, innganger 5A og 5B", ["5A H0101", "5A H0102", "5B H0101", "common_supply"]),
        ("H1: 1, U1: 2, L1: 1", ["U0101", "U0102", "H0101", "L0101"]),
        ("1 i kjelleren, 1 i 2. etasje", ["K0101", "H0201"]),
        ("A: 1, B: 1", ["A H0101", "B H0101"]),
        ("1 leilighet, 2 butikker og garasje", ["H0101", "shop", "shop", "garage"]),
        ("2", ["H0101", "H0102"]),
    ],
)
def test_a_sentence_becomes_running_numbers(words: str, expected: list[str]) -> None:
    assert places(words) == expected


@pytest.mark.parametrize(
    "words", ["banan", "10 leiligheter og banan", "", "600 leiligheter", "3 etasjer", "5A og 5B: 6"]
)
def test_a_sentence_that_is_not_understood_is_refused_in_words(words: str) -> None:
    with pytest.raises(Invalid) as refused:
        places(words)
    assert refused.value.fields


@given(st.text(max_size=60))
def test_any_sentence_is_read_or_refused(words: str) -> None:
    with suppress(Invalid):
        assert 1 <= len(places(words)) <= making.MOST


@given(
    st.integers(1, 400),
    st.integers(1, 6),
    st.none() | st.integers(1, 20),
    st.integers(0, 3),
    st.sampled_from(making_pattern.LOWEST),
)
@settings(max_examples=50, deadline=None)
def test_every_flat_is_there_once(flats: int, entrances: int, per_floor: int | None, common: int, lowest: str) -> None:
    names = [f"5{letter}" for letter in "ABCDEF"[:entrances]]
    with suppress(Invalid):
        blocks = making_pattern.in_fields(
            flats=flats, entrances=names, floors=None, per_floor=per_floor, lowest=lowest, common=common
        )
        rows = making_pattern.rows(blocks)
        flat = [(row[ENTRANCE], row[UNIT]) for row in rows if row[WHAT] == making_pattern.FLAT]
        assert (len(flat), len(set(flat)), len(rows)) == (flats, flats, flats + common)
        assert [one for one, _unit in flat] == sorted(one for one, _unit in flat)
        assert not any(child.problems for child in making.children(rows, COLUMNS))


@pytest.mark.parametrize(
    ("typed", "floor", "unit"),
    [
        ("h 102", "", "H0102"),
        ("H0102", "", "H0102"),
        ("0203", "", "H0203"),
        ("2", "1", "H0102"),
        ("3", "underetasje", "U0103"),
        ("3", "2. etg", "H0203"),
        ("Penthouse", "5", "Penthouse"),
    ],
)
def test_a_flat_is_known_however_it_is_written(typed: str, floor: str, unit: str) -> None:
    assert making.unit_of(typed, floor) == unit


def test_columns_are_known_by_what_people_write_above_them() -> None:
    headings = "Oppgang\tEtg.\tLeil\tMV [A]\tPlassering av måler\tFase\tMålernr."
    pasted = f"Liste over leiligheter\n\n{headings}\n5A\t2\t1\t32\tfellesrom\t3-fas\t1\n"
    grid = making_rows.from_rows(sheets.pasted(pasted), COLUMNS)
    (child,) = making.children(grid.texts(), COLUMNS)
    assert (child.entrance, child.unit) == ("5A", "H0201")
    assert child.answers["protection.mv_new_a"] == 32
    assert child.answers["metering.place"] == "common_room"
    assert child.answers["supply.phases"] == "3"


def test_columns_without_headings_are_known_by_what_is_in_them() -> None:
    grid = making_rows.from_rows(sheets.pasted("5A\tH0101\tleil\n5B\tH0102\tfelles\n"), COLUMNS)
    assert grid.columns == (ENTRANCE, UNIT, WHAT)


def test_what_is_wrong_stands_in_its_own_cell() -> None:
    rows = [
        {UNIT: "H0101", "protection.mv_new_a": "mange"},
        {UNIT: "h102", "when.wanted_date": "31.02.2027"},
        {UNIT: "H0103", making.NAME: "Kari", making.BORN: "12.03.1985"},
        {UNIT: "H0104", making.NAME: "Kari Nordmann", making.NUMBER: "310000877"},
        {UNIT: "H0101"},
    ]
    found = [sorted(child.problems) for child in making.children(rows, COLUMNS)]
    assert found == [
        ["protection.mv_new_a", UNIT],
        ["when.wanted_date"],
        [making.NAME],
        [making.NUMBER],
        [UNIT],
    ]


def test_there_is_room_for_so_many_and_no_more() -> None:
    rows = [{UNIT: f"H{floor:02d}{flat:02d}"} for floor in range(1, 12) for flat in range(1, 46)]
    made = making.children(rows, COLUMNS, room=490)
    assert [bool(child.problems) for child in made] == [False] * 490 + [True] * 5


def test_what_a_page_carries_comes_back_the_same() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Leilighet", "Målernummer"])  # type: ignore[union-attr]
    book.active.append(["H0101", 4400000000000010])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    grid = making_rows.best_sheet(sheets.read(file.getvalue()), COLUMNS)
    assert grid.rows[0].spoilt
    assert making_rows.loaded(making_rows.dumped(grid)) == grid
    mended = making_rows.changed(grid, {}, {(0, 1): "4400000000000019"}, [], COLUMNS)
    assert not mended.rows[0].spoilt


@given(st.text(max_size=40))
def test_what_a_page_carries_is_read_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert making_rows.dumped(making_rows.loaded(text))


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_any_paste_becomes_rows_with_words_beside_what_is_wrong(lines: list[list[str]]) -> None:
    with suppress(Invalid):
        grid = making_rows.from_rows(sheets.pasted("\n".join("\t".join(line) for line in lines)), COLUMNS)
        for child in making.children(grid.texts(), COLUMNS):
            assert all(child.problems.values())


def test_five_hundred_rows_are_read_at_once() -> None:
    heading = "Oppgang;Leilighet;MV;Faser;Måleren står;Ønskes utført\n"
    text = heading + "".join(f"5A;H{n // 50 + 1:02d}{n % 50 + 1:02d};32;3;I fellesrom;12.01.2027\n" for n in range(500))
    grid = making_rows.from_rows(sheets.pasted(text), COLUMNS)
    children = making.children(grid.texts(), COLUMNS)
    assert len(children) == 500
    assert not any(child.problems for child in children)


def test_the_template_has_choices_to_pick_from_and_an_example_that_is_not_read() -> None:
    content = making_template.workbook(COLUMNS)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == ["Anlegg", "Eksempel"]
    assert len(book["Anlegg"].data_validations.dataValidation) >= 3
    with pytest.raises(Invalid):
        making_rows.best_sheet(sheets.read(content), COLUMNS)
    example = making_rows.from_rows(sheets.read(content)[1].rows(), COLUMNS)
    assert set(example.columns) == {column.path for column in COLUMNS}
    assert making.children(example.texts(), COLUMNS)[0].problems == {}
