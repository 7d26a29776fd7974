"""*Legg til anlegg*: what is typed, pasted or handed in is shown, mended, and then made."""

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.notices import drafts
from nettmelding.notices.models import Notice, Party
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def mother(electrician: Actor) -> Notice:
    """A block of flats in draft."""
    return drafts.create(electrician, ["new_installation"], "several")


@pytest.fixture
def page(as_user: Callable[[str], Client], mother: Notice) -> Callable[..., str]:
    """Posts to one of the ways and gives the page back, as text."""
    client = as_user(ELECTRICIAN)

    def post(way: str, expected: int = 200, **form: object) -> str:
        answer = client.post(f"/meldinger/{mother.id}/anlegg/nye?vei={way}", form)
        assert answer.status_code == expected
        return html.unescape(answer.content.decode())

    return post


def carried(text: str) -> str:
    """The rows as the page carries them."""
    found = re.search(r'name="grid" value="(.*?)"></?', text) or re.search(r'name="grid" value="(\[.*?\])">', text)
    assert found
    return found[1]


def units(mother: Notice) -> list[tuple[str, str, str]]:
    rows = [child.values() for child in mother.children.order_by("position")]
    return [(one.get("site.entrance", ""), one.get("site.unit", ""), one["building.kind"]) for one in rows]


def test_ten_flats_and_a_common_supply_become_eleven(page: Callable[..., str], mother: Notice) -> None:
    shown = page("monster", words="10 leiligheter + 1 felles")
    assert "11 anlegg" in shown
    assert shown.count("foreløpig") == 10
    assert mother.children.count() == 0
    page("monster", 302, do="make", grid=carried(shown))
    assert units(mother) == [*(("", f"H01{n:02d}", "flat") for n in range(1, 11)), ("", "", "common_supply")]


def test_small_fields_say_the_same_as_words(page: Callable[..., str]) -> None:
    by_fields = page("monster", flats="8", entrances="5A, 5B", per_floor="2", common="1", lowest="H01")
    by_words = page("monster", words="8 leiligheter, 2 per etasje, oppgang 5A og 5B, felles")
    assert carried(by_fields) == carried(by_words)


def test_what_is_not_understood_is_named(page: Callable[..., str]) -> None:
    assert "Skjønte ikke «banan»" in page("monster", 422, words="10 leiligheter og banan")


def test_pasted_rows_are_mended_on_the_page(page: Callable[..., str], mother: Notice) -> None:
    rows = "Oppgang\tLeil.\tMV\tKunde\tOrgnr\n5A\tH0101\t32\tEksempel Bygg AS\t310000876\n5A\tH0102\tmange\t\t\n"
    shown = page("lim", rows=rows)
    assert "1 rad må rettes" in shown
    assert 'name="cell.1.2"' in shown
    assert "Skriv et tall" in shown
    page("lim", 200, do="make", grid=carried(shown))
    assert mother.children.count() == 0
    page("lim", 302, **{"do": "make", "grid": carried(shown), "cell.1.2": "40"})
    assert [child.values()["protection.mv_new_a"] for child in mother.children.order_by("position")] == [32, 40]
    party = Party.objects.get(notice__mother=mother)
    assert (party.name, party.organisation_number, party.confirmed) == ("Eksempel Bygg AS", "310000876", False)
    assert mother.children.get(position=1).customer_name == "Eksempel Bygg AS"


def test_a_column_that_is_not_known_is_given_a_meaning(page: Callable[..., str], mother: Notice) -> None:
    shown = page("lim", rows="Leilighet;Rart navn\nH0101;32\nSum;32\n")
    assert "Ikke brukt: Rart navn" in shown
    page("lim", 302, **{"do": "make", "grid": carried(shown), "column.1": "protection.mv_new_a", "drop.1": "1"})
    assert mother.children.get().values()["protection.mv_new_a"] == 32


def test_the_template_is_filled_in_and_read(
    as_user: Callable[[str], Client], page: Callable[..., str], mother: Notice
) -> None:
    template = as_user(ELECTRICIAN).get(f"/meldinger/{mother.id}/anlegg/mal.xlsx").content
    empty = SimpleUploadedFile("anlegg.xlsx", template)
    assert "ingen rader under overskriftene" in page("fil", 422, file=empty)
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book["Anlegg"]
    assert sheet.data_validations.count > 0
    labels = [cell.value for cell in sheet[1]]
    for line, unit in enumerate(("H0101", "H0102"), start=2):
        sheet.cell(line, labels.index("Leilighet") + 1, unit)
        sheet.cell(line, labels.index("Måleren står") + 1, "I fellesrom")
    filled = io.BytesIO()
    book.save(filled)
    shown = page("fil", file=SimpleUploadedFile("anlegg.xlsx", filled.getvalue()))
    page("fil", 302, do="make", grid=carried(shown))
    assert [child.values()["metering.place"] for child in mother.children.all()] == ["common_room"] * 2


def test_a_flat_that_is_there_already_is_not_made_twice(page: Callable[..., str], mother: Notice) -> None:
    page("monster", 302, do="make", grid=carried(page("monster", words="2 leiligheter")))
    assert "med i meldingen fra før" in page("monster", words="3 leiligheter")


def test_one_is_copied_many_times(page: Callable[..., str], mother: Notice) -> None:
    page("lim", 302, do="make", grid=carried(page("lim", rows="Leilighet;MV\nH0101;32\n")))
    shown = page("kopi", like=str(mother.children.get().id), times="3")
    page("kopi", 302, do="make", grid=carried(shown))
    assert [child.values()["protection.mv_new_a"] for child in mother.children.all()] == [32] * 4
    assert sorted(child.values().get("site.unit", "") for child in mother.children.all()) == ["", "", "", "H0101"]


def test_a_page_that_was_tampered_with_makes_nothing(page: Callable[..., str], mother: Notice) -> None:
    for grid in ("", "[]", "[[],[],[[1]]]", '[["a"],["site.unit"],[[1,["x","y"],[],false]]]', "{", '[["a"],[7],[]]'):
        page("lim", 422, do="make", grid=grid)
    assert mother.children.count() == 0


@pytest.mark.parametrize("somebody", [OTHER_CONTRACTOR, CASE_HANDLER])
def test_others_do_not_find_it(as_user: Callable[[str], Client], mother: Notice, somebody: str) -> None:
    assert as_user(somebody).get(f"/meldinger/{mother.id}/anlegg/nye").status_code == 404


def test_a_single_notice_has_no_metering_points(as_user: Callable[[str], Client], electrician: Actor) -> None:
    single = drafts.create(electrician, ["protection_change"], "single")
    assert as_user(ELECTRICIAN).get(f"/meldinger/{single.id}/anlegg/nye").status_code == 409
