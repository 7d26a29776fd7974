"""Every page: nothing for axe to find, nothing wider than the window, no script error.

Wide in light and narrow in dark; with PICTURES=folder in all four looks, each photographed, with an index page:
`make pictures` does that.
"""

import html
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import looks
from tests.e2e.pages import PAGES

OpenPage = Callable[..., Page]
FOLDER = os.environ.get("PICTURES", "")
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


@pytest.mark.parametrize("who", dict.fromkeys(shown.who for shown in PAGES))
def test_every_page_is_whole(open_page: OpenPage, who: str) -> None:
    found: list[str] = []
    page = open_page(who)
    listen(page, found)
    for shown in PAGES:
        if shown.who == who:
            address = shown.way if isinstance(shown.way, str) else shown.way(page)
            if address:
                page.goto(address)
            for look in looks.in_turn(page, looks.ALL if FOLDER else looks.FARTHEST_APART):
                found += [f"{shown.name}, {look.name}: {what}" for what in looks.faults(page)]
                if FOLDER:
                    photograph(page, shown.name, look)
    assert found == []


def listen(page: Page, found: list[str]) -> None:
    """Let script errors and breaches of the content security policy be found."""
    page.on("pageerror", lambda error: found.append(f"script error: {error}"))
    page.on("console", lambda said: found.append(said.text) if "Content Security" in said.text else None)


def photograph(page: Page, name: str, look: looks.Look) -> None:
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{name}-{look.name}.png"
    page.screenshot(path=folder / file, full_page="komponenter" not in name)
    taken[name].append(file)
    if look is looks.WIDE_LIGHT and name in README_PICTURES:
        page.screenshot(path=Path("docs/pictures", f"{README_PICTURES[name]}-1280.png"))
