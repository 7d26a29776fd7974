"""Work orders and deviations in a browser: the list, a report that is returned, the gate, ordering, a mended deviation."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN, NO_ACCESS
from tests.e2e.test_fill_in import button

OpenPage = Callable[..., Page]
SIZES = pytest.mark.parametrize("narrow", [False, True], ids=["1280", "390"])


def first_in(page: Page, query: str) -> str:
    """The first order of a list."""
    page.goto(f"/arbeidsordrer?{query}")
    href = page.locator("main .row-link").first.get_attribute("href")
    assert href, f"no order with {query}"
    return href


@SIZES
def test_the_list_is_narrowed_by_view_and_field_and_kept_in_the_address(open_page: OpenPage, narrow: bool) -> None:
    page = open_page(CASE_HANDLER, narrow=narrow)
    page.goto("/arbeidsordrer")
    page.get_by_role("link", name="Til gjennomsyn", exact=True).click()
    expect(page).to_have_url(re.compile("status=reported"))
    words = page.locator("tbody .state").all_inner_texts()
    assert set(words) == {"Rapportert"}
    page.get_by_role("combobox", name="Arbeid").select_option("change")
    expect(page).to_have_url(re.compile("slag=change"))
    expect(page.get_by_role("combobox", name="Status")).to_have_value("reported")


def test_a_report_is_returned_with_a_word_at_a_step(open_page: OpenPage) -> None:
    page = open_page(CASE_HANDLER)
    page.goto(first_in(page, "status=reported"))
    page.get_by_role("link", name="Returner").click()
    button(page, "Returner").click()
    expect(page.locator("#f-text-error")).to_have_text("Skriv hvorfor.")
    page.get_by_role("combobox", name="Gjelder").select_option(index=2)
    page.get_by_label("Hva må rettes?").fill("Bildet er uklart.")
    button(page, "Returner").click()
    expect(page.get_by_text("Returnert. Montøren får beskjed.")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("Bildet er uklart.")
    expect(page.locator(".time-title").first).to_have_text("Returnert til montøren")


def test_the_grid_company_says_what_is_in_place_before_voltage(open_page: OpenPage) -> None:
    page = open_page(CASE_HANDLER)
    page.goto(first_in(page, "slag=set_up&status=unplanned"))
    gate = page.locator("#gate")
    while gate.get_by_role("button", name="Er på plass").count():
        gate.get_by_role("button", name="Er på plass").first.click()
        page.wait_for_load_state()
    expect(gate.get_by_text("Kunden har godtatt vilkårene")).to_be_visible()
    expect(gate.get_by_role("button", name="Ikke likevel").first).to_be_visible()


@SIZES
def test_the_contractor_orders_a_disconnection_from_the_case(open_page: OpenPage, narrow: bool) -> None:
    page = open_page(ELECTRICIAN, narrow=narrow)
    page.goto("/meldinger?status=approved")
    href = (page.locator("main a[href*='/meldinger/0']").first.get_attribute("href") or "").split("?")[0]
    page.goto(f"{href}/arbeidsordrer")
    page.get_by_role("link", name="Bestill arbeidsordre").click()
    page.get_by_role("link", name="Frakoble").click()
    page.locator("[name=day]").fill("20.12.2099")
    page.locator("[name=hour]").fill("08.30")
    page.locator("[name=cabinet]").fill("KS 1016")
    button(page, "Bestill").click()
    expect(page.get_by_text("er bestilt.")).to_be_visible()
    expect(page.get_by_role("link", name="Frakoble").first).to_be_visible()


def test_a_deviation_is_mended_and_closed(open_page: OpenPage) -> None:
    page, grid = open_page(NO_ACCESS), open_page(CASE_HANDLER)
    page.goto("/avvik?visning=rettes")
    page.locator("main a.case").first.click()
    button(page, "Meld rettet").click()
    expect(page.locator("#f-text-error")).to_have_text("Skriv hva som er gjort.")
    page.get_by_label("Hva er gjort?").fill("Satt på ny plombe.")
    button(page, "Meld rettet").click()
    expect(page.get_by_text("Meldt rettet. Nettselskapet ser over.")).to_be_visible()
    grid.goto(page.url)
    button(grid, "Lukk avviket").click()
    expect(grid.get_by_text("Avviket er lukket.")).to_be_visible()
