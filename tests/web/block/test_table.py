"""The metering points as a table: what is typed into a cell is kept, refused or clashes, each in its own cell."""

import json
from collections.abc import Callable
from math import ceil
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, children
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.catalogue.values import validate
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice
from nettmelding.web.block.table_cells import kept
from nettmelding.web.components import GridCell, GridColumn, GridRow, SheetGrid, core
from tests.notices import blocks
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

pytestmark = pytest.mark.django_db(databases="__all__")
DATE, MV, UNIT = "when.wanted_date", "protection.mv_new_a", "site.unit"
Save = Callable[..., list[list[Any]]]


@pytest.fixture
def mother(electrician: Actor) -> Notice:
    """A block notice in draft with three flats; the wanted date stands on it alone."""
    return blocks.block(electrician, 3)[0]


@pytest.fixture
def rows(mother: Notice) -> list[Notice]:
    return list(mother.children.order_by("position"))


@pytest.fixture
def save(as_user: Callable[[str], Client], mother: Notice) -> Save:
    """Saves (row, path, typed, shown before) and gives the cells back: own value, text, inherited, error, locked."""
    client = as_user(ELECTRICIAN)

    def post(*changes: tuple[Notice, str, str, str | None]) -> list[list[Any]]:
        sent = [(str(row.id), *rest) for row, *rest in changes]
        paths = [path for _row, path, _typed, _was in changes]
        answer = client.post(address(mother, "lagre"), {"changes": json.dumps(sent), "columns": json.dumps(paths)})
        assert answer.status_code == 200, answer.content
        told = {row["id"]: row["cells"] for row in answer.json()["rows"]}
        return [told[str(row.id)][at] for at, (row, *_rest) in enumerate(changes)]

    return post


def address(mother: Notice, below: str) -> str:
    return f"/meldinger/{mother.id}/anlegg/{below}"


def test_each_metering_point_is_a_row_that_leads_to_its_form(
    as_user: Callable[[str], Client], mother: Notice, rows: list[Notice]
) -> None:
    text = as_user(ELECTRICIAN).get(address(mother, "alle")).content.decode()
    assert all(f"/meldinger/{row.id}/rediger" in text for row in rows)
    assert text.index("Leilighet") < text.index("Inngang") < text.index("Nytt MV")
    assert '<td class="k-date inherited" title="fra hovedmeldingen">01.02.2027</td>' in text


def test_without_script_all_are_ticked_by_a_link(as_user: Callable[[str], Client], mother: Notice) -> None:
    assert as_user(ELECTRICIAN).get(address(mother, "alle") + "?merk=alle").content.decode().count(" checked ") == 3


def test_a_cell_is_kept_and_the_mothers_value_comes_back_when_it_is_emptied(save: Save, rows: list[Notice]) -> None:
    assert save((rows[0], DATE, "12.03.27", "2027-02-01")) == [["2027-03-12", "12.03.2027", False, "", False]]
    assert save((rows[0], DATE, "", "2027-03-12")) == [[None, "01.02.2027", True, "", False]]


def test_what_does_not_hold_is_said_in_its_cell_and_the_rest_is_kept(save: Save, rows: list[Notice]) -> None:
    wrong, right = save((rows[0], MV, "mye", "50"), (rows[1], MV, "63", "50"))
    assert wrong[0] == "50"
    assert "Skriv et tall" in wrong[3]
    assert right == ["63", "63", False, "", False]


def test_a_cell_that_somebody_else_changed_meanwhile_is_not_overwritten(save: Save, rows: list[Notice]) -> None:
    save((rows[0], MV, "63", "50"))
    (cell,) = save((rows[0], MV, "80", "50"))
    assert cell[0] == "63"
    assert "63 A" in cell[3]
    assert save((rows[0], MV, "80", "63"))[0][3] == ""


def test_an_answer_that_was_lost_can_be_sent_again(save: Save, rows: list[Notice]) -> None:
    save((rows[0], MV, "63", "50"))
    assert save((rows[0], MV, "63", "50")) == [["63", "63", False, "", False]]


def test_a_metering_point_with_the_grid_company_is_not_changed(electrician: Actor, save: Save, mother: Notice) -> None:
    actions.send(electrician, mother.id)
    (cell,) = save((mother.children.order_by("position")[0], MV, "63", "50"))
    assert cell[0] == "50"
    assert cell[3] == "Anlegget kan ikke endres nå."
    assert cell[4] is True


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "[[1]]", '[["x", "y", "z", null]]', '[["01a20b46-c598-7766-8b02-dda590303c92", "y"]]']
)
def test_what_is_no_change_is_refused_in_words(as_user: Callable[[str], Client], mother: Notice, sent: str) -> None:
    answer = as_user(ELECTRICIAN).post(address(mother, "lagre"), {"changes": sent})
    assert answer.status_code == 422
    assert "Last siden på nytt" in answer.json()["detail"]


