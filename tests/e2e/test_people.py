"""Users in a real browser: from *Send brukernavn* to signed in, the guide's way, one who leaves, two administrators."""

import re
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ADMINISTRATOR, Site
from tests.e2e.test_fill_in import button

OpenPage = Callable[..., Page]
PASSWORD = "fire-blå-hester-på-taket"
LIST = "/admin/bruker"


def write_down(page: Page, name: str, email: str) -> None:
    """*Ny bruker* with a name and an e-mail address; a fitter is ticked already."""
    page.goto(LIST)
    page.get_by_role("link", name="Ny bruker").click()
    page.get_by_label("Navn").fill(name)
    page.get_by_label("E-post").fill(email)
    expect(page.get_by_label("Montør")).to_be_checked()


def link_to(site: Site, email: str) -> str:
    """The link in the newest e-mail to somebody."""
    mail = site.wait_for_mail(email, "Brukeren din")
    found = re.search(r"http://\S+/velkommen/\S+", mail["text"])
    assert found
    return found[0]


def person(page: Page, name: str) -> None:
    """To somebody's page under *Bruker*."""
    page.goto(LIST)
    page.locator("main .row-link", has_text=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def invited(page: Page, site: Site, name: str, email: str) -> str:
    write_down(page, name, email)
    button(page, "Send brukernavn").click()
    expect(page.locator("main")).to_contain_text("Invitert")
    return link_to(site, email)


def let_in(page: Page, link: str) -> None:
    """The link's page: one password."""
    page.goto(link)
    page.get_by_label("Lag et passord").fill(PASSWORD)
    button(page, "Lagre og gå inn").click()
    expect(page.get_by_role("heading", name="Du er inne")).to_be_visible()


def test_a_fitter_is_in_on_the_phone_in_three_steps_at_most_after_the_link(open_page: OpenPage, site: Site) -> None:
    link = invited(open_page(ADMINISTRATOR), site, "Mona Telefon", "mona@eksempelelektro.example")
    phone, steps = open_page(narrow=True), 0
    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("Eksempel Elektro AS")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_label("Lag et passord").fill(PASSWORD)
    button(phone, "Lagre og gå inn").click()
    steps += 1
    phone.get_by_role("link", name="Begynn").click()
    steps += 1
    expect(phone.get_by_role("heading", level=1)).to_contain_text("God")
    assert steps <= 3
    again = open_page()
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).to_have_text("Lenken er brukt allerede.")


def test_without_javascript_the_link_works_as_well(open_page: OpenPage, site: Site) -> None:
    link = invited(open_page(ADMINISTRATOR), site, "Uten Skript", "uten@eksempelelektro.example")
    let_in(open_page(script=False, narrow=True), link)


def test_who_leaves_is_out_in_another_browser_within_five_seconds(open_page: OpenPage, site: Site) -> None:
    administrator = open_page(ADMINISTRATOR)
    link = invited(administrator, site, "Lars Leaver", "lars@eksempelelektro.example")
    theirs = open_page()
    let_in(theirs, link)
    theirs.goto("/")
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("God")
    person(administrator, "Lars Leaver")
    administrator.get_by_role("link", name="Slett bruker").click()
    button(administrator, "Slett bruker").click()
    expect(administrator.locator("main")).to_contain_text("Slettet de siste 30 dagene")
    ended = monotonic()
    while "/konto/logg-inn" not in theirs.url:
        assert monotonic() - ended < 5
        theirs.goto("/")
        sleep(0.1)
    button(administrator, "Angre slettingen av Lars Leaver").click()
    expect(administrator.locator("main")).not_to_contain_text("Slettet de siste 30 dagene")


def test_two_administrators_edit_one_user_and_nothing_ticked_is_lost(open_page: OpenPage, site: Site) -> None:
    first = open_page(ADMINISTRATOR)
    let_in(open_page(), invited(first, site, "To Redigerer", "to@eksempelelektro.example"))
    second = open_page(ADMINISTRATOR)
    for page in (first, second):
        person(page, "To Redigerer")
        page.get_by_role("link", name="Endre roller").click()
    first.get_by_label("Saksbehandler").check()
    button(first, "Lagre").click()
    expect(first.locator("main")).to_contain_text("Saksbehandler, Montør")
    second.get_by_label("Lærling").check()
    button(second, "Lagre").click()
    expect(second.locator("main")).to_contain_text("Lagt til: Saksbehandler.")
    expect(second.get_by_label("Lærling")).to_be_checked()
    button(second, "Lagre").click()
    expect(second.locator("main")).to_contain_text("Montør, Lærling")
    assert site.wait_for_mail("to@eksempelelektro.example", "Rollene dine")


def test_somebody_is_invited_by_keyboard_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page(ADMINISTRATOR)
    page.goto(LIST)
    page.get_by_role("link", name="Ny bruker").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/bruker/ny")
    page.get_by_label("Navn").focus()
    page.keyboard.type("Tove Tastatur")
    page.keyboard.press("Tab")
    page.keyboard.type("tove@eksempelelektro.example")
    for _time in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "send":
            break
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Tove Tastatur")
    assert link_to(site, "tove@eksempelelektro.example")


@pytest.fixture
def guides_way(open_page: OpenPage) -> Iterator[Page]:
    """The company wants user names and temporary passwords, as long as the test lasts."""
    page = open_page(ADMINISTRATOR)
    _choose(page, "temporary_password")
    yield page
    _choose(page, "link")


def _choose(page: Page, way: str) -> None:
    page.goto("/admin/selskapsinformasjon")
    form = page.locator("form").filter(has=page.locator('[name="sign_in"]'))
    form.locator(f'[name="sign_in"][value="{way}"]').check(force=True)
    form.get_by_role("button", name="Lagre").click()
    expect(page.locator(".toast").first).to_be_visible()


def test_the_guides_eight_steps(guides_way: Page, open_page: OpenPage, site: Site) -> None:
    administrator, email = guides_way, "geir@eksempelelektro.example"
    administrator.goto("/")
    # 1 Admin, 2 Bruker, 3 new user, 4 save
    administrator.get_by_role("link", name="Admin").first.click()
    administrator.get_by_role("link", name="Bruker", exact=True).click()
    write_down(administrator, "Geir Guide", email)
    button(administrator, "Lagre").click()
    # 5 Send brukernavn
    administrator.get_by_role("button", name="Send brukernavn til Geir Guide").click()
    # 6 the e-mail
    mail = site.wait_for_mail(email, "Brukernavnet ditt")
    name, secret = re.search(r"Brukernavnet er (\S+)\.", mail["text"]), re.search(r"passord: (\S+)", mail["text"])
    assert name
    assert secret
    # 7 sign in on the web, and set a new password
    page = open_page()
    page.goto("/konto/logg-inn")
    page.locator('input[name="login"]').fill(name[1])
    page.locator('input[name="password"]').fill(secret[1])
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url("**/konto/passord/**")
    page.goto("/meldinger")
    expect(page.locator("input[type=password]").first).to_be_visible()
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD if "old" not in (field.get_attribute("name") or "") else secret[1])
    button(page, "Lagre passordet").click()
    page.wait_for_url(lambda url: "/konto/passord" not in url)
    # 8 on the phone with the same
    phone = open_page(narrow=True)
    phone.goto("/konto/logg-inn")
    phone.locator('input[name="login"]').fill(name[1])
    phone.locator('input[name="password"]').fill(PASSWORD)
    phone.locator('input[name="password"]').press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("God")
