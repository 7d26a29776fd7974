"""Row houses, each with its own service line: one draft becomes many, in a browser, wide and narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ELECTRICIAN, NO_ACCESS


def _project(page: Page, lines: str, name: str) -> None:
    """From the start page's question to a project."""
    page.goto("/meldinger/ny?type=new_installation&svar.dwellings=several&svar.dwellings_line=own_line")
    expect(page.get_by_text("velg «Lag flere slike» der")).to_be_visible()
    page.get_by_role("button", name="Lag kladd").click()
    page.wait_for_url("**/rediger*")
    page.get_by_role("link", name="Lag flere slike").click()
    page.get_by_label("Adresser, én på hver linje").fill(lines)
    page.get_by_role("button", name="Se over").click()
    page.get_by_label("Adresse for «Fjellvegen 9»").select_option(index=1)
    page.get_by_role("button", name="Se over igjen").click()
    expect(page.get_by_text("Ny kladd")).to_have_count(3)
    page.get_by_label("Navn på nytt prosjekt").fill(name)
    page.get_by_role("button", name="Lag kladdene").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


@pytest.mark.parametrize(
    ("narrow", "email", "houses", "name"),
    [(False, ELECTRICIAN, "Storgata 13 og 15", "Rekka vest"), (True, NO_ACCESS, "Storgata 11 og 13", "Rekka øst")],
)
def test_from_one_row_house_to_all_of_them(
    open_page: Callable[..., Page], narrow: bool, email: str, houses: str, name: str
) -> None:
    page = open_page(email, narrow=narrow)
    _project(page, f"{houses}\nFjellvegen 9", name)
    expect(page.get_by_text("0 av 4 ferdigmeldt")).to_be_visible()
    expect(page.get_by_role("link", name="Fjellvegen")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing hangs over the edge"

    page.get_by_role("checkbox", name="Velg Storgata 13").check()
    page.get_by_role("button", name="Ta ut av prosjektet").click()
    expect(page.get_by_text("0 av 3 ferdigmeldt")).to_be_visible()

    page.get_by_role("link", name="Send kladder").click()
    expect(page.get_by_role("heading", name="Mangler noe")).to_be_visible()
    if narrow:
        page.get_by_text("Mer", exact=True).click()
    page.get_by_role("link", name="Prosjekter").locator("visible=true").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
