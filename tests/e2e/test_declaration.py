"""The declaration of conformity in a real browser: filled in, signed by hand or by keyboard, read by the owner, confirmed."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import looks
from tests.e2e.conftest import ELECTRICIAN, FITTER, Site

OpenPage = Callable[..., Page]
MEASURED = {  # of all network systems; each page asks for its own
    "circuit.1.rcd_rated_ma": "30",
    "circuit.1.continuity": "0,32",
    "circuit.1.insulation": "> 500",
    "circuit.1.earth_resistance": "120",
    "circuit.1.ik2p_min": "1250",
    "circuit.1.loop_impedance": "0,08",
    "circuit.1.disconnection": "0,02",
    "circuit.1.rcd_time": "24",
    "circuit.1.rcd_current": "22,5",
}


def looked_at(page: Page) -> None:
    for look in looks.in_turn(page):
        assert looks.faults(page) == [], look.name


def begun(page: Page, kind: str) -> None:
    """The form of an approved notice's declaration, by the way a person goes."""
    page.goto(f"/meldinger?status=approved&type={kind}")
    page.locator("main a.row-link").first.click()
    page.wait_for_url("**/meldinger/0*")
    page.get_by_role("link", name="Samsvarserklæring", exact=True).first.click()
    page.get_by_role("button", name="Fyll ut samsvarserklæring").click()
    expect(page.locator("#declaration-form")).to_be_visible()


def filled_in(page: Page) -> None:
    """What is asked and not known."""
    for group in page.locator("fieldset[data-field^='point.']").all():
        group.get_by_label("Kontrollert", exact=True).check()
    for name, value in MEASURED.items():
        if page.locator(f"[name='{name}']").count():
            page.locator(f"[name='{name}']").fill(value)
    page.locator("[name='circuit.1.rcd_type']").select_option("general")
    for name, answer in {"polarity": "ok", "phase_order": "right", "function": "ok"}.items():
        page.locator(f"[name='circuit.1.{name}']").select_option(answer)
    for name, value in {"work.done_on": "20.11.2026", "people.answers": "Ola Fagansvarlig"}.items():
        page.locator(f"[name='{name}']").fill(value)
    if page.locator("[name='work.interface']").input_value() == "":
        page.locator("[name='work.interface']").fill("Ingen andre firmaer")
    expect(page.locator("#declaration-foot")).to_contain_text("Alt er fylt ut")


@pytest.fixture
def electrician(open_page: OpenPage) -> Page:
    return open_page(ELECTRICIAN)


def test_it_is_filled_in_signed_with_the_finger_and_confirmed_by_its_code(
    electrician: Page, open_page: OpenPage, site: Site, tmp_path: Path
) -> None:
    page = electrician
    begun(page, "protection_change")
    expect(page.locator("#declaration-form")).to_contain_text("fra Enhetsregisteret")
    page.locator("[name='circuit.1.insulation']").fill("0,4")
    expect(page.locator("#verdict-circuit-1-insulation")).to_contain_text("Utenfor")
    expect(page.locator("#verdict-circuit-1-insulation")).to_contain_text("minst 1 MΩ")
    looked_at(page)
    filled_in(page)
    page.get_by_role("button", name="Se over og signer").click()
    expect(page.get_by_role("heading", name="Se over og signer")).to_be_visible()
    looked_at(page)
    box = page.locator("[data-signature] canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 20 + step * 8, box["y"] + 40 + (15 if step % 2 else -15))
    page.mouse.up()
    page.get_by_role("button", name="Signer samsvarserklæringen").click()
    page.get_by_role("link", name="Last ned PDF").wait_for()
    looked_at(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Last ned PDF").click()
    path = tmp_path / "d.pdf"
    coming.value.save_as(path)

    owner = open_page(narrow=True)
    page.get_by_role("button", name="Lag bare lenken").click()
    link = page.locator(".declaration-link").get_attribute("href")
    assert link
    owner.goto(link)
    expect(owner.get_by_role("link", name="Last ned PDF")).to_be_visible()
    looked_at(owner)
    with pikepdf.open(path) as pdf:
        notes = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
        code = next(str(note.A.URI) for note in notes if "/A" in note)
    owner.goto(code)
    expect(owner.get_by_role("heading", name="Erklæringen er ekte")).to_be_visible()
    owner.set_input_files("[name=file]", str(path))
    owner.get_by_role("button", name="Sammenlign").click()
    expect(owner.locator("main")).to_contain_text("Filen er ekte")
    looked_at(owner)
    path.write_bytes(path.read_bytes() + b"\n")
    owner.set_input_files("[name=file]", str(path))
    owner.get_by_role("button", name="Sammenlign").click()
    expect(owner.locator("main")).to_contain_text("ikke den forseglede")


def test_the_fitter_signs_by_keyboard_alone_and_the_owner_gets_it_by_mail(open_page: OpenPage, site: Site) -> None:
    page = open_page(FITTER)
    begun(page, "ev_charging")
    filled_in(page)
    page.get_by_role("button", name="Se over og signer").press("Enter")
    page.get_by_label("Jeg signerer med navnet over").press("Space")
    page.get_by_role("button", name="Signer samsvarserklæringen").press("Enter")
    expect(page.locator("main")).to_contain_text("Skrevet inn og bekreftet")
    page.get_by_label("E-post", exact=True).fill("eieren@kunde.example")
    page.get_by_role("button", name="Send lenken").press("Enter")
    mail = site.wait_for_mail("eieren@kunde.example", "Samsvarserklæring fra Eksempel Elektro AS")
    link = re.search(r"https?://\S+/kunde/samsvarserklaering/\S+", mail["text"])
    assert link
    owner = open_page(script=False, narrow=True)
    owner.goto("/kunde/samsvarserklaering/" + link[0].rsplit("/", 1)[1])
    expect(owner.locator("main")).to_contain_text("Beskyttelse mot elektrisk støt")
