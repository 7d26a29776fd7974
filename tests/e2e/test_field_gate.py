"""The fitter's app before an installation gets voltage."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Site
from tests.e2e.phone import Phone, orders

pytestmark = pytest.mark.one_database


def test_what_needs_voltage_says_what_is_lacking_and_opens_when_it_is_in_place(browser: Browser, site: Site) -> None:
    [order] = orders(site, "plan", "1", "connect")
    fitter = Phone(browser, site).begin()
    fitter.arrive(order)
    fitter.answer_all(until="Målt spenning")
    page = fitter.page
    expect(page.locator("#step-title")).to_have_text("Målt spenning")
    expect(page.locator(".step.open")).to_contain_text("Kunden har ikke godtatt vilkårene.")
    expect(page.locator("#v-0")).to_have_count(0)

    orders(site, "open_gate", order)
    page.get_by_role("button", name="Se om det er klart nå").click()

    expect(page.locator("#v-0")).to_be_visible()
    assert fitter.answer_all()[0] == "Målt spenning"
    page.get_by_role("link", name="Til rapporten").click()
    page.get_by_role("button", name="Lever rapporten").click()
    expect(page.locator(".hello h1")).to_be_visible()
    fitter.wait_until_sent()
    assert fitter.held(order)["status"] == "reported"
    fitter.close()
