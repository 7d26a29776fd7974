"""The case page: what each side reads, what is offered, what is found."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed
from nettmelding.notices import actions, attachments, corrections, corrections_settling, dialogue, drafts
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, COLLEAGUE, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]
TABS = ("", "/vedlegg", "/dialog", "/historikk", "/historikk/1", "/utskrift")


def read(client: Client, notice: Notice, tab: str = "") -> str:
    answer = client.get(f"/meldinger/{notice.id}{tab}")
    assert answer.status_code == 200, tab
    return answer.content.decode()


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(file, "PNG")
    file.seek(0)
    return file


@pytest.fixture
def resent(electrician: Actor, case_handler: Actor) -> Notice:
    """Rejected once, corrected (17,5 to 21 kW) and sent again."""
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(code="load_unclear")])
    drafts.save(electrician, notice.id, mine={"power.new_peak_kw": "21"})
    return actions.send(electrician, notice.id).notice


def test_the_case_handler_reads_everything_on_one_page(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    text = read(as_user(CASE_HANDLER), notice)
    place, party = "Prøvevegen 1, 9998 Eksempelvik", ("Kari Marie Nordmann", "900 00 000")
    for words in (str(notice.number), place, "63 A", "17,5 kW", *party):
        assert words in text


def test_the_program_says_what_it_found(as_user: AsUser, electrician: Actor) -> None:
    first, second = ways.sent(electrician), ways.sent(electrician)
    text = read(as_user(CASE_HANDLER), second)
    assert "Alt som trengs, er med." in text
    assert f"Annen åpen sak her: {first.number}" in text


def test_what_was_changed_since_the_last_version_is_marked(as_user: AsUser, resent: Notice) -> None:
    text = read(as_user(CASE_HANDLER), resent)
    assert "Én ting er endret siden forrige versjon." in text
    assert "<del" in text
    assert "17,5 kW</del>" in text


def test_what_the_grid_company_has_stands_beside_what_was_stated_until_it_is_used(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    draft = ways.ready(electrician)
    drafts.save(electrician, draft.id, mine={"protection.ov_old_a": "40"})
    notice = actions.send(electrician, draft.id).notice
    pages = [read(as_user(CASE_HANDLER), notice, tab) for tab in ("", "/utskrift", "/godkjenn")]
    for page in [*pages, read(as_user(ELECTRICIAN), notice)]:
        assert re.search(r"<dd>40 A\b[^/]*Nettselskapet har: 50 A", page)
    [row] = corrections.of_notice(notice)
    corrections_settling.settle(case_handler, notice.id, row.id, use=True)
    assert "Nettselskapet har" not in read(as_user(CASE_HANDLER), notice)


def test_the_grid_company_never_sees_what_is_not_sent(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    drafts.save(electrician, notice.id, mine={"power.new_peak_kw": "44,4", "who.our_reference": "Hemmelig 77"})
    client = as_user(CASE_HANDLER)
    for tab in TABS:
        text = read(client, notice, tab)
        assert "44,4" not in text
        assert "Hemmelig 77" not in text


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("email", [OTHER_CONTRACTOR, "saksbehandler@provenett.example", "montor@eksempelnett.example"])
def test_another_firms_case_is_not_there(as_user: AsUser, electrician: Actor, tab: str, email: str) -> None:
    notice = ways.sent(electrician)
    answer = as_user(email).get(f"/meldinger/{notice.id}{tab}")
    assert answer.status_code == 404
    assert "Nordmann" not in answer.content.decode()


def test_a_draft_leads_to_where_it_is_filled_in(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.draft(electrician)
    answer = as_user(ELECTRICIAN).get(f"/meldinger/{notice.id}")
    assert answer.headers["Location"] == f"/meldinger/{notice.id}/rediger"


@pytest.mark.parametrize(
    ("email", "words", "absent"),
    [
        (CASE_HANDLER, ("Ta saken", "Spør", "Avvis", "Godkjenn"), ("Trekk meldingen", "Foreslå stans")),
        (ELECTRICIAN, ("Trekk meldingen", "Kopier som ny kladd"), ("Godkjenn", "Ta saken")),
        (INSPECTORATE, ("Skriv ut",), ("Godkjenn", "Ta saken", "Trekk meldingen", "Kopier")),
    ],
)
def test_everybody_is_offered_what_they_may_do(
    as_user: AsUser, electrician: Actor, email: str, words: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    text = read(as_user(email), ways.sent(electrician))
    assert all(word in text for word in words)
    assert not [word for word in absent if word in text]


def test_the_contractor_reads_whose_turn_it_is_and_when_an_answer_is_expected(
    as_user: AsUser, electrician: Actor
) -> None:
    text = read(as_user(ELECTRICIAN), ways.sent(electrician))
    assert "Ligger hos Eksempelnett AS siden i dag, ventet svar" in text


def test_the_contractor_is_led_to_the_field_of_each_reason(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(code="load_unclear", text="78 kW kan ikke stemme.")])
    text = read(as_user(ELECTRICIAN), notice)
    assert "78 kW kan ikke stemme." in text
    assert f"/meldinger/{notice.id}/rediger#f-power-new_peak_kw" in text


def test_every_version_can_be_read_for_ever(as_user: AsUser, resent: Notice) -> None:
    client = as_user(ELECTRICIAN)
    assert "17,5 kW" in read(client, resent, "/historikk/1")
    assert "21 kW" in read(client, resent, "/historikk/2")
    assert client.get(f"/meldinger/{resent.id}/historikk/3").status_code == 404


def test_what_was_built_otherwise_is_shown(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    built = {"completion.ov_a": "50", "completion.differences": "Kabelen var for tynn."}
    ways.fill_in_completion(electrician, notice, **built)
    actions.report_completion(electrician, notice.id)
    text = read(as_user(CASE_HANDLER), notice)
    assert "Utført annerledes enn godkjent" in text
    assert "63 A</del>" in text


def test_an_internal_note_stays_within_the_company(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    as_user(CASE_HANDLER).post(f"/meldinger/{notice.id}/dialog", {"text": "Ring Trond først.", "to": "internal"})
    assert "Ring Trond først." in read(as_user(COLLEAGUE), notice, "/dialog")
    for email in (ELECTRICIAN, INSPECTORATE):
        for tab in TABS:
            assert "Ring Trond først." not in read(as_user(email), notice, tab)


def test_a_message_reaches_the_other_side(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    as_user(CASE_HANDLER).post(f"/meldinger/{notice.id}/dialog", {"text": "Vi kommer tirsdag.", "to": "other"})
    assert "Vi kommer tirsdag." in read(as_user(ELECTRICIAN), notice, "/dialog")


def test_an_empty_message_is_refused_beside_its_field(as_user: AsUser, electrician: Actor) -> None:
    answer = as_user(CASE_HANDLER).post(f"/meldinger/{ways.sent(electrician).id}/dialog", {"text": " ", "to": "other"})
    assert answer.status_code == 422
    assert "Skriv noe først." in answer.content.decode()


def test_the_inspectorate_reads_and_does_not_write(
    as_user: AsUser, electrician: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.sent(electrician)
    client = as_user(INSPECTORATE)
    assert "<textarea" not in read(client, notice, "/dialog")
    assert client.post(f"/meldinger/{notice.id}/dialog", {"text": "Hei", "to": "other"}).status_code == 403
    with pytest.raises(NotAllowed):
        dialogue.note(actor(INSPECTORATE), notice.id, "Hei", internal=True)


def test_attachments_are_served_so_that_nothing_in_them_acts(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.ready(electrician)
    added = attachments.add(electrician, notice.id, kind="photo", name="skap.png", file=picture())
    address = f"/meldinger/{notice.id}/vedlegg/{added.id}"
    assert as_user(CASE_HANDLER).get(address).status_code == 404
    actions.send(electrician, notice.id)
    answer: Any = as_user(CASE_HANDLER).get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert as_user(CASE_HANDLER).get(f"{address}/forhandsvisning").headers["Content-Type"] == "image/webp"
    assert as_user(OTHER_CONTRACTOR).get(address).status_code == 404
    assert "skap.png" in read(as_user(CASE_HANDLER), notice, "/vedlegg")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("email", [ELECTRICIAN, CASE_HANDLER])
def test_a_page_of_a_case_asks_the_database_little(
    as_user: AsUser, resent: Notice, django_assert_max_num_queries: Callable[..., Any], tab: str, email: str
) -> None:
    client = as_user(email)
    with django_assert_max_num_queries(20):
        read(client, resent, tab)
