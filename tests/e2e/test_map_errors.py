"""What is wrong in the map is reported, answered and thanked for; what the grid is like is asked before there is a job."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN, Site
from tests.e2e.test_fill_in import button
from tests.e2e.test_map import SIZES, at_map, panel, search, sent_notice

OpenPage = Callable[..., Page]
WORDS = "Inntaket er på 80 A, ikke 63 A."


def test_an_error_is_reported_answered_and_thanked_for(open_page: OpenPage, site: Site) -> None:
    electrician = open_page(ELECTRICIAN, narrow=True)
    at_map(electrician, f"{sent_notice(electrician)}/kart")
    search(electrician, "Prøvevegen 1", "Kundepunkt")
    panel(electrician).get_by_role("link", name="Feil i kartet?").click()
    electrician.get_by_label("Feil opplysninger").check()
    electrician.get_by_label("Fortell kort").fill(WORDS)
    button(electrician, "Meld fra").click()
    electrician.wait_for_url(re.compile("/kartfeil/0"))
    report = electrician.url
    expect(electrician.locator("main")).to_contain_text(WORDS)

    handler = open_page(CASE_HANDLER)
    handler.goto("/kartfeil")
    handler.get_by_role("link", name="Prøvevegen 1").first.click()
    expect(handler.locator("main")).to_contain_text(WORDS)
    handler.get_by_label("Svar").fill("Vi sjekker dette på stedet.")
    button(handler, "Send svar").click()
    expect(handler.get_by_text("Svaret er sendt.")).to_be_visible()
    assert "Vi sjekker dette på stedet." in site.wait_for_mail(ELECTRICIAN, "Svar om feil i kartet")["text"]
    electrician.goto(report)
    expect(electrician.locator("main")).to_contain_text("Vi sjekker dette på stedet.")

    button(handler, "Kartet er rettet").click()
    expect(handler.get_by_text("Den som meldte fra, får takk på e-post.")).to_be_visible()
    assert "Takk for at du meldte fra" in site.wait_for_mail(ELECTRICIAN, "Rettet i kartet")["text"]
    electrician.goto(report)
    expect(electrician.locator(".time-title")).to_have_text(["Kartet er rettet", "Besvart", "Meldt"])
    handler.goto("/kartfeil")
    expect(handler.get_by_role("link", name="Prøvevegen 1")).to_have_count(0)


@SIZES
def test_a_check_before_the_job_becomes_a_draft(open_page: OpenPage, narrow: bool) -> None:
    page = open_page(ELECTRICIAN, narrow=narrow)
    page.goto("/forhandssjekk")
    page.get_by_role("combobox", name="Adresse").press_sequentially("Prøvevegen 3")
    page.get_by_role("option").first.click()
    page.get_by_label("Elbillader").check()
    duty = page.get_by_label("Jeg har lest og forstått")
    if duty.count():
        duty.check()
    button(page, "Sjekk").click()
    expect(page.get_by_role("heading", name="Nettet her")).to_be_visible()
    expect(page.get_by_text("IT 230 V").first).to_be_visible()
    expect(page.get_by_text("KS 1016")).to_be_visible()
    expect(page.get_by_text("Ik3p,maks")).to_be_visible()
    page.get_by_role("link", name="Én lader, tre faser, over 16 A").click()
    button(page, "Begynn meldingen").click()
    page.wait_for_url("**/rediger")
    expect(page.get_by_role("combobox", name="Adresse")).to_have_value("Prøvevegen 3, 9998 Eksempelvik")
    expect(page.get_by_role("combobox", name="Nettsystem")).to_have_value("it_230")
