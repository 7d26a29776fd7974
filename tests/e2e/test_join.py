"""A firm that nobody knows here, from nothing to its first sent notice; and one that may not."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.test_fill_in import button, foot, type_box

OpenPage = Callable[..., Page]
EMAIL, PASSWORD = "nina@nyoppstartetelektro.example", "en lang setning om kabler"


def look_up(page: Page, number: str) -> None:
    """From the sign-in page to the firm."""
    page.goto("/konto/logg-inn")
    page.get_by_role("link", name="Opprett bruker").click()
    page.get_by_label("Organisasjonsnummer").fill(number)
    page.get_by_role("button", name="Finn firmaet").click()
    page.wait_for_url("**/registrer/firma")


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found is not None, text
    return found.group()


def test_a_new_firm_comes_from_nothing_to_its_first_sent_notice(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    look_up(page, "NO 310 000 655 MVA")
    expect(page.locator("main")).to_contain_text("Nyoppstartet Elektro AS")
    expect(page.locator("main")).to_contain_text("Storgata 6")
    expect(page.locator("main")).to_contain_text("Elektriske lavspenningsinstallasjoner")

    page.get_by_label("Navnet ditt").fill("Nina Nystad")
    page.get_by_label("E-post").fill(EMAIL)
    page.get_by_label("Mobil").fill("400 00 655")
    page.get_by_label("Første nettselskap").select_option(label="Eksempelnett AS")
    page.get_by_label("Jeg godtar vilkårene på vegne av firmaet").check()
    page.get_by_role("button", name="Send kode").click()
    page.wait_for_url("**/registrer/kode")

    mail = site.wait_for_mail(EMAIL, "Koden din til nettmelding")
    page.get_by_label("Kode fra e-posten").fill(code_in(mail["text"]))
    if page.get_by_label("Kode fra SMS-en").count():
        page.get_by_label("Kode fra SMS-en").fill(code_in(site.wait_for_mail("+4740000655", "")["text"]))
    page.get_by_role("button", name="Bekreft").click()
    page.wait_for_url("**/registrer/passord")
    page.locator('input[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Registrer firmaet").click()
    page.wait_for_url("**/registrer/ferdig")
    expect(page.locator("main")).to_contain_text("Dere har tilgang til Eksempelnett AS")

    page.get_by_role("link", name="Ny melding").first.click()
    page.locator("#start-words").wait_for()
    page.goto("/meldinger/ny")
    type_box(page, "protection_change").click()
    page.locator("#f-meter").fill("4400000000000019")
    button(page, "Lag kladd").click()
    page.wait_for_url("**/rediger")
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
    expect(page.locator("main")).to_contain_text("2026-")

    page.goto("/admin/nettselskap")
    expect(page.locator("main")).to_contain_text("Har tilgang")
    page.get_by_role("link", name="Ny søknad").click()
    page.get_by_label("Nettselskap", exact=True).select_option(label="Prøvenett AS")
    page.get_by_role("button", name="Send søknad").click()
    expect(page.locator("main")).to_contain_text("Venter på svar")

    grid = open_page("nettadmin@provenett.example")
    grid.goto("/admin/installatorer")
    grid.get_by_role("link", name="Nyoppstartet Elektro AS").click()
    expect(grid.locator("main")).to_contain_text(
        "Firmaet står i Elvirksomhetsregisteret for lavspenningsinstallasjoner"
    )
    grid.get_by_role("button", name="Gi tilgang").click()
    expect(grid.locator("main")).to_contain_text("Ingen søknader venter")
    assert site.wait_for_mail(EMAIL, "Dere har fått tilgang til Prøvenett AS")


def test_a_firm_that_has_fallen_out_of_the_register_is_refused_with_the_reason(open_page: OpenPage, site: Site) -> None:
    page = open_page(narrow=True)
    look_up(page, "310000760")
    expect(page.locator("main")).to_contain_text("Utgått Elektro AS")
    expect(page.locator("main")).to_contain_text("Firmaet står ikke i Elvirksomhetsregisteret")
    expect(page.locator("main")).to_contain_text("installasjon@eksempelnett.example")
    assert page.get_by_role("button", name="Send kode").count() == 0


def test_it_works_without_javascript_with_a_register_that_is_down(open_page: OpenPage, site: Site) -> None:
    site.fault("NETTMELDING_COMPANY_REGISTER_URL", "down")
    try:
        page = open_page(script=False)
        look_up(page, "310 002 046")
        expect(page.locator("main")).to_contain_text("Enhetsregisteret svarer ikke akkurat nå")
        expect(page.get_by_role("button", name="Send kode")).to_be_visible()
    finally:
        site.fault("NETTMELDING_COMPANY_REGISTER_URL", "ok")
