"""The pages of a block notice and of its metering points, as each side reads and works on them."""

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, children, drafts
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice
from nettmelding.notices.places import use_meter_number
from nettmelding.notices.status import Status
from tests.notices import blocks
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]


def read(client: Client, notice: Notice | UUID, tab: str = "", status: int = 200) -> str:
    key = notice if isinstance(notice, UUID) else notice.id
    answer = client.get(f"/meldinger/{key}{tab}")
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def status(one: UUID) -> Status:
    return Notice.objects.get(pk=one).state


def test_its_metering_points_are_listed_with_what_each_waits_for(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, ids[0])
    for email in (ELECTRICIAN, CASE_HANDLER):
        text = read(as_user(email), mother, "/maleranlegg")
        for words in ("H0101", "H0103", "50 A", f"{mother.number}-02", "Godkjent", "Sendt"):
            assert words in text


def test_the_list_is_narrowed_by_status_and_words(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, ids[0])
    client = as_user(ELECTRICIAN)
    by_status = read(client, mother, "/maleranlegg?status=approved")
    by_words = read(client, mother, "/maleranlegg?q=h0102")
    assert [f"H010{n}" in by_status for n in (1, 2, 3)] == [True, False, False]
    assert [f"H010{n}" in by_words for n in (1, 2, 3)] == [False, True, False]
    assert "Ingen anlegg passer" in read(client, mother, "/maleranlegg?q=finnesikke")


def test_entrances_floors_and_flats_come_in_their_order(as_user: AsUser, electrician: Actor) -> None:
    mother = blocks.mother(electrician)
    made = [("B", "H0101"), ("A", "H0201"), ("A", "H0101"), ("A", "K0101"), ("", "")]
    children.add(electrician, mother.id, [NewChild({}, entrance=entrance, unit=unit) for entrance, unit in made])
    text = read(as_user(ELECTRICIAN), mother, "/maleranlegg")
    places = [text.index(f">{name}</a>") for name in ("A K0101", "A H0101", "A H0201", "B H0101", "Anlegg 5")]
    assert places == sorted(places)


def test_the_page_asks_as_much_for_many_as_for_two(as_user: AsUser, electrician: Actor) -> None:
    client, asked = as_user(CASE_HANDLER), []
    for size in (2, 12):
        mother, _ids = blocks.sent(electrician, size)
        with CaptureQueriesContext(connection) as queries:
            read(client, mother, "/maleranlegg")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_eight_are_approved_and_two_asked_about(as_user: AsUser, electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 10)
    client, tab = as_user(CASE_HANDLER), f"/meldinger/{mother.id}/maleranlegg"
    onward = client.post(f"{tab}/velg", {"what": "approve", "notice": [str(one) for one in ids[:8]]})
    assert onward.headers["Location"] == f"{tab}/gjor?gjor=approve&anlegg=1-8"
    assert "8 anlegg" in client.get(onward.headers["Location"]).content.decode()
    client.post(f"{tab}/gjor", {"gjor": "approve", "anlegg": "1-8"})
    client.post(f"{tab}/gjor", {"gjor": "ask", "anlegg": "9,10", "text": "Hvor står måleren?"})
    assert {status(one) for one in ids[:8]} == {Status.APPROVED}
    assert {status(one) for one in ids[8:]} == {Status.AWAITING_INFORMATION}
    told = read(client, mother, "/historikk")
    assert "Godkjent: 8 anlegg" in told
    assert "H0101, H0102" in told
    assert "Spørsmål fra nettselskapet: 2 anlegg" in told


