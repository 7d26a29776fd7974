"""The guide's own example in a real browser: ten flats and common supply are eleven; sent, decided, and each finished."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN
from tests.e2e.test_fill_in import button, foot

OpenPage = Callable[..., Page]
FLATS = 10


@dataclass(frozen=True)
class Hands:
    """How a person works the page: by pointer, or by keyboard alone."""

    keyboard: bool

    def press(self, control: Locator) -> None:
        """A button or a link."""
        if self.keyboard:
            control.focus()
            control.page.keyboard.press("Enter")
        else:
            control.click()

    def choose(self, box: Locator) -> None:
        """A tick or one of several."""
        if not self.keyboard:
            box.check(force=True)
        elif not box.is_checked():
            box.focus()
            box.page.keyboard.press("Space")
        expect(box).to_be_checked()


hands = pytest.mark.parametrize("hands", [Hands(keyboard=False), Hands(keyboard=True)], ids=["pointer", "keyboard"])


def begin(page: Page, hands: Hands) -> str:
    """A block notice with all that is common filled in; answers with the case's address."""
    page.goto("/meldinger/ny?type=protection_change")
    hands.choose(page.locator('[name="form"][value="several"]'))
    hands.press(button(page, "Lag kladd"))
    page.wait_for_url("**/rediger")
    hands.choose(page.locator('label:has-text("Størrelsen på MV") input'))
    page.locator('[name="site.address.q"]').press_sequentially("Prøvetunet 7")
    hands.press(page.locator(".f-search-list .option").first)
    expect(page.locator("#part-site")).to_contain_text("Nettselskapet her er Eksempelnett")
    page.locator('[name="building.kind"]').select_option("apartment_block")
    page.locator('[name="protection.mv_old_a"]').fill("40")
    page.locator('[name="protection.mv_new_a"]').fill("50")
    page.locator('[name="power.new_peak_kw"]').fill("60")
    page.locator('[name="party.customer.last_name"]').fill("Nordmann")
    page.locator('[name="party.customer.first_name"]').fill("Ola")
    page.locator('[name="party.customer.birth_date"]').fill("1.7.79")
    page.locator('[name="party.customer.birth_date"]').press("Enter")
    expect(page.locator("#f-party-customer")).to_contain_text("f. 01.07.1979")
    page.locator('[name="party.customer.email"]').fill("ola@nordmann.example")
    hands.press(page.locator("#f-party-owner").get_by_role("button", name="Samme som kunde"))
    expect(page.locator("#f-party-owner .who-card")).to_be_visible()
    page.locator('[name="when.expected_completion"]').fill("15.04.2027")
    page.keyboard.press("Tab")
    expect(foot(page)).to_contain_text("Én ting mangler")
    return page.url.removesuffix("/rediger")


def add_flats(page: Page, hands: Hands) -> None:
    """By saying it in words."""
    hands.press(page.locator("#part-children").get_by_role("link", name="Legg til anlegg"))
    page.locator('[name="words"]').fill(f"{FLATS} leiligheter + 1 felles")
    page.locator('[name="words"]').press("Enter")
    hands.press(page.locator("#making-preview").get_by_role("button", name="Legg til"))
    page.wait_for_url("**/anlegg/alle")


def change_field(page: Page, hands: Hands, case: str, path: str, value: str) -> None:
    """*Endre felter* for all of them."""
    page.goto(f"{case}/maleranlegg")
    hands.press(page.get_by_role("button", name="alle", exact=True))
    hands.press(button(page, "Endre felter"))
    page.wait_for_url("**/felter")
    page.locator(f'[name="{path}"]').fill(value)
    page.keyboard.press("Tab")
    hands.press(button(page, "Se over endringen"))
    page.wait_for_url(lambda url: not url.endswith("/felter"))
    hands.press(page.get_by_role("button", name=f"Endre {FLATS + 1} meldinger"))
    expect(page.get_by_text(f"{FLATS + 1} meldinger er endret.")).to_be_visible()


def do_with(page: Page, hands: Hands, case: str, names: list[str], deed: str) -> None:
    """Tick some, and choose what is to be done with them."""
    page.goto(f"{case}/maleranlegg")
    for name in names:
        hands.choose(page.get_by_role("checkbox", name=f"Velg {name}", exact=True))
    hands.press(button(page, deed))
    page.wait_for_url("**/gjor?**")


def report(page: Page, hands: Hands) -> None:
    """From the form of a completion report to its receipt."""
    page.wait_for_url("**/ferdigmelding")
    chosen = page.locator('[name="completion.unit_confirmed"]')
    if chosen.count():
        if chosen.first.evaluate("e => e.tagName") == "SELECT":
            chosen.select_option("as_stated")
        else:
            hands.choose(page.locator('[name="completion.unit_confirmed"][value="as_stated"]'))
        expect(page.locator("output.autosave")).to_contain_text("Lagret kl.")
    hands.press(foot(page).get_by_role("button", name="Se over og send"))
    hands.press(button(page, "Send ferdigmelding"))
    page.wait_for_url("**/kvittering")


