"""The map's pages: what stands on them for whom, and the same without a map."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.grid import duty, seeing
from nettmelding.grid.models import DutyAccepted, MapRules
from nettmelding.notices import actions, drafts
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from tests.grid.neighbourhood import Known
from tests.notices import ways
from tests.standins_fixture import Standins
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
ROW = re.compile(r'class="chart-row" href="([^"]+)".*?<b>([^<]+)</b><small>([^<]+)</small>', re.DOTALL)


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def rows(page: str) -> list[tuple[str, str, str]]:
    """Address, name, and what stands below it, of each object of a list."""
    return [(href, name, below.strip()) for href, name, below in ROW.findall(page)]


def attribute(answer: HttpResponse, name: str) -> Any:
    """The JSON in the first attribute of that name."""
    found = re.search(rf'{name}="([^"]+)"', answer.content.decode())
    assert found is not None
    return json.loads(unescape(found[1]))


def chart(notice: Notice, below: str = "") -> str:
    return f"/meldinger/{notice.id}/kart{below}"


def rules(**changes: object) -> None:
    company = Organisation.objects.get(slug="eksempelnett")
    row = seeing.rules_of(company.id)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def test_a_sent_case_has_the_tiles_around_it(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    page = text(as_user(ELECTRICIAN).get(chart(notice)))
    assert f"/api/v1/grid/tiles/{{z}}/{{x}}/{{y}}.mvt?notice={notice.id}" in page
    assert 'data-tiles-from="16"' in page
    assert f'data-latitude="{notice.latitude:.7f}"' in page
    assert 'aria-current="page">Kart<' in page
    assert "Før meldingen er sendt" not in page


def test_a_draft_has_the_nearest_objects_only_and_says_so(
    as_user: AsUser, electrician: Actor, grid: list[Known]
) -> None:
    draft = ways.draft(electrician)
    client = as_user(ELECTRICIAN)
    page = text(client.get(chart(draft)))
    assert "Før meldingen er sendt, vises bare de nærmeste objektene." in page
    assert 'data-tiles=""' in page
    assert "/api/v1/grid/objects?" in page
    form = text(client.get(f"/meldinger/{draft.id}/rediger"))
    assert f'href="{chart(draft)}"' in form
    assert f'href="/meldinger/{draft.id}/rediger"' in page


def test_a_draft_without_a_place_asks_for_the_address(as_user: AsUser, electrician: Actor, grid: list[Known]) -> None:
    draft = drafts.create(electrician, ["protection_change"], "single")
    page = text(as_user(ELECTRICIAN).get(chart(draft)))
    assert "Legg inn adressen først" in page
    assert f"/meldinger/{draft.id}/rediger#part-site" in page
    assert "data-map " not in page


def test_where_no_grid_is_in_force_the_map_stands_alone(as_user: AsUser, notice: Notice) -> None:
    page = text(as_user(ELECTRICIAN).get(chart(notice)))
    assert "Nettselskapet har ikke lagt inn nettet sitt her." in page
    assert 'data-tiles=""' in page
    assert "data-sees" not in page


def test_a_grid_company_that_is_closed_says_whom_to_ask(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    rules(open_to=MapRules.OpenTo.NOBODY)
    page = text(as_user(ELECTRICIAN).get(chart(notice)))
    assert "Nettselskapet viser ikke nettet sitt til firmaet ditt." in page
    assert "Spør " in page
    assert "data-sees" not in page
    assert as_user(ELECTRICIAN).get(chart(notice, f"/objekt/{grid[0].id}")).status_code == 403


def test_a_case_that_has_ended_shows_the_grid_no_longer(
    as_user: AsUser, electrician: Actor, notice: Notice, grid: list[Known]
) -> None:
    actions.withdraw(electrician, notice.id)
    assert "Nettet vises så lenge saken er åpen." in text(as_user(ELECTRICIAN).get(chart(notice)))


def test_the_duty_of_secrecy_is_read_once_and_leads_back(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    DutyAccepted.objects.all().delete()
    client, wanted = as_user(ELECTRICIAN), f"{chart(notice)}?objekt={grid[0].id}"
    asked = client.get(wanted)
    assert asked.status_code == 302
    page = text(client.get(asked["Location"]))
    assert "energiloven § 9-3" in page
    assert "kraftberedskapsforskriften § 6-2" in page
    assert client.post(asked["Location"], {"til": wanted})["Location"] == wanted
    assert client.get(wanted).status_code == 200
    elsewhere = client.post(chart(notice, "/plikt"), {"til": "https://andre.example/"})
    assert elsewhere["Location"] == chart(notice)


@pytest.mark.usefixtures("grid")
@pytest.mark.parametrize("below", ["", "/liste", "/plikt"])
def test_others_notices_have_no_map(as_user: AsUser, notice: Notice, below: str) -> None:
    assert as_user(OTHER_CONTRACTOR).get(chart(notice, below)).status_code == 404
    assert as_user(ELECTRICIAN).get(f"/kart{below}").status_code == 404


def test_the_grid_companys_people_have_a_map_of_the_whole(
    as_user: AsUser, case_handler: Actor, grid: list[Known]
) -> None:
    duty.accept(case_handler)
    client = as_user(CASE_HANDLER)
    assert 'href="/kart"' in text(client.get("/ko"))
    page = text(client.get("/kart"))
    assert 'data-tiles-from="10"' in page
    latitude, longitude = (
        float(re.search(rf'data-{name}="([\d.]+)"', page)[1])  # type: ignore[index]
        for name in ("latitude", "longitude")
    )
    assert 63.69 <= latitude <= 63.71
    assert 9.63 <= longitude <= 9.68
    own = text(client.get(f"/kart/objekt/{grid[0].id}"))
    assert grid[0].external_id in own


def test_the_list_is_the_map_in_words_nearest_first_twenty_a_page(
    as_user: AsUser, notice: Notice, grid: list[Known]
) -> None:
    rules(radius_m=1500)
    with write():
        seeing.grant([case := _case(notice)])
    client = as_user(ELECTRICIAN)
    first = text(client.get(chart(notice, "/liste?radius=1000")))
    found = rows(first)
    assert len(found) == 20
    metres = [_metres(below) for _href, _name, below in found]
    assert metres == sorted(metres)
    assert found[0][2].startswith(("Kundepunkt", "Stikkledning"))
    second = text(client.get(chart(notice, "/liste?radius=1000&side=2")))
    assert not {href for href, *_rest in found} & {href for href, *_rest in rows(second)}
    assert "21–40 av" in second
    only = rows(text(client.get(chart(notice, "/liste?radius=1000&slag=pole"))))
    assert only
    assert all(below.startswith("Stolpe") for *_rest, below in only)
    assert client.get(found[0][0]).status_code == 200
    assert case.sent


@pytest.mark.usefixtures("registers_on_standins")
def test_a_search_in_the_list_stays_out_of_the_address(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    client, near = as_user(ELECTRICIAN), _nearest(notice, grid, "customer_point")
    answer = client.post(chart(notice, "/liste"), {"q": "Prøvevegen 1, 9998"})
    assert answer["Location"] == chart(notice, "/liste")
    shown = client.get(answer["Location"])
    page = text(shown)
    assert "Treff på «Prøvevegen 1, 9998»" in page
    assert near.external_id in page
    [beside] = re.findall(r'name="ved" value="([^"]+)"', shown.content.decode())[:1]
    client.post(chart(notice, "/liste"), {"ved": unescape(beside)})
    assert "Nær Prøvevegen 1" in text(client.get(chart(notice, "/liste")))
    client.post(chart(notice, "/liste"), {"nullstill": "1"})
    assert "Nærmest adressen i saken" in text(client.get(chart(notice, "/liste")))
    assert client.post(chart(notice, "/liste"), {"ved": "tull"}).status_code == 422


@pytest.mark.usefixtures("registers_on_standins")
def test_the_maps_search_finds_objects_meters_and_addresses(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    client, near = as_user(ELECTRICIAN), _nearest(notice, grid, "customer_point")
    answer = client.post(chart(notice, "/sok"), {"q": near.external_id})
    assert attribute(answer, "data-value")["object"] == str(near.id)
    assert near.external_id in text(client.post(chart(notice, "/sok"), {"q": ways.KNOWN_METER}))
    assert "Adresse · " in text(client.post(chart(notice, "/sok"), {"q": "Prøvevegen 3"}))
    assert "Skriv litt mer." in text(client.post(chart(notice, "/sok"), {"q": "P"}))
    farm = client.post(chart(notice, "/sok"), {"q": "Fjellbyg"})
    assert "Tettsted · Eksempelvik" in text(farm)
    assert round(attribute(farm, "data-value")["lat"], 2) == 63.72
    assert as_user(OTHER_CONTRACTOR).post(chart(notice, "/sok"), {"q": "Prøvevegen 3"}).status_code == 404


def test_a_register_that_is_down_leaves_the_rest_of_the_search(
    as_user: AsUser, notice: Notice, grid: list[Known], registers_on_standins: Standins
) -> None:
    registers_on_standins.fault("place_names", "down")
    client = as_user(ELECTRICIAN)
    answer = text(client.post(chart(notice, "/sok"), {"q": "Storgata"}))
    assert "Adresse · " in answer
    assert "Kartverkets register svarer ikke nå." in answer
    client.post(chart(notice, "/liste"), {"q": "Storgata"})
    assert "Kartverkets register svarer ikke nå." in text(client.get(chart(notice, "/liste")))


def test_an_object_is_a_panel_for_the_map_and_a_page_by_itself(
    as_user: AsUser, notice: Notice, grid: list[Known]
) -> None:
    client, near = as_user(ELECTRICIAN), _nearest(notice, grid, "customer_point")
    panel = client.get(chart(notice, f"/objekt/{near.id}"), headers={"HX-Request": "true"})
    assert "<html" not in text(panel)
    assert f'data-object="{near.id}"' in text(panel)
    assert attribute(panel, "data-geometry")["type"] == "Point"
    whole = text(client.get(chart(notice, f"/objekt/{near.id}")))
    assert f'href="{chart(notice)}?objekt={near.id}"' in whole
    far = next(one for one in grid if one.kind == "substation" and one.geometry.distance(near.geometry) > 0.01)
    assert client.get(chart(notice, f"/objekt/{far.id}")).status_code == 404


def test_a_print_is_written_down_and_can_be_forbidden(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    client = as_user(ELECTRICIAN)
    assert "Taushetsbelagt etter energiloven § 9-3" in client.post(chart(notice, "/utskrift")).json()["line"]
    rules(prints=False)
    assert client.post(chart(notice, "/utskrift")).status_code == 403
    assert 'data-prints="0"' in text(client.get(chart(notice)))


def _case(notice: Notice) -> seeing.Case:
    from nettmelding.notices import map_case

    found = map_case.of(notice)
    assert found is not None
    return found


def _nearest(notice: Notice, grid: list[Known], kind: str) -> Known:
    return min(
        (one for one in grid if one.kind == kind),
        key=lambda one: (one.geometry.x - notice.longitude) ** 2 + (one.geometry.y - notice.latitude) ** 2,
    )


def _metres(below: str) -> float:
    number, unit = below.rpartition(" · ")[2].split()
    return float(number.replace(",", ".")) * (1000 if unit == "km" else 1)
