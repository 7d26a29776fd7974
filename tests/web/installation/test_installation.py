"""The installation's own page: what each reader sees, and the next notice begun from it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nettmelding.core.actor import Actor
from nettmelding.installations.models import Installation, MeterLookup, PastValue
from nettmelding.notices import actions, corrections, corrections_settling, drafts
from nettmelding.notices.models import Notice
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]
pytestmark = pytest.mark.django_db(databases="__all__")
OTHER_GRID_COMPANY = "saksbehandler@provenett.example"


@pytest.fixture
def house() -> Installation:
    return Installation.objects.get(address="Prøvevegen 1")


@pytest.fixture
def closed(electrician: Actor, case_handler: Actor) -> Notice:
    """A larger OV, built and closed."""
    return actions.close(case_handler, ways.reported(electrician, case_handler).id).notice


def read(client: Client, one: Installation) -> str:
    answer = client.get(f"/anlegg/{one.id}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_grid_company_sees_all_that_happened(as_user: AsUser, house: Installation, closed: Notice) -> None:
    text = read(as_user(CASE_HANDLER), house)
    for said in (
        "Prøvevegen 1, 9998 Eksempelvik", str(closed.number), "4400000000000019", "Kari Marie Nordmann",
        "OV 63 A", "Ferdigmeldt", "Avsluttet", "Vern og tekniske data over tid", "OV: 63 A", "Meg selv, Eksempel Elektro AS",
    ):  # fmt: skip
        assert said in text, said


def test_a_correction_that_is_used_says_which_notice_it_came_with(
    as_user: AsUser, house: Installation, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"building.kind": "row_house"})
    sent = actions.send(electrician, notice.id).notice
    [row] = corrections.of_notice(sent)
    corrections_settling.settle(case_handler, sent.id, row.id, use=True)
    text = read(as_user(CASE_HANDLER), house)
    assert "Bygg og bruk: Enebolig → Rekkehus eller tomannsbolig" in text
    assert f"rettet etter melding {sent.number}" in text


def test_a_running_notice_opens_it_to_the_contractor_without_names(
    as_user: AsUser, house: Installation, electrician: Actor
) -> None:
    notice = ways.sent(electrician)
    text = read(as_user(ELECTRICIAN), house)
    assert str(notice.number) in text
    assert "4400000000000019" in text
    assert '<th scope="col">Kunde</th>' not in text
    assert "Andre firma" not in text


def test_afterwards_the_contractor_sees_its_own_notices_alone(
    as_user: AsUser, house: Installation, closed: Notice
) -> None:
    text = read(as_user(ELECTRICIAN), house)
    assert str(closed.number) in text
    assert "Meldingene dere har hatt her, er avsluttet." in text
    assert "I bruk" not in text
    assert "TFXP 4x25 Al" not in text


def test_a_contractor_learns_that_others_were_there_and_no_more(
    as_user: AsUser, house: Installation, closed: Notice, actor: Callable[[str], Actor]
) -> None:
    ways.draft(actor(OTHER_CONTRACTOR))
    text = read(as_user(OTHER_CONTRACTOR), house)
    assert "Andre firma har også hatt meldinger her." in text
    for untold in (str(closed.number), "Eksempel Elektro", "Meg selv"):
        assert untold not in text


@pytest.mark.parametrize("who", [OTHER_CONTRACTOR, OTHER_GRID_COMPANY, INSPECTORATE])
def test_others_find_nothing(who: str, as_user: AsUser, house: Installation, closed: Notice) -> None:
    assert as_user(who).get(f"/anlegg/{house.id}").status_code == 404


def test_a_screened_address_is_not_there_for_those_who_are_not_named(
    as_user: AsUser, house: Installation, closed: Notice
) -> None:
    key, shown = screen_keys.typed(Screen.Kind.ADDRESS, "Prøvevegen 1", "9998", "Eksempelvik")
    Screen.objects.create(grid_company_id=house.grid_company_id, kind=Screen.Kind.ADDRESS, key=key, shown=shown)
    found = as_user(CASE_HANDLER).get(f"/anlegg/{house.id}")
    assert found.status_code == 404


def test_looking_is_written_down_once_in_a_while(as_user: AsUser, house: Installation, closed: Notice) -> None:
    client = as_user(CASE_HANDLER)
    read(client, house)
    read(client, house)
    looks = MeterLookup.objects.filter(purpose="installation page", address_key=house.address_key)
    assert looks.count() == 1


def test_what_the_customer_system_has_told_stands_in_the_history(as_user: AsUser, house: Installation) -> None:
    PastValue.objects.create(
        installation=house, name="ov_a", old="35", new="50", source=PastValue.Source.CUSTOMER_SYSTEM
    )
    text = read(as_user(CASE_HANDLER), house)
    assert "OV: 35 A → 50 A" in text
    assert "fra kundesystemet" in text


def test_the_next_notice_is_one_press_away(as_user: AsUser, house: Installation, closed: Notice) -> None:
    client = as_user(ELECTRICIAN)
    assert "Ny melding herfra" in read(client, house)
    posted = client.post(f"/anlegg/{house.id}/ny", {"type": "ev_charging"})
    assert posted.status_code == 302
    made = Notice.objects.get(pk=posted.headers["Location"].split("/")[2])
    assert made.address == "Prøvevegen 1"
    assert made.meter_number == "4400000000000019"
    assert "4400000000000019" in read(client, house)


def test_the_grid_companys_people_begin_no_notice(as_user: AsUser, house: Installation, closed: Notice) -> None:
    client = as_user(CASE_HANDLER)
    assert "Ny melding herfra" not in read(client, house)
    assert client.post(f"/anlegg/{house.id}/ny", {"type": "ev_charging"}).status_code == 404


def test_the_case_and_the_form_lead_to_it(as_user: AsUser, house: Installation, electrician: Actor) -> None:
    notice, draft = ways.sent(electrician), ways.draft(electrician)
    href = f"/anlegg/{house.id}"
    assert href in as_user(CASE_HANDLER).get(f"/meldinger/{notice.id}").content.decode()
    assert href in as_user(ELECTRICIAN).get(f"/meldinger/{draft.id}/rediger").content.decode()


def test_the_grid_companys_search_leads_to_it(as_user: AsUser, house: Installation) -> None:
    href, asked = f"/anlegg/{house.id}", {"q": "4400000000000019"}
    assert href in as_user(CASE_HANDLER).post(reverse("find:search"), asked).content.decode()
    assert href not in as_user(ELECTRICIAN).post(reverse("find:search"), asked).content.decode()


def test_many_notices_cost_no_more_questions_than_one(
    as_user: AsUser,
    house: Installation,
    closed: Notice,
    electrician: Actor,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _number in range(6):
        ways.sent(electrician)
    client = as_user(CASE_HANDLER)
    read(client, house)
    with django_assert_max_num_queries(28):  # type: ignore[attr-defined]
        read(client, house)
