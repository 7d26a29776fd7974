"""Other ways in from an invitation, on a phone: with a passkey and no password, and with a mobile and no e-mail."""

import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ADMINISTRATOR, Site
from tests.e2e.test_account import at_localhost, sign_out, with_authenticator
from tests.e2e.test_fill_in import button
from tests.e2e.test_people import LIST, PASSWORD, invited

OpenPage = Callable[..., Page]


def is_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Du er inne")).to_be_visible()
    page.get_by_role("link", name="Begynn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("God")


def test_a_passkey_from_the_link_is_in_two_steps_and_signs_in_next_time(open_page: OpenPage, site: Site) -> None:
    link = invited(open_page(ADMINISTRATOR), site, "Pia Passnøkkel", "pia@eksempelelektro.example")
    phone = open_page(narrow=True)
    base = at_localhost(phone, site)
    with_authenticator(phone)
    phone.goto(link.replace(site.base_url, base))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button(phone, "Bruk passnøkkel").click()
    is_in(phone)
    sign_out(phone, base)
    phone.goto(f"{base}/konto/logg-inn")
    button(phone, "Bruk passnøkkel").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("God")
    phone.goto(f"{base}/konto/innlogging")
    phone.get_by_role("link", name="Lag passord").click()
    phone.get_by_label("Nytt passord", exact=True).fill(PASSWORD)
    phone.get_by_label("Nytt passord en gang til").fill(PASSWORD)
    button(phone, "Lag passord").click()
    phone.goto(f"{base}/konto/innlogging")
    expect(phone.get_by_text("Du har et passord.")).to_be_visible()


def test_a_passkey_that_is_not_made_says_so_and_the_password_is_there(open_page: OpenPage, site: Site) -> None:
    link = invited(open_page(ADMINISTRATOR), site, "Frank Feiler", "frank@eksempelelektro.example")
    phone = open_page(narrow=True)
    phone.goto(link)
    button(phone, "Bruk passnøkkel").click()
    expect(phone.get_by_text("Passnøkkelen ble ikke laget. Prøv igjen, eller lag et passord.")).to_be_visible()
    phone.get_by_label("Lag et passord").fill(PASSWORD)
    button(phone, "Lagre og gå inn").click()
    is_in(phone)


def test_one_with_a_mobile_alone_is_in_by_sms_and_signs_in_with_the_number(open_page: OpenPage, site: Site) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto(LIST)
    page.get_by_role("link", name="Ny bruker").click()
    page.get_by_label("Navn").fill("Simen Sms")
    page.get_by_label("Mobil").fill("400 00 917")
    button(page, "Send brukernavn").click()
    expect(page.locator("main")).to_contain_text("Invitert")
    found = re.search(r"http://\S+/velkommen/\S+", wait_for_sms(site, "+4740000917")["text"])
    assert found
    phone = open_page(narrow=True)
    phone.goto(found[0])
    phone.get_by_label("Lag et passord").fill(PASSWORD)
    button(phone, "Lagre og gå inn").click()
    is_in(phone)
    again = open_page(narrow=True)
    again.goto("/konto/logg-inn")
    again.locator('input[name="login"]').fill("40000917")
    again.locator('input[name="password"]').fill(PASSWORD)
    again.locator('input[name="password"]').press("Enter")
    expect(again.get_by_role("heading", level=1)).to_contain_text("God")


def wait_for_sms(site: Site, to: str, seconds: float = 30) -> dict[str, Any]:
    """The newest SMS to a number, as soon as the worker has delivered it."""
    give_up = monotonic() + seconds
    while monotonic() < give_up:
        for one in site.mails(to):
            if one["channel"] == "sms":
                return one
        sleep(0.2)
    raise AssertionError(f"no SMS to {to}")


def test_a_paper_asks_only_for_what_its_kind_needs(open_page: OpenPage) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto(LIST)
    page.locator("main .row-link", has_text="Morten Montli").first.click()
    page.get_by_role("link", name="Legg til").click()
    company, title = page.get_by_label("Nettselskap", exact=True), page.get_by_label("Navn på kurset")
    expect(page.get_by_role("textbox", name="Gjelder fra")).to_be_visible()
    expect(company).to_be_hidden()
    expect(title).to_be_hidden()
    page.get_by_label("Instruksjon for arbeid i måler").check()
    expect(company).to_be_visible()
    expect(title).to_be_hidden()
    page.get_by_label("Annet").check()
    expect(company).to_be_hidden()
    expect(title).to_be_visible()
