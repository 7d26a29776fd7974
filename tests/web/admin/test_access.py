"""Nettselskap, Installatører and the operator's register file."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.organisations import admission
from nettmelding.organisations.models import CompanySettings, GridAccess, Organisation
from nettmelding.registers.models import ContractorEntry, ContractorImport
from tests.organisations.conftest import import_register, register
from tests.standins_fixture import Standins

__all__ = ["import_register", "register"]
pytestmark = pytest.mark.django_db(databases="__all__")
CONTRACTOR, GRID, OPERATOR = (
    "admin@proveinstallasjon.example",
    "nettadmin@provenett.example",
    "drift@nettmelding.example",
)
AsUser = Callable[[str], Client]
HEADING = "Organisasjonsnummer;Navn;Register-ID;Status;Arbeidsområder;Underenheter;Registrert\n"
LOW_VOLTAGE = "Aktiv;Elektriske lavspenningsinstallasjoner;;2020-01-01\n"


@pytest.fixture
def application(register: Standins, actor: Callable[[str], Actor]) -> GridAccess:
    """Prøve Installasjon has applied at Prøvenett."""
    return admission.apply(actor(CONTRACTOR), Organisation.objects.get(slug="provenett").id, "Vi bygger hytter der.")


def test_a_contractor_applies_and_sees_where_it_stands(as_user: AsUser, register: Standins) -> None:
    client = as_user(CONTRACTOR)
    assert "Ny søknad" in client.get("/admin/nettselskap").content.decode()
    company = Organisation.objects.get(slug="provenett")
    done = client.post("/admin/nettselskap/soknad", {"grid_company": str(company.id), "text": ""}, follow=True)
    said = done.content.decode()
    assert "Søknaden er sendt til Prøvenett AS." in said
    assert "Venter på svar" in said
    assert "Prøvenett AS" in client.get("/").content.decode()


@pytest.mark.parametrize("chosen", ["", "tull", "00000000-0000-0000-0000-000000000000"])
def test_applying_nowhere_is_said_beside_the_field(chosen: str, as_user: AsUser) -> None:
    answer = as_user(CONTRACTOR).post("/admin/nettselskap/soknad", {"grid_company": chosen, "text": "Hei"})
    assert answer.status_code == 422
    assert "Velg et nettselskap." in answer.content.decode()
    assert "Hei" in answer.content.decode()


def test_the_grid_company_decides_with_the_registers_word_beside_it(as_user: AsUser, application: GridAccess) -> None:
    client = as_user(GRID)
    assert "Prøve Installasjon AS" in client.get("/admin/installatorer").content.decode()
    page = client.get(f"/admin/installatorer/{application.id}").content.decode()
    for words in ("Vi bygger hytter der.", "Elektriske lavspenningsinstallasjoner", "Registeret per", "EV-310434"):
        assert words in page
    address = f"/admin/installatorer/{application.id}"
    refused = client.post(address, {"choice": "refuse", "revision": application.revision, "reason": ""})
    assert refused.status_code == 422
    assert "Skriv hvorfor" in refused.content.decode()
    client.post(address, {"choice": "approve", "revision": application.revision, "reason": ""})
    application.refresh_from_db()
    assert application.state == GridAccess.State.APPROVED
    late = client.post(address, {"choice": "refuse", "revision": application.revision - 1, "reason": "Nei"})
    assert late.status_code == 412


def test_the_application_stands_in_the_queue_of_those_who_may_decide_it(
    as_user: AsUser, application: GridAccess
) -> None:
    assert f"/admin/installatorer/{application.id}" in as_user(GRID).get("/ko").content.decode()
    said = as_user("saksbehandler@provenett.example").get("/ko").content.decode()
    assert str(application.id) not in said
    assert "Køen er tom." in said


def test_ending_needs_a_reason(as_user: AsUser) -> None:
    row = GridAccess.objects.get(contractor__slug="eksempel-elektro", grid_company__slug="provenett")
    client, address = as_user(GRID), f"/admin/installatorer/{row.id}/avslutt"
    assert client.post(address, {"revision": row.revision, "reason": ""}).status_code == 422
    client.post(address, {"revision": row.revision, "reason": "Sagt opp."})
    row.refresh_from_db()
    assert row.state == GridAccess.State.ENDED
    assert "Sagt opp." in as_user("admin@eksempelelektro.example").get("/admin/nettselskap").content.decode()


def test_the_grid_company_says_how_it_wants_it(as_user: AsUser) -> None:
    as_user(GRID).post("/admin/installatorer", {"wishes": ["trusts_others"]})
    kept = CompanySettings.objects.get(organisation__slug="provenett")
    assert (kept.admits_at_once, kept.trusts_others) == (False, True)


def test_those_that_are_in_are_found_by_name_and_number(as_user: AsUser) -> None:
    client = as_user("nettadmin@eksempelnett.example")
    for words in ("prøve inst", "PROEVE", "310 000 434"):
        said = client.get("/admin/installatorer", {"q": words}).content.decode()
        assert "Prøve Installasjon AS" in said
        assert "Eksempel Elektro AS" not in said


def test_a_dropped_contractor_is_shown_to_both_sides(as_user: AsUser) -> None:
    Organisation.objects.filter(slug="eksempel-elektro").update(stopped_at=clock.now(), stopped_because="bankrupt")
    assert "Falt ut av registrene" in as_user(GRID).get("/admin/installatorer").content.decode()
    assert "Firmaet er konkurs" in as_user("admin@eksempelelektro.example").get("/admin/nettselskap").content.decode()
    assert "kan ikke sende nye meldinger" in as_user("montor@eksempelelektro.example").get("/").content.decode()


@pytest.mark.parametrize(
    ("email", "address"),
    [
        (GRID, "/admin/nettselskap"),
        (CONTRACTOR, "/admin/installatorer"),
        ("saksbehandler@provenett.example", "/admin/installatorer"),
        ("montor@proveinstallasjon.example", "/admin/nettselskap"),
        (GRID, "/admin/elvirksomhetsregisteret"),
    ],
)
def test_a_section_is_not_there_for_others(email: str, address: str, as_user: AsUser) -> None:
    assert as_user(email).get(address).status_code == 404


def upload(client: Client, lines: str, as_of: str = "") -> str:
    """Hands a file in; what the page says."""
    file = SimpleUploadedFile("register.csv", (HEADING + lines).encode())
    day = as_of or f"{clock.today():%d.%m.%Y}"
    return client.post("/admin/elvirksomhetsregisteret", {"file": file, "as_of": day}).content.decode()


def test_the_operator_sees_what_a_file_changes_before_it_is_imported(as_user: AsUser, register: Standins) -> None:
    client, before = as_user(OPERATOR), ContractorEntry.objects.count()
    said = upload(client, f"310000329;Eksempel Elektro AS;EV-1;{LOW_VOLTAGE}")
    assert "1 firma per" in said
    assert "3 er borte" in said
    assert "Prøve Installasjon AS" in said
    assert ContractorEntry.objects.count() == before
    kept = said.split('name="kept" value="')[1].split('"')[0]
    client.post("/admin/elvirksomhetsregisteret", {"kept": kept})
    assert ContractorEntry.objects.count() == 1
    again = client.post("/admin/elvirksomhetsregisteret", {"kept": kept})
    assert again.status_code == 422
    assert ContractorImport.objects.count() == 2


def test_lines_that_cannot_be_read_are_told_by_number_and_nothing_is_imported(as_user: AsUser) -> None:
    said = upload(as_user(OPERATOR), f"310000328;Feil AS;EV-1;{LOW_VOLTAGE}310000329;Rett AS;EV-2;{LOW_VOLTAGE}")
    assert "Linje 2:" in said
    assert "Linje 3:" not in said
    assert 'name="kept"' not in said
    assert not ContractorImport.objects.exists()


def test_an_old_file_is_warned_of_and_one_from_tomorrow_refused(as_user: AsUser) -> None:
    client = as_user(OPERATOR)
    assert "eldre enn 60 dager" in upload(client, f"310000329;A AS;EV-1;{LOW_VOLTAGE}", "01.02.2026")
    assert "fram i tid" in upload(client, f"310000329;A AS;EV-1;{LOW_VOLTAGE}", "01.02.2099")


def test_no_file_and_no_table_are_said(as_user: AsUser) -> None:
    client = as_user(OPERATOR)
    cache.clear()
    assert client.post("/admin/elvirksomhetsregisteret", {"as_of": "i dag"}).status_code == 422
    file = SimpleUploadedFile("bilde.png", b"\x89PNG")
    answer = client.post("/admin/elvirksomhetsregisteret", {"file": file, "as_of": "i dag"})
    assert answer.status_code == 422
    assert "Filen" in answer.content.decode()


def test_a_grid_company_reads_where_a_contractors_invoices_go(as_user: AsUser) -> None:
    firm = Organisation.objects.get(slug="eksempel-elektro")
    CompanySettings.objects.update_or_create(
        organisation=firm, defaults={"invoice_email": "faktura@elektro.example", "invoice_reference": "Bestiller 42"}
    )
    row = GridAccess.objects.get(contractor=firm, grid_company__slug="provenett")
    page = as_user(GRID).get(f"/admin/installatorer/{row.id}").content.decode()
    assert "faktura@elektro.example" in page
    assert "Bestiller 42" in page
