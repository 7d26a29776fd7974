"""Admin, *Bruker*, in the browser's words."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Role
from nettmelding.messages.models import Message
from nettmelding.organisations import invitations, sending
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import Invitation, Membership, Organisation, Paper
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN

AsUser = Callable[[str], Client]
LIST = "/admin/bruker"
FITTER = "montor@eksempelelektro.example"
NINA = {"name": "Nina Nyansatt", "email": "nina@eksempelelektro.example", "roles": ["fitter"]}


def member(email: str) -> Membership:
    return Membership.objects.select_related("user").get(user__email=email)


@pytest.mark.parametrize("email", [ELECTRICIAN, FITTER, CASE_HANDLER])
@pytest.mark.parametrize("address", [LIST, f"{LIST}/ny", f"{LIST}/fra-fil"])
def test_only_an_administrator_gets_in(as_user: AsUser, email: str, address: str) -> None:
    assert as_user(email).get(address).status_code == 404


def test_everybody_stands_in_the_list(as_user: AsUser) -> None:
    text = as_user(ADMINISTRATOR).get(LIST).content.decode()
    for address in (ADMINISTRATOR, ELECTRICIAN, FITTER):
        assert address in text


def test_new_user_save_send(as_user: AsUser) -> None:
    client = as_user(ADMINISTRATOR)
    assert client.post(f"{LIST}/ny", NINA).status_code == 302
    text = client.get(LIST).content.decode()
    assert "Ikke sendt" in text
    assert "Send brukernavn" in text
    invitation = Invitation.objects.get()
    client.post(f"{LIST}/invitasjon/{invitation.id}/send")
    assert Message.objects.get(kind="invitation").to_address == NINA["email"]
    assert "Invitert" in client.get(LIST).content.decode()


def test_saved_and_sent_in_one_press(as_user: AsUser) -> None:
    as_user(ADMINISTRATOR).post(f"{LIST}/ny", {**NINA, "send": "yes"})
    assert Message.objects.filter(kind="invitation").count() == 1


def test_what_was_typed_stays_where_something_is_wrong(as_user: AsUser) -> None:
    answer = as_user(ADMINISTRATOR).post(f"{LIST}/ny", {**NINA, "email": "nina"})
    assert answer.status_code == 422
    assert "Nina Nyansatt" in answer.content.decode()
    assert "Dette er ikke en e-postadresse" in answer.content.decode()


def test_a_mobile_is_only_asked_for_where_there_is_a_gateway(as_user: AsUser) -> None:
    assert 'name="mobile"' not in as_user(ADMINISTRATOR).get(f"{LIST}/ny").content.decode()


def test_an_invitation_is_taken_back(as_user: AsUser) -> None:
    client = as_user(ADMINISTRATOR)
    client.post(f"{LIST}/ny", {**NINA, "send": "yes"})
    client.post(f"{LIST}/invitasjon/{Invitation.objects.get().id}/trekk")
    assert "Nina Nyansatt" not in client.get(f"{LIST}?q=Nina").content.decode().split("<main")[1].split("toast")[0]


def test_two_administrators_edit_one_user(as_user: AsUser) -> None:
    fitter = member(FITTER)
    page = f"{LIST}/{fitter.id}/roller"
    first, second = as_user(ADMINISTRATOR), as_user(ADMINISTRATOR)
    opened = {"revision": fitter.revision, "was": "fitter"}
    assert first.post(page, {**opened, "roles": ["fitter", "case_handler"]}).status_code == 302
    answer = second.post(page, {**opened, "roles": ["apprentice"]})
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "Lagt til: Saksbehandler." in text
    assert re.search(r'value="apprentice" checked', text)
    revision = re.search(r'name="revision" value="(\d+)"', text)
    assert revision
    again = second.post(page, {"revision": revision[1], "was": "", "roles": ["apprentice"]})
    assert again.status_code == 302
    assert member(FITTER).role_set == {Role.APPRENTICE}


def test_the_last_administrator_is_told_why_not(as_user: AsUser) -> None:
    own = member(ADMINISTRATOR)
    answer = as_user(ADMINISTRATOR).post(f"{LIST}/{own.id}/slett", {"hand_to": "none"})
    assert answer.status_code == 409
    assert "minst én administrator" in answer.content.decode()


def test_deleting_asks_who_takes_over_and_can_be_undone(as_user: AsUser, many: list[object]) -> None:
    client, handler = as_user(ADMINISTRATOR), member(ELECTRICIAN)
    page = f"{LIST}/{handler.id}/slett"
    assert "70 åpne saker" in client.get(page).content.decode()
    assert client.post(page).status_code == 422
    client.post(page, {"hand_to": str(member(FITTER).user_id)})
    assert "Slettet de siste 30 dagene" in client.get(LIST).content.decode()
    client.post(f"{LIST}/{handler.id}/angre")
    assert member(ELECTRICIAN).ended_at is None


def test_who_is_deleted_is_out_in_a_session_that_is_open(as_user: AsUser) -> None:
    theirs = as_user(FITTER)
    assert theirs.get("/").status_code == 200
    as_user(ADMINISTRATOR).post(f"{LIST}/{member(FITTER).id}/slett", {"hand_to": "none"})
    assert "/konto/logg-inn" in theirs.get("/").headers["Location"]


def test_a_file_is_shown_first_and_then_taken_in(as_user: AsUser) -> None:
    client = as_user(ADMINISTRATOR)
    file = SimpleUploadedFile("folk.csv", "navn;e-post;roller\nNina Nyansatt;nina@firma.example;montør\n".encode())
    text = client.post(f"{LIST}/fra-fil", {"file": file}).content.decode()
    assert "Nina Nyansatt" in text
    assert not Invitation.objects.exists()
    rows = re.search(r'name="rows" value="([^"]+)"', text)
    assert rows
    client.post(f"{LIST}/fra-fil/legg-til", {"rows": rows[1], "send": "yes"})
    assert "Brukernavn er på vei til 1 person." in client.get(LIST).content.decode()
    assert not Message.objects.filter(kind="invitation").exists()
    sending.send_due()
    assert "Brukernavn er på vei" not in client.get(LIST).content.decode()
    assert Message.objects.get(kind="invitation").to_address == "nina@firma.example"


def test_a_file_with_faults_is_not_taken_in(as_user: AsUser) -> None:
    file = SimpleUploadedFile("folk.csv", b"navn;e-post;roller\nNina;nina;konge\n")
    answer = as_user(ADMINISTRATOR).post(f"{LIST}/fra-fil", {"file": file})
    assert answer.status_code == 422
    assert "Ukjent rolle: konge." in answer.content.decode()
    assert 'name="rows"' not in answer.content.decode()


def test_another_companys_rows_are_not_taken_in(as_user: AsUser) -> None:
    file = SimpleUploadedFile("folk.csv", b"navn;e-post;roller\nNina N;nina@firma.example;admin\n")
    text = as_user("admin@proveinstallasjon.example").post(f"{LIST}/fra-fil", {"file": file}).content.decode()
    rows = re.search(r'name="rows" value="([^"]+)"', text)
    assert rows
    as_user(ADMINISTRATOR).post(f"{LIST}/fra-fil/legg-til", {"rows": rows[1]})
    assert not Invitation.objects.exists()


def test_an_instruction_is_entered_and_confirmed_by_the_grid_company(as_user: AsUser) -> None:
    fitter, grid = member(FITTER), Organisation.objects.get(slug="eksempelnett")
    client = as_user(ADMINISTRATOR)
    posted = {"kind": "meters", "grid_company": str(grid.id), "valid_from": f"{clock.today():%d.%m.%Y}"}
    assert client.post(f"{LIST}/{fitter.id}/kurs", posted).status_code == 302
    assert "Venter på nettselskapet" in client.get(f"{LIST}/{fitter.id}").content.decode()
    theirs = as_user("nettadmin@eksempelnett.example")
    assert fitter.user.name in theirs.get("/admin/instruksjoner").content.decode()
    theirs.post(f"/admin/instruksjoner/{Paper.objects.get().id}", {"right": "yes"})
    assert "Gyldig" in client.get(f"{LIST}/{fitter.id}").content.decode()


def test_a_date_that_is_none_is_said_beside_its_field(as_user: AsUser) -> None:
    answer = as_user(ADMINISTRATOR).post(
        f"{LIST}/{member(FITTER).id}/kurs", {"kind": "safety_course", "valid_from": "31.02.2026"}
    )
    assert answer.status_code == 422
    assert "Skriv en dato" in answer.content.decode()


def test_another_companys_people_are_not_there(as_user: AsUser, actor: Callable[[str], Actor]) -> None:
    other, fitter = as_user("admin@proveinstallasjon.example"), member(FITTER)
    invitation = invitations.invite(actor(ADMINISTRATOR), Somebody("Nina N", "nina@firma.example", "", ("fitter",)))
    for address in (f"{LIST}/{fitter.id}", f"{LIST}/{fitter.id}/roller", f"{LIST}/{fitter.id}/slett"):
        assert other.get(address).status_code == 404
    for address in (f"{LIST}/{fitter.id}/angre", f"{LIST}/invitasjon/{invitation.id}/send"):
        assert other.post(address).status_code == 404


def test_a_grid_companys_own_people_have_courses_and_instructions_too(as_user: AsUser) -> None:
    """Entered, read and taken away by their administrator; an instruction of the company's own is confirmed as others' are."""
    client, fitter = as_user("nettadmin@eksempelnett.example"), member("montor@eksempelnett.example")
    assert "Kurs og instruksjoner" in client.get(f"{LIST}/{fitter.id}").content.decode()
    dated = {"valid_from": clock.today().isoformat()}
    client.post(f"{LIST}/{fitter.id}/kurs", {"kind": "safety_course", **dated})
    client.post(f"{LIST}/{fitter.id}/kurs", {"kind": "meters", "grid_company": str(fitter.organisation_id), **dated})
    page = client.get(f"{LIST}/{fitter.id}").content.decode()
    assert "FSE-kurs" in page
    assert "Venter på nettselskapet" in page
    assert fitter.user.name in client.get("/admin/instruksjoner").content.decode()
    course = Paper.objects.get(kind="safety_course", membership=fitter)
    client.post(f"/admin/kurs/{course.id}/fjern")
    assert "FSE-kurs</b>" not in client.get(f"{LIST}/{fitter.id}").content.decode()
