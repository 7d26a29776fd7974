"""The field app's screens: nothing for axe to find, nothing wider than a phone, nothing too small for a glove, little to load."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.e2e import looks
from tests.e2e.conftest import Site
from tests.e2e.phone import Phone, orders

LEAST_PX = 56
MOST_AT_FIRST = 200_000
"""Bytes over the network, the page with all it needs."""
TOO_SMALL = f"""() => [...document.querySelectorAll("main a, main button, main input, main select, .dock a, .dock button")]
    .filter((one) => one.checkVisibility() && !one.closest(".sr-only") && !["file", "radio"].includes(one.type))
    .filter((one) => one.getBoundingClientRect().height < {LEAST_PX} - 0.5)
    .map((one) => one.outerHTML.slice(0, 120))"""


@contextmanager
def a_phone(browser: Browser, site: Site) -> Iterator[Phone]:
    phone = Phone(browser, site)
    try:
        yield phone
    finally:
        phone.close()


def look(page: Page, name: str) -> None:
    """What must hold on every screen."""
    assert page.evaluate(TOO_SMALL) == [], f"{name} has something that a glove does not hit"
    for one in looks.in_turn(page, (looks.NARROW_LIGHT, looks.NARROW_DARK)):
        assert looks.faults(page) == [], f"{name}, {one.name}"


def test_every_screen_is_fit_for_a_glove_and_a_screen_reader(browser: Browser, site: Site) -> None:
    [order] = orders(site, "plan", "1", "change")
    with a_phone(browser, site) as phone:
        errors: list[str] = []
        phone.page.on("pageerror", lambda error: errors.append(str(error)))
        phone.begin()
        page = phone.page
        look(page, "list")
        phone.open(order)
        look(page, "order before")
        phone.open(order, "om")
        look(page, "about")
        phone.arrive(order)
        seen: set[str] = set()
        while page.locator("#step-title").count():
            seen.add(phone.step)
            look(page, phone.step)
            phone.answer()
        assert len(seen) >= 10
        look(page, "order done")
        for screen, waits_for in {"avvik": "select", "bomtur": "textarea", "rapport": ".sign-pad"}.items():
            phone.open(order, screen)
            page.locator(waits_for).first.wait_for()
            look(page, screen)
        for screen in ("sendes", "oppsett"):
            page.goto(f"/felt#/{screen}")
            page.locator(f".place[aria-current='page'][href='#/{screen}']").wait_for()
            look(page, screen)
        page.get_by_role("button", name="Lås nå").click()
        page.get_by_role("heading", name="Skriv PIN-koden").wait_for()
        look(page, "locked")
        assert errors == []


def test_the_first_load_is_small_and_the_app_can_be_installed(site: Site, browser: Browser) -> None:
    with a_phone(browser, site) as phone:
        page = phone.page
        session = phone.context.new_cdp_session(page)
        session.send("Network.enable")
        loaded: list[int] = []
        session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        page.goto("/felt/skall")
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_function("document.fonts.status === 'loaded'")
        assert 0 < sum(loaded) <= MOST_AT_FIRST, sum(loaded)
        phone.begin()
        told = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [one["errorId"] for one in told if one["errorId"] != "in-incognito"] == []
        assert not session.send("Page.getAppManifest")["errors"]


def test_nothing_is_told_to_somebody_who_is_not_signed_in(
    site: Site, browser: Browser, open_page: Callable[..., Page]
) -> None:
    page = open_page(narrow=True)
    page.goto("/felt")
    page.wait_for_url("**/konto/logg-inn**")
    assert page.request.get("/felt/hvem").status == 401
    with a_phone(browser, site) as phone:
        phone.begin()
        phone.context.clear_cookies()
        phone.lose_network()
        phone.die()
        expect(phone.page.locator(".hello h1")).to_be_visible()
