"""A notice from the first question to the receipt in a browser without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ELECTRICIAN

OpenPage = Callable[..., Page]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(ELECTRICIAN, script=False)


def save(page: Page) -> None:
    page.locator("#form-foot").get_by_role("button", name="Lagre").click()


def test_a_new_house_is_found_filled_in_and_sent(page: Page, tmp_path: Path) -> None:
    page.goto("/meldinger/ny")
    page.get_by_label("Hva skal du gjøre?").fill("nytt hus")
    page.get_by_role("button", name="Søk", exact=True).last.click()
    page.locator(".start-hit a").first.click()
    page.get_by_role("link", name="Én", exact=True).click()
    page.get_by_role("button", name="Lag kladd").click()

    page.locator('[name="site.address.q"]').fill("Prøvevegen 9")
    save(page)
    if page.locator(".form-choices").count():
        page.locator(".form-choices input").first.check()
        save(page)
    expect(page.locator("#part-site")).to_contain_text("Nettselskapet her er Eksempelnett")
    page.locator('[name="building.kind"]').select_option("one_family_house")
    page.locator('[name="protection.ov_new_a"]').fill("63 A")
    page.locator('[name="power.new_peak_kw"]').fill("17,5")
    page.locator('[name="party.customer.last_name"]').fill("Nordmann")
    page.locator('[name="party.customer.first_name"]').fill("Kari")
    page.locator('[name="party.customer.birth_date"]').fill("12.3.85")
    page.get_by_role("button", name="Finn kunde").click()
    expect(page.locator("#f-party-customer")).to_contain_text("Kari Marie Nordmann")
    expect(page.locator('[name="protection.ov_new_a"]')).to_have_value("63")

    page.locator("#f-party-owner").get_by_role("button", name="Samme som kunde").click()
    page.locator('[name="party.customer.email"]').fill("kari@example.com")
    plan = tmp_path / "situasjonskart.png"
    Image.new("RGB", (600, 400), "white").save(plan)
    page.locator('input[name="file"]').set_input_files(str(plan))
    page.locator('[name="when.expected_completion"]').fill("1.3.2027")
    page.locator("#form-foot").get_by_role("button", name="Se over og send").click()

    expect(page.locator(".review")).to_contain_text("Prøvevegen 9")
    expect(page.locator(".review")).to_contain_text("situasjonskart.png")
    page.get_by_role("button", name="Send melding").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er sendt")
    expect(page.locator(".receipt-number")).to_contain_text("2026-")


def test_what_is_missing_is_named_and_leads_there(page: Page) -> None:
    page.goto("/meldinger/ny?type=metering_point_work")
    page.get_by_role("button", name="Lag kladd").click()
    page.locator("#form-foot").get_by_role("button", name="Se over og send").click()
    expect(page.get_by_role("button", name="Send melding")).to_have_count(0)
    page.get_by_role("link", name="Finn adressen").click()
    expect(page.locator(".f.wrong").first).to_be_visible()
    expect(page.locator("#f-site-address")).to_be_in_viewport()


def test_what_was_typed_wrong_stays_with_the_reason(page: Page) -> None:
    page.goto("/meldinger/ny?type=protection_change")
    page.get_by_role("button", name="Lag kladd").click()
    page.locator('[name="protection.ov_new_a"]').fill("mange")
    page.locator('[name="who.our_reference"]').fill("Ordre 7")
    save(page)
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator('[name="protection.ov_new_a"]')).to_have_value("mange")
    expect(page.locator('[name="who.our_reference"]')).to_have_value("Ordre 7")


def test_a_firm_is_found_by_name(page: Page) -> None:
    page.goto("/meldinger/ny?type=protection_change")
    page.get_by_role("button", name="Lag kladd").click()
    page.locator('[name="party.customer.kind"][value="company"]').check()
    page.locator('[name="party.customer.company.q"]').fill("Eksempel Bygg")
    page.get_by_role("button", name="Finn kunde").click()
    if page.locator(".party-firm").count():
        page.locator(".party-firm").first.click()
    expect(page.locator("#f-party-customer .who-card")).to_contain_text("Eksempel Bygg AS")
