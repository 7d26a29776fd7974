"""The whole story in a real browser: as electrician, as case handler, and as electrician again, with the e-mails read."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN, Site
from tests.e2e.test_fill_in import button, foot, type_box

OpenPage = Callable[..., Page]


def open_case(page: Page, number: str) -> None:
    """By the one search field, as people do."""
    page.locator("#find").fill(number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/meldinger/0*")
    expect(page.locator("main")).to_contain_text(number)


def test_from_the_first_word_to_the_closed_case(open_page: OpenPage, site: Site) -> None:
    electrician = open_page(ELECTRICIAN)

    # which notice, in the electrician's own words
    electrician.get_by_role("link", name="Ny melding").first.click()
    electrician.locator("#start-words").press_sequentially("større hovedsikring")
    expect(electrician.locator(".start-hit a").first).to_contain_text("Endring av OV/MV")
    electrician.goto("/meldinger/ny")
    type_box(electrician, "protection_change").click()
    electrician.locator("#f-meter").fill("4400000000000019")
    button(electrician, "Lag kladd").click()
    electrician.wait_for_url("**/rediger")

    # what is known stands there, the rest is filled in
    expect(electrician.locator("#f-party-customer")).to_contain_text("Kari Marie Nordmann")
    expect(electrician.locator('[name="protection.ov_old_a"]')).to_have_value("50")
    electrician.locator('label:has-text("Størrelsen på OV")').click()
    electrician.locator('[name="protection.ov_new_a"]').fill("63")
    electrician.locator('[name="power.new_peak_kw"]').fill("17,5")
    electrician.locator('[name="party.customer.email"]').fill("kari@nordmann.example")
    electrician.locator("#f-party-owner").get_by_role("button", name="Samme som kunde").click()
    expect(electrician.locator("#f-party-owner .who-card")).to_be_visible()
    electrician.locator('[name="who.our_reference"]').fill("Ordre 2611")
    electrician.locator('[name="when.expected_completion"]').fill("15.12.2026")
    electrician.keyboard.press("Tab")
    expect(foot(electrician)).to_contain_text("Alt er fylt ut")
    foot(electrician).get_by_role("button", name="Se over og send").click()
    button(electrician, "Send melding").click()
    electrician.wait_for_url("**/kvittering")
    number = electrician.locator("main").inner_text().split("2026-")[1][:6]
    number = f"2026-{number}"

    # the case handler asks
    handler = open_page(CASE_HANDLER)
    open_case(handler, number)
    case = handler.url
    handler.get_by_role("button", name="Ta saken").click()
    expect(handler.locator("main")).to_contain_text("Under behandling")
    handler.get_by_role("link", name="Spør").first.click()
    handler.locator('[name="text"]').fill("Hvor skal måleren stå?")
    button(handler, "Send spørsmålet").click()
    mail = site.wait_for_mail(ELECTRICIAN, number)
    assert "Hvor skal måleren stå?" in mail["text"]
    assert "Ordre 2611" in mail["text"]

    # the electrician answers from the link in the e-mail
    electrician.goto(case)
    electrician.get_by_role("link", name="Svar").first.click()
    electrician.wait_for_url("**/rediger")
    expect(electrician.locator("main")).to_contain_text("Hvor skal måleren stå?")
    foot(electrician).get_by_role("button").first.click()
    electrician.locator('[name="text"]').fill("Samme sted som i dag.")
    electrician.locator("main").get_by_role("button", name="Send svar").click()
    electrician.goto(case)
    expect(electrician.locator("main")).to_contain_text("Under behandling")

    # it is rejected, with a reason that points at a field
    handler.goto(case)
    expect(handler.locator("main")).to_contain_text("Samme sted som i dag.")
    handler.get_by_role("link", name="Avvis").first.click()
    handler.locator("#reason-load_unclear").check()
    button(handler, "Avvis og si fra").click()
    expect(handler.locator("main")).to_contain_text("Avvist")
    assert site.wait_for_mail(ELECTRICIAN, "Avvist: melding " + number)["text"].count(number)

    # the electrician sees it beside the field, corrects and sends again
    electrician.goto(case)
    electrician.get_by_role("link", name="Rett og send på nytt").first.click()
    electrician.wait_for_url("**/rediger")
    expect(electrician.locator("#part-protection")).to_contain_text("Oppgitt effekt stemmer ikke")
    electrician.locator('[name="power.new_peak_kw"]').fill("19")
    electrician.keyboard.press("Tab")
    expect(electrician.locator("output.autosave")).to_contain_text("Lagret kl.")
    foot(electrician).get_by_role("button").first.click()
    expect(electrician.locator("main")).to_contain_text("17,5 kW")
    expect(electrician.locator("main")).to_contain_text("19 kW")
    electrician.locator("main").get_by_role("button", name="Send").last.click()
    electrician.wait_for_url("**/kvittering")

    # the case handler sees the change and approves on a condition
    handler.goto(case)
    expect(handler.locator("main")).to_contain_text("17,5 kW")
    expect(handler.locator("main")).to_contain_text("19 kW")
    handler.get_by_role("link", name="Godkjenn").first.click()
    handler.locator('[name="condition_own"]').fill("Plombene byttes samme dag.")
    button(handler, "Godkjenn").click()
    expect(handler.locator("main")).to_contain_text("Godkjent")
    assert "Plombene byttes samme dag." in site.wait_for_mail(ELECTRICIAN, "Godkjent: melding " + number)["text"]

    # the work is done and reported finished
    electrician.goto(case)
    expect(electrician.locator("main")).to_contain_text("Plombene byttes samme dag.")
    electrician.get_by_role("link", name="Ferdigmeld").first.click()
    electrician.wait_for_url("**/ferdigmelding")
    electrician.locator('[name="completion.done_on"]').fill("20.11.2026")
    electrician.keyboard.press("Tab")
    energised = electrician.locator('[name="completion.energised"]')
    if energised.first.evaluate("e => e.tagName") == "SELECT":
        energised.select_option("yes")
    else:
        electrician.locator('[name="completion.energised"][value="yes"]').check()
    expect(electrician.locator("output.autosave")).to_contain_text("Lagret kl.")
    foot(electrician).get_by_role("button").first.click()
    electrician.wait_for_url("**/ferdigmelding/send")
    electrician.locator("main").get_by_role("button", name="Send ferdigmelding").click()
    electrician.wait_for_url(lambda url: not url.endswith("/ferdigmelding/send"))
    electrician.goto(case)
    expect(electrician.locator("main")).to_contain_text("Ferdigmelding")

    # and closed
    handler.goto(case)
    handler.get_by_role("link", name="Avslutt").first.click()
    button(handler, "Avslutt saken").click()
    expect(handler.locator("main")).to_contain_text("Avsluttet")
    electrician.goto(case + "/historikk")
    for word in ("Sendt", "Avvist", "Godkjent", "Avsluttet"):
        expect(electrician.locator("main")).to_contain_text(word)
