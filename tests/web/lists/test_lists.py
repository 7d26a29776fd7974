"""Lists, the queue, the search and the workbook."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.notices import actions, drafts, requests
from nettmelding.notices.models import Notice, Request
from nettmelding.organisations.models import Organisation
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, COLLEAGUE, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]
AtMost = Callable[[int], Any]


def question(electrician: Actor) -> Request:
    company = Organisation.objects.get(slug="eksempelnett")
    return requests.send(electrician, Request.Kind.ENQUIRY, company.id, text="Hvem eier kabelen til naustet?")


def test_the_list_pages_without_losing_or_repeating(as_user: AsUser, many: list[Notice]) -> None:
    client, seen, href = as_user(ELECTRICIAN), [], "/meldinger?sorter=address"
    while href:
        text = client.get(href).content.decode()
        seen += re.findall(r"Prøvevegen \d+(?=</a>)", text)
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        href = "/meldinger" + onward.group(1).replace("&amp;", "&") if onward else ""
    assert len(seen) == 70
    assert seen == sorted(seen, key=lambda address: int(address.split()[1]))


@pytest.mark.parametrize("address", ["/meldinger", "/meldinger?tur=others&q=eksempel&sorter=number", "/sok?q=pr"])
def test_a_list_asks_the_database_little(
    as_user: AsUser, many: list[Notice], django_assert_max_num_queries: AtMost, address: str
) -> None:
    client = as_user(ELECTRICIAN)
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200


def test_the_queue_asks_the_database_little(
    as_user: AsUser, many: list[Notice], django_assert_max_num_queries: AtMost
) -> None:
    client = as_user(CASE_HANDLER)
    with django_assert_max_num_queries(20):
        text = client.get("/ko").content.decode()
    assert text.count('class="case"') == 50
    assert "70 saker venter, ingen er dine, ingen er forsinket." in text


def test_filters_narrow_and_stand_in_the_address(as_user: AsUser, electrician: Actor) -> None:
    ways.draft(electrician)
    sent = ways.sent(electrician)
    client = as_user(ELECTRICIAN)
    assert sent.number in client.get("/meldinger").content.decode()
    drafts_only = client.get("/meldinger?status=draft").content.decode()
    assert str(sent.number) not in drafts_only
    assert str(sent.number) in client.get("/meldinger?type=protection_change&tur=others").content.decode()
    assert "Ingen meldinger passer" in client.get("/meldinger?type=merging").content.decode()


def test_nonsense_in_the_address_is_left_out(as_user: AsUser, electrician: Actor) -> None:
    sent = ways.sent(electrician)
    answer = as_user(ELECTRICIAN).get("/meldinger?status=x&type=y&tur=z&person=w&fra=v&sorter=u")
    assert str(sent.number) in answer.content.decode()


def test_a_cursor_that_is_not_ours_is_said_in_words(as_user: AsUser) -> None:
    answer = as_user(ELECTRICIAN).get("/meldinger?etter=tull")
    assert answer.status_code == 422
    assert "Begynn på første side" in answer.content.decode()


def test_a_draft_is_on_no_list_of_the_grid_companys(as_user: AsUser, electrician: Actor) -> None:
    ways.draft(electrician)
    assert "Prøvevegen 1" not in as_user(CASE_HANDLER).get("/meldinger").content.decode()


def test_the_queue_tells_mine_from_what_nobody_has(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    mine, free = ways.sent(electrician), ways.sent(electrician)
    actions.take(case_handler, mine.id)
    client = as_user(CASE_HANDLER)
    assert str(mine.number) in client.get("/ko?visning=mine").content.decode()
    assert str(mine.number) not in client.get("/ko?visning=ledige").content.decode()
    assert str(free.number) in client.get("/ko?visning=ledige").content.decode()
    assert str(mine.number) not in as_user(COLLEAGUE).get("/ko?visning=mine").content.decode()


def test_requests_stand_in_the_queue_too(as_user: AsUser, electrician: Actor) -> None:
    asked = question(electrician)
    assert asked.number in as_user(CASE_HANDLER).get("/ko").content.decode()


@pytest.mark.parametrize("email", [INSPECTORATE, ELECTRICIAN])
def test_the_queue_is_for_those_who_handle(as_user: AsUser, email: str) -> None:
    assert as_user(email).get("/ko").status_code == 404


@pytest.mark.parametrize("typed", ["{number}", "{solid}", "{short}"])
def test_a_number_leads_straight_to_its_case(as_user: AsUser, electrician: Actor, typed: str) -> None:
    sent = ways.sent(electrician)
    year, _, series = str(sent.number).partition("-")
    query = typed.format(number=sent.number, solid=year + series, short=f"{year}-{int(series)}")
    assert as_user(CASE_HANDLER).get("/sok", {"q": query}).headers["Location"] == f"/meldinger/{sent.id}"


def test_the_search_finds_requests_by_number_and_by_word(as_user: AsUser, electrician: Actor) -> None:
    asked = question(electrician)
    for query in (asked.number, "naustet"):
        assert as_user(ELECTRICIAN).get("/sok", {"q": query}).headers["Location"] == f"/henvendelser/{asked.id}"


def test_the_search_hints_while_one_types(as_user: AsUser, electrician: Actor) -> None:
    ways.sent(electrician)
    answer = as_user(CASE_HANDLER).get("/sok", {"q": "nordm"}, headers={"HX-Request": "true"})
    assert "Kari Marie Nordmann" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_search_never_finds_another_firms(as_user: AsUser, electrician: Actor) -> None:
    sent = ways.sent(electrician)
    for query in (str(sent.number), "nordmann"):
        answer = as_user(OTHER_CONTRACTOR).get("/sok", {"q": query})
        assert "Ingen treff" in answer.content.decode()


def test_the_workbook_holds_the_filtered_list(as_user: AsUser, many: list[Notice]) -> None:
    answer = as_user(ELECTRICIAN).get("/meldinger.xlsx?q=9000")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Nummer", "Status", "Arbeid")
    assert {row[1] for row in rows[1:]} == {"Sendt"}


def test_what_somebody_typed_never_becomes_a_formula(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.draft(electrician)
    drafts.save(electrician, notice.id, mine={"who.our_reference": "=1+1"})
    with write():
        Notice.objects.filter(pk=notice.pk).update(own_reference="=1+1")
    answer = as_user(ELECTRICIAN).get("/meldinger.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    cell = sheet["H2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
