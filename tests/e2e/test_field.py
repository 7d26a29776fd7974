"""The fitter's app on a phone, against the running program: what is done without a network comes, whole, in order, once."""

from collections.abc import Callable, Iterator

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import STEP_MS, Site
from tests.e2e.phone import NEW_METER, PIN, Phone, orders, picture

EVERYTHING_STORED = """async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const asText = (_, value) => (value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value);
    const told = [];
    for (const { name } of await indexedDB.databases()) {
        const base = await done(indexedDB.open(name));
        for (const store of base.objectStoreNames) {
            told.push(JSON.stringify(await done(base.transaction(store).objectStore(store).getAll()), asText));
        }
        base.close();
    }
    return told.join();
}"""
FULL = """() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...row) {
        if (this.name === "pictures") throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, row);
    };
}"""
"""No browser lets a test make the disk small."""
GetPhone = Callable[..., Phone]

NOTHING_WAITS = """async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const [one] = (await indexedDB.databases()).filter(({ name }) => name.startsWith("felt /"));
    const base = await done(indexedDB.open(one.name));
    const count = await done(base.transaction("ops").objectStore("ops").count());
    base.close();
    return count === 0;
}"""
LOOK_FOR_NEW_VERSION = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


def until(page: Page, asks: str) -> None:
    """Ask again and again until a function that must be waited for itself says yes; `wait_for_function` does not wait for it."""
    page.evaluate(
        f"""async () => {{
            const asked = {asks}, end = performance.now() + {STEP_MS};
            while (!(await asked())) {{
                if (performance.now() > end) throw new Error("it did not happen");
                await new Promise(requestAnimationFrame);
            }}
        }}"""
    )


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[GetPhone]:
    """Another phone, signed in and with its orders on it."""
    made: list[Phone] = []

    def make() -> Phone:
        made.append(Phone(browser, site))
        return made[-1].begin()

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def planned(site: Site) -> list[str]:
    """Orders that are given to the fitter, one for each test."""
    found: list[str] = orders(site, "plan", "14", "change")
    return found


@pytest.fixture
def order(planned: list[str]) -> str:
    return planned.pop()


