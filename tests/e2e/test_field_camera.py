"""The camera of the phone reads bar codes in what it sees; where it may not be used, that is said."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e.barcodes import bar_code
from tests.e2e.conftest import Site, chromium
from tests.e2e.phone import NEW_METER, Phone, orders


def seen(folder: Path) -> Path:
    """A film of a meter's bar code, for a camera to see."""
    image = Image.open(io.BytesIO(bar_code(NEW_METER, 5))).convert("RGB")
    frame = Image.new("RGB", (1280, 720), "#b8bec2")
    frame.paste(image, ((1280 - image.width) // 2, (720 - image.height) // 2))
    written = io.BytesIO()
    frame.save(written, "JPEG", quality=92)
    film = folder / "meter.mjpeg"
    film.write_bytes(written.getvalue() * 2)
    return film


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a camera that sees a bar code."""
    film = seen(tmp_path_factory.mktemp("film"))
    with chromium("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}") as started:
        yield started


@pytest.fixture
def fitter(browser: Browser, site: Site) -> Iterator[Phone]:
    """Somebody who is about to type the new meter's number."""
    [order] = orders(site, "plan", "1", "change")
    phone = Phone(browser, site).begin()
    phone.arrive(order)
    phone.open(order, "steg", "new_meter")
    yield phone
    phone.close()


def test_the_meter_s_number_is_read_from_its_bar_code(fitter: Phone) -> None:
    fitter.context.grant_permissions(["camera"])
    fitter.page.get_by_role("button", name="Skann strekkode").click()
    expect(fitter.page.locator(".large.number")).to_have_value(NEW_METER)
    expect(fitter.page.locator("dialog")).to_have_count(0)


def test_a_camera_that_may_not_be_used_is_said_and_the_number_is_typed(fitter: Phone) -> None:
    page = fitter.page
    page.get_by_role("button", name="Skann strekkode").click()
    expect(page.get_by_text("Appen får ikke bruke kameraet.")).to_be_visible()
    page.get_by_role("button", name="Forstått").click()
    expect(page.locator(".large.number")).to_be_focused()
