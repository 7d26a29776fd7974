"""The whole program as a real process, and a real browser in front of it.

`site` is `nettmelding run` on a free port with a database of its own, for the whole test run. Tests must not touch the
database themselves: everything goes through the browser, the API or the mail catcher.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PASSWORD = "demo-passord-2026"
ELECTRICIAN = "saksbehandler@eksempelelektro.example"
FITTER = "montor@eksempelelektro.example"
ADMINISTRATOR = "admin@eksempelelektro.example"
NO_ACCESS = "admin@proveinstallasjon.example"
"""Of a contractor that has access to Eksempelnett only."""
CASE_HANDLER = "saksbehandler@eksempelnett.example"
PROVENETT = "saksbehandler@provenett.example"

CHROMIUM = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else shutil.which("chromium") or ""
START_SECONDS = 400
STOP_SECONDS = 20
STEP_MS = 20_000
expect.set_options(timeout=STEP_MS)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """The running program."""

    base_url: str
    data: Path
    standins: dict[str, str]
    """The environment that leads to the stand-ins, by name."""

    @property
    def mail_url(self) -> str:
        """The mail catcher's page."""
        return self.standins["NETTMELDING_MAIL_PAGE_URL"]

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Caught e-mails, newest first."""
        root = self.mail_url.rstrip("/")
        answer = httpx.get(f"{root}/api/messages", params={"to": to}, timeout=10)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def wait_for_mail(self, to: str, about: str, seconds: float = 30) -> dict[str, Any]:
        """The newest e-mail to an address whose subject holds some words, as soon as the worker has delivered it."""
        give_up = monotonic() + seconds
        while monotonic() < give_up:
            for mail in self.mails(to):
                if about in mail["subject"]:
                    return mail
            sleep(0.2)
        raise AssertionError(f"no e-mail to {to} about {about!r}; there are {[m['subject'] for m in self.mails()]}")

    def fault(self, register: str, mode: str) -> None:
        """Let a register's stand-in do wrong: ok, down, slow, garbage, refuse."""
        root = self.standins[register].split("/", 3)
        httpx.post("/".join(root[:3]) + "/_fault", json={"mode": mode, "seconds": 0}).raise_for_status()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`nettmelding run`, started once and stopped with everything it has started."""
    data, port = tmp_path_factory.mktemp("site"), _free_port()
    base_url = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    environment = kept | {"DATA": str(data), "PORT": str(port), "NETTMELDING_DEMO": "1"}
    log = data / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "nettmelding.config.cli", "run"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, base_url, log)
            standins = json.loads((data / "standins.json").read_text())["environment"]
            yield Site(base_url, data, standins)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _wait_until_ready(process: "subprocess.Popen[bytes]", base_url: str, log: Path) -> None:
    give_up = monotonic() + START_SECONDS
    while monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{base_url}/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            sleep(0.2)
    raise RuntimeError(f"the program did not start:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.base_url


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """A browser of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", *arguments]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file of tests: a browser that lives longer would hold up the tests that use the database."""
    with chromium() as started:
        yield started


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page of its own, each with its own session: `open_page(ELECTRICIAN)`, `open_page(script=False)`."""
    opened: list[BrowserContext] = []

    def open_it(email: str = "", *, script: bool = True, narrow: bool = False, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site.base_url,
            java_script_enabled=script,
            viewport=NARROW if narrow else WIDE,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            locale="nb-NO",
            timezone_id="Europe/Oslo",
            reduced_motion="reduce",
        )
        context.set_default_timeout(STEP_MS)
        opened.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page

    yield open_it
    for context in opened:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A wide page of nobody; `sign_in(page, email)` makes it somebody's."""
    return open_page()


def sign_in(page: Page, email: str) -> None:
    """Sign in with e-mail and password. The page is at home afterwards."""
    page.goto("/konto/logg-inn")
    page.locator('input[name="login"]').fill(email)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url(lambda url: "/konto/logg-inn" not in url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process runs all of these, so that the program is started once; the database is its own in any case."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("site"))
            item.add_marker(pytest.mark.one_database)
