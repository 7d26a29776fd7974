"""*Ny melding*: the search, the boxes, the questions, and the draft they end in."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from nettmelding.notices.models import Notice
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN

AsUser = Callable[[str], Client]
KNOWN_METER = "4400 0000 0000 0019"


@pytest.fixture
def electrician_page(as_user: AsUser) -> Callable[..., str]:
    client = as_user(ELECTRICIAN)

    def read(query: str = "") -> str:
        answer = client.get(f"/meldinger/ny{query}")
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return read


def test_it_asks_one_question_and_shows_all_boxes(electrician_page: Callable[..., str]) -> None:
    page = electrician_page()
    assert "Hva skal du gjøre?" in page
    assert page.count('class="typebox"') == 13


def test_a_search_finds_the_best_first_and_brings_its_question_up(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?ord=bytte+sikringskap")
    assert page.index("Endring av OV/MV") < page.index("Eller kryss av selv")
    assert "passer best" in page
    assert "ett spørsmål avgjør" in page


def test_a_search_without_hits_leads_to_a_person(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?ord=zzzzqqqq")
    assert "Ingen treff." in page
    assert "/meldinger/ny/sporsmal" in page


def test_a_question_decides_between_two_types(electrician_page: Callable[..., str]) -> None:
    asked = electrician_page("?sporsmal=protection_size")
    assert "Endres størrelsen på et vern?" in asked
    larger = electrician_page("?sporsmal=protection_size&svar.protection_size=yes")
    assert 'name="type" value="protection_change" checked' in larger
    alike = electrician_page("?sporsmal=protection_size&svar.protection_size=no")
    assert 'name="type" value="metering_point_work" checked' in alike


def test_no_notice_is_an_answer_with_its_reason(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?sporsmal=ev_size&svar.ev_size=three_phases_small")
    assert "Ingen melding nødvendig" in page
    assert "16 A per fase" in page
    assert "Lag kladd" not in page


def test_limits_are_the_chosen_grid_companys(electrician_page: Callable[..., str], provenett_id: str) -> None:
    page = electrician_page(f"?type=ev_charging&nett={provenett_id}")
    assert "tre faser, over 20 A" in page


def test_boxes_that_do_not_go_together_say_why(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?type=new_installation&svar.dwellings=one")
    assert "Byggestrøm er en melding for seg, fordi den skal tas ned igjen." in page
    both = electrician_page("?type=new_installation&type=temporary_installation")
    assert "Hører ikke sammen" in both
    assert "Bare Midlertidig installasjon" in both


def test_boxes_that_go_together_become_one_notice(as_user: AsUser) -> None:
    answer = as_user(ELECTRICIAN).post("/meldinger/ny?type=protection_change&type=production", {"form": "single"})
    assert answer.status_code == 302
    assert Notice.objects.latest("created_at").types == ["protection_change", "production"]


def test_an_unticked_box_takes_the_reply_that_ticked_it_along(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?sporsmal=protection_size&svar.protection_size=yes&vist=protection_change")
    assert 'name="type" value="protection_change" checked' not in page


def test_several_dwellings_are_told_who_owns_the_cable(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?type=new_installation&svar.dwellings=several&svar.dwellings_line=main_board")
    assert "Send én blokkmelding" in page
    assert "Eksempelnett eier stikkledningen fram til tilknytningspunktet" in page


def test_what_is_laid_down_is_explained_and_becomes_an_order(electrician_page: Callable[..., str]) -> None:
    page = electrician_page("?sporsmal=what_goes&svar.what_goes=building")
    assert "Dette er en bestilling" in page
    assert "/meldinger/ny/frakobling?hva=building" in page


def test_a_meter_number_given_at_once_fills_the_draft_in(as_user: AsUser) -> None:
    answer = as_user(ELECTRICIAN).post(
        "/meldinger/ny?type=metering_point_work", {"form": "simplified", "meter": KNOWN_METER}
    )
    notice = Notice.objects.latest("created_at")
    assert answer.headers["Location"] == f"/meldinger/{notice.id}/rediger"
    assert notice.customer_name == "Kari Marie Nordmann"
    assert notice.address == "Prøvevegen 1"


def test_a_reply_fills_in_what_it_says(as_user: AsUser) -> None:
    as_user(ELECTRICIAN).post("/meldinger/ny?sporsmal=meter_gone&svar.meter_gone=same_place")
    assert Notice.objects.latest("created_at").values()["work.service"] == ["meter_down_up"]


def test_a_wrong_meter_number_leaves_no_draft_and_says_why(as_user: AsUser) -> None:
    before = Notice.objects.count()
    answer = as_user(ELECTRICIAN).post("/meldinger/ny?type=metering_point_work", {"form": "simplified", "meter": "??"})
    assert answer.status_code == 422
    assert "Skriv målernummeret slik det står på måleren" in answer.content.decode()
    assert Notice.objects.count() == before


def test_nothing_chosen_makes_no_draft(as_user: AsUser) -> None:
    before = Notice.objects.count()
    answer = as_user(ELECTRICIAN).post("/meldinger/ny", {})
    assert answer.status_code == 422
    assert Notice.objects.count() == before


def test_a_contractor_without_access_is_told_how_to_get_it(as_user: AsUser, provenett_id: str) -> None:
    page = as_user("admin@proveinstallasjon.example").get(f"/meldinger/ny?type=metering_point_work&nett={provenett_id}")
    assert "Søk om tilgang til Prøvenett under Admin, Ny søknad." in page.content.decode()


def test_a_grid_company_makes_no_notices(as_user: AsUser) -> None:
    assert as_user(CASE_HANDLER).get("/meldinger/ny").status_code == 403


def test_nobody_is_sent_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/meldinger/ny")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/konto/")


def test_the_page_asks_the_database_a_few_times(
    as_user: AsUser, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = as_user(ELECTRICIAN)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        client.get("/meldinger/ny?ord=solceller&type=production")


def test_a_block_notice_is_refused_kindly_where_each_has_its_own_service_line(as_user: Callable[[str], Client]) -> None:
    address = "/meldinger/ny?type=new_installation&svar.dwellings=several&svar.dwellings_line=own_line"
    answer = as_user(ELECTRICIAN).post(address, {"form": "several"})
    assert answer.status_code == 422
    assert "Uten en felles hovedtavle er ikke målerne én installasjon." in answer.content.decode()
