"""An object's panel and page: facts, circuit list, who may operate, values into the notice and out as files, the way upstream."""

import csv
import io
import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.grid import duty, queries, seeing, tiles, values
from nettmelding.grid.models import Edition, MapLook
from nettmelding.grid.network import NORMAL
from nettmelding.notices import actions, drafts, map_case, map_values
from nettmelding.notices.catalogue import short_circuit
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.models import Notice
from tests.grid import seen
from tests.grid.village import village
from tests.notices import blocks, ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]


@pytest.fixture
def notice(electrician: Actor) -> Notice:
    """Filled in and not sent yet, of a person who has accepted the duty of secrecy."""
    duty.accept(electrician)
    return ways.ready(electrician)


@pytest.fixture
def edition(notice: Notice, case_handler: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The village laid around the notice's house, with the grid company's own values at one customer point."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    assert notice.latitude is not None
    assert notice.longitude is not None
    duty.accept(case_handler)
    seen.rules(draft_objects=50)
    own = {"ik3pmaks": 1.5, "ik2pmin": 0.75, "rmohm": 81.0, "xmohm": 12.0, "verdidato": "01.03.2025", "navn": "=1+1"}
    layers = seen.changed(village(), "kundepunkt", "P2", own)
    return seen.in_force(tmp_path, seen.moved(layers, notice.latitude, notice.longitude))


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def of(edition: Edition, external_id: str, below: str = "") -> str:
    return f"/objekt/{seen.named(edition, external_id).object_id}{below}"


def chart(notice: Notice, below: str = "") -> str:
    return f"/meldinger/{notice.id}/kart{below}"


def test_a_cabinet_shows_its_circuits_its_values_and_that_it_may_not_be_operated(
    as_user: AsUser, notice: Notice, electrician: Actor, edition: Edition
) -> None:
    seen.rules(control_room_phone="+4773000000")
    actions.send(electrician, notice.id)
    page = text(as_user(ELECTRICIAN).get(chart(notice, of(edition, "KS1"))))

    assert "Kan betjenes av elektroinstallatør" in page
    assert "Nei. Bare Eksempelnett AS betjener sikringene i dette skapet." in page
    assert 'href="tel:+4773000000"' in page
    assert "Kursfortegnelse" in page
    assert "gG 63 A" in page
    assert "Beregnet av nettmelding etter IEC 60909" in page
    assert "Beregnet, normal kobling" in page
    assert "Gjelder på samleskinnen i skapet, før stikkledningen." in page
    assert "Nytt bygg: verdier ved enden av en planlagt kabel" in page
    assert "Fra nettselskapets kartgrunnlag" in page


def test_own_values_stand_first_and_go_into_the_notice_by_one_press_and_out_by_another(
    as_user: AsUser, notice: Notice, edition: Edition
) -> None:
    client = as_user(ELECTRICIAN)
    page = text(client.get(chart(notice, of(edition, "P2"))))
    assert page.index("Oppgitt av nettselskapet") < page.index("Beregnet av nettmelding etter IEC 60909")
    assert "Ik3p,maks (kA)" in page
    assert ">1,50<" in page

    answer = client.post(chart(notice, of(edition, "P2", "/bruk")), {"state": NORMAL, "origin": "own", "panel": "1"})

    assert answer.headers["Location"] == f"{chart(notice)}?objekt={seen.named(edition, 'P2').object_id}"
    notice.refresh_from_db()
    kept = notice.answers[short_circuit.PATH]
    assert kept["source"] == Source.MAP
    assert kept["value"]["values"] == {"ik3p_max_ka": 1.5, "ik2p_min_ka": 0.75, "r_mohm": 81.0, "x_mohm": 12.0}
    assert (kept["value"]["origin"], kept["value"]["values_on"]) == ("own", "01.03.2025")
    assert "I meldingen" in text(client.get(chart(notice, of(edition, "P2"))))
    form = text(client.get(f"/meldinger/{notice.id}/rediger"))
    assert "1,50 kA" in form
    assert "Oppgitt av nettselskapet, normal kobling" in form

    client.post(
        f"/meldinger/{notice.id}/rediger", {"revision": notice.revision, "base": "{}", "do": "set:map.short_circuit="}
    )
    notice.refresh_from_db()
    assert short_circuit.PATH not in notice.answers


def test_the_case_handler_sees_the_values_that_were_sent(
    as_user: AsUser, electrician: Actor, notice: Notice, edition: Edition
) -> None:
    map_values.use(electrician, notice.id, seen.named(edition, "P1").object_id, NORMAL)
    actions.send(electrician, notice.id)

    page = text(as_user(CASE_HANDLER).get(f"/meldinger/{notice.id}"))

    assert "Kundepunkt P1: Ik3p,maks" in page
    assert "Beregnet av nettmelding etter IEC 60909, normal kobling" in page
    assert "Bruk i meldingen" not in text(as_user(CASE_HANDLER).get(chart(notice, of(edition, "P1"))))


def test_a_planned_cable_is_added_to_the_cabinets_values_and_can_be_used(
    as_user: AsUser, notice: Notice, edition: Edition
) -> None:
    client = as_user(ELECTRICIAN)
    asked = {"type": "TFXP 4x50 Al", "lengde": "35 m"}
    page = text(client.get(chart(notice, of(edition, "KS1", "/planlagt")), asked))
    assert "med planlagt kabel" in page
    assert "ved enden av planlagt kabel" in page

    client.post(chart(notice, of(edition, "KS1", "/bruk")), {"state": NORMAL, **asked})
    notice.refresh_from_db()
    kept = notice.answers[short_circuit.PATH]["value"]
    assert (kept["origin"], kept["cable"]) == ("planned", {"type": "TFXP 4x50 Al", "length_m": 35.0})

    wrong = client.get(chart(notice, of(edition, "KS1", "/planlagt")), {"type": "tau", "lengde": "langt"})
    assert wrong.status_code == 422
    assert "Vi kjenner ikke denne kabeltypen." in text(wrong)
    assert client.get(chart(notice, of(edition, "P1", "/planlagt")), asked).status_code == 404


def test_the_csv_opens_in_a_norwegian_spreadsheet_and_holds_no_formula(
    as_user: AsUser, notice: Notice, edition: Edition
) -> None:
    answer = as_user(ELECTRICIAN).get(chart(notice, of(edition, "P2", "/verdier.csv")))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    cells = {row[0]: row[1:] for row in rows if row}
    assert cells["Ik3p,maks"][:2] == ["kA", "1,500"]
    assert cells["Størrelse"] == ["Enhet", "Oppgitt av nettselskapet", "Beregnet av nettmelding etter IEC 60909"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any("energiloven § 9-3" in cell for row in rows for cell in row)
    assert MapLook.objects.get().counts["downloads"] == 1


def test_the_json_says_the_same_as_the_page_with_units_in_its_names(
    as_user: AsUser, electrician: Actor, notice: Notice, edition: Edition
) -> None:
    answer = as_user(ELECTRICIAN).get(chart(notice, of(edition, "P1", "/verdier.json")))

    told: dict[str, Any] = json.loads(answer.content)
    view = seeing.view(electrician, map_case.case_of(electrician, notice.id))
    at = values.values_at(view, queries.get(view, seen.named(edition, "P1").object_id))
    (only,) = told["value_sets"]
    assert only["values"] == {name: round(value, 4) for name, value in at.of(NORMAL).figures.items()}
    assert (only["network_system"], only["nominal_voltage_v"]) == ("it_230", 230)
    assert only["upstream_protection"] == {"type": "gG", "rated_current_a": 63.0}
    assert told["downloaded_by"] == electrician.name


def test_downloads_can_be_forbidden_but_not_for_ones_own_people(
    as_user: AsUser, notice: Notice, edition: Edition
) -> None:
    seen.rules(downloads=False)
    client = as_user(ELECTRICIAN)
    assert "Nettselskapet tillater ikke nedlasting." in text(client.get(chart(notice, of(edition, "P1"))))
    for file in ("/verdier.csv", "/verdier.json"):
        assert client.get(chart(notice, of(edition, "P1", file))).status_code == 403
        assert as_user(CASE_HANDLER).get(f"/kart{of(edition, 'P1', file)}").status_code == 200


def test_the_way_upstream_is_a_list_with_a_sum_and_places_for_the_map(
    as_user: AsUser, notice: Notice, edition: Edition
) -> None:
    client = as_user(CASE_HANDLER)
    page = text(client.get(f"/kart{of(edition, 'P1', '/vei')}"))
    assert (
        page.index("Stikkledning")
        < page.index("Kabel")
        < page.index("Transformator T1")
        < page.index("Overliggende nett")
    )
    assert "Sum" in page
    assert "mΩ" in page

    places = client.get(f"/kart{of(edition, 'P1', '/vei.json')}").json()["items"]
    assert [one["properties"]["kind"] for one in places] == ["service_line", "cable", "transformer"]

    of_a_draft = text(as_user(ELECTRICIAN).get(chart(notice, of(edition, "P1", "/vei"))))
    assert "Utenfor området: 4 objekter" in of_a_draft
    assert as_user(ELECTRICIAN).get(chart(notice, of(edition, "P1", "/vei.json"))).json()["items"] == []


def test_a_metering_point_of_a_block_notice_leaves_the_values_to_its_mother(
    as_user: AsUser, electrician: Actor, notice: Notice, edition: Edition
) -> None:
    mother, (child,) = blocks.block(electrician, 1)
    assert not map_values.may_use(electrician, Notice.objects.get(pk=child))
    assert map_values.may_use(electrician, mother)
    assert map_values.may_use(electrician, notice)


def test_reserve_has_its_own_column_and_its_own_way(
    as_user: AsUser, notice: Notice, edition: Edition, tmp_path: Path
) -> None:
    reserve = {"sk_max_reserve_mva": 80.0, "sk_min_reserve_mva": 30.0}
    layers = seen.changed(village(), "substation", "NS1", reserve)
    assert notice.latitude is not None
    assert notice.longitude is not None
    seen.in_force(tmp_path, seen.moved(layers, notice.latitude, notice.longitude))
    client = as_user(CASE_HANDLER)

    page = text(client.get(f"/kart{of(edition, 'P1')}"))
    assert page.index(" normal</small>") < page.index(" reserve</small>")
    normal = text(client.get(f"/kart{of(edition, 'P1', '/vei')}"))
    assert "?kobling=reserve" in normal
    assert "Reservekobling." in text(client.get(f"/kart{of(edition, 'P1', '/vei')}?kobling=reserve"))
    assert client.get(f"/kart{of(edition, 'P1', '/vei')}?kobling=annen").status_code == 404


def test_others_and_what_lies_outside_are_not_found(
    as_user: AsUser, electrician: Actor, notice: Notice, edition: Edition
) -> None:
    below = ("", "/verdier.csv", "/verdier.json", "/vei", "/vei.json", "/planlagt")
    for path in below:
        assert as_user(OTHER_CONTRACTOR).get(chart(notice, of(edition, "KS1", path))).status_code == 404
        assert as_user(ELECTRICIAN).get(chart(notice, f"/objekt/{notice.id}{path}")).status_code == 404
    for path in ("/bruk", "/fjern"):
        assert as_user(OTHER_CONTRACTOR).post(chart(notice, of(edition, "KS1", path))).status_code == 404
        assert as_user(CASE_HANDLER).post(f"/kart{of(edition, 'KS1', path)}").status_code == 404
    drafts.save(electrician, notice.id, mine={short_circuit.PATH: {"values": "=cmd"}})
    notice.refresh_from_db()
    assert short_circuit.PATH not in notice.answers
