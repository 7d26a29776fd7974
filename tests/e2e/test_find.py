"""*Søk anlegg* in the browser: typed, and read from the bar code on the meter."""

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.barcodes import bar_code
from tests.e2e.conftest import ELECTRICIAN

METER = "4400000000000019"


def test_the_bar_code_on_a_photo_finds_the_installation_and_fills_the_notice_in(open_page: Callable[..., Page]) -> None:
    page = open_page(ELECTRICIAN)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto("/anlegg/sok?type=metering_point_work")
    page.get_by_label("Bilde av strekkoden").set_input_files(
        {"name": "maler.png", "mimeType": "image/png", "buffer": bar_code(METER)}
    )
    expect(page.get_by_role("heading", name="Prøvevegen 1, 9998 Eksempelvik")).to_be_visible()
    expect(page.get_by_role("textbox", name="Målernummer, målepunkt-ID eller adresse")).to_have_value(METER)
    assert refused == []


def test_a_picture_without_a_bar_code_is_said(open_page: Callable[..., Page]) -> None:
    page = open_page(ELECTRICIAN)
    page.goto("/anlegg/sok")
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(written, "PNG")
    page.get_by_label("Bilde av strekkoden").set_input_files(
        {"name": "tom.png", "mimeType": "image/png", "buffer": written.getvalue()}
    )
    expect(page.get_by_text("Fant ingen strekkode i bildet.")).to_be_visible()


def test_it_is_found_and_used_without_script(open_page: Callable[..., Page]) -> None:
    page = open_page(ELECTRICIAN, script=False)
    page.goto("/anlegg/sok?type=reconnection")
    page.get_by_role("textbox", name="Målernummer, målepunkt-ID eller adresse").fill("0071 8293")
    page.get_by_role("button", name="Søk", exact=True).click()
    expect(page.get_by_text("Kunden må du finne på nytt.")).to_be_visible()
    page.get_by_role("button", name="Bruk dette anlegget").click()
    if "anlegg=" in page.url:
        page.get_by_role("button", name="Lag kladd").click()
    expect(page.get_by_role("textbox", name="Målernummer")).to_have_value("00718293")
