"""The table that is filled in like a spreadsheet, by keyboard, clipboard and fingers, on the page of all components."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

Open = Callable[..., Page]
SEEN = "html[data-ready]"
SAVES = "**/komponenter/celler"
COLUMNS = ("unit", "purpose", "mv", "phases", "heating", "wanted", "customer")


class Grid:
    """The table of the living page: cells by row (from 1) and the column's path."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.place = page.locator("#sheetgrid-sample")
        self.saved = self.place.locator("[data-saved-state]")
        self.said = self.place.locator("[data-said]")
        self.about = self.place.locator("[data-about]")

    def cell(self, row: int, path: str) -> Locator:
        return self.place.locator("tbody tr").nth(row - 1).locator("> *").nth(2 + COLUMNS.index(path))

    def column(self, path: str) -> list[str]:
        return [self.cell(row, path).inner_text() for row in range(1, 12)]

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def paste(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.keys("Control+v")

    def expect_saved(self) -> None:
        expect(self.saved).to_have_text(re.compile(r"Lagret kl\. \d\d\.\d\d"))
        expect(self.place.locator(".unsaved")).to_have_count(0)


@pytest.fixture
def grid(open_page: Open) -> Iterator[Grid]:
    """The table; a script error or a breach of the content security policy fails the test."""
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
    show(page)
    yield Grid(page)
    assert problems == []


def show(page: Page) -> None:
    page.goto("/komponenter/")
    page.wait_for_selector(SEEN)


def test_a_column_is_filled_in_by_keyboard_alone(grid: Grid) -> None:
    grid.cell(1, "unit").focus()
    grid.keys("Tab", "Tab")
    expect(grid.cell(1, "mv")).to_be_focused()
    grid.type("32")
    grid.keys("Enter")
    expect(grid.cell(2, "mv")).to_be_focused()
    grid.keys("F2")
    grid.type("40")
    grid.keys("Shift+Enter")
    expect(grid.cell(1, "mv")).to_be_focused()
    grid.keys("ArrowDown", "F2")
    grid.type("999")
    grid.keys("Escape")
    expect(grid.cell(2, "mv")).to_have_text("40")
    grid.expect_saved()
    assert grid.column("mv")[:3] == ["32", "40", "25"]


def test_what_is_the_mothers_is_said_and_comes_back_when_a_cell_is_emptied(grid: Grid) -> None:
    cell = grid.cell(3, "mv")
    expect(cell).to_have_class(re.compile("inherited"))
    expect(cell).to_have_attribute("title", "fra hovedmeldingen")
    cell.click()
    expect(grid.about).to_have_text("Anlegg 3, H0201: MV, fra hovedmeldingen")
    grid.type("63")
    grid.keys("Enter", "ArrowUp")
    expect(cell).to_have_class(re.compile("own"))
    expect(grid.about).to_contain_text("hovedmeldingen har 25")
    grid.expect_saved()
    grid.keys("Delete")
    expect(cell).to_have_text("25")
    expect(cell).to_have_class(re.compile("inherited"))
    grid.expect_saved()


def test_a_choice_is_made_by_its_first_letters_or_from_its_list(grid: Grid) -> None:
    grid.cell(1, "purpose").click()
    grid.type("b")
    grid.keys("Enter")
    expect(grid.cell(1, "purpose")).to_have_text("Butikk")
    grid.cell(11, "phases").dblclick()
    grid.place.locator(".sheetgrid-editor select").select_option("Tre faser")
    expect(grid.cell(11, "phases")).to_have_text("Tre faser")
    expect(grid.cell(11, "phases")).not_to_have_class(re.compile("needed"))
    grid.cell(2, "heating").click()
    grid.keys("F2", "Space", "ArrowDown", "Space", "Enter")
    expect(grid.cell(2, "heating")).to_have_text("Panelovn, Varmepumpe")
    grid.expect_saved()


def test_a_date_is_typed_short_or_picked_in_the_calendar(grid: Grid) -> None:
    grid.cell(1, "wanted").click()
    grid.type("19.1")
    grid.keys("Enter")
    expect(grid.cell(1, "wanted")).to_have_text("19.01.2027")
    grid.keys("F2")
    grid.place.locator(".sheetgrid-editor .f-date-key").click()
    grid.keys("ArrowDown", "Enter")
    expect(grid.place.locator(".sheetgrid-editor input")).to_have_value("19.01.2027")
    grid.keys("Enter")
    expect(grid.cell(2, "wanted")).to_have_text("19.01.2027")
    grid.keys("F2", "Escape")
    expect(grid.cell(3, "wanted")).to_have_class(re.compile("inherited"))
    grid.expect_saved()


def test_filling_down_stops_at_what_is_locked_and_is_taken_back_in_one_step(grid: Grid) -> None:
    before = grid.column("phases")
    grid.cell(2, "phases").click()
    grid.keys("Control+Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    expect(grid.said).to_contain_text("kan ikke endres her")
    assert grid.column("phases") == ["Én fase", *["Tre faser"] * 10]
    grid.keys("Control+z")
    assert grid.column("phases") == before
    grid.keys("Control+y")
    assert grid.column("phases")[10] == "Tre faser"
    grid.expect_saved()


def test_the_handle_fills_as_far_as_it_is_dragged(grid: Grid) -> None:
    grid.cell(1, "mv").click()
    grid.type("50")
    grid.keys("Enter", "ArrowUp")
    grid.place.locator(".sheetgrid-handle").hover()
    grid.page.mouse.down()
    grid.cell(4, "mv").hover()
    grid.page.mouse.up()
    assert grid.column("mv")[:5] == ["50", "50", "50", "50", "25"]
    grid.expect_saved()


def test_a_block_from_a_spreadsheet_is_pasted_and_copied_back(grid: Grid) -> None:
    grid.cell(1, "unit").click()
    grid.paste('H0901\tFelles\t40\r\n"H0902 ""A"""\tbut\t50\r\n')
    assert [grid.cell(2, path).inner_text() for path in COLUMNS[:3]] == ['H0902 "A"', "Butikk", "50"]
    grid.expect_saved()
    grid.keys("Control+c")
    copied = grid.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == ["H0901\tFelles\t40", '"H0902 ""A"""\tButikk\t50']
    grid.cell(10, "mv").click()
    grid.paste("1\r\n2\r\n3")
    expect(grid.said).to_contain_text("1 rader fikk ikke plass")
    assert grid.column("mv")[9:] == ["25", "2"]


def test_what_a_spreadsheet_would_run_is_copied_as_text(grid: Grid) -> None:
    grid.cell(1, "unit").click()
    grid.paste("=1+1")
    expect(grid.cell(1, "unit")).to_have_text("=1+1")
    grid.keys("Control+c")
    assert grid.page.evaluate("navigator.clipboard.readText()") == "'=1+1"


def test_a_column_is_pasted_into_all_that_is_selected(grid: Grid) -> None:
    grid.cell(1, "mv").click()
    grid.keys("Shift+ArrowDown", "Shift+ArrowDown")
    grid.paste("80")
    assert grid.column("mv")[:4] == ["80", "80", "80", "25"]


def test_an_error_stands_in_the_cell_with_what_was_typed_and_goes_when_it_is_mended(grid: Grid) -> None:
    cell = grid.cell(1, "mv")
    cell.click()
    grid.type("mye")
    grid.keys("Enter")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(cell).to_have_text("mye")
    expect(grid.said).to_contain_text("MV: Skriv et helt tall.")
    cell.click()
    expect(grid.about).to_contain_text("Feil: Skriv et helt tall.")
    grid.type("25")
    grid.keys("Enter")
    expect(cell).not_to_have_attribute("aria-invalid", "true")


def test_what_is_typed_without_network_survives_a_closed_page(grid: Grid) -> None:
    grid.page.route(SAVES, lambda route: route.abort())
    grid.cell(1, "mv").click()
    grid.type("63")
    grid.keys("Enter")
    expect(grid.saved).to_contain_text("Uten nett")
    show(grid.page)
    expect(grid.cell(1, "mv")).to_have_text("63")
    grid.page.unroute(SAVES)
    expect(grid.saved).to_contain_text("Lagret kl.", timeout=15_000)
    assert grid.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('autosave:')).length") == 0


def test_a_colleagues_change_of_the_same_cell_is_shown_and_one_chooses(grid: Grid) -> None:
    asked: list[str] = []

    def answer(row: int, value: str, error: str) -> str:
        cells = (
            [["", "", False, "", False]] * 2 + [[value, value, False, error, False]] + [["", "", False, "", False]] * 4
        )
        return json.dumps({"rows": [{"id": str(row), "title": "1", "cells": cells}]})

    def clash(route: Route) -> None:
        asked.append(route.request.post_data or "")
        body = answer(0, "40", "Kari skrev 40 imens." if len(asked) == 1 else "")
        route.fulfill(body=body, content_type="application/json")

    grid.page.route(SAVES, clash)
    cell = grid.cell(1, "mv")
    cell.click()
    grid.type("63")
    grid.keys("Enter", "ArrowUp")
    expect(grid.about).to_contain_text("Kari skrev 40 imens.")
    expect(cell).to_have_text("63")
    grid.place.get_by_role("button", name="Behold det som står").click()
    expect(cell).to_have_text("40")
    expect(cell).not_to_have_attribute("aria-invalid", "true")


def test_rows_are_ticked_by_space_by_state_and_with_shift(grid: Grid) -> None:
    ticked = grid.place.locator("[data-ticked]")
    buttons = grid.place.locator(".sheetgrid-actions button")
    expect(buttons.first).to_be_disabled()
    grid.cell(2, "unit").click()
    grid.keys("Space")
    expect(ticked).to_have_text("1 merket")
    expect(buttons.first).to_be_enabled()
    boxes = grid.place.locator("tbody .tick input")
    boxes.nth(3).click()
    boxes.nth(6).click(modifiers=["Shift"])
    expect(ticked).to_have_text("5 merket")
    grid.place.get_by_role("button", name="ferdigmelding (1)").click()
    expect(ticked).to_have_text("1 merket")
    expect(boxes.nth(9)).to_be_checked()
    grid.place.get_by_role("checkbox", name="Merk alle").click()
    expect(ticked).to_have_text("11 merket")


def test_one_stop_for_tab_and_a_way_out(grid: Grid) -> None:
    grid.cell(1, "unit").click()
    assert grid.place.locator("[role=grid] [tabindex='0']").count() == 1
    grid.keys("Control+End")
    expect(grid.cell(11, "customer")).to_be_focused()
    grid.keys("Control+Home")
    expect(grid.cell(1, "unit")).to_be_focused()
    grid.keys("Escape", "Tab")
    assert grid.page.evaluate("document.activeElement.closest('[role=grid]')") is None


def test_fingers_open_a_row_as_a_sheet(open_page: Open) -> None:
    page = open_page(narrow=True)
    show(page)
    grid = Grid(page)
    grid.cell(2, "mv").click()
    grid.place.get_by_role("button", name="Hele anlegget").click()
    sheet = page.get_by_role("dialog", name="Anlegg 2")
    sheet.get_by_label("MV (A)").fill("63")
    sheet.get_by_label("Gjelder").select_option("Butikk")
    sheet.get_by_role("button", name="Ferdig").click()
    expect(grid.cell(2, "mv")).to_have_text("63")
    expect(grid.cell(2, "purpose")).to_have_text("Butikk")
    grid.expect_saved()


def test_without_script_it_is_a_table_that_leads_to_each_form(open_page: Open) -> None:
    page = open_page(script=False)
    page.goto("/komponenter/")
    place = page.locator("#sheetgrid-sample")
    expect(place.locator("tbody tr")).to_have_count(11)
    expect(place.get_by_role("table")).to_be_visible()
    expect(place.locator("tbody th a").first).to_have_attribute("href", "#sheetgrid")
    expect(place.locator(".sheetgrid-tools")).to_be_hidden()
    expect(place.get_by_role("button", name="Endre felter")).to_be_enabled()
