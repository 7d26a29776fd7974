"""Every page: nothing for axe to find, nothing wider than the window, no script error.

Wide in light and narrow in dark; with PICTURES=folder in all four modes, each photographed, with an index page:
`make pictures` does that.
"""

import html
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.pages import PAGES

OpenPage = Callable[..., Page]
FOLDER = os.environ.get("PICTURES", "")
MODES: tuple[tuple[str, bool, bool], ...] = (
    ("1280-light", False, False),
    ("1280-dark", False, True),
    ("390-light", True, False),
    ("390-dark", True, True),
)
if not FOLDER:
    MODES = (MODES[0], MODES[3])
README_PICTURES = {"hjem": "home", "kladd": "form", "behandle": "case"}
"""Pages that README shows, and what they are called there."""
taken: dict[str, list[str]] = defaultdict(list)


@pytest.fixture(scope="module", autouse=True)
def index() -> Iterator[None]:
    """The page that shows all pictures, when they have been taken."""
    yield
    if not FOLDER:
        return
    rows = "".join(
        f"<h2>{html.escape(name)}</h2><p>"
        + "".join(f'<a href="{file}"><img src="{file}" height="320" alt="{file}"></a> ' for file in sorted(files))
        for name, files in taken.items()
    )
    Path(FOLDER, "index.html").write_text(f'<!doctype html><meta charset="utf-8"><title>Sider</title>{rows}')


@pytest.mark.parametrize(("mode", "narrow", "dark"), MODES, ids=[mode[0] for mode in MODES])
def test_every_page_is_whole(open_page: OpenPage, mode: str, narrow: bool, dark: bool) -> None:
    found: list[str] = []
    for who in dict.fromkeys(shown.who for shown in PAGES):
        page = open_page(who, narrow=narrow, dark=dark)
        listen(page, found)
        for shown in PAGES:
            if shown.who == who:
                address = shown.way if isinstance(shown.way, str) else shown.way(page)
                if address:
                    page.goto(address)
                found += [f"{shown.name}: {what}" for what in faults_of(page, narrow)]
                if FOLDER:
                    photograph(page, shown.name, mode)
    assert found == []


def listen(page: Page, found: list[str]) -> None:
    """Let script errors and breaches of the content security policy be found."""
    page.on("pageerror", lambda error: found.append(f"script error: {error}"))
    page.on("console", lambda said: found.append(said.text) if "Content Security" in said.text else None)


def faults_of(page: Page, narrow: bool) -> Iterator[str]:
    width = (NARROW if narrow else WIDE)["width"]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield f"wider than {width}"
    for violation in Axe().run(page).response["violations"]:
        nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        yield f"{violation['id']}: {nodes}"


def photograph(page: Page, name: str, mode: str) -> None:
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{name}-{mode}.png"
    page.screenshot(path=folder / file, full_page="komponenter" not in name)
    taken[name].append(file)
    if mode == "1280-light" and name in README_PICTURES:
        page.screenshot(path=Path("docs/pictures", f"{README_PICTURES[name]}-1280.png"))