@hands
def test_ten_flats_and_common_supply_are_eleven_and_each_is_finished(open_page: OpenPage, hands: Hands) -> None:
    electrician = open_page(ELECTRICIAN)
    case = begin(electrician, hands)
    add_flats(electrician, hands)
    change_field(electrician, hands, case, "when.wanted_date", "1.2.2027")
    electrician.goto(f"{case}/maleranlegg")
    expect(electrician.locator("tbody tr")).to_have_count(FLATS + 1)
    names = electrician.locator("tbody a.row-link").all_inner_texts()
    electrician.goto(f"{case}/send")
    expect(electrician.locator("main")).to_contain_text(f"Alle {FLATS + 1} anlegg er klare.")
    hands.press(button(electrician, "Send melding"))
    electrician.wait_for_url("**/kvittering")
    expect(electrician.locator("main")).to_contain_text(f"{FLATS + 1} anlegg er sendt.")

    # eight are approved, and two are asked about; then all that is left
    handler = open_page(CASE_HANDLER)
    do_with(handler, hands, case, names[:8], "Godkjenn")
    hands.press(button(handler, "Godkjenn"))
    handler.wait_for_url("**/maleranlegg")
    do_with(handler, hands, case, names[8:10], "Spør")
    handler.locator('[name="text"]').fill("Hvor står måleren?")
    hands.press(button(handler, "Send spørsmålet"))
    handler.wait_for_url("**/maleranlegg")
    expect(handler.locator("tbody")).to_contain_text("Trenger avklaring")
    do_with(electrician, hands, case, names[8:10], "Svar")
    electrician.locator('[name="text"]').fill("I gangen.")
    hands.press(button(electrician, "Send svaret"))
    electrician.wait_for_url("**/maleranlegg")
    handler.goto(case)
    hands.press(handler.get_by_role("link", name="Godkjenn alle som kan avgjøres (3)"))
    hands.press(button(handler, "Godkjenn"))
    expect(handler.locator(".case-state")).to_contain_text("Godkjent")

    # what is common is written once, and each is reported finished; the receipt leads to the next
    electrician.goto(f"{case}/ferdigmelding")
    electrician.locator('[name="completion.done_on"]').fill("20.11.2026")
    electrician.keyboard.press("Tab")
    energised = electrician.locator('[name="completion.energised"][value="yes"]')
    if energised.count():
        hands.choose(energised)
    else:
        electrician.locator('[name="completion.energised"]').select_option("yes")
    expect(electrician.locator("output.autosave")).to_contain_text("Lagret kl.")
    electrician.goto(f"{case}/maleranlegg")
    hands.press(electrician.get_by_role("link", name=names[0], exact=True))
    hands.press(electrician.get_by_role("link", name="Ferdigmeld").first)
    for _place in range(FLATS):
        report(electrician, hands)
        hands.press(electrician.get_by_role("link", name="Neste:"))
        electrician.wait_for_url("**/ferdigmelding")
    electrician.goto(case)
    expect(electrician.locator("main")).to_contain_text("10 av 11 ferdigmeldt")
    expect(electrician.locator(".case-state")).to_contain_text("Godkjent")
    hands.press(electrician.get_by_role("link", name="1 godkjent"))
    hands.press(electrician.locator("tbody a.row-link"))
    hands.press(electrician.get_by_role("link", name="Ferdigmeld").first)
    report(electrician, hands)
    expect(electrician.get_by_role("link", name="Neste:")).to_have_count(0)
    electrician.goto(case)
    expect(electrician.locator(".case-state")).to_contain_text("Ferdigmelding")
    electrician.goto(f"{case}/historikk")
    expect(electrician.locator("main")).to_contain_text("Alle anlegg er ferdigmeldt.")


def test_metering_points_are_ticked_and_approved_by_keyboard_alone(open_page: OpenPage) -> None:
    handler = open_page(CASE_HANDLER)
    handler.goto("/meldinger?q=Prøvetunet 7")
    mother = handler.locator("tr", has_text="11 anlegg, 7 ferdigmeldt").locator("a.row-link").first
    mother.focus()
    handler.keyboard.press("Enter")
    handler.get_by_role("link", name="7 ferdigmeldt").focus()
    handler.keyboard.press("Enter")
    handler.wait_for_url("**/maleranlegg?**")
    boxes = handler.locator("tbody input[type=checkbox]")
    boxes.first.focus()
    handler.keyboard.press("Space")
    handler.keyboard.press("ArrowDown")
    handler.keyboard.press("ArrowDown")
    handler.keyboard.press("Shift+Space")
    expect(handler.locator("[data-ticks-count]")).to_have_text("3 valgt")
    button(handler, "Avslutt").focus()
    handler.keyboard.press("Enter")
    handler.wait_for_url("**/gjor?**")
    expect(handler.locator("main")).to_contain_text("3 anlegg")
    button(handler, "Avslutt anleggene").focus()
    handler.keyboard.press("Enter")
    handler.wait_for_url("**/maleranlegg")
    expect(handler.locator("tbody tr", has_text="Avsluttet")).to_have_count(3)


def test_without_script_one_ticks_and_sends_a_form(open_page: OpenPage) -> None:
    handler = open_page(CASE_HANDLER, script=False)
    handler.goto("/meldinger?q=Prøvetunet 7")
    handler.locator("tr", has_text="11 anlegg, 7 ferdigmeldt").locator("a.row-link").first.click()
    handler.get_by_role("link", name="Måleranlegg").click()
    handler.get_by_role("link", name="Kryss av alle").click()
    expect(handler.locator("tbody input:checked")).to_have_count(FLATS + 1)
    button(handler, "Avslutt").click()
    expect(handler.locator("main")).to_contain_text("Disse er det ikke mulig for nå:")
    expect(handler.get_by_role("button", name="Bare de som kan")).to_be_visible()
