"""The guide's own example in a real browser: ten flats and common supply are eleven; sent, decided, and each finished."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import CASE_HANDLER, ELECTRICIAN
from tests.e2e.test_fill_in import button, foot

OpenPage = Callable[..., Page]
FLATS = 10


def begin(page: Page) -> str:
    """A block notice with all that is common filled in; answers with the case's address."""
    page.goto("/meldinger/ny?type=protection_change")
    page.locator('label:has([name="form"][value="several"])').click()
    button(page, "Lag kladd").click()
    page.wait_for_url("**/rediger")
    page.locator('label:has-text("Størrelsen på MV")').click()
    page.locator('[name="site.address.q"]').press_sequentially("Prøvetunet 7")
    page.locator(".f-search-list .option").first.click()
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
    page.locator("#f-party-owner").get_by_role("button", name="Samme som kunde").click()
    expect(page.locator("#f-party-owner .who-card")).to_be_visible()
    page.locator('[name="when.expected_completion"]').fill("15.04.2027")
    page.keyboard.press("Tab")
    expect(foot(page)).to_contain_text("Én ting mangler")
    return page.url.removesuffix("/rediger")


def add_flats(page: Page) -> None:
    """By saying it in words."""
    page.locator("#part-children").get_by_role("link", name="Legg til anlegg").click()
    page.locator('[name="words"]').fill(f"{FLATS} leiligheter + 1 felles")
    page.locator('[name="words"]').press("Enter")
    page.locator("#making-preview").get_by_role("button", name="Legg til").click()


def change_field(page: Page, case: str, path: str, value: str) -> None:
    """*Endre felter* for all of them."""
    page.goto(f"{case}/maleranlegg")
    page.get_by_role("button", name="alle", exact=True).click()
    button(page, "Endre felter").click()
    page.locator(f'[name="{path}"]').fill(value)
    page.keyboard.press("Tab")
    page.locator("main form button[type=submit]").last.click()
    page.locator("main form button[type=submit]").last.click()


def do_with(page: Page, case: str, names: list[str], deed: str) -> None:
    """Tick some, and choose what is to be done with them."""
    page.goto(f"{case}/maleranlegg")
    for name in names:
        page.get_by_role("checkbox", name=f"Velg {name}", exact=True).check()
    button(page, deed).click()
    page.wait_for_url("**/gjor?**")


def report(page: Page) -> None:
    """From the form of a completion report to its receipt."""
    chosen = page.locator('[name="completion.unit_confirmed"]')
    if chosen.count():
        if chosen.first.evaluate("e => e.tagName") == "SELECT":
            chosen.select_option("as_stated")
        else:
            page.locator('label:has([name="completion.unit_confirmed"][value="as_stated"])').click()
        expect(page.locator("output.autosave")).to_contain_text("Lagret kl.")
    foot(page).get_by_role("button", name="Se over og send").click()
    button(page, "Send ferdigmelding").click()
    page.wait_for_url("**/kvittering")


def test_ten_flats_and_common_supply_are_eleven_and_each_is_finished(open_page: OpenPage) -> None:
    electrician = open_page(ELECTRICIAN)
    case = begin(electrician)
    add_flats(electrician)
    change_field(electrician, case, "when.wanted_date", "1.2.2027")
    electrician.goto(f"{case}/maleranlegg")
    expect(electrician.locator("tbody tr")).to_have_count(FLATS + 1)
    names = electrician.locator("tbody a.row-link").all_inner_texts()
    electrician.goto(f"{case}/send")
    expect(electrician.locator("main")).to_contain_text(f"Alle {FLATS + 1} anlegg er klare.")
    button(electrician, "Send melding").click()
    electrician.wait_for_url("**/kvittering")
    expect(electrician.locator("main")).to_contain_text(f"{FLATS + 1} anlegg er sendt.")

    # eight are approved, and two are asked about; then all that is left
    handler = open_page(CASE_HANDLER)
    do_with(handler, case, names[:8], "Godkjenn")
    button(handler, "Godkjenn").click()
    handler.wait_for_url("**/maleranlegg")
    do_with(handler, case, names[8:10], "Spør")
    handler.locator('[name="text"]').fill("Hvor står måleren?")
    button(handler, "Send spørsmålet").click()
    handler.wait_for_url("**/maleranlegg")
    expect(handler.locator("tbody")).to_contain_text("Trenger avklaring")
    do_with(electrician, case, names[8:10], "Svar")
    electrician.locator('[name="text"]').fill("I gangen.")
    button(electrician, "Send svaret").click()
    electrician.wait_for_url("**/maleranlegg")
    handler.goto(case)
    handler.get_by_role("link", name="Godkjenn alle som kan avgjøres (3)").click()
    button(handler, "Godkjenn").click()
    expect(handler.locator(".case-state")).to_contain_text("Godkjent")

    # what is common is written once, and each is reported finished; the receipt leads to the next
    electrician.goto(f"{case}/ferdigmelding")
    electrician.locator('[name="completion.done_on"]').fill("20.11.2026")
    electrician.keyboard.press("Tab")
    energised = electrician.locator('label:has([name="completion.energised"][value="yes"])')
    if energised.count():
        energised.click()
    else:
        electrician.locator('[name="completion.energised"]').select_option("yes")
    expect(electrician.locator("output.autosave")).to_contain_text("Lagret kl.")
    electrician.goto(f"{case}/maleranlegg")
    electrician.get_by_role("link", name=names[0], exact=True).click()
    electrician.get_by_role("link", name="Ferdigmeld").first.click()
    for _place in range(FLATS):
        report(electrician)
        electrician.get_by_role("link", name="Neste:").click()
        electrician.wait_for_url("**/ferdigmelding")
    electrician.goto(case)
    expect(electrician.locator("main")).to_contain_text("10 av 11 ferdigmeldt")
    expect(electrician.locator(".case-state")).to_contain_text("Godkjent")
    electrician.get_by_role("link", name="1 godkjent").click()
    electrician.locator("tbody a.row-link").click()
    electrician.get_by_role("link", name="Ferdigmeld").first.click()
    report(electrician)
    expect(electrician.get_by_role("link", name="Neste:")).to_have_count(0)
    electrician.goto(case)
    expect(electrician.locator(".case-state")).to_contain_text("Ferdigmelding")
    electrician.goto(f"{case}/historikk")
    expect(electrician.locator("main")).to_contain_text("Alle anlegg er ferdigmeldt.")


def test_metering_points_are_ticked_and_approved_by_keyboard_alone(open_page: OpenPage) -> None:
    handler = open_page(CASE_HANDLER)
    handler.goto("/sok?q=Prøvetunet 7")
    mother = handler.locator("a.case", has_text="11 anlegg, 7 ferdigmeldt").first
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
    handler.goto("/sok?q=Prøvetunet 7")
    handler.locator("a.case", has_text="11 anlegg, 7 ferdigmeldt").first.click()
    handler.get_by_role("link", name="Måleranlegg").click()
    handler.get_by_role("link", name="Kryss av alle").click()
    expect(handler.locator("tbody input:checked")).to_have_count(FLATS + 1)
    button(handler, "Avslutt").click()
    expect(handler.locator("main")).to_contain_text("Disse er det ikke mulig for nå:")
    expect(handler.get_by_role("button", name="Bare de som kan")).to_be_visible()