def test_a_whole_meter_change_is_done_without_a_network_and_comes_once(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.lose_network()
    fitter.arrive(order)
    before = fitter.answer_all(until="Målt spenning")
    fitter.page.locator("#v-0").fill("229,5")
    fitter.die()  # in the middle of a value
    fitter.open(order)
    expect(fitter.page.locator("#v-0")).to_have_value("229,5")
    after = fitter.answer_all()
    fitter.report()
    expect(fitter.page.locator("#net-text")).to_contain_text("venter på signal")
    assert not fitter.held(order)["operations"]
    fitter.find_network()
    fitter.wait_until_sent()

    found = fitter.held(order)
    assert found["status"] == "reported"
    assert found["answers"]["old_reading"] == 48211
    assert found["answers"]["new_meter"] == NEW_METER
    assert found["answers"]["seals"] == ["P-10442"]
    assert [state for _step, state in found["photos"]] == ["here"] * 4
    numbers = [number for number, _kind, _outcome in found["operations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {outcome for _number, _kind, outcome in found["operations"]} == {"done"}
    assert len(before) + len(after) == len([step for step in found["operations"] if step[1] in ("answer", "photo")]) + 1


def test_an_answer_that_never_came_back_is_not_done_twice(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    lost: list[int] = []

    def lose(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        lost.append(answer.status)
        route.abort()  # type: ignore[attr-defined]

    fitter.page.route("**/api/v1/field/operations", lose, times=1)
    fitter.answer_all(until="Nummer på ny måler")
    fitter.page.goto("/felt#/sendes")
    fitter.wait_until_sent()
    assert lost == [200]
    done = fitter.held(order)["operations"]
    assert [number for number, _kind, _outcome in done] == list(range(1, len(done) + 1))
    assert {outcome for _number, _kind, outcome in done} == {"done"}


def test_the_browser_sends_what_waits_when_the_app_is_closed(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.answer_without_network(order, "603")
    fitter.page.close()
    fitter.find_network()
    elsewhere = fitter.context.new_page()
    elsewhere.goto("/personvern")
    devtools = fitter.context.new_cdp_session(elsewhere)
    found: list[dict[str, str]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    while not found:
        elsewhere.evaluate("() => new Promise(requestAnimationFrame)")
    [worker] = [one for one in found if one["scopeURL"].startswith(fitter.site.base_url)]
    signal = {
        "origin": fitter.site.base_url,
        "registrationId": worker["registrationId"],
        "tag": "felt",
        "lastChance": True,
    }
    devtools.send("ServiceWorker.dispatchSyncEvent", signal)
    until(elsewhere, NOTHING_WAITS)
    assert fitter.held(order)["answers"]["old_reading"] == 603


def test_two_phones_that_answer_differently_are_asked_what_holds(order: str, phone: GetPhone) -> None:
    one, other = phone(), phone()
    for fitter in (one, other):
        fitter.arrive(order)
        fitter.wait_until_sent()
    for fitter, reading in ((one, "48211"), (other, "48112")):
        fitter.answer_without_network(order, reading)
    one.find_network()
    one.wait_until_sent()
    other.find_network()
    page = other.page
    expect(page.get_by_text("1 svar er endret av andre")).to_be_visible()
    assert other.held(order)["answers"]["old_reading"] == 48211  # nothing was overwritten
    page.get_by_role("link", name="Se og velg").click()
    expect(page.get_by_role("button", name="48 211")).to_be_visible()
    page.get_by_role("button", name="48 112").click()
    other.wait_until_sent()
    expect(page.get_by_text("endret av andre")).to_have_count(0)
    found = other.held(order)
    assert found["answers"]["old_reading"] == 48112
    assert not found["conflicts"]


def test_an_order_that_was_taken_away_meanwhile_is_handed_in_and_held(site: Site, order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.lose_network()
    fitter.open(order, "steg", "old_reading")
    fitter.page.locator(".large.number").fill("777")
    fitter.onward.click()
    orders(site, "cancel", order)
    fitter.find_network()
    page = fitter.page
    expect(page.get_by_text("Ordren er ikke din lenger")).to_be_visible()
    fitter.wait_until_sent()
    expect(page.get_by_text("777 kWh")).to_be_visible()  # what was done is still there to see
    page.get_by_role("link", name="Se hva").click()
    expect(page.get_by_text("Ligger hos planleggeren")).to_be_visible()
    found = fitter.held(order)
    assert found["operations"][-1][1:] == ["answer", "held"]
    assert "old_reading" not in found["answers"]
    page.get_by_role("button", name="Sett").click()
    expect(page.get_by_text("Ligger hos planleggeren")).to_have_count(0)


def test_who_is_signed_out_keeps_everything_and_sends_it_after_signing_in(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.context.clear_cookies()
    fitter.open(order, "steg", "old_reading")
    fitter.page.locator(".large.number").fill("512")
    fitter.onward.click()
    page = fitter.page
    expect(page.locator("#net-text")).to_have_text("Du er logget ut. 1 ting er lagret på telefonen.")
    page.get_by_role("link", name="Se hva som venter").click()
    page.get_by_role("link", name="Logg inn").click()
    page.locator('input[name="login"]').fill("montor@eksempelnett.example")
    page.locator('input[name="password"]').fill("demo-passord-2026")
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url("**/felt*")
    fitter.wait_until_sent()
    assert fitter.held(order)["answers"]["old_reading"] == 512


def test_a_device_whose_user_does_not_sign_in_again_hands_in_to_the_planner(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.context.clear_cookies()
    fitter.open(order, "steg", "old_reading")
    fitter.page.locator(".large.number").fill("513")
    fitter.onward.click()
    expect(fitter.page.locator("#net-text")).to_contain_text("Du er logget ut. 1 ting")
    fitter.page.goto("/felt#/sendes")
    fitter.page.get_by_role("button", name="Lever uten å logge inn").click()
    expect(fitter.page.get_by_text("Ligger hos planleggeren")).to_be_visible()
    assert fitter.held(order)["operations"][-1][1:] == ["answer", "held"]


def test_the_pin_locks_what_lies_on_the_phone(phone: GetPhone) -> None:
    fitter = phone()
    page = fitter.page
    assert "Prøvevegen" not in page.evaluate(EVERYTHING_STORED)
    page.goto("/felt#/oppsett")
    page.get_by_role("button", name="Lås nå").click()
    expect(page.get_by_role("heading", name="Skriv PIN-koden")).to_be_visible()
    for _guess in range(3):
        fitter.type_pin("111222")
        expect(page.locator("#pin-message")).to_contain_text("Feil PIN-kode")
    expect(page.locator("#pin-message")).to_contain_text("Vent")
    fitter.type_pin()  # the right one, too soon
    expect(page.locator("#pin-message")).to_contain_text("Vent")
    page.wait_for_timeout(5_500)
    fitter.type_pin()
    expect(page.locator(".hello h1")).to_be_visible()


def test_a_forgotten_pin_is_made_anew_and_what_waits_is_there_still(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.answer_without_network(order, "602")
    page = fitter.page
    page.goto("/felt#/oppsett")
    page.get_by_role("button", name="Lås nå").click()
    page.get_by_role("button", name="Glemt PIN-koden?").click()
    expect(page.locator("#pin-message")).to_have_text("Du trenger signal for å lage en ny PIN-kode.")
    fitter.find_network()
    page.get_by_role("button", name="Glemt PIN-koden?").click()
    expect(page.get_by_role("heading", name="Ny PIN-kode")).to_be_visible()
    fitter.type_pin("714025")
    fitter.type_pin("714025")
    fitter.wait_until_sent()
    assert fitter.held(order)["answers"]["old_reading"] == 602
    page.goto("/felt#/oppsett")
    page.get_by_role("button", name="Lås nå").click()
    fitter.type_pin()
    expect(page.locator("#pin-message")).to_have_text("Feil PIN-kode.")
    fitter.type_pin("714025")
    expect(page.locator("main h1")).to_be_visible()
    page.get_by_role("button", name="Lås nå").click()
    page.get_by_role("button", name="Glemt PIN-koden?").click()  # once more: the phone has left a new secret
    expect(page.get_by_role("heading", name="Ny PIN-kode")).to_be_visible()


def test_a_passkey_opens_the_lock_as_well(site: Site, phone: GetPhone) -> None:
    fitter = phone()
    page = fitter.page
    page.goto("http://localhost:" + site.base_url.rsplit(":", 1)[1])  # passkeys want a name, not an address in figures
    fitter.context.clear_cookies()
    fitter.site = Site(f"http://localhost:{site.base_url.rsplit(':', 1)[1]}", site.data, site.standins)
    session = fitter.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "hasPrf": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    root = fitter.site.base_url
    page.goto(f"{root}/konto/logg-inn?next=/felt")
    page.locator('input[name="login"]').fill("montor@eksempelnett.example")
    page.locator('input[name="password"]').fill("demo-passord-2026")
    page.locator('input[name="password"]').press("Enter")
    expect(page.get_by_role("heading", name="Lag en PIN-kode")).to_be_visible()
    fitter.type_pin()
    fitter.type_pin()
    expect(page.locator(".hello h1")).to_be_visible()
    page.goto(f"{root}/felt#/oppsett")
    page.get_by_role("button", name="Åpne med fingeravtrykk eller ansikt").click()
    fitter.type_pin(PIN)
    expect(page.locator(".note", has_text="Fingeravtrykk eller ansikt åpner appen")).to_be_visible()
    page.get_by_role("button", name="Lås nå").click()
    expect(page.locator("main h1", has_text="Oppsett")).to_be_visible()  # it opened by itself


def test_an_unknown_meter_is_said_at_once_and_a_voltage_out_of_bounds_becomes_a_deviation(
    order: str, phone: GetPhone
) -> None:
    fitter = phone()
    fitter.arrive(order)
    page = fitter.page
    fitter.open(order, "steg", "new_meter")
    page.locator(".large.number").fill("44000000")
    expect(page.locator("#step-hint")).to_contain_text("Ikke på lageret")
    fitter.open(order, "steg", "voltages")
    expect(page.locator("#v-0")).to_be_visible()
    for place in range(page.locator(".volts input").count()):
        page.locator(f"#v-{place}").fill("190" if place == 0 else "230")
    fitter.onward.click()
    expect(page.locator(".note.warn", has_text="Utenfor 207 til 253")).to_be_visible()
    fitter.onward.click()
    expect(page.get_by_role("heading", name="Meld avvik")).to_be_visible()
    expect(page.get_by_label("Hva er galt?")).to_have_value("voltage_out_of_bounds")
    page.get_by_role("button", name="Lagre avviket").click()
    fitter.wait_until_sent()
    assert fitter.held(order)["deviations"] == ["voltage_out_of_bounds"]


def test_a_file_that_is_no_picture_is_said_and_changes_nothing(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.open(order, "steg", "old_meter")
    fitter.photograph(b"%PDF-1.7 this is no picture")
    expect(fitter.page.get_by_text("Dette er ikke et bilde. Ta det på nytt.").first).to_be_visible()
    fitter.wait_until_sent()
    assert not fitter.held(order)["photos"]


def test_a_full_phone_is_said_and_nothing_is_lost(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.answer_without_network(order, "600")
    fitter.open(order, "steg", "old_meter")
    fitter.page.evaluate(FULL)
    fitter.photograph()
    expect(fitter.page.get_by_role("heading", name="Telefonen er full")).to_be_visible()
    fitter.page.get_by_role("button", name="Forstått").click()
    expect(fitter.page.locator(".thumb")).to_have_count(0)
    fitter.die()  # and has room again
    fitter.open(order, "steg", "old_meter")
    fitter.photograph()
    expect(fitter.page.locator(".thumb")).to_have_count(1)
    fitter.find_network()
    fitter.wait_until_sent()
    found = fitter.held(order)
    assert found["answers"]["old_reading"] == 600
    assert found["photos"] == [["old_meter", "here"]]


def test_a_new_version_waits_until_it_is_asked_for(site: Site, order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.answer_without_network(order, "601")
    # Another language is another version: other words are kept.
    fitter.context.add_cookies([{"name": "sprak", "value": "en", "url": site.base_url}])
    fitter.page.route("**/api/v1/field/**", lambda route: route.abort())
    fitter.find_network()
    fitter.page.evaluate(LOOK_FOR_NEW_VERSION)
    expect(fitter.page.get_by_text("Ny versjon av appen")).to_be_visible()
    expect(fitter.page.locator("html")).to_have_attribute("lang", "nb")
    fitter.page.get_by_role("button", name="Oppdater").click()
    expect(fitter.page.locator("html")).to_have_attribute("lang", "en")
    fitter.page.unroute_all()
    expect(fitter.page.locator("#net")).to_have_attribute("data-tone", "ok")
    assert fitter.held(order)["answers"]["old_reading"] == 601


def test_a_journey_in_vain_goes_back_to_the_planner(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.lose_network()
    fitter.open(order, "bomtur")
    fitter.page.get_by_text("Ingen hjemme").click()
    fitter.page.get_by_role("button", name="Meld bomtur").click()
    fitter.find_network()
    fitter.wait_until_sent()
    assert fitter.held(order)["status"] == "missed"


def test_an_attachment_of_fifty_pages_is_read_without_a_network(site: Site, phone: GetPhone) -> None:
    order: str = orders(site, "attached", "50")
    fitter = phone()
    fitter.lose_network()
    fitter.open(order, "om")
    with fitter.page.expect_download() as download:
        fitter.page.get_by_role("button", name="Enlinjeskjema.pdf").click()
    with pikepdf.open(download.value.path()) as file:
        assert len(file.pages) == 50


def test_three_hundred_photos_taken_before_are_kept_and_come_once_each(order: str, phone: GetPhone) -> None:
    fitter = phone()
    fitter.arrive(order)
    fitter.wait_until_sent()
    fitter.lose_network()
    fitter.open(order, "steg", "whole_cabinet")
    page = fitter.page
    taken = [
        {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": picture(str(number), (400, 300))}
        for number in range(300)
    ]
    wrong = {"name": "faktura.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.locator("#stored").set_input_files([*taken, wrong])
    expect(page.get_by_role("heading", name="1 fil er ikke et bilde")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("faktura.pdf")).to_be_visible()
    page.get_by_role("button", name="Forstått").click()
    expect(page.locator(".thumb")).to_have_count(12)
    page.get_by_role("button", name="Vis alle 300 bildene").click()
    expect(page.locator(".thumb")).to_have_count(300)
    expect(page.locator("#net-text")).to_have_text("300 ting venter på signal")
    fitter.find_network()
    expect(page.locator("#net-text")).to_have_text("Alt er sendt", timeout=180_000)
    assert fitter.held(order)["photos"] == [["whole_cabinet", "here"]] * 300
