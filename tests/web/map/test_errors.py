"""*Feil i kartet?* from the press in the map to the thanks in the mail."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nettmelding.core.actor import Actor
from nettmelding.grid import duty, editions
from nettmelding.grid.models import MapError
from nettmelding.messages.models import Message
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation, Wait
from tests.grid.neighbourhood import Known, laid
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR
from tests.web.map.conftest import HOUSE
from tests.web.map.test_pages import chart, text

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]


def nearby(notice: Notice, grid: list[Known]) -> UUID:
    return grid[-2].id


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(file, "JPEG")
    return SimpleUploadedFile("skap.jpg", file.getvalue(), "image/jpeg")


def reported(client: Client, notice: Notice, object_id: UUID, **more: object) -> MapError:
    posted = {"what": "moved", "text": "Står på andre siden av veien", **more}
    answer = client.post(chart(notice, f"/objekt/{object_id}/feil"), posted)
    assert answer.status_code == 302, text(answer)
    return MapError.objects.get()


def test_an_error_is_reported_answered_and_thanked_for(
    as_user: AsUser,
    case_handler: Actor,
    notice: Notice,
    grid: list[Known],
) -> None:
    client, handler = as_user(ELECTRICIAN), as_user(CASE_HANDLER)
    thing = text(client.get(chart(notice, f"/objekt/{nearby(notice, grid)}")))
    assert "Feil i kartet?" in thing
    error = reported(client, notice, nearby(notice, grid), photo=picture())
    wait = Wait.objects.get(subject_id=error.id)
    assert wait.organisation_id == case_handler.organisation_id

    assert error.number in text(handler.get("/kartfeil"))
    page = text(handler.get(f"/kartfeil/{error.id}"))
    assert "Står på andre siden av veien" in page
    assert handler.get(f"/kartfeil/{error.id}/bilde")["Content-Type"] == "image/jpeg"

    empty = handler.post(f"/kartfeil/{error.id}/answer", {"text": "", "revision": "1"})
    assert (empty.status_code, "Skriv et svar." in text(empty)) == (422, True)
    handler.post(f"/kartfeil/{error.id}/answer", {"text": "Takk, vi retter det.", "revision": "1"})
    assert "Takk, vi retter det." in text(client.get(f"/kartfeil/{error.id}"))
    mail = Message.objects.filter(kind="map_error_answered").get()
    assert mail.to_address == ELECTRICIAN
    assert not Wait.objects.filter(subject_id=error.id).exists()


def test_a_new_edition_that_has_it_right_closes_it_with_thanks(
    as_user: AsUser,
    notice: Notice,
    grid: list[Known],
    tmp_path: Path,
) -> None:
    error = reported(as_user(ELECTRICIAN), notice, nearby(notice, grid))
    company = Organisation.objects.get(slug="eksempelnett")
    assert notice.latitude is not None
    assert notice.longitude is not None
    laid(company, tmp_path, 4, {HOUSE: (notice.latitude + 0.0002, notice.longitude)})
    error.refresh_from_db()
    assert error.change == MapError.Change.CHANGED
    handler = as_user(CASE_HANDLER)
    assert "endret i utgaven" in text(handler.get("/kartfeil"))
    handler.post("/kartfeil/lukk-endrede")
    error.refresh_from_db()
    assert error.state == MapError.State.CORRECTED
    assert Message.objects.filter(kind="map_error_corrected").exists()


def test_what_is_missing_is_reported_from_a_bare_place_within_sight(
    as_user: AsUser,
    notice: Notice,
    grid: list[Known],
) -> None:
    client = as_user(ELECTRICIAN)
    here = f"/feil?lat={notice.latitude}&lon={notice.longitude}"
    assert client.get(chart(notice, here)).status_code == 200
    assert client.post(chart(notice, here), {"what": "missing", "text": "Her står et skap"}).status_code == 302
    assert MapError.objects.get().object_id is None
    assert client.get(chart(notice, "/feil?lat=63.8&lon=9.9")).status_code == 404


def test_others_know_nothing_of_it(as_user: AsUser, notice: Notice, grid: list[Known]) -> None:
    error = reported(as_user(ELECTRICIAN), notice, nearby(notice, grid))
    for email in (OTHER_CONTRACTOR, "saksbehandler@provenett.example"):
        other = as_user(email)
        for path in (f"/kartfeil/{error.id}", f"/kartfeil/{error.id}/bilde"):
            assert other.get(path).status_code == 404
        assert error.number not in text(other.get("/kartfeil"))


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"what": ""}, "Velg hva som er feil."),
        ({"what": "other", "text": ""}, "Skriv kort hva som er feil."),
        ({"what": "moved", "text": ""}, "Skriv hvor det står"),
        ({"what": "moved", "position": "tull"}, "Posisjonen finnes ikke."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    as_user: AsUser,
    notice: Notice,
    grid: list[Known],
    posted: dict[str, str],
    said: str,
) -> None:
    client = as_user(ELECTRICIAN)
    answer = client.post(chart(notice, f"/objekt/{nearby(notice, grid)}/feil"), posted)
    assert answer.status_code == 422
    assert said in text(answer)
    assert all(value in text(answer) for value in posted.values())
    assert not MapError.objects.exists()


def test_an_edition_may_be_brought_back_and_the_mark_goes(
    as_user: AsUser,
    notice: Notice,
    grid: list[Known],
    tmp_path: Path,
) -> None:
    error = reported(as_user(ELECTRICIAN), notice, nearby(notice, grid))
    company = Organisation.objects.get(slug="eksempelnett")
    laid(company, tmp_path, 5, {})
    error.refresh_from_db()
    assert error.change == MapError.Change.GONE
    editions.go_back(editions.operator(company.id, company.name))
    error.refresh_from_db()
    assert error.change == ""


def test_the_duty_comes_first(
    as_user: AsUser, actor: Callable[[str], Actor], notice: Notice, grid: list[Known]
) -> None:
    fitter = "montor@eksempelelektro.example"
    assert not duty.accepted(actor(fitter))
    answer = as_user(fitter).get(chart(notice, f"/objekt/{nearby(notice, grid)}/feil"))
    assert "/plikt?" in answer["Location"]
