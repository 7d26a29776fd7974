"""Deviations on pages: the list, mending with pictures, closing, and how many there are."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.workorders.models import Deviation
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR
from tests.web.workorders import works
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]


@pytest.fixture
def found(electrician: Actor, case_handler: Actor, fitter: Actor) -> Deviation:
    return works.found(jobs.Phone(fitter), jobs.planned(electrician, case_handler, fitter))


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def photo(name: str = "etter.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, works.picture("green"), "image/jpeg")


def test_it_waits_for_the_contractor_at_home_and_in_the_list(as_user: AsUser, found: Deviation) -> None:
    client = as_user(ELECTRICIAN)
    for address in ("/", "/avvik"):
        page = text(client, address)
        assert f"/avvik/{found.id}" in page
        assert "Plombe er brutt eller mangler" in page
        assert "Skal rettes" in page
    assert f"/avvik/{found.id}" not in text(as_user(OTHER_CONTRACTOR), "/avvik")
    assert as_user(OTHER_CONTRACTOR).get(f"/avvik/{found.id}").status_code == 404
    assert as_user(INSPECTORATE).get("/avvik").status_code == 404


def test_it_is_mended_with_pictures_and_closed(as_user: AsUser, found: Deviation) -> None:
    contractor, grid = as_user(ELECTRICIAN), as_user(CASE_HANDLER)
    address = f"/avvik/{found.id}"
    page = text(contractor, address)
    assert "Plomben mangler." in page
    assert f"/bilder/{found.photos[0]}/lite" in page
    assert contractor.post(f"{address}/rettet", {"text": ""}).status_code == 422
    wrong = SimpleUploadedFile("etter.jpg", b"%PDF-1.4 ikke et bilde", "image/jpeg")
    refused = contractor.post(f"{address}/rettet", {"text": "Ny plombe.", "photos": wrong})
    assert refused.status_code == 422
    assert "Ny plombe." in refused.content.decode()
    contractor.post(f"{address}/rettet", {"text": "Ny plombe satt på.", "photos": [photo(), photo("to.jpg")]})
    now = Deviation.objects.get(pk=found.pk)
    assert (now.state, len(now.mended_photos)) == ("mended", 2)
    assert f"/avvik/{found.id}" in text(grid, "/ko")
    page = text(grid, address)
    assert "Ny plombe satt på." in page
    for below in ("", "/lite"):
        assert grid.get(f"{address}/bilder/{now.mended_photos[0]}{below}").status_code == 200
        assert as_user(OTHER_CONTRACTOR).get(f"{address}/bilder/{now.mended_photos[0]}{below}").status_code == 404
    grid.post(f"{address}/lukk", {"text": "Takk."})
    page = text(contractor, address)
    assert "Lukket" in page
    assert "Takk." in page
    assert f"/avvik/{found.id}" not in text(contractor, "/")


def test_it_is_given_back_with_what_is_left(as_user: AsUser, found: Deviation) -> None:
    contractor, grid = as_user(ELECTRICIAN), as_user(CASE_HANDLER)
    contractor.post(f"/avvik/{found.id}/rettet", {"text": "Rettet."})
    assert grid.post(f"/avvik/{found.id}/gi-tilbake", {"text": " "}).status_code == 422
    grid.post(f"/avvik/{found.id}/gi-tilbake", {"text": "Bildet viser en annen måler."})
    assert Deviation.objects.get(pk=found.pk).state == "open"
    assert "Bildet viser en annen måler." in text(contractor, f"/avvik/{found.id}")


def test_each_side_does_its_own_part_only(as_user: AsUser, found: Deviation) -> None:
    assert as_user(CASE_HANDLER).post(f"/avvik/{found.id}/rettet", {"text": "x"}).status_code == 403
    assert as_user(ELECTRICIAN).post(f"/avvik/{found.id}/lukk", {"text": "x"}).status_code == 403
    assert "Lukk avviket" not in text(as_user(ELECTRICIAN), f"/avvik/{found.id}")
    assert "Meld rettet" not in text(as_user(CASE_HANDLER), f"/avvik/{found.id}")


def test_how_many_of_each_kind_is_shown_to_the_contractor_about_itself(as_user: AsUser, found: Deviation) -> None:
    for email in (ELECTRICIAN, CASE_HANDLER):
        page = text(as_user(email), "/avvik/statistikk")
        assert "Plombe er brutt eller mangler" in page
    assert "Ingen avvik på tolv måneder" in text(as_user(OTHER_CONTRACTOR), "/avvik/statistikk")


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("visning=rettes", True), ("visning=rettet", False), ("visning=alle", True), ("slag=seal_broken", True),
     ("slag=touchable", False)],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(as_user: AsUser, found: Deviation, query: str, is_there: bool) -> None:
    assert (f"/avvik/{found.id}" in text(as_user(CASE_HANDLER), f"/avvik?{query}")) is is_there
