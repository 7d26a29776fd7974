"""The electrician makes and sends a notice in a real browser; how much work it is, is counted."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ELECTRICIAN, FITTER

OpenPage = Callable[..., Page]
KNOWN_METER = "4400000000000019"


class Hands:
    """Does what a person does, and counts: a press, a choice or a field that is typed in is one input."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.inputs = 0

    def press(self, what: Locator) -> None:
        what.click()
        self.inputs += 1

    def write(self, name: str, text: str, *, then: str = "") -> None:
        """Type into a field; a key such as Enter straight after it belongs to the typing."""
        field = self.page.locator(f'[name="{name}"]')
        field.click()
        field.press_sequentially(text)
        if then:
            field.press(then)
        self.inputs += 1

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f'[name="{name}"]').select_option(value)
        self.inputs += 1

    def attach(self, *paths: Path) -> None:
        self.page.locator('input[name="file"]').set_input_files([str(path) for path in paths])
        self.inputs += 1


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def type_box(page: Page, type_id: str) -> Locator:
    return page.locator(f'label[for="type-{type_id}"]')


def foot(page: Page) -> Locator:
    return page.locator("#form-foot")


def new_draft(page: Page, type_id: str, *, replies: str = "", meter: str = "") -> str:
    """A draft of a type; gives the address of its form."""
    page.goto(f"/meldinger/ny?type={type_id}{replies}")
    if meter:
        page.locator("#f-meter").fill(meter)
    button(page, "Lag kladd").click()
    page.wait_for_url("**/rediger")
    return page.url


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Say it on the screen of whoever runs the tests, whatever pytest keeps to itself."""
    with capsys.disabled():
        sys.stdout.write(f"\n{words}\n")


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "situasjonskart.png"
    Image.new("RGB", (900, 600), "white").save(path)
    return path


def test_a_known_meter_takes_at_most_twelve_inputs(open_page: OpenPage, capsys: pytest.CaptureFixture[str]) -> None:
    page = open_page(ELECTRICIAN)
    hands = Hands(page)
    hands.press(page.get_by_role("link", name="Ny melding").first)
    hands.press(type_box(page, "metering_point_work"))
    hands.write("meter", KNOWN_METER)
    hands.press(button(page, "Lag kladd"))
    page.wait_for_url("**/rediger")
    expect(page.locator("#f-party-customer")).to_contain_text("Kari Marie Nordmann")
    hands.press(page.get_by_text("Bryte plombe"))
    hands.write("party.customer.email", "kari@example.com")
    hands.press(page.locator("#f-party-owner").get_by_role("button", name="Samme som kunde"))
    expect(page.locator("#f-party-owner .who-card")).to_be_visible()
    hands.write("when.expected_completion", "151226", then="Tab")
    expect(foot(page)).to_contain_text("Alt er fylt ut")
    hands.press(foot(page).get_by_role("button", name="Se over og send"))
    hands.press(button(page, "Send melding"))
    page.wait_for_url("**/kvittering")
    expect(page.get_by_role("heading", level=1)).to_have_text("Godkjent med én gang")
    tell(capsys, f"Arbeid i målepunkt for a known meter: {hands.inputs} inputs (at most 12)")
    assert hands.inputs <= 12


def test_a_new_house_takes_at_most_twenty_five_inputs(
    open_page: OpenPage, drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page(ELECTRICIAN)
    hands = Hands(page)
    hands.press(page.get_by_role("link", name="Ny melding").first)
    hands.press(type_box(page, "new_installation"))
    hands.press(page.get_by_role("link", name="Én", exact=True))
    hands.press(button(page, "Lag kladd"))
    page.wait_for_url("**/rediger")
    hands.write("site.address.q", "prøvevegen 9")
    hands.press(page.locator(".f-search-list .option").first)
    expect(page.locator("#part-site")).to_contain_text("Nettselskapet her er Eksempelnett")
    hands.choose("building.kind", "one_family_house")
    hands.write("protection.ov_new_a", "63")
    hands.write("power.new_peak_kw", "17,5")
    hands.write("party.customer.last_name", "Nordmann")
    hands.write("party.customer.first_name", "Ola")
    hands.write("party.customer.birth_date", "1.7.79", then="Enter")
    expect(page.locator("#f-party-customer")).to_contain_text("f. 01.07.1979")
    hands.write("party.customer.email", "ola@example.com")
    hands.press(page.locator("#f-party-owner").get_by_role("button", name="Samme som kunde"))
    expect(page.locator("#f-party-owner .who-card")).to_be_visible()
    hands.attach(drawing)
    expect(page.locator("#papers .there")).to_contain_text("Situasjonskart")
    hands.write("when.expected_completion", "1. mars 2027", then="Tab")
    expect(foot(page)).to_contain_text("Alt er fylt ut")
    hands.press(foot(page).get_by_role("button", name="Se over og send"))
    expect(page.locator(".review")).to_contain_text("17,5 kW")
    hands.press(button(page, "Send melding"))
    page.wait_for_url("**/kvittering")
    expect(page.locator(".receipt-steps")).to_contain_text("Eksempelnett AS svarer senest")
    tell(capsys, f"New one-family house: {hands.inputs} inputs (at most 25)")
    assert hands.inputs <= 25


def test_the_search_answers_while_one_types(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    page.goto("/meldinger/ny")
    page.locator("#start-words").press_sequentially("bytte sikringsskap")
    page.locator(".start-hit a").first.click()
    expect(page.locator("#start-next")).to_contain_text("Endres størrelsen på et vern?")
    page.get_by_role("link", name="Ja, større eller mindre").click()
    expect(page.get_by_role("checkbox", name="Endring av OV/MV", exact=True)).to_be_checked()
    expect(page.locator(".typebox.refused").first).to_be_visible()


def test_dependent_fields_come_and_go_at_once(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "metering_point_work", meter=KNOWN_METER)
    urgent = page.get_by_role("checkbox", name="Hastearbeid, alt utført")
    urgent.check()
    expect(page.get_by_label("Hvorfor det hastet", exact=True)).to_be_visible()
    expect(page.locator("#part-work")).to_contain_text("Driftssentralen skal ha sagt ja først")
    expect(page.locator("#papers")).to_contain_text("Bilde")
    page.get_by_role("checkbox", name="Hastearbeid, alt utført").uncheck()
    expect(page.get_by_label("Hvorfor det hastet", exact=True)).to_have_count(0)


def test_a_threshold_is_explained_and_a_way_out_is_one_press(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "protection_change", meter=KNOWN_METER)
    page.locator('[name="protection.ov_new_a"]').fill("80")
    expect(page.locator("#part-protection")).to_contain_text("Over 63 A på 230 V trenger effektbudsjett")
    expect(page.locator("#papers .needed")).to_contain_text("Effektbudsjett")
    page.get_by_role("button", name="Bruk 63 A").click()
    expect(page.locator('[name="protection.ov_new_a"]')).to_have_value("63")
    expect(page.locator("#papers .needed")).to_have_count(0)


def test_a_slip_in_an_address_is_offered_as_a_correction(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "metering_point_work", meter=KNOWN_METER)
    email = page.locator('[name="party.customer.email"]')
    email.press_sequentially("kari@gmial.com")
    expect(page.locator("#f-party-customer")).to_contain_text("Mente du kari@gmail.com?")
    page.get_by_role("button", name="Bruk den").click()
    expect(email).to_have_value("kari@gmail.com")
    email.fill("harikke@epost.no")
    expect(page.locator("#f-party-customer")).to_contain_text("Har ikke e-post")
    page.get_by_role("checkbox", name="Har ikke e-post").check()
    expect(page.get_by_label("Ellers nås på")).to_be_visible()


def test_a_draft_survives_a_closed_page_and_a_colleague_goes_on(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    address = new_draft(page, "metering_point_work", meter=KNOWN_METER)
    with page.expect_response("**/rediger/lagre"):
        page.locator('[name="who.our_reference"]').fill("Ordre 4711")
    page.close()
    colleague = open_page(FITTER)
    colleague.goto(address)
    expect(colleague.locator('[name="who.our_reference"]')).to_have_value("Ordre 4711")


def test_two_in_one_draft_lose_nothing(open_page: OpenPage) -> None:
    mine = open_page(ELECTRICIAN)
    address = new_draft(mine, "protection_change", meter=KNOWN_METER)
    theirs = open_page(FITTER)
    theirs.goto(address)
    with theirs.expect_response("**/rediger/lagre"):
        theirs.locator('[name="protection.ov_new_a"]').fill("63")
    with mine.expect_response("**/rediger/lagre"):
        mine.locator('[name="power.new_peak_kw"]').fill("14")
    expect(mine.locator('[name="protection.ov_new_a"]')).to_have_value("63")
    with theirs.expect_response("**/rediger/lagre"):
        theirs.locator('[name="power.new_peak_kw"]').fill("20")
    conflict = theirs.locator(".f-conflict")
    expect(conflict).to_contain_text("skrev 14 kW")
    with theirs.expect_response("**/rediger/lagre"):
        conflict.get_by_role("button", name="Bruk mitt").click()
    expect(conflict).to_have_count(0)
    mine.reload()
    expect(mine.locator('[name="power.new_peak_kw"]')).to_have_value("20")


def test_a_standard_text_goes_in_at_the_cursor(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "metering_point_work", meter=KNOWN_METER)
    text = page.locator('[name="work.further_information"]')
    text.fill("Hund i hagen.")
    page.locator(".phrase").first.click()
    assert text.input_value().startswith("Hund i hagen.\n")
    assert len(text.input_value()) > len("Hund i hagen.\n")


def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(ELECTRICIAN)
    new_draft(page, "metering_point_work", meter=KNOWN_METER)
    wrong = tmp_path / "kart.pdf"
    wrong.write_bytes(b"MZ" + bytes(2000))
    page.locator('input[name="file"]').set_input_files(str(wrong))
    expect(page.locator(".upload-progress .file-problem")).not_to_be_empty()
    expect(page.locator("#papers .file")).to_have_count(0)