def test_those_that_are_refused_are_named_and_can_be_left_out(as_user: AsUser, electrician: Actor) -> None:
    mother, _ids = blocks.sent(electrician, 2)
    (late,) = children.add(electrician, mother.id, [NewChild({"protection.mv_new_a": 50}, unit="H0901")])
    drafts.save(electrician, late.id, mine={"protection.mv_new_a": ""})
    (whole,) = children.add(electrician, mother.id, blocks.flats(1))
    client, address = as_user(ELECTRICIAN), f"/meldinger/{mother.id}/maleranlegg/gjor"
    refused = client.post(address, {"gjor": "send", "anlegg": "3,4"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "H0901" in text
    assert "Bare det som kan (1)" in text
    assert {status(late.id), status(whole.id)} == {Status.DRAFT}
    client.post(address, {"gjor": "send", "anlegg": "3,4", "de_som_kan": "1"})
    assert (status(late.id), status(whole.id)) == (Status.DRAFT, Status.SUBMITTED)


def test_a_question_without_words_asks_for_them_and_keeps_the_choice(as_user: AsUser, electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    answer = as_user(CASE_HANDLER).post(f"/meldinger/{mother.id}/maleranlegg/gjor", {"gjor": "ask", "anlegg": "1-2"})
    assert answer.status_code in {409, 422}
    assert 'value="1-2"' in answer.content.decode()
    assert {status(one) for one in ids} == {Status.SUBMITTED}


def test_the_whole_says_how_far_it_is_and_how_many_a_button_moves(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    handlers = read(as_user(CASE_HANDLER), mother)
    assert "3 anlegg skal avgjøres." in handlers
    assert "Godkjenn alle som kan avgjøres (3)" in handlers
    assert "Annen åpen sak" not in handlers
    actions.approve(case_handler, mother.id)
    blocks.finish(electrician, ids[0])
    electricians = read(as_user(ELECTRICIAN), mother)
    for words in ("1 av 3 ferdigmeldt", "2 anlegg gjenstår å ferdigmelde.", "Ferdigmeld alle som gjenstår (2)"):
        assert words in electricians


def test_the_button_on_the_whole_moves_all_of_them(as_user: AsUser, electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    page = read(as_user(CASE_HANDLER), mother, "/godkjenn")
    assert "Gjelder hele meldingen med 2 av 2 anlegg." in page
    as_user(CASE_HANDLER).post(f"/meldinger/{mother.id}/godkjenn", {})
    assert {status(one) for one in ids} == {Status.APPROVED}


def test_a_metering_point_leads_to_the_whole_and_to_its_neighbours(as_user: AsUser, electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    text = read(as_user(CASE_HANDLER), ids[1])
    for href in (f"/meldinger/{mother.id}/maleranlegg", f"/meldinger/{ids[0]}", f"/meldinger/{ids[2]}"):
        assert f'href="{href}"' in text
    assert "Anlegg 2 av 3" in text
    assert "styret@example.com · 900 00 000 · fra hovedmeldingen" in text
    assert "fra hovedmeldingen" in text
    assert "Annen åpen sak" not in text


def test_one_that_comes_later_opens_the_whole_again_and_that_is_said(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 1)
    actions.approve(case_handler, mother.id)
    blocks.finish(electrician, ids[0])
    assert "Alle anlegg er ferdigmeldt." in read(as_user(CASE_HANDLER), mother, "/historikk")
    (late,) = children.add(electrician, mother.id, blocks.flats(1))
    actions.act(electrician, late.id, Action.SEND)
    told = read(as_user(ELECTRICIAN), mother, "/historikk")
    assert "Ett anlegg lagt til" in told
    assert "Meldingen er åpnet igjen." in told


def test_paper_and_workbook_say_how_far_it_is(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, mother.id)
    blocks.finish(electrician, ids[0])
    client = as_user(ELECTRICIAN)
    printed = read(client, mother, "/utskrift")
    assert "H0103" in printed
    book = load_workbook(io.BytesIO(client.get("/meldinger.xlsx").getvalue()))
    assert "3 anlegg, 1 ferdigmeldt" in {row[-1].value for row in book.worksheets[0].rows}


def test_lists_and_search_say_what_belongs_to_what(as_user: AsUser, electrician: Actor) -> None:
    mother, _ids = blocks.sent(electrician, 2)
    client = as_user(CASE_HANDLER)
    for address in ("/meldinger", "/ko"):
        assert "2 anlegg" in client.get(address).content.decode()
    assert f"del av {mother.number}" in client.get("/sok", {"q": "Borettslag"}).content.decode()


@pytest.mark.parametrize("tab", ["/maleranlegg", "/maleranlegg/gjor?gjor=approve&anlegg=1"])
def test_others_do_not_find_them(as_user: AsUser, electrician: Actor, tab: str) -> None:
    mother, _ids = blocks.sent(electrician, 1)
    assert "H0101" not in read(as_user(OTHER_CONTRACTOR), mother, tab, status=404)


def test_the_grid_company_sees_none_that_is_not_sent(as_user: AsUser, electrician: Actor) -> None:
    mother, _ids = blocks.sent(electrician, 1)
    children.add(electrician, mother.id, [NewChild({}, unit="H0901")])
    assert "H0901" not in read(as_user(CASE_HANDLER), mother, "/maleranlegg")
    assert "H0901" in read(as_user(ELECTRICIAN), mother, "/maleranlegg")


def test_a_studio_flat_comes_beside_the_meters_that_stand(as_user: AsUser, electrician: Actor) -> None:
    mother = drafts.create(electrician, ["new_metering_point"], "several")
    use_meter_number(electrician, mother.id, "4400000000000026")
    children.add(electrician, mother.id, [NewChild({}, unit="H0103")])
    page = read(as_user(ELECTRICIAN), mother, "/maleranlegg")
    table, _heading, standing = page.partition("Står fra før")
    assert "H0103" in table
    assert "4400000000000026" in standing
    assert "4400000000000033" in standing
    assert "Ola Nordmann" not in standing, "neighbours' names are the grid company's"
