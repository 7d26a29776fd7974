"""The map in a real browser: from the address to the values, at the desk and on a phone, by pointer and by keyboard alone."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN, FITTER
from tests.e2e.test_fill_in import button, new_draft

OpenPage = Callable[..., Page]
METER = "4400000000000019"
SIZES = pytest.mark.parametrize("narrow", [False, True], ids=["1280", "390"])


def sent_notice(page: Page, address: str = "Prøvevegen 1") -> str:
    """The address of a notice that is with the grid company."""
    page.goto("/meldinger?status=submitted")
    href = page.get_by_role("link", name=address, exact=True).first.get_attribute("href")
    assert href
    return href


def at_map(page: Page, path: str) -> None:
    """On the map, drawn, with the duty of secrecy accepted."""
    page.goto(path)
    if "/plikt" in page.url:
        button(page, "Jeg har lest og forstått").click()
        page.wait_for_url(lambda url: "/plikt" not in url)
    expect(page.locator("[data-map][data-drawn]")).to_be_visible()


def panel(page: Page) -> Locator:
    return page.locator("[data-panel]")


def search(page: Page, typed: str, wanted: str) -> None:
    """Search, and choose by the keyboard."""
    field = page.locator("#chart-find")
    field.fill("")
    field.press_sequentially(typed)
    choice = page.locator("#chart-find-list").get_by_role("option").filter(has_text=wanted).first
    expect(choice).to_be_visible()
    choice.click()


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("[data-map] canvas").first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_duty_of_secrecy_is_read_once_before_the_grid_is_seen(open_page: OpenPage) -> None:
    page = open_page(FITTER)
    path = f"{sent_notice(page)}/kart"
    page.goto(path)
    expect(page).to_have_url(re.compile("/plikt"))
    button(page, "Jeg har lest og forstått").click()
    expect(page.locator("[data-map][data-drawn]")).to_be_visible()
    page.goto(path)
    expect(page.locator("[data-map][data-drawn]")).to_be_visible()


@SIZES
def test_from_the_address_by_the_cabinet_and_its_circuits_to_the_customer_point(
    open_page: OpenPage, narrow: bool
) -> None:
    page = open_page(ELECTRICIAN, narrow=narrow)
    at_map(page, f"{sent_notice(page)}/kart")
    search(page, "Prøvevegen 1", "Kundepunkt")
    expect(panel(page)).to_contain_text("Ik3p,maks (kA)")
    panel(page).get_by_role("link", name="Kabelskap KS 1016").click()
    expect(panel(page)).to_contain_text("Kan betjenes av elektroinstallatør")
    circuits = panel(page).get_by_role("table", name="Kursfortegnelse")
    expect(circuits.get_by_role("row")).not_to_have_count(1)
    circuits.get_by_role("link").first.click()
    expect(panel(page).get_by_role("heading", name="Kursfortegnelse")).to_have_count(0)


@SIZES
def test_the_values_go_into_the_draft_and_are_seen_there(open_page: OpenPage, narrow: bool) -> None:
    page = open_page(ELECTRICIAN, narrow=narrow)
    draft = new_draft(page, "protection_change", meter=METER).removesuffix("/rediger")
    at_map(page, f"{draft}/kart")
    search(page, "Prøvevegen 1", "Kundepunkt")
    panel(page).get_by_role("button", name="Bruk i meldingen").first.click()
    expect(panel(page).get_by_role("button", name="Ta verdiene ut av meldingen")).to_be_visible()
    page.goto(f"{draft}/rediger")
    expect(page.locator(".form-on-map")).to_contain_text("Ik3p,maks")


def test_the_right_button_tells_of_the_place_and_offers_to_report_an_error(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    at_map(page, f"{sent_notice(page)}/kart")
    page.mouse.click(*middle(page), button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Vis informasjon")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page).locator("[data-place]").first).to_contain_text("Prøvevegen 1")
    panel(page).locator("[data-panel-close]").click()
    page.mouse.click(*middle(page), button="right")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.mouse.click(*middle(page), button="right")
    menu.get_by_role("menuitem", name="Feil i kartet?").click()
    expect(page.get_by_role("heading", name="Feil i kartet?")).to_be_visible()
    expect(page.get_by_label("Mangler i kartet")).to_be_checked()


def test_a_finger_held_still_opens_the_same_menu(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN, narrow=True)
    at_map(page, f"{sent_notice(page)}/kart")
    x, y = middle(page)
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(page.get_by_role("menu")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.get_by_role("menuitem", name="Vis informasjon").click()
    expect(panel(page).locator("[data-place]").first).to_contain_text("Prøvevegen 1")


def test_an_area_with_hundreds_of_hits_is_leafed_through_by_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(CASE_HANDLER)
    at_map(page, "/kart")
    page.locator('[data-do="info"]').first.press("Enter")
    canvas = page.locator("[data-map] canvas").first
    canvas.press("-")
    set_corner(page, "ArrowUp ArrowLeft", 3)
    set_corner(page, "ArrowDown ArrowRight", 6)
    title = panel(page).locator("[data-panel-title]")
    expect(title).to_contain_text("objekter")
    many = int(title.inner_text().split()[0])
    assert many >= 300
    rows = panel(page).locator("[data-place]")
    expect(rows).to_have_count(20)
    expect(rows.first).to_be_focused()
    count = panel(page).locator("[data-panel-count]")
    expect(count).to_have_text(f"1–20 av {many}")
    page.keyboard.press("PageDown")
    expect(count).to_have_text(f"21–40 av {many}")
    expect(rows.first).to_be_focused()
    page.keyboard.press("End")
    expect(count).to_contain_text(f"–{many} av {many}")
    expect(rows.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    wanted = rows.nth(1).locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(panel(page).locator(".chart-object")).to_be_visible()
    expect(title).to_contain_text(wanted)
    expect(count).to_have_text(f"2 av {many}")
    page.keyboard.press("j")
    expect(count).to_have_text(f"3 av {many}")
    page.keyboard.press("k")
    expect(count).to_have_text(f"2 av {many}")
    expect(title).to_contain_text(wanted)
    page.keyboard.press("Escape")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()


def set_corner(page: Page, keys: str, times: int) -> None:
    """Move the map under its middle, and set a corner of the box there."""
    page.locator("[data-map] canvas").first.focus()
    for key in keys.split() * times:
        page.keyboard.press(key)
    page.keyboard.press("Space")


def test_a_base_map_that_does_not_answer_is_said_and_the_grid_is_there_still(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    path = f"{sent_notice(page)}/kart"
    page.route("**/wmts/**", lambda route: route.abort())
    at_map(page, path)
    expect(page.get_by_text("Bakgrunnskartet svarer ikke. Objektene vises likevel.")).to_be_visible()
    search(page, "Prøvevegen 1", "Kundepunkt")
    expect(panel(page)).to_contain_text("Kabelskap KS 1016")


def test_without_a_base_map_the_grid_stands_on_a_plain_ground(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    at_map(page, f"{sent_notice(page)}/kart")
    expect(page.locator("[data-credit]")).to_be_visible()
    page.locator('[data-do="layers"]').first.click()
    page.get_by_label("Ingen", exact=True).check()
    expect(page.locator("[data-credit]")).to_be_hidden()
    page.locator('[data-layers] [data-do="layers"]').click()
    page.locator("[data-map] canvas").first.press("Enter")
    expect(panel(page)).to_contain_text("Prøvevegen 1")


def test_without_script_the_list_does_the_map_s_job(open_page: OpenPage) -> None:
    draft = new_draft(open_page(ELECTRICIAN), "protection_change", meter=METER).removesuffix("/rediger")
    page = open_page(ELECTRICIAN, script=False)
    page.goto(f"{draft}/kart")
    if "/plikt" in page.url:
        button(page, "Jeg har lest og forstått").click()
    page.get_by_role("link", name="Vis som liste").first.click()
    page.get_by_role("link").filter(has_text="Kundepunkt").first.click()
    expect(page.get_by_role("heading", name="Kundepunkt Prøvevegen 1")).to_be_visible()
    expect(page.get_by_text("Ik3p,maks (kA)")).to_be_visible()
    page.get_by_role("button", name="Bruk i meldingen").first.click()
    expect(page.get_by_role("button", name="Ta verdiene ut av meldingen")).to_be_visible()
    page.get_by_role("link", name="Kabelskap KS 1016").click()
    expect(page.get_by_role("table", name="Kursfortegnelse")).to_be_visible()
    page.goto(f"{draft}/rediger")
    expect(page.locator(".form-on-map")).to_contain_text("Ik3p,maks")


def test_other_pages_do_not_load_the_map(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    loaded: list[str] = []

    def note(request: Request) -> None:
        loaded.append(urlsplit(request.url).path)

    page.on("request", note)
    for path in ("/", "/meldinger", sent_notice(page)):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert any("/assets/main" in path for path in loaded)
    assert not [path for path in loaded if "/assets/map" in path or "maplibre" in path]
    at_map(page, f"{sent_notice(page)}/kart")
    assert [path for path in loaded if "/assets/map" in path]