@pytest.mark.parametrize("who", [CASE_HANDLER, OTHER_CONTRACTOR])
def test_nobody_else_sees_or_changes_the_draft(
    as_user: Callable[[str], Client], mother: Notice, rows: list[Notice], who: str
) -> None:
    client = as_user(who)
    change = json.dumps([[str(rows[0].id), MV, "63", None]])
    assert client.get(address(mother, "alle")).status_code == 404
    assert client.post(address(mother, "lagre"), {"changes": change}).status_code == 404
    assert client.post(address(mother, "gjor"), {"do": "remove", "notice": str(rows[0].id)}).status_code == 404


def test_a_row_of_another_block_is_not_found(
    as_user: Callable[[str], Client], electrician: Actor, mother: Notice
) -> None:
    (other,) = children.add(electrician, blocks.mother(electrician).id, [NewChild({})])
    client = as_user(ELECTRICIAN)
    change = json.dumps([[str(other.id), MV, "63", None]])
    assert client.post(address(mother, "lagre"), {"changes": change}).status_code == 404
    assert client.post(address(mother, "gjor"), {"do": "copy", "notice": str(other.id)}).status_code == 404


def test_ticked_rows_are_taken_away_and_copied(
    as_user: Callable[[str], Client], mother: Notice, rows: list[Notice]
) -> None:
    client = as_user(ELECTRICIAN)
    gone = {"do": "remove", "notice": [str(rows[0].id), str(rows[1].id)]}
    assert "2 anlegg er fjernet." in client.post(address(mother, "gjor"), gone, follow=True).content.decode()
    copied = {"do": "copy", "notice": str(rows[2].id)}
    assert "1 kopi er lagt til nederst." in client.post(address(mother, "gjor"), copied, follow=True).content.decode()
    assert [child.position for child in mother.children.order_by("position")] == [1, 2]


def test_nothing_ticked_is_said(as_user: Callable[[str], Client], mother: Notice) -> None:
    answer = as_user(ELECTRICIAN).post(address(mother, "gjor"), {"do": "remove"}, follow=True)
    assert "Merk minst ett anlegg først." in answer.content.decode()
    assert mother.children.count() == 3


def test_one_added_later_is_sent_and_withdrawn_by_itself(
    as_user: Callable[[str], Client], electrician: Actor, mother: Notice
) -> None:
    actions.send(electrician, mother.id)
    added = children.add(electrician, mother.id, [blocks.flats(4)[3]])[0]
    client = as_user(ELECTRICIAN)
    sent = client.post(address(mother, "gjor"), {"do": "send", "notice": str(added.id)}, follow=True)
    assert "1 anlegg er sendt." in sent.content.decode()
    gone = client.post(address(mother, "gjor"), {"do": "withdraw", "notice": str(added.id)}, follow=True)
    assert "1 anlegg er trukket." in gone.content.decode()


_IN_CELLS = [
    field
    for field in catalogue().fields.values()
    if field.kind in {Kind.INTEGER, Kind.DECIMAL, Kind.CHOICE, Kind.MULTI, Kind.BOOL, Kind.DATE, Kind.METER}
]
_VALUES: dict[Kind, Callable[[Any], st.SearchStrategy[Any]]] = {
    Kind.INTEGER: lambda one: st.integers(int(one.minimum or 0), int(one.maximum or 9999)),
    Kind.DECIMAL: lambda one: st.integers(ceil((one.minimum or 0) * 100), int(one.maximum or 9999) * 100).map(
        lambda hundredths: hundredths // 100 if hundredths % 100 == 0 else hundredths / 100
    ),
    Kind.CHOICE: lambda one: st.sampled_from([choice.code for choice in one.choices]),
    Kind.MULTI: lambda one: st.sampled_from([choice.code for choice in one.choices]).map(lambda code: [code]),
    Kind.BOOL: lambda _one: st.booleans(),
    Kind.DATE: lambda _one: st.dates().map(lambda day: day.isoformat()),
    Kind.METER: lambda _one: st.from_regex(r"[0-9]{4,20}", fullmatch=True),
}


@pytest.mark.one_database
@given(st.data())
def test_what_is_kept_in_a_cell_is_read_back_as_the_same(data: st.DataObject) -> None:
    field = data.draw(
        st.sampled_from([one for one in _IN_CELLS if one.choices or one.kind not in {Kind.CHOICE, Kind.MULTI}])
    )
    value = data.draw(_VALUES[field.kind](field))
    assert validate(field, kept(value)) == value


@pytest.mark.one_database
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_what_people_typed_never_becomes_markup_in_a_cell(typed: str) -> None:
    column = GridColumn(path="a", label="A", mothers=typed, mothers_text=typed)
    cell = GridCell(value=typed, text=typed, error=typed)
    row = GridRow(id="1", title="1", href="#", cells={"a": cell})
    drawn = core.render("sheetgrid", SheetGrid(id="g", caption="G", columns=[column], rows=[row]))
    plain = core.render(
        "sheetgrid", SheetGrid(id="g", caption="G", columns=[GridColumn(path="a", label="A")], rows=[row])
    )
    assert drawn.count("<") == plain.count("<")
    assert (f">{typed}</td>" in drawn) is not bool(set(typed) & set("<>&\"'"))
