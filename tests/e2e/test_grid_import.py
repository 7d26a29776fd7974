"""The grid company's grid in a real browser: a file handed in, mapped, tried, made, taken over and gone back from."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import GRID_ADMINISTRATOR
from tests.e2e.test_fill_in import button
from tests.grid.village import Layers, at, geopackage, village

PAGE = "/admin/kartgrunnlag"
WORKED_MS = 60_000


def made(folder: Path, cabinets_called: str) -> Path:
    """A village whose cabinets are called otherwise than anybody knows, with a cable that ends in nothing."""
    layers: Layers = village()
    cabinets = layers.pop("kabelskap")
    layers[cabinets_called] = [{"SKAPNR": one["id"], "place": one["place"]} for one in cabinets]
    layers["kabel"].append(
        {"id": "K9", "fra": "KS3", "type": "TFXP 4x150 Al", "lengde": 70.0, "place": [at(200, 0), at(260, 40)]}
    )
    return geopackage(folder / "prøvebygda.gpkg", layers)


def hand_in(page: Page, file: Path) -> None:
    page.goto(PAGE)
    page.locator("input[name=files]").set_input_files(file)
    button(page, "Last opp og les").click()
    page.wait_for_url("**/kartgrunnlag/filer/**")


def accept_duty(page: Page) -> None:
    page.goto("/kart/plikt")
    accept = page.get_by_role("button", name="Jeg har lest")
    if accept.count():
        accept.click()
        page.wait_for_url(lambda url: "plikt" not in url)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_file_is_mapped_tried_made_taken_over_and_gone_back_from(
    open_page: Callable[..., Page], tmp_path: Path, script: bool
) -> None:
    called = "NIS_SKAP" if script else "NIS_SKAP_2"  # what is said of a layer once is known the next time
    page = open_page(GRID_ADMINISTRATOR, script=script)
    page.goto(PAGE)
    before = page.locator("main section.sheet").first.get_by_role("link").first.inner_text()
    hand_in(page, made(tmp_path, called))
    wait_until(page, "Rett tilordningen", script)
    expect(page.get_by_text("Objekter av ukjent slag")).to_be_visible()

    page.get_by_role("link", name="Rett tilordningen").click()
    layer = page.locator("details", has_text=called)
    layer.get_by_label("Hva radene er").select_option(label="Kabelskap")
    layer.get_by_label("SKAPNR").select_option(label="Id")
    button(page, "Les på nytt slik").click()
    page.wait_for_url(lambda url: not url.endswith("/tilordning"))
    wait_until(page, "Rett tilordningen", script)
    expect(page.get_by_text("Objekter av ukjent slag")).to_have_count(0)
    expect(page.get_by_text("Ledninger med en ende som ikke er koblet til noe")).to_be_visible()

    button(page, "Lag utgaven").click()
    wait_until(page, "Se over utgaven", script)
    page.get_by_role("link", name="Se over utgaven").click()
    expect(page.get_by_role("heading", name="Ulikt fra den som er i bruk")).to_be_visible()
    put_in_force(page, "Ta i bruk", "Ta i bruk")
    in_force = page.locator("main section.sheet").first
    expect(in_force).to_contain_text("prøvebygda.gpkg")

    page.locator("li", has_text="i bruk før denne").get_by_role("link").click()
    put_in_force(page, "Gå tilbake til denne", "Gå tilbake")
    expect(in_force).to_contain_text(before)

    page.locator("li", has_text="prøvebygda.gpkg").first.get_by_role("link").click()
    open_dialog(page, "Slett")
    page.locator("#remove-edition").get_by_role("button", name="Slett utgaven").click()
    page.wait_for_url(f"**{PAGE}")
    expect(in_force).to_contain_text(before)


def test_what_is_wrong_is_marked_on_the_map_and_found_from_the_list(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(GRID_ADMINISTRATOR)
    accept_duty(page)
    hand_in(page, made(tmp_path, "NIS_SKAP_3"))
    wait_until(page, "Rett tilordningen", script=True)
    page.get_by_role("link", name="Ledninger med en ende som ikke er koblet til noe").click()

    shown = page.get_by_role("button", name=re.compile(r"Vis i kartet\s*: K9"))
    expect(shown).to_be_visible()
    shown.click()
    expect(page.locator("[data-chosen]")).to_contain_text("K9")
    expect(page.locator("[data-map] canvas")).to_be_visible()


def wait_until(page: Page, words: str, script: bool) -> None:
    """The worker has done its part. Without script the page is asked for again, as its link does."""
    found = page.get_by_role("link", name=words)
    if script:
        expect(found).to_be_visible(timeout=WORKED_MS)
        return
    while not found.count():
        page.get_by_role("link", name="Se om det er ferdig").click()


def put_in_force(page: Page, opens: str, answer: str) -> None:
    open_dialog(page, opens)
    page.locator("#use-edition").get_by_role("button", name=answer, exact=True).click()
    page.wait_for_url(f"**{PAGE}")


def open_dialog(page: Page, name: str) -> None:
    page.locator("main .sheet-foot").get_by_role("link", name=name, exact=True).click()
