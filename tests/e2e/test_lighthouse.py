"""What Lighthouse says of the fitter's app as a phone with a slow line opens it for the first time."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from scripts import prepare

from tests.e2e.conftest import CHROMIUM, Site
from tests.e2e.field_orders import FITTER
from tests.node import node

LEAST = 0.95
TRIES = 5
"""It times what the machine does beside everything else that runs: the best of so many counts."""
WANTED = ("performance", "accessibility", "best-practices")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


class Unmeasured(Exception):
    """Lighthouse itself did not manage: now and then it asks to be run again."""


def scores(address: str, headers: Path, told: Path) -> dict[str, float]:
    """By category, from 0 to 1, on Lighthouse's own phone profile. Errors: Unmeasured."""
    done = node(
        str(prepare.LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"), address, "--quiet",
        "--output=json", f"--output-path={told}", f"--only-categories={','.join(WANTED)}",
        f"--extra-headers={headers}", f"--chrome-flags={FLAGS}",
        environment={"CHROME_PATH": CHROMIUM},
    )  # fmt: skip
    if done.returncode:
        raise Unmeasured(done.stdout + done.stderr)
    report = json.loads(told.read_text())
    assert report["finalDisplayedUrl"] == address, "it was led elsewhere"
    return {name: one["score"] for name, one in report["categories"].items()}


def best(address: str, headers: Path, told: Path) -> dict[str, float]:
    """The first that is good enough, else the last of as many as are tried. Errors: Unmeasured, where none came to an end."""
    found: dict[str, float] = {}
    for left in reversed(range(TRIES)):
        try:
            found = scores(address, headers, told)
        except Unmeasured:
            if not left and not found:
                raise
        if found and min(found.values()) >= LEAST:
            break
    return found


def test_the_app_is_quick_and_fit_for_everybody(
    open_page: Callable[..., Page], site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cookies = open_page(FITTER).context.cookies()
    headers = tmp_path / "headers.json"
    headers.write_text(json.dumps({"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in cookies)}))
    found = best(f"{site.base_url}/felt", headers, tmp_path / "told.json")
    with capsys.disabled():
        print(f"\nLighthouse, /felt: {found}")  # noqa: T201
    assert found.keys() == set(WANTED)
    assert {name: score for name, score in found.items() if score < LEAST} == {}
