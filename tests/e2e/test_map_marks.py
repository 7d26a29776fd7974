"""What an electrician wants at a place, drawn in the map by pointer and by keys, until the case handler has it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN
from tests.e2e.test_fill_in import button, foot, new_draft
from tests.e2e.test_map import METER, SIZES, at_map, middle

OpenPage = Callable[..., Page]


def draft_at_its_map(page: Page) -> str:
    """A new draft with its map open; gives the address of the notice."""
    draft = new_draft(page, "protection_change", meter=METER).removesuffix("/rediger")
    at_map(page, f"{draft}/kart")
    return draft


def marks(page: Page) -> Locator:
    return page.locator("[data-marks-list] li")


def saved(page: Page) -> None:
    expect(page.locator("[data-marks-status]")).to_have_text("Lagret i meldingen")


def take(page: Page, what: str) -> None:
    """Take up the pen for a kind of mark."""
    page.locator(f'[data-mark="{what}"]').click()


def press_at(page: Page, *places: tuple[int, int]) -> None:
    """Press beside the middle of the map, CSS pixels to the right and down."""
    for right, down in places:
        x, y = middle(page)
        page.mouse.click(x + right, y + down)


@SIZES
def test_marks_are_put_by_the_pointer_measured_moved_undone_and_kept_at_once(open_page: OpenPage, narrow: bool) -> None:
    page = open_page(ELECTRICIAN, narrow=narrow)
    draft = draft_at_its_map(page)
    take(page, "intake")
    press_at(page, (40, 30))
    expect(marks(page)).to_have_count(1)
    saved(page)
    take(page, "service_line")
    press_at(page, (40, 30), (80, -40))
    page.get_by_role("button", name="Ferdig").click()
    expect(marks(page)).to_have_count(2)
    expect(marks(page).last).to_contain_text(re.compile(r"Stikkledning, \d+(,\d)? m"))
    length = marks(page).last.locator("span").inner_text()
    marks(page).last.get_by_role("button", name="Flytt").click()
    press_at(page, (40, 30), (40, -100), (80, -100))
    page.get_by_role("button", name="Ferdig").click()
    expect(marks(page).last.locator("span")).not_to_have_text(length)
    saved(page)
    page.locator('[data-mark="undo"]').click()
    expect(marks(page).last.locator("span")).to_have_text(length)
    saved(page)
    at_map(page, f"{draft}/kart")
    expect(marks(page)).to_have_count(2)
    expect(marks(page).last.locator("span")).to_have_text(length)


def test_marks_are_put_by_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    draft = draft_at_its_map(page)
    page.locator('[data-mark="meter"]').press("Enter")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-cross]")).to_be_visible()
    page.keyboard.press("Space")
    expect(marks(page)).to_have_count(1)
    note = marks(page).first.get_by_role("textbox")
    expect(note).to_be_focused()
    page.keyboard.type("Utvendig skap")
    page.keyboard.press("Tab")
    saved(page)
    page.locator('[data-mark="service_line"]').press("Enter")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(marks(page)).to_have_count(2)
    saved(page)
    page.goto(f"{draft}/rediger")
    drawn = page.locator(".form-on-map")
    expect(drawn).to_contain_text("Måler")
    expect(drawn).to_contain_text("Utvendig skap")
    expect(drawn).to_contain_text(re.compile(r"Stikkledning, \d+(,\d)? m"))


def test_the_case_handler_has_the_marks_when_the_notice_is_sent_on_paper_too(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    draft = draft_at_its_map(page)
    take(page, "intake")
    press_at(page, (40, 30))
    saved(page)
    page.goto(f"{draft}/rediger")
    page.locator('label:has-text("Størrelsen på OV")').click()
    page.locator('[name="protection.ov_new_a"]').fill("63")
    page.locator('[name="power.new_peak_kw"]').fill("17,5")
    page.locator('[name="party.customer.email"]').fill("kari@nordmann.example")
    page.locator("#f-party-owner").get_by_role("button", name="Samme som kunde").click()
    expect(page.locator("#f-party-owner .who-card")).to_be_visible()
    page.locator('[name="when.expected_completion"]').fill("15.12.2026")
    page.keyboard.press("Tab")
    expect(foot(page)).to_contain_text("Alt er fylt ut")
    foot(page).get_by_role("button", name="Se over og send").click()
    button(page, "Send melding").click()
    page.wait_for_url("**/kvittering")

    handler = open_page(CASE_HANDLER)
    at_map(handler, f"{draft}/kart")
    expect(marks(handler)).to_have_text(["Inntak"])
    expect(handler.locator('[data-mark="intake"]')).to_have_count(0)
    handler.goto(f"{draft}/utskrift")
    sketch = handler.locator(".map-sketch")
    expect(sketch).to_contain_text("Inntak")
    expect(sketch.locator(".map-sketch-point")).to_have_count(1)
