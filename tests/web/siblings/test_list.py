"""*Inkluder sidestilte anlegg*: what is listed, what ticking leads to, and what is not told."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.installations.models import Installation, MeteringPoint, MeterLookup
from nettmelding.notices import drafts, places, queries
from nettmelding.notices.models import Notice, Party
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

AsUser = Callable[[str], Client]
pytestmark = pytest.mark.django_db(databases="__all__")


def about(electrician: Actor, meter: str, kind: str = "merging") -> Notice:
    notice = drafts.create(electrician, [kind], "single")
    point = MeteringPoint.objects.select_related("installation").get(meter_number=meter)
    places.use_metering_point(electrician, notice.id, point)
    return queries.get(electrician, notice.id)


@pytest.fixture
def merging(electrician: Actor) -> Notice:
    """Two meters of the house with a studio flat are to become one."""
    return about(electrician, "4400000000000026")


def points(*meters: str) -> list[str]:
    return [str(MeteringPoint.objects.get(meter_number=one).id) for one in meters]


def address(notice: Notice) -> str:
    return f"/meldinger/{notice.id}/sidestilte"


def test_the_form_leads_to_the_siblings_where_there_are_any(
    as_user: AsUser, electrician: Actor, merging: Notice
) -> None:
    alone = about(electrician, "4400000000000019", "protection_change")
    client = as_user(ELECTRICIAN)
    assert address(merging) in client.get(f"/meldinger/{merging.id}/rediger").content.decode()
    assert address(alone) not in client.get(f"/meldinger/{alone.id}/rediger").content.decode()


def test_it_says_where_each_is_and_names_nobody(as_user: AsUser, electrician: Actor) -> None:
    text = as_user(ELECTRICIAN).get(address(about(electrician, "4400000000000101"))).content.decode()
    for said in ("1. etasje, leilighet 2", "4400000000000102", "OV 200 A · MV 40 A · 1 fase", "Ikke lenger i bruk"):
        assert said in text
    assert "Måleren ble tatt ned 12. februar 2024" in text
    for untold in ("Anne-Lise", "Prøvetunet Borettslag", "4400000000000107"):
        assert untold not in text


def test_two_ticked_fill_in_their_meters_and_which_one_goes(as_user: AsUser, merging: Notice) -> None:
    stays, goes = points("4400000000000026", "4400000000000033")
    posted = as_user(ELECTRICIAN).post(address(merging), {"id": [stays, goes], "goes": goes, "do": "meters"})
    assert posted.status_code == 302
    values = Notice.objects.get(pk=merging.pk).values()
    assert values["site.existing_meters"] == ["4400000000000026", "4400000000000033"]
    assert values["site.meter_to_remove"] == "4400000000000033"


def test_the_one_that_goes_must_be_ticked(as_user: AsUser, merging: Notice) -> None:
    stays, goes = points("4400000000000026", "4400000000000033")
    answer = as_user(ELECTRICIAN).post(address(merging), {"id": [stays], "goes": goes, "do": "meters"})
    assert answer.status_code == 422
    assert "må være en av dem du har krysset av" in answer.content.decode()
    assert "site.meter_to_remove" not in Notice.objects.get(pk=merging.pk).values()


@pytest.mark.parametrize(("press", "ticked"), [("live", 7), ("all", 9), ("none", 0)])
def test_all_or_all_in_use_are_ticked_by_one_press_without_script(
    press: str, ticked: int, as_user: AsUser, electrician: Actor
) -> None:
    notice = about(electrician, "4400000000000101")
    text = as_user(ELECTRICIAN).post(address(notice), {"do": press}).content.decode()
    assert text.count(" checked") == ticked


def test_what_is_ticked_stays_so_while_the_list_is_narrowed(as_user: AsUser, electrician: Actor) -> None:
    notice = about(electrician, "4400000000000101")
    (other,) = points("4400000000000108")
    text = (
        as_user(ELECTRICIAN).post(address(notice), {"do": "filter", "q": "2. etasje", "id": [other]}).content.decode()
    )
    assert "4400000000000103" in text
    assert "4400000000000108</td>" not in text
    assert f'<input type="hidden" name="id" value="{other}">' in text


def test_the_ticked_ones_become_metering_points_of_a_block_notice_without_neighbours_names(
    as_user: AsUser, electrician: Actor
) -> None:
    notice = about(electrician, "4400000000000101", "protection_change")
    client, ticked = as_user(ELECTRICIAN), points("4400000000000101", "4400000000000104", "4400000000000108")
    assert "Gjør om til flere måleranlegg" in client.get(address(notice)).content.decode()
    assert client.post(address(notice), {"id": ticked, "do": "include"}).status_code == 302
    mother = Notice.objects.get(pk=notice.pk)
    assert mother.form == "several"
    made = mother.children.order_by("position")
    assert [str(child.metering_point_id) for child in made] == ticked
    assert [child.values()["site.unit"] for child in made] == ["H0101", "H0202", "H0402"]
    names = set(Party.objects.filter(notice__in=made).values_list("name", flat=True))
    assert names == {"Prøvetunet Borettslag"}


def test_those_that_are_with_already_are_not_taken_twice(as_user: AsUser, electrician: Actor) -> None:
    notice = about(electrician, "4400000000000101", "protection_change")
    client, ticked = as_user(ELECTRICIAN), points("4400000000000101", "4400000000000104")
    client.post(address(notice), {"id": ticked, "do": "include"})
    assert client.get(address(notice)).content.decode().count("er med") == 2
    client.post(address(notice), {"id": [*ticked, *points("4400000000000106")], "do": "include"})
    assert Notice.objects.get(pk=notice.pk).children.count() == 3


def test_a_name_gets_match_or_no_match(as_user: AsUser, merging: Notice) -> None:
    client, (flat,) = as_user(ELECTRICIAN), points("4400000000000033")
    right = client.post(address(merging), {"do": "name", "point": flat, "name": "ola nordmann"})
    assert "Navnet stemmer." in right.content.decode()
    wrong = client.post(address(merging), {"do": "name", "point": flat, "name": "Kari Nordmann"}).content.decode()
    assert "Vi kan ikke bekrefte navnet." in wrong
    assert "Ola" not in wrong
    assert MeterLookup.objects.filter(by="match", purpose__contains=str(merging.id)).count() == 2


def test_questions_about_names_come_to_an_end(as_user: AsUser, merging: Notice) -> None:
    client, (flat,) = as_user(ELECTRICIAN), points("4400000000000033")
    answers = [
        client.post(address(merging), {"do": "name", "point": flat, "name": f"Ola Prøve{number}"})
        for number in range(6)
    ]
    assert answers[-1].status_code == 429
    assert "så mange ganger som det er lov til" in answers[-1].content.decode()


def test_those_who_have_no_running_notice_there_find_nothing(as_user: AsUser, merging: Notice) -> None:
    assert as_user(OTHER_CONTRACTOR).get(address(merging)).status_code == 404
    assert as_user(CASE_HANDLER).get(address(merging)).status_code == 404
    Notice.objects.filter(pk=merging.pk).update(status="closed")
    assert as_user(ELECTRICIAN).get(address(merging)).status_code == 404


def test_a_metering_point_of_another_installation_cannot_be_slipped_in(as_user: AsUser, merging: Notice) -> None:
    (stranger,) = points("4400000000000101")
    client = as_user(ELECTRICIAN)
    assert client.post(address(merging), {"id": [stranger], "do": "meters"}).status_code == 404
    asked = client.post(address(merging), {"do": "name", "point": stranger, "name": "Ola Nordmann"})
    assert asked.status_code == 404


def test_five_hundred_cost_as_few_questions_as_nine(
    as_user: AsUser, electrician: Actor, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    block = Installation.objects.get(address="Prøvetunet 5")
    MeteringPoint.objects.bulk_create(
        MeteringPoint(
            installation=block,
            grid_company_id=block.grid_company_id,
            metering_point_id=f"7070575000009{number:05d}",
            meter_number=f"55000000000{number:05d}",
            unit=f"H{number // 90 + 5:02d}{number % 90 + 1:02d}",
        )
        for number in range(491)
    )
    client, notice = as_user(ELECTRICIAN), about(electrician, "4400000000000101")
    client.get(address(notice))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        text = client.get(address(notice)).content.decode()
    assert text.count("<tr data-live") == 100
    assert "Skriv i feltet for å snevre inn" in text
