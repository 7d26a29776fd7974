"""The customer changes electrician: the link in the e-mail, the new firm, and what the old one keeps."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ADMINISTRATOR, NO_ACCESS, Site

OpenPage = Callable[..., Page]
NEW = "310 000 434"


def test_the_customer_says_yes_on_a_phone_without_script(open_page: OpenPage, site: Site) -> None:
    old = open_page(ADMINISTRATOR)
    old.goto("/meldinger?status=approved")
    old.locator("tr", has_text="Eksempelnett").locator("a.row-link").first.click()
    old.wait_for_url("**/meldinger/0*")
    case = old.url.split("?")[0]
    old.get_by_role("link", name="Overfør til et annet firma").click()
    old.get_by_label("Organisasjonsnummer til firmaet som skal ta over").fill(NEW)
    old.get_by_role("button", name="Spør kunden").click()
    expect(old.locator("main")).to_contain_text("Kunden er spurt")

    mail = site.wait_for_mail("", "Skal Prøve Installasjon AS ta over")
    link = re.search(r"https?://\S+/kunde/overforing/\S+", mail["text"])
    assert link
    customer = open_page(script=False, narrow=True)
    customer.goto("/kunde/overforing/" + link[0].rsplit("/", 1)[1])
    expect(customer.locator("main")).to_contain_text("Skal Prøve Installasjon AS ta over?")
    assert customer.evaluate("document.documentElement.scrollWidth") <= 390
    customer.get_by_role("button", name="Ja, Prøve Installasjon AS skal ta over").click()
    expect(customer.locator("main")).to_contain_text("Takk, du har svart ja")

    offer = re.search(r"https?://[^/\s]+(/\S+)", site.wait_for_mail("", "Dere kan ta over melding")["text"])
    assert offer
    new = open_page(NO_ACCESS)
    new.goto(offer[1])
    new.get_by_role("button", name="Ta over meldingen").click()
    expect(new.locator("main")).to_contain_text("Overtatt fra Eksempel Elektro AS")
    new.goto(case + "/dialog")
    new.locator('[name="text"]').fill("Vi kommer på tirsdag.")
    new.get_by_role("button", name="Send til nettselskapet").click()
    expect(new.locator("main")).to_contain_text("Vi kommer på tirsdag.")

    old.goto(case)
    expect(old.locator("main")).to_contain_text("Prøve Installasjon AS tok over")
    assert "/tidligere" in old.url
    expect(old.locator("main")).not_to_contain_text("Vi kommer på tirsdag.")
    assert old.goto(case + "/dialog").status == 404  # type: ignore[union-attr]
