"""*Endre felter* in a browser: by keyboard alone, and on a phone without script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ELECTRICIAN

OpenPage = Callable[..., Page]
REFERENCE = "who.our_reference"


def test_many_are_ticked_changed_and_undone_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    page.goto("/meldinger?status=draft")
    boxes = page.locator("input[name='notice']")
    boxes.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(page.locator("[data-ticks-count]")).to_have_text("2 valgt")
    page.get_by_role("button", name="Endre felter").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/felter")
    page.locator(f"[name='{REFERENCE}']").focus()
    page.keyboard.type("Ringen 4")
    page.get_by_role("button", name="Se over endringen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("2 endres")
    page.get_by_role("button", name="Endre 2 meldinger").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 meldinger er endret.")).to_be_visible()
    page.locator("main").get_by_role("button", name="Angre").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Angret i 2 meldinger.")).to_be_visible()


def test_the_wanted_date_has_a_small_calendar_that_knows_days_off(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    page.goto("/meldinger?status=draft")
    page.locator("[data-tick='*']").click()
    page.get_by_role("button", name="Endre felter").click()
    page.wait_for_url("**/felter")
    page.get_by_role("button", name="Kalender for Ønskes utført").click()
    page.locator(".calendar td button:not(.early):not(.off)").last.click()
    empty = page.locator("[name='tom'][value='when.wanted_date']")
    empty.check()
    expect(page.locator("[name='when.wanted_date']")).to_have_value("")


def test_it_is_done_on_a_phone_without_script(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN, script=False, narrow=True)
    page.goto("/meldinger?status=draft")
    page.locator("input[name='notice']").first.check()
    page.get_by_role("button", name="Endre felter").click()
    page.locator(f"[name='{REFERENCE}']").fill("Ringen 5")
    page.get_by_role("button", name="Se over endringen").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Endre én melding").click()
    expect(page.locator("main")).to_contain_text("Ringen 5")
    page.locator("main").get_by_role("button", name="Angre").click()
    expect(page.locator("main")).to_contain_text("Angret av")
