"""Row houses through the pages: one draft, many addresses, a project."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, drafts, projects_making, projects_sending
from nettmelding.notices.models import Attachment, Notice, Project
from nettmelding.notices.status import Status
from tests.notices import ways
from tests.notices.test_projects import row, row_house
from tests.others_things import picture
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, OTHER_CONTRACTOR

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("registers_on_standins")]
As = Callable[[str], Client]


@pytest.fixture
def first(electrician: Actor) -> Notice:
    return ways.ready(electrician)


@pytest.fixture
def project(electrician: Actor, first: Notice) -> Project:
    """Five notices along one street."""
    return projects_making.make(electrician, first.id, row(4), name="Radvegen")[0]


def text(answered: HttpResponse) -> str:
    return answered.content.decode()


def rows(page: str) -> list[str]:
    """The rows that the preview keeps, as its form would post them."""
    import html

    return [html.unescape(one) for one in re.findall(r'name="row" value="([^"]*)"', page)]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="take" value="(\d+)"[^>]* checked', page)


def test_from_one_draft_to_a_project_of_row_houses(as_user: As, first: Notice) -> None:
    client, address = as_user(ELECTRICIAN), f"/meldinger/{first.id}/flere"
    assert "Lag flere slike" in text(client.get(f"/meldinger/{first.id}/rediger"))
    start = text(client.get(address))
    assert "Husnumre i Prøvevegen" in start
    house = json.loads(re.findall(r'name="house" value="([^"]*)"', start)[0].replace("&quot;", '"'))
    assert house["street"] == "Prøvevegen 2"
    looked = client.post(
        address,
        {"do": "choose", "house": json.dumps(house), "lines": "Prøvetunet 1 og 3\nPrøvevegen 12C\nFinnesikkevegen 4"},
    )
    page = text(looked)
    assert "Adresse for «Prøvevegen 12C»" in page
    assert "Ingen av disse" in page
    assert len(rows(page)) == 5
    assert ticked(page) == ["0", "1", "2", "3", "4"]

    refused = client.post(address, {"do": "make", "row": rows(page), "take": ticked(page), "name": "Tunet"})
    assert refused.status_code == 422
    assert "Rett det som er merket." in text(refused)
    assert not Project.objects.exists()

    mended = {"choice.3": "0", "address.4": "", "address.4.q": "Prøvetunet 5"}
    again = text(client.post(address, {"do": "look", "row": rows(page), "take": ticked(page), **mended}))
    assert "Prøvetunet 5" in again
    assert "Adresse for" not in again
    done = client.post(
        address, {"do": "make", "row": rows(again), "take": ["0", "1", "2", "4"], "name": "Tunet"}, follow=True
    )
    assert "4 kladder er laget." in text(done)
    assert "0 av 5 ferdigmeldt" in text(done)
    made = Notice.objects.filter(project__name="Tunet").order_by("address_key").values_list("address", flat=True)
    assert list(made) == ["Prøvetunet 1", "Prøvetunet 3", "Prøvetunet 5", "Prøvevegen 1", "Prøvevegen 2"]


def test_what_is_there_already_is_said_and_not_ticked(as_user: As, electrician: Actor, first: Notice) -> None:
    client, address = as_user(ELECTRICIAN), f"/meldinger/{first.id}/flere"
    page = text(client.post(address, {"do": "choose", "lines": "Prøvevegen 1\nPrøvevegen 3\nPrøvevegen 3"}))
    assert "Dere har alt en åpen melding her" in page
    assert "Adressen står to ganger." in page
    assert ticked(page) == ["1"]
    refused = client.post(address, {"do": "make", "row": rows(page), "take": ["0", "1"], "name": "Rad"})
    assert refused.status_code == 422
    done = client.post(address, {"do": "make", "row": rows(page), "take": ["0", "1"], "again": ["0"], "name": "Rad"})
    assert done.status_code == 302
    assert Notice.objects.filter(project__name="Rad").count() == 3


def test_nothing_chosen_is_said_kindly(as_user: As, first: Notice) -> None:
    answered = as_user(ELECTRICIAN).post(f"/meldinger/{first.id}/flere", {"do": "choose", "lines": " \n"})
    assert answered.status_code == 422
    assert "Velg eller skriv minst én adresse." in text(answered)


def workbook(*lines: list[Any]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("rader.xlsx", file.getvalue())


def test_a_spreadsheet_is_one_notice_a_row_with_what_is_wrong_in_its_cell(as_user: As, first: Notice) -> None:
    client, address = as_user(ELECTRICIAN), f"/meldinger/{first.id}/flere"
    template = openpyxl.load_workbook(io.BytesIO(client.get("/prosjekter/mal.xlsx").content))
    heading = [cell.value for cell in template.active[1]]  # type: ignore[index]
    assert heading == ["Adresse", "Kunde", "OV", "Ønskes utført", "Vår referanse"]
    file = workbook(
        heading,
        ["Prøvetunet 1", "310 000 876", 40, "08.12.2026", "A-1"],
        ["Prøvetunet 3", "310 000 877", "mange", "", "=1+1"],
        ["Prøvetunet 5", "Kari Nordmann", "", "", ""],
    )
    page = text(client.post(address, {"do": "choose", "file": file}))
    assert "Kunde: Eksempel Bygg AS" in page
    assert 'name="cell.1.ov"' in page
    assert 'name="cell.1.customer"' in page
    assert "En person finner du i kladden" in page
    mended = {"cell.1.ov": "63", "cell.1.customer": ""}
    client.post(address, {"do": "make", "row": rows(page), "take": ticked(page), "name": "Ark", **mended})
    made = list(Notice.objects.filter(project__name="Ark").exclude(pk=first.id).order_by("address_key"))
    assert [one.customer_name for one in made] == ["Eksempel Bygg AS", "Kari Marie Nordmann", ""]
    assert [one.values()["protection.ov_new_a"] for one in made] == [40, 63, 63]
    assert str(made[0].wanted_date) == "2026-12-08"
    assert made[0].own_reference == "A-1"
    assert {p.role for p in made[0].parties.all()} == {"customer", "owner"}
    broken = client.post(address, {"do": "choose", "file": SimpleUploadedFile("x.csv", b"navn;dato\n1;2")})
    assert broken.status_code == 422


def test_where_each_stands_is_seen_and_filtered(
    as_user: As, electrician: Actor, case_handler: Actor, project: Project, first: Notice
) -> None:
    actions.send(electrician, first.id)
    client = as_user(ELECTRICIAN)
    page = text(client.get(f"/prosjekter/{project.id}"))
    assert "Kladder 4" in page
    assert "Venter på andre 1" in page
    only = text(client.get(f"/prosjekter/{project.id}?star=hos-andre"))
    assert "Prøvevegen 1" in only
    assert "Radvegen" not in only.split("<tbody>")[1].split("</tbody>")[0]
    assert "Radvegen" in text(client.get("/prosjekter"))
    exported = client.get(f"/meldinger.xlsx?prosjekt={project.id}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(exported)))  # type: ignore[arg-type]
    assert book.active is not None
    assert book.active.max_row == 6
    assert "Ønskes utført" in [cell.value for cell in book.active[1]]


def test_those_that_are_ready_are_sent_from_the_page(as_user: As, electrician: Actor) -> None:
    project, made = projects_making.make(electrician, row_house(electrician).id, row(3), name="Rad")
    drafts.save(electrician, made[0].id, mine={"power.new_peak_kw": None})
    client, address = as_user(ELECTRICIAN), f"/prosjekter/{project.id}/send"
    ready = [one for one in projects_sending.readiness(electrician, project.id) if one.ready]
    page = text(client.get(address))
    assert page.count('name="notice"') == len(ready) == 3
    assert "Mangler noe" in page
    nothing = client.post(address, {})
    assert nothing.status_code == 422
    sent = client.post(address, {"notice": [str(one.notice.id) for one in ready]}, follow=True)
    assert f"{len(ready)} meldinger er sendt." in text(sent)
    assert Notice.objects.filter(project=project, status=Status.SUBMITTED).count() == len(ready)


def test_files_and_parties_are_given_once_from_the_page(as_user: As, project: Project, first: Notice) -> None:
    client, address = as_user(ELECTRICIAN), f"/prosjekter/{project.id}"
    shared = client.post(
        f"{address}/vedlegg", {"kind": "site_plan", "file": SimpleUploadedFile("plan.png", picture(), "image/png")}
    )
    assert shared.status_code == 302
    assert Attachment.objects.filter(notice__project=project).count() == 5
    page = text(client.get(address))
    where = re.findall(r"/prosjekter/[0-9a-f-]+/vedlegg/[0-9a-f-]+", page)[0]
    assert client.get(where).status_code == 200
    assert client.post(f"{where}/fjern").status_code == 302
    assert Attachment.objects.filter(notice__project=project).count() == 5
    assert client.post(f"{address}/vedlegg", {"kind": "site_plan"}).status_code == 422
    given = client.post(f"{address}/parter", {"from": str(first.id), "role": ["customer"]}, follow=True)
    assert "4 meldinger har fått partene." in text(given)
    assert client.post(f"{address}/parter", {"from": str(first.id)}).status_code == 422


def test_notices_come_and_go_and_the_project_is_put_away(as_user: As, project: Project, electrician: Actor) -> None:
    client, address = as_user(ELECTRICIAN), f"/prosjekter/{project.id}"
    late = ways.ready(electrician)
    assert str(late.id) in text(client.get(f"{address}/legg-til"))
    assert client.post(f"{address}/legg-til", {"notice": [str(late.id)]}).status_code == 302
    assert client.post(f"{address}/legg-til", {}).status_code == 422
    assert client.post(f"{address}/ta-ut", {"notice": [str(late.id)]}).status_code == 302
    assert client.post(f"{address}/endre", {"name": "Radvegen øst", "note": ""}).status_code == 302
    away = client.post(f"{address}/legg-bort", {"away": "ja"}, follow=True)
    assert "Ingen prosjekter ennå" in text(away)
    assert "Radvegen øst" in text(client.get("/prosjekter?lagt-bort=ja"))
    assert "Legg bort prosjektet" in text(client.post(f"{address}/legg-bort", {}, follow=True))
    new = client.post("/prosjekter/ny", {"name": "Nytt felt", "note": ""}, follow=True)
    assert "Nytt felt" in text(new)


def test_the_grid_company_sees_what_belongs_together_and_nothing_of_the_project(
    as_user: As, electrician: Actor
) -> None:
    first = row_house(electrician)
    project, _made = projects_making.make(electrician, first.id, row(4), name="Hemmelig navn")
    sent = actions.send(electrician, first.id).notice
    handler = as_user(CASE_HANDLER)
    assert "Hører sammen" not in text(handler.get(f"/meldinger/{sent.id}")), "the others are drafts"
    projects_sending.send(electrician, project.id, only_ready=True)
    page = text(handler.get(f"/meldinger/{sent.id}"))
    assert "Hører sammen med 4 andre" in page
    assert project.name not in page
    listed = text(handler.get(f"/meldinger?prosjekt={project.id}"))
    assert listed.count("row-link") == 5
    assert "hører sammen" in listed
    assert handler.get(f"/prosjekter/{project.id}").status_code == 404
    assert handler.get("/prosjekter").status_code == 404


def test_others_find_nothing(as_user: As, project: Project, first: Notice) -> None:
    other = as_user(OTHER_CONTRACTOR)
    for below in ("", "/send", "/endre", "/legg-til"):
        assert other.get(f"/prosjekter/{project.id}{below}").status_code == 404
    assert other.get(f"/meldinger/{first.id}/flere").status_code == 404
    assert "Radvegen" not in text(other.get("/prosjekter"))
    assert other.get(f"/meldinger?prosjekt={project.id}").content.count(b"row-link") == 0


def test_the_list_of_projects_and_a_large_project_are_read_in_few_statements(
    as_user: As, electrician: Actor, first: Notice
) -> None:
    client, asked = as_user(ELECTRICIAN), []
    for start in (1, 200):
        count = 3 if start == 1 else 120
        made, _notices = projects_making.make(electrician, first.id, row(count, start), name=f"Rad {start}")
        Notice.objects.filter(pk=first.id).update(project=None)
        client.get(f"/prosjekter/{made.id}")
        with CaptureQueriesContext(connections["default"]) as captured:
            assert client.get(f"/prosjekter/{made.id}").content.count(b"row-link") >= count
        asked.append(len(captured))
    assert asked[1] <= asked[0] + 1
