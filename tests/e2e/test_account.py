"""One's own account in a real browser: passkeys, code app, recovery codes, devices, another address."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import sleep

from playwright.sync_api import Page, expect

from tests.accounts.codes import code_of
from tests.e2e.conftest import CASE_HANDLER, FITTER, PASSWORD, PROVENETT, Site, sign_in

OpenPage = Callable[..., Page]
OTHER = "saksbehandler2@eksempelnett.example"


def at_localhost(page: Page, site: Site) -> str:
    """The program under a name: a passkey belongs to a domain, and a number is none."""
    return site.base_url.replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> None:
    """A phone's or PC's own keeper of passkeys, who opens by finger at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page: Page, base: str = "") -> None:
    page.goto(f"{base}/konto/logg-ut")
    page.locator("main form[data-sign-out] button").click()
    page.wait_for_url(re.compile("logg-inn"))


def sign_in_at(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/konto/logg-inn")
    page.locator('input[name="login"]').fill(email)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url(lambda url: "/konto/logg-inn" not in url)


def test_a_passkey_is_made_and_signs_in_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    base = at_localhost(page, site)
    with_authenticator(page)
    sign_in_at(page, base, PROVENETT)
    page.goto(f"{base}/konto/innlogging")
    page.get_by_role("link", name="Ny passnøkkel").click()
    page.get_by_label("Navn på nøkkelen").fill("Mobilen")
    page.get_by_role("button", name="Lag passnøkkel").click()
    expect(page.get_by_role("heading", name="Gjenopprettingskoder")).to_be_visible()
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    expect(page.get_by_text("Mobilen", exact=True)).to_be_visible()
    assert "Ny passnøkkel" in site.wait_for_mail(PROVENETT, "Ny passnøkkel")["subject"]
    sign_out(page, base)
    page.goto(f"{base}/konto/logg-inn")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url(f"{base}/ko")
    page.goto(f"{base}/konto/innlogging")
    page.get_by_role("link", name="Fjern", exact=True).click()
    page.get_by_role("button", name="Fjern passnøkkelen").click()
    expect(page.get_by_text("Mobilen", exact=True)).to_have_count(0)
    site.wait_for_mail(PROVENETT, "Passnøkkel fjernet")


def test_a_code_app_and_recovery_codes_that_work_once(open_page: OpenPage, site: Site) -> None:
    page = open_page(OTHER)
    page.goto("/konto/innlogging")
    page.get_by_role("link", name="Ta i bruk kodeapp").click()
    secret = page.locator(".own-secret").inner_text()
    used = code_of(secret)
    page.get_by_label("Kode fra appen").fill(used)
    page.get_by_role("button", name="Ta i bruk").click()
    expect(page.get_by_role("heading", name="Gjenopprettingskoder")).to_be_visible()
    recovery = page.locator(".own-codes code").all_inner_texts()
    assert len(recovery) == 10
    site.wait_for_mail(OTHER, "Kodeapp tatt i bruk")

    other = open_page()
    sign_in(other, OTHER)
    expect(other.get_by_role("heading", name="Ett steg til")).to_be_visible()
    other.goto("/ko")
    expect(other.get_by_role("heading", name="Ett steg til")).to_be_visible()
    other.get_by_label(re.compile("Kode fra appen")).fill(another_code(secret, used))
    other.get_by_role("button", name="Logg inn", exact=True).click()
    other.wait_for_url(re.compile("/ko$"))

    for attempt, word in enumerate(("Enheter", "Koden er feil eller brukt.")):
        third = open_page()
        sign_in(third, OTHER)
        third.get_by_label(re.compile("Kode fra appen")).fill(recovery[0])
        third.get_by_role("button", name="Logg inn", exact=True).click()
        if attempt == 0:
            third.wait_for_url(re.compile("/ko$"))
            third.goto("/konto/")
        expect(third.get_by_text(word).first).to_be_visible()

    page.goto("/konto/innlogging")
    page.get_by_role("link", name="Fjern kodeappen").click()
    page.get_by_role("button", name="Fjern kodeappen").click()
    expect(page.get_by_role("link", name="Ta i bruk kodeapp")).to_be_visible()
    site.wait_for_mail(OTHER, "Kodeappen er fjernet")


def another_code(secret: str, used: str) -> str:
    """The app's next code: each counts once, and the program takes the one before and after as well."""
    following = code_of(secret, datetime.now(UTC).timestamp() + 30)
    while following == used:
        sleep(1)
        following = code_of(secret, datetime.now(UTC).timestamp() + 30)
    return following


def test_signing_out_there_from_here(open_page: OpenPage) -> None:
    here, there = open_page(FITTER), open_page(FITTER)
    here.goto("/konto/enheter")
    expect(here.get_by_text("her du er nå")).to_have_count(1)
    here.get_by_role("button", name="Logg ut der").first.click()
    expect(here.get_by_text("Logget ut der.").first).to_be_visible()
    there.goto("/meldinger")
    expect(there.get_by_role("heading", name="Logg inn")).to_be_visible()
    here.goto("/meldinger")
    expect(here.get_by_role("heading", name="Logg inn")).to_have_count(0)


def test_another_address_counts_when_its_link_has_been_used(open_page: OpenPage, site: Site) -> None:
    page = open_page(CASE_HANDLER)
    page.goto("/konto/")
    page.get_by_role("link", name="Endre e-post").click()
    new = "ny-adresse@eksempelnett.example"
    page.get_by_label("Ny e-postadresse").fill(new)
    page.get_by_role("button", name="Send lenke").click()
    expect(page.get_by_text(f"Vi har sendt en lenke til {new}").first).to_be_visible()
    expect(page.locator("main").get_by_text(CASE_HANDLER)).to_be_visible()
    link = link_in(site, new, "Bekreft den nye e-postadressen")
    page.goto(link)
    page.get_by_role("button", name="Bekreft adressen").click()
    expect(page.locator("main").get_by_text(new)).to_be_visible()
    site.wait_for_mail(CASE_HANDLER, "E-postadressen din i nettmelding er byttet")
    page.goto(link)
    expect(page.get_by_role("heading", name="Lenken virker ikke")).to_be_visible()
    page.goto("/konto/e-post")
    page.get_by_label("Ny e-postadresse").fill(CASE_HANDLER)
    page.get_by_role("button", name="Send lenke").click()
    page.goto(link_in(site, CASE_HANDLER, "Bekreft den nye e-postadressen"))
    page.get_by_role("button", name="Bekreft adressen").click()
    expect(page.locator("main").get_by_text(CASE_HANDLER)).to_be_visible()


def link_in(site: Site, to: str, about: str) -> str:
    """The link in the newest e-mail of that subject."""
    found = re.search(r"https?://\S+/konto/e-post/\S+", site.wait_for_mail(to, about)["text"])
    assert found
    return found.group()
