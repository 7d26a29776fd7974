"""Admin in a real browser: texts by a slash, e-mail switched off, a key from its making to its end; by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN, Site
from tests.e2e.test_fill_in import KNOWN_METER, new_draft

OpenPage = Callable[..., Page]


@pytest.fixture
def own_text(open_page: OpenPage) -> Iterator[str]:
    """A text of the electrician's own, with words to be filled in."""
    page = open_page(ELECTRICIAN)
    page.goto("/admin/kommentar/ny?for=mine")
    page.get_by_label("Navn").fill("Nøkkelboks")
    page.get_by_label("Tekst", exact=True).fill("Nøkkelboks på {adresse}, måler {målernummer}, ref. {vår referanse}.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".toast")).to_contain_text("Lagret")
    yield "Nøkkelboks"
    page.goto("/admin/kommentar")
    page.get_by_role("link", name="Nøkkelboks").click()
    page.get_by_role("button", name="Slett").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Slett").click()


def test_a_slash_puts_texts_in_at_the_cursor_filled_in(open_page: OpenPage, own_text: str) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "metering_point_work", meter=KNOWN_METER)
    field = page.locator('[name="work.further_information"]')
    field.fill("Før. Etter.")
    for _ in " Etter.":
        field.press("ArrowLeft")
    field.press_sequentially(" /nøkkelb")
    listbox = page.get_by_role("listbox", name="Standardtekster")
    expect(listbox.get_by_role("option")).to_have_count(1)
    field.press("Enter")
    expect(listbox).to_have_count(0)
    expect(field).to_have_value(re.compile(r"^Før\. Nøkkelboks på .+, måler \d+, ref\. \[vår referanse\]\. Etter\.$"))
    field.press_sequentially(" /")
    expect(listbox.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    chosen = listbox.locator('[aria-selected="true"] b').inner_text()
    assert chosen != listbox.get_by_role("option").first.locator("b").inner_text()
    with page.expect_response("**/rediger/lagre"):
        field.press("Tab")
    expect(field).to_be_focused()
    expect(field).not_to_have_value(re.compile("/"))
    kept = field.input_value()
    page.reload()
    expect(page.locator('[name="work.further_information"]')).to_have_value(kept)


def test_escape_leaves_the_slash_as_it_was_written(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "metering_point_work", meter=KNOWN_METER)
    field = page.locator('[name="work.further_information"]')
    field.press_sequentially("Trapp /")
    expect(page.get_by_role("listbox", name="Standardtekster")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox", name="Standardtekster")).to_have_count(0)
    field.press_sequentially("loft og 1/2 plan")
    expect(page.get_by_role("listbox", name="Standardtekster")).to_have_count(0)
    expect(field).to_have_value("Trapp /loft og 1/2 plan")


def test_the_fields_texts_come_without_script_too(open_page: OpenPage, own_text: str) -> None:
    scripted = open_page(ELECTRICIAN)
    new_draft(scripted, "metering_point_work", meter=KNOWN_METER)
    plain = open_page(ELECTRICIAN, script=False)
    plain.goto(scripted.url)
    plain.locator(".phrase", has_text=own_text).click()
    expect(plain.locator('[name="work.further_information"]')).to_have_value(re.compile("Nøkkelboks på "))


def test_a_key_from_the_page_opens_the_api_until_it_is_ended_by_keyboard_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto("/admin/api-nokler")
    press(page, page.get_by_role("link", name="Ny nøkkel"))
    focus(page, page.get_by_label("Hva skal den brukes til?"))
    page.keyboard.type("Kalender")
    press(page, page.get_by_role("button", name="Lag nøkkelen"))
    secret = page.locator("#key-secret").inner_text()
    headers = {"Authorization": f"Bearer {secret}"}
    assert httpx.get(f"{site.base_url}/api/v1/me", headers=headers).status_code == 200
    assert secret not in page.url
    press(page, page.get_by_role("link", name="Jeg har tatt vare på den"))
    expect(page.locator("main")).not_to_contain_text(secret)
    press(page, page.get_by_role("button", name="Avslutt Kalender"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Avslutt nøkkelen"))
    expect(page.locator(".toast")).to_contain_text("Kalender")
    assert httpx.get(f"{site.base_url}/api/v1/me", headers=headers).status_code == 401


def test_a_note_is_told_by_e_mail_until_the_company_switches_it_off(open_page: OpenPage, site: Site) -> None:
    handler, administrator = open_page(CASE_HANDLER), open_page(ADMINISTRATOR)
    handler.goto("/meldinger?status=approved")
    href = handler.locator("main a[href*='/meldinger/0']").first.get_attribute("href")
    assert href
    case = "/".join(href.split("?")[0].split("/")[:3])

    def say(words: str) -> None:
        handler.goto(f"{case}/dialog")
        handler.get_by_label("Skriv").fill(words)
        handler.get_by_role("button", name="Send til installatøren").click()
        expect(handler.locator("main")).to_contain_text(words)

    def told() -> int:
        return len([mail for mail in site.mails() if "Beskjed i melding" in mail["subject"]])

    before = told()
    say("Ring meg før dere kommer.")
    wait_for(lambda: told() == before + 1)
    switch(administrator, on=False)
    try:
        say("Porten er åpen.")
    finally:
        switch(administrator, on=True)
    say("Takk for sist.")
    wait_for(lambda: told() == before + 2)
    assert "Porten er åpen." not in str(site.mails())


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Until the worker has delivered: what was written later was not delivered sooner."""
    give_up = monotonic() + seconds
    while not holds():
        assert monotonic() < give_up
        sleep(0.2)


def switch(page: Page, *, on: bool) -> None:
    page.goto("/admin/selskapsinformasjon")
    page.get_by_label("Ny beskjed i dialogen").set_checked(on)
    page.get_by_role("button", name="Lagre Andre varsler").click()
    expect(page.locator(".toast")).to_contain_text("Lagret")


def focus(page: Page, target: Locator) -> None:
    """Tab until it has the focus."""
    for _ in range(80):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("cannot be reached by Tab")


def press(page: Page, target: Locator) -> None:
    """Tab to it and press Enter."""
    focus(page, target)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
