"""Two metering points become one, with the other found beside it: by mouse, and by keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ELECTRICIAN

OpenPage = Callable[..., Page]
BLOCK, NEXT_DOOR = "4400000000000101", "4400000000000102"


def merging(page: Page) -> str:
    """A new draft about a flat of the block; gives its address without what comes after."""
    page.goto("/meldinger/ny?type=merging")
    page.locator('[name="meter"]').fill(BLOCK)
    page.locator('[name="meter"]').press("Enter")
    page.wait_for_url("**/rediger")
    return page.url.removesuffix("/rediger")


def test_two_flats_side_by_side_are_ticked_and_fill_in_the_form(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    here = merging(page)
    page.get_by_role("link", name="Inkluder sidestilte anlegg").click()
    expect(page.get_by_role("heading", name="Sidestilte anlegg")).to_be_visible()
    expect(page.get_by_text("Måleren ble tatt ned 12. februar 2024")).to_be_visible()
    page.get_by_role("button", name="Ingen").click()
    expect(page.locator("[data-siblings-count]")).to_have_text("0")
    page.get_by_label("Søk i lista").fill("1. etasje")
    expect(page.locator("tbody tr:visible")).to_have_count(2)
    page.get_by_role("button", name="Alle i bruk").click()
    expect(page.locator("[data-siblings-count]")).to_have_text("2")
    page.get_by_role("radio", name="1. etasje, leilighet 2 skal bort").check()
    page.get_by_role("button", name="Fyll ut målernumrene").click()
    expect(page).to_have_url(re.compile(r"/rediger$"))
    expect(page.locator('[name="site.existing_meters"]')).to_have_value(f"{BLOCK}\n{NEXT_DOOR}")
    expect(page.locator('[name="site.meter_to_remove"]')).to_have_value(NEXT_DOOR)
    page.goto(f"{here}/sidestilte")
    expect(page.locator("[data-siblings-count]")).to_have_text("2")


def test_it_is_done_by_keyboard_on_a_narrow_screen_too(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN, narrow=True)
    here = merging(page)
    page.goto(f"{here}/sidestilte")
    page.get_by_role("button", name="Ingen").press("Enter")
    for meter in (BLOCK, NEXT_DOOR):
        page.get_by_role("checkbox", name=re.compile(meter)).press(" ")
    page.get_by_role("button", name="Fyll ut målernumrene").press("Enter")
    expect(page.locator('[name="site.existing_meters"]')).to_have_value(f"{BLOCK}\n{NEXT_DOOR}")
