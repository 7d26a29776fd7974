"""The living page in a real browser: nothing for axe to find, and behaviours that keep their word."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e import looks

Open = Callable[..., Page]
SEEN = "html[data-ready]"


@pytest.fixture
def living(open_page: Open) -> Iterator[Page]:
    """The living page; a script error or a breach of the content security policy fails the test."""
    page = open_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
    show(page)
    yield page
    assert problems == []


def show(page: Page) -> Page:
    page.goto("/komponenter/")
    page.wait_for_selector(SEEN)
    return page


def test_axe_finds_nothing(living: Page) -> None:
    for look in looks.in_turn(living):
        assert looks.faults(living) == [], look.name


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_nothing_is_wider_than_the_window(living: Page, width: int) -> None:
    living.set_viewport_size({"width": width, "height": 800})
    assert living.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_touched_on_a_phone_is_44_px_at_least(open_page: Open) -> None:
    page = show(open_page(narrow=True))
    small = page.evaluate(
        """() => [...document.querySelectorAll(
             'button, .ds-button, select, .case, .phone-nav a, '
             + 'input:not([type=hidden], [type=file], [type=radio], [type=checkbox])'
           )].filter(e => e.checkVisibility() && !e.closest('.tip') && !e.matches('.ds-link'))
             .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_slash_goes_to_the_search_field_but_not_while_typing(living: Page) -> None:
    living.keyboard.press("/")
    expect(living.locator("#find")).to_be_focused()
    living.keyboard.type("a/b")
    expect(living.locator("#find")).to_have_value("a/b")


def test_the_search_field_is_worked_by_keyboard_alone(living: Page) -> None:
    box = living.locator("#f-ex-s")
    box.press_sequentially("prøve")
    expect(living.locator("#f-ex-s-list [role=option]").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    expect(living.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("Prøvevegen 3")
    expect(living.locator("input[name='ex.s']")).to_have_value("Prøvevegen 3")
    box.press("Backspace")
    expect(living.locator("input[name='ex.s']")).to_have_value("")


def test_the_calendar_writes_the_date_people_write(living: Page) -> None:
    living.locator("[data-field='ex.q'] .f-date-key").click()
    living.keyboard.press("ArrowDown")
    living.keyboard.press("Enter")
    expect(living.locator("#f-ex-q")).to_have_value("15.12.2026")
    expect(living.locator("#f-ex-q")).to_be_focused()


def test_help_shows_on_hover_on_focus_and_goes_on_escape(living: Page) -> None:
    help_text = living.locator("[data-field='ex.j'] [role=tooltip]")
    living.locator("[data-field='ex.j'] .tip-key").hover()
    expect(help_text).to_be_visible()
    living.mouse.move(0, 0)
    expect(help_text).to_be_hidden()
    living.locator("[data-field='ex.j'] .tip-key").focus()
    expect(help_text).to_be_visible()
    living.keyboard.press("Escape")
    expect(help_text).to_be_hidden()


def test_a_form_saves_itself_and_shows_what_the_server_knows(living: Page) -> None:
    living.fill("[name='save.meter']", "4400000000000019")
    expect(living.locator("[data-save-state='save-form']")).to_have_text(re.compile(r"Lagret kl\. \d\d\.\d\d"))
    expect(living.locator("[name='save.ov']")).to_have_value("50")
    expect(living.locator("[data-field='save.ov']")).to_contain_text("fra anlegget")


def test_an_error_stands_beside_its_field_and_goes_when_it_is_mended(living: Page) -> None:
    power = living.locator("[name='save.power']")
    power.fill("mye")
    expect(power).to_have_attribute("aria-invalid", "true")
    expect(living.locator("[data-field='save.power']")).to_contain_text("Skriv et tall")
    power.fill("7,4")
    expect(power).not_to_have_attribute("aria-invalid", "true")


def test_what_is_typed_without_network_survives_a_closed_page(living: Page) -> None:
    saved = living.locator("[data-save-state='save-form']")
    living.route("**/komponenter/lagre", lambda route: route.abort())
    living.fill("[name='save.power']", "7,4")
    expect(saved).to_contain_text("Uten nett")
    show(living)
    expect(living.locator("[name='save.power']")).to_have_value("7,4")
    expect(saved).to_contain_text("Uten nett")
    living.unroute("**/komponenter/lagre")
    expect(saved).to_contain_text("Lagret kl.", timeout=15_000)
    assert living.evaluate("Object.keys(localStorage).filter(key => key.startsWith('autosave:')).length") == 0


def test_files_go_one_by_one_and_end_in_the_list(living: Page) -> None:
    living.locator(".drop > .drop-input").set_input_files(
        FilePayload(name="enlinjeskjema.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
    )
    expect(living.locator("#upload-list")).to_contain_text("enlinjeskjema.pdf")
    expect(living.locator(".upload-progress")).to_be_hidden()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(living: Page) -> None:
    living.locator("[data-upload]").evaluate("element => { element.dataset.uploadMax = '4' }")
    living.locator(".drop > .drop-input").set_input_files(
        FilePayload(name="film.mov", mimeType="video/quicktime", buffer=b"12345")
    )
    expect(living.locator(".upload-progress .wrong")).to_contain_text("for stor")


def test_the_appearance_changes_at_once_and_is_remembered(living: Page) -> None:
    living.locator(".account > summary").click()
    with living.expect_response("**/utseende"):
        living.locator("button[name=scheme][value=dark]").click()
    expect(living.locator("html")).to_have_attribute("data-color-scheme", "dark")
    show(living)
    expect(living.locator("html")).to_have_attribute("data-color-scheme", "dark")


def test_a_dialog_opens_takes_the_focus_and_closes_on_escape(living: Page) -> None:
    living.locator("[data-dialog='reject-example']").click()
    expect(living.get_by_role("dialog", name="Avvis meldingen")).to_be_visible()
    living.keyboard.press("Escape")
    expect(living.get_by_role("dialog", name="Avvis meldingen")).to_be_hidden()


def test_without_script_menus_open_and_forms_are_still_there(open_page: Open) -> None:
    page = open_page(script=False)
    page.goto("/komponenter/")
    page.locator(".account > summary").click()
    page.locator("button[name=scheme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    expect(page.locator(".f-date-key").first).to_be_hidden()
    expect(page.locator("#f-ex-b")).to_be_editable()


def test_a_page_that_does_not_exist_says_so_and_leads_on(open_page: Open) -> None:
    page = open_page()
    answer = page.goto("/finnes-ikke")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
    expect(page.get_by_role("link", name="Til forsiden")).to_be_visible()
