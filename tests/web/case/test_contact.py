"""Correcting a customer's address on the case: who is shown the way, and what the page does."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, copying
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]
KARI, RIGHT = "kari@nordmann.example", "kari.nordmann@nordmann.example"
LOST = "E-posten til kunden kom ikke fram."


@pytest.fixture
def lost(electrician: Actor) -> Notice:
    """One whose customer's address nobody takes mail at."""
    notice = ways.sent(electrician)
    notice.unreached = [KARI]
    notice.save()
    return notice


def read(client: Client, notice: Notice, below: str = "") -> str:
    answer = client.get(f"/meldinger/{notice.id}{below}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("email", [ELECTRICIAN, CASE_HANDLER])
def test_both_sides_see_that_it_did_not_arrive_and_the_way_on(as_user: AsUser, lost: Notice, email: str) -> None:
    text = read(as_user(email), lost)
    assert LOST in text
    assert "e-posten kom ikke fram" in text
    assert f"/meldinger/{lost.id}/kontakt/customer" in text


def test_the_inspectorate_sees_the_mark_and_no_way_to_correct(as_user: AsUser, lost: Notice) -> None:
    client = as_user(INSPECTORATE)
    text = read(client, lost)
    assert "e-posten kom ikke fram" in text
    assert "/kontakt/" not in text
    assert client.get(f"/meldinger/{lost.id}/kontakt/customer").status_code == 403


def test_it_is_corrected_on_the_page_and_told_on_the_case(as_user: AsUser, lost: Notice) -> None:
    client, way = as_user(ELECTRICIAN), f"/meldinger/{lost.id}/kontakt/customer"
    form = client.get(way).content.decode()
    assert LOST in form
    assert f'value="{KARI}"' in form
    answer = client.post(way, {"email": RIGHT, "mobile": "900 00 000"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/meldinger/{lost.id}")
    for reader in (client, as_user(CASE_HANDLER)):
        text = read(reader, lost)
        assert LOST not in text
        assert RIGHT in text
        assert "rettet i dag" in text
        assert "Kontaktopplysningene til kunden er rettet" in text
        assert f"Før: {KARI}, 900 00 000" in read(reader, lost, "/historikk")
        assert RIGHT not in read(reader, lost, "/historikk/1")
        assert RIGHT in read(reader, lost, "/utskrift")


def test_what_does_not_hold_is_said_beside_the_field_and_kept(as_user: AsUser, lost: Notice) -> None:
    answer = as_user(ELECTRICIAN).post(
        f"/meldinger/{lost.id}/kontakt/owner", {"email": "kari@", "mobile": "900 00 000"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="kari@"' in text
    assert "Dette er ikke en e-postadresse." in text


def test_an_address_with_a_slip_says_what_was_probably_meant(as_user: AsUser, lost: Notice) -> None:
    notice = Notice.objects.get(pk=lost.pk)
    notice.corrected = {"customer": {"email": "kari@gmial.com", "mobile": "", "no_email": False, "other_contact": ""}}
    notice.save()
    assert "Mente du kari@gmail.com?" in read(as_user(ELECTRICIAN), notice, "/kontakt/customer")


def test_what_is_not_there_is_not_found(as_user: AsUser, lost: Notice) -> None:
    client = as_user(ELECTRICIAN)
    for role in ("developer", "noe"):
        assert client.get(f"/meldinger/{lost.id}/kontakt/{role}").status_code == 404
    assert as_user(OTHER_CONTRACTOR).get(f"/meldinger/{lost.id}/kontakt/customer").status_code == 404


def test_the_form_says_it_beside_the_address(
    as_user: AsUser, electrician: Actor, case_handler: Actor, lost: Notice
) -> None:
    actions.reject(case_handler, lost.id, remarks=[GivenRemark(text="Se tegningen.")])
    copy = copying.copy(electrician, lost.id)
    client = as_user(ELECTRICIAN)
    for notice in (lost, copy):
        assert "E-post hit kom ikke fram." in read(client, notice, "/rediger")
