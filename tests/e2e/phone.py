"""A fitter with a phone: opens the field app, answers what the open step asks, loses and finds the network."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import NARROW, STEP_MS, Site, sign_in
from tests.e2e.field_orders import FITTER

PIN = "258014"
NEW_METER = "4400000000009901"
ANSWERS: Mapping[str, Any] = {
    "Stand på gammel måler": "48 211",
    "Nummer på ny måler": NEW_METER,
    "Stand på ny måler": "0",
    "Målt spenning": "231",
    "Plombenummer": "P-10442",
}
"""What is typed, by the step's label; the rest is confirmed, chosen as it is filled in, or photographed."""
MOVED_OR_DOUBTED = """(label) => document.querySelector("#step-title")?.textContent !== label
    || document.querySelector(".message .note.warn") !== null"""


def orders(site: Site, *arguments: str) -> Any:
    """What `tests.e2e.field_orders` answers, as a process beside the running program."""
    environment = {
        **os.environ, **site.standins, "DATA": str(site.data), "NETTMELDING_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "nettmelding.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.field_orders", *arguments],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def picture(words: str = "4400000000000019", size: tuple[int, int] = (3000, 2250)) -> bytes:
    """A photo as a phone's camera makes it: large."""
    image = Image.new("RGB", size, "#7d8a90")
    draw = ImageDraw.Draw(image)
    draw.rectangle((900, 500, 2100, 1800), fill="#e8ecee")
    draw.text((1100, 1000), words, fill="#111", font_size=110)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=88)
    return kept.getvalue()


class Phone:
    """One phone with the app on it, as large as a phone."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context(
            base_url=site.base_url,
            viewport=NARROW,  # type: ignore[arg-type]
            locale="nb-NO",
            timezone_id="Europe/Oslo",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(STEP_MS)
        self.page: Page = self.context.new_page()

    def begin(self, email: str = FITTER) -> "Phone":
        """Sign in once, make a PIN, and wait until everything is on the phone."""
        sign_in(self.page, email)
        self.page.goto("/felt")
        expect(self.page.get_by_role("heading", name="Lag en PIN-kode")).to_be_visible()
        self.type_pin()
        expect(self.page.locator("#pin-message")).to_have_text("Skriv den en gang til.")
        self.type_pin()
        self.wait_until_sent()
        self.page.evaluate("navigator.serviceWorker.ready")
        return self

    def type_pin(self, pin: str = PIN) -> None:
        self.page.locator(".pin").press_sequentially(pin)

    def wait_until_sent(self) -> None:
        expect(self.page.locator("#net-text")).to_have_text("Alt er sendt")

    def lose_network(self) -> None:
        self.context.set_offline(True)

    def find_network(self) -> None:
        self.context.set_offline(False)

    def die(self) -> None:
        """The browser is killed and opened anew, where it was opened from: the home screen."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto("/felt")

    def open(self, order: str, *more: str) -> None:
        self.page.goto("/felt#/" + "/".join(["ordre", order, *more]))
        expect(self.page.locator("main h1").first).to_be_visible()

    def arrive(self, order: str) -> None:
        """Open an order, and be there."""
        self.open(order)
        self.page.get_by_role("button", name="Jeg er framme").click()
        expect(self.page.locator("#step-title")).to_be_visible()

    def answer_without_network(self, order: str, reading: str) -> None:
        """Lose the network and type the old meter's reading, which waits then."""
        self.lose_network()
        self.open(order, "steg", "old_reading")
        self.page.locator(".large.number").fill(reading)
        self.onward.click()
        expect(self.page.locator("#net-text")).to_contain_text("venter på signal")

    @property
    def step(self) -> str:
        return self.page.locator("#step-title").inner_text()

    @property
    def onward(self) -> Locator:
        """The one button at the thumb."""
        return self.page.locator(".dock .big")

    def photograph(self, content: bytes | None = None, mime: str = "image/jpeg") -> None:
        """Press, and take a picture with the camera."""
        with self.page.expect_file_chooser() as chosen:
            self.page.locator("label.shot").click()
        chosen.value.set_files({"name": "IMG_1.jpg", "mimeType": mime, "buffer": content or picture()})

    def answer(self) -> str:
        """Answer the open step and go on; its label."""
        label = self.step
        open_ = self.page.locator(".step.open")
        if open_.locator("label.shot").count():
            if self.page.get_by_role("button", name="Hopp over").count():
                self.page.get_by_role("button", name="Hopp over").click()
            else:
                self.photograph()
                open_.locator(".thumb").wait_for()
                self.onward.click()
        else:
            if open_.locator("input[type=radio]").count() and not open_.locator("input[type=radio]:checked").count():
                open_.locator("label.pick").first.click()
            for field in open_.locator("input.number, textarea").all():
                if label in ANSWERS:
                    field.fill(ANSWERS[label])
            self.onward.click()
            self.page.wait_for_function(MOVED_OR_DOUBTED, arg=label)
            if self.page.locator(".note.warn", has_text="Trykk en gang til").count():
                self.onward.click()
        expect(self.page.locator("#step-title", has_text=label)).to_have_count(0)
        return label

    def answer_all(self, until: str = "") -> list[str]:
        """Answer step by step, to the end or to one step."""
        answered: list[str] = []
        while self.page.locator("#step-title").count() and self.step != until:
            answered.append(self.answer())
        return answered

    def report(self) -> None:
        """Sign and hand in."""
        self.page.get_by_role("link", name="Til rapporten").click()
        pad = self.page.locator(".sign-pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        mouse = self.page.mouse
        mouse.move(box["x"] + 30, box["y"] + 60)
        mouse.down()
        for point in range(20):
            mouse.move(box["x"] + 30 + point * 8, box["y"] + 50 + point % 5 * 9)
        mouse.up()
        self.page.get_by_role("button", name="Lever rapporten").click()
        expect(self.page.locator(".hello h1")).to_be_visible()

    def held(self, order: str) -> dict[str, Any]:
        """What the server has of an order."""
        found: dict[str, Any] = orders(self.site, "answers", order)
        return found

    def close(self) -> None:
        self.context.close()
