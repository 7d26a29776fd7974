"""What must hold of everything that is shown, wide and narrow, light and dark."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import NARROW, WIDE


@dataclass(frozen=True)
class Look:
    """One window and one scheme of colours."""

    size: dict[str, int]
    scheme: Literal["light", "dark"]

    @property
    def name(self) -> str:
        return f"{self.size['width']}-{self.scheme}"


WIDE_LIGHT, WIDE_DARK = Look(WIDE, "light"), Look(WIDE, "dark")
NARROW_LIGHT, NARROW_DARK = Look(NARROW, "light"), Look(NARROW, "dark")
ALL = (WIDE_LIGHT, WIDE_DARK, NARROW_LIGHT, NARROW_DARK)
FARTHEST_APART = (WIDE_LIGHT, NARROW_DARK)
_STILL = "() => document.getAnimations().every(one => one.playState !== 'running')"
"""A colour may pass on its change to what stands inside it, one frame after the other: asked until all is over."""


def in_turn(page: Page, looks: tuple[Look, ...] = ALL) -> Iterator[Look]:
    """Show what is on the page in each look; afterwards it is light, and as wide as before."""
    before = page.viewport_size
    assert before is not None
    for look in looks:
        page.set_viewport_size(look.size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
        page.wait_for_function(_STILL)
        yield look
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="light")


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it is shown now, and whether it is wider than the window."""
    found = []
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if too_wide > 0:
        found.append(f"{too_wide} px wider than the window")
    options = {"resultTypes": ["violations"]}
    violations: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    for violation in violations:
        nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        found.append(f"{violation['id']}: {nodes}")
    return found
