"""The planner's board in a browser: by hand, by keyboard and by a plain form; and the customer who picks a time on a phone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.e2e import looks
from tests.e2e.conftest import ELECTRICIAN, Site

OpenPage = Callable[..., Page]
PLANNER = "planlegger@eksempelnett.example"
BOARD = "/arbeidsordrer/plan"


def tomorrow(page: Page, layout: str = "dag") -> str:
    """The board of tomorrow, whatever day it is."""
    page.goto(f"{BOARD}?vis={layout}&dag=i morgen")
    return page.locator('input[name="vist"]').input_value()


def waiting(page: Page, title: str) -> Locator:
    return page.locator("[data-tray] [data-card]", has_text=title)


def cell(page: Page, at: str) -> Locator:
    return page.locator(f'[data-cell][data-at="{at}"]').first


def test_an_order_is_dragged_to_a_time_and_back_again(open_page: OpenPage) -> None:
    page = open_page(PLANNER)
    tomorrow(page)
    waiting(page, "Bakkevegen 16").drag_to(cell(page, "15:00"))
    expect(page.locator(".toast", has_text="Mona Målerud, i morgen kl. 15.00–15.30.")).to_be_visible()
    placed = page.locator("[data-cell] [data-card]", has_text="Bakkevegen 16")
    expect(placed).to_contain_text("15.00–15.30")
    expect(waiting(page, "Bakkevegen 16")).to_have_count(0)
    placed.drag_to(page.locator("[data-tray]"), target_position={"x": 40, "y": 8})
    expect(page.locator(".toast", has_text="Ordren er tatt av tavla.")).to_be_visible()
    expect(waiting(page, "Bakkevegen 16")).to_be_visible()


def test_an_order_is_planned_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(PLANNER)
    tomorrow(page)
    waiting(page, "Fjellvegen 8").locator("input").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-plan-count]")).to_have_text("Én valgt")
    first = page.locator("[data-cell]").first
    first.focus()
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    at = datetime.strptime(page.locator(":focus").get_attribute("data-at") or "", "%H:%M")
    assert at > datetime.strptime(first.get_attribute("data-at") or "", "%H:%M"), "three cells down is later"
    page.keyboard.press("Enter")
    placed = page.locator("[data-cell] [data-card]", has_text="Fjellvegen 8")
    expect(placed).to_contain_text(f"{at:%H.%M}–{at + timedelta(minutes=45):%H.%M}")
    placed.locator("input").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Ta av tavla").focus()
    page.keyboard.press("Enter")
    expect(waiting(page, "Fjellvegen 8")).to_be_visible()


def test_several_are_planned_without_script(open_page: OpenPage) -> None:
    page = open_page(PLANNER, script=False)
    day = tomorrow(page)
    for title in ("Bakkevegen 16", "Prøvevegen 22"):
        waiting(page, title).locator("input").check()
    page.locator('select[name="fitter"]').select_option(label="Mona Målerud")
    page.locator('input[name="day"]').fill(day)
    page.locator('input[name="at"]').fill("1230")
    page.get_by_role("button", name="Planlegg", exact=True).click()
    expect(page.locator("main")).to_contain_text("12.30–13.")
    for title in ("Bakkevegen 16", "Prøvevegen 22"):
        page.locator("[data-cell] [data-card]", has_text=title).locator("input").check()
    page.get_by_role("button", name="Ta av tavla").click()
    expect(waiting(page, "Prøvevegen 22")).to_be_visible()


def test_a_fitter_without_the_papers_is_greyed_while_the_order_is_chosen(open_page: OpenPage) -> None:
    page = open_page(ELECTRICIAN)
    tomorrow(page)
    heading = page.locator("th[data-column]", has_text="Marit Kabelås")
    expect(heading).not_to_have_class(re.compile("plan-may-not"))
    waiting(page, "Prøvevegen 3").locator("input").check()
    expect(heading).to_contain_text("Instruksjon for arbeid i måler gikk ut")
    expect(page.locator("select[name='fitter'] option", has_text="Marit")).to_be_disabled()
    waiting(page, "Prøvevegen 3").locator("input").uncheck()
    expect(heading).not_to_contain_text("gikk ut")


def test_a_shorter_way_is_used_and_taken_back(open_page: OpenPage) -> None:
    page = open_page(PLANNER)
    page.goto(BOARD)
    page.get_by_role("link", name=re.compile("Foreslå rekkefølge")).click()
    expect(page.get_by_role("heading", name="Rekkefølge etter sted")).to_be_visible()
    before = page.locator(".plan-route-list").first.inner_text()
    page.get_by_role("button", name="Bruk forslaget").click()
    page.get_by_role("button", name="Angre").click()
    expect(page.locator(".toast", has_text="tilbake")).to_be_visible()
    page.get_by_role("link", name=re.compile("Foreslå rekkefølge")).click()
    assert page.locator(".plan-route-list").first.inner_text() == before


def test_the_map_numbers_the_day_and_shows_what_waits(open_page: OpenPage) -> None:
    page = open_page(PLANNER)
    page.goto(f"{BOARD}?vis=kart")
    expect(page.locator(".plan-map[data-drawn]")).to_be_visible()
    expect(page.locator(".plan-pin-0", has_text="4")).to_have_count(1)
    expect(page.locator(".plan-pin-waits")).to_have_count(page.locator("[data-tray] [data-card]").count())
    page.locator(".plan-pin-waits").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#kort-"))


def test_a_customer_picks_a_time_on_a_phone_and_gives_it_up(open_page: OpenPage, site: Site) -> None:
    planner = open_page(PLANNER)
    planner.goto(BOARD)
    waiting(planner, "Bakkevegen 16").get_by_role("link", name="Tilby tider").click()
    planner.get_by_label("Montør").select_option(label="Mona Målerud")
    planner.get_by_role("button", name="Vis ledige tider").click()
    expect(planner.locator('input[name="tid"]:checked')).to_have_count(3)
    planner.get_by_role("button", name="Tilby kunden tidene").click()
    expect(planner.locator(".toast", has_text="Kunden er tilbudt 3 tider.")).to_be_visible()
    link = re.search(r"/kunde/tid/\S+", site.wait_for_mail("", "Velg tid: Måler byttes")["text"])
    assert link is not None

    customer = open_page(narrow=True)
    customer.goto(link.group())
    expect(customer.get_by_role("heading", name="Når passer det?")).to_be_visible()
    customer.get_by_role("radio").nth(1).check()
    customer.get_by_role("button", name="Velg tiden").click()
    expect(customer.get_by_role("heading", name="Tiden er avtalt")).to_be_visible()
    customer.get_by_text("Tiden passer ikke likevel").click()
    customer.get_by_label("Når passer det bedre?").fill("Etter klokka tre.")
    customer.get_by_role("button", name="Gi opp tiden").click()
    expect(customer.get_by_role("heading", name="Firmaet har fått beskjed")).to_be_visible()
    planner.goto(BOARD)
    expect(waiting(planner, "Bakkevegen 16")).to_be_visible()


def test_meters_are_taken_in_and_loaded(open_page: OpenPage) -> None:
    page = open_page(PLANNER)
    page.goto("/arbeidsordrer/lager")
    page.get_by_text("Ta inn målere").click()
    page.get_by_label("Slag").select_option(label="Direktemålt, trefase")
    page.get_by_label("Målernumre").fill("4400000000009604\n4400000000009611")
    page.get_by_role("button", name="Ta inn", exact=True).click()
    expect(page.locator(".toast", has_text="2 målere er tatt inn.")).to_be_visible()
    page.get_by_label("Målernummer", exact=True).fill("44000000000096")
    page.get_by_role("button", name="Vis").click()
    page.get_by_role("checkbox", name="Velg 4400000000009604").check()
    page.get_by_label("Legg valgte målere i").select_option(label="Mona Målerud, Eksempelnett AS")
    page.get_by_role("button", name="Flytt").click()
    expect(page.locator("tr", has_text="4400000000009604")).to_contain_text("I bil")


def test_nothing_stands_in_the_way_of_anybody(open_page: OpenPage) -> None:
    page = open_page(PLANNER)
    for address in (
        BOARD, f"{BOARD}?vis=uke", f"{BOARD}?vis=omrade", f"{BOARD}?vis=kart", "/arbeidsordrer/lager",
    ):  # fmt: skip
        page.goto(address)
        page.wait_for_function("document.documentElement.dataset.ready !== undefined")
        for look in looks.in_turn(page):
            assert looks.faults(page) == [], f"{address}, {look.name}"
