"""*Kart* and *Oppslag i kartet* at the grid company: what others see is changed at once, and who has looked is told."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]
from openpyxl import load_workbook

from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.grid import duty, seeing
from nettmelding.grid.models import MapFirm, MapLook
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from tests.grid import seen
from tests.grid.village import village
from tests.notices import ways

ADMIN, CONTRACTOR = "nettadmin@eksempelnett.example", "saksbehandler@eksempelelektro.example"
RULES = {
    "open_to": "everyone", "radius_m": "300", "draft_objects": "3", "daily_quota": "10", "tolerance": "six",
    "operable": "instructed", "control_room_phone": "73 00 00 00", "prints": "yes",
}  # fmt: skip
AsUser = Callable[[str], Client]

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def company(db: None) -> Organisation:
    return Organisation.objects.get(slug="eksempelnett")


@pytest.fixture
def notice(electrician: Actor, tmp_path: Path) -> Notice:
    """One whose contractor sees the grid around it."""
    seen.in_force(tmp_path, village())
    duty.accept(electrician)
    return ways.sent(electrician)


def look(company: Organisation, organisation: Organisation, name: str, **more: object) -> MapLook:
    given = {"case_kind": "notice", "case_id": uuid7(), "case_label": "2026-000001", "quarter": clock.now(), **more}
    return MapLook.objects.create(
        user_id=uuid7(), actor_name=name, organisation=organisation, grid_company=company, cells=[1, 2],
        counts={"tiles": 4, "prints": 1}, **given,
    )  # fmt: skip


def sees_the_map(as_user: AsUser, notice: Notice) -> bool:
    answer = as_user(CONTRACTOR).get(f"/meldinger/{notice.id}/kart")
    assert answer.status_code == 200
    return "data-sees" in answer.content.decode()


def test_the_rules_are_saved_hold_at_once_and_are_recorded_with_what_was(
    as_user: AsUser, company: Organisation
) -> None:
    answer = as_user(ADMIN).post("/admin/kart", RULES, follow=True)
    assert "Lagret. Det gjelder fra nå." in answer.content.decode()
    row = seeing.rules_of(company.id)
    assert (row.radius_m, row.draft_objects, row.daily_quota, row.tolerance, row.operable) == (
        300,
        3,
        10,
        "six",
        "instructed",
    )
    assert (row.prints, row.downloads, row.control_room_phone) == (True, False, "+4773000000")
    event = Event.objects.get(action="map_rules_changed")
    assert event.subject_id == company.id
    assert '"radius_m": {"from": 250, "to": 300}' in event.detail.payload


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("radius_m", "mye", "Skriv et helt tall fra 50 til 2000."),
        ("radius_m", "9999999", "Skriv et helt tall fra 50 til 2000."),
        ("daily_quota", "-1", "Skriv et helt tall fra 0 til 500."),
        ("open_to", "alle", "Velg ett av svarene."),
    ],
)
def test_what_cannot_be_is_said_by_its_field_and_what_was_typed_stays(
    as_user: AsUser, company: Organisation, name: str, typed: str, sentence: str
) -> None:
    answer = as_user(ADMIN).post("/admin/kart", {**RULES, name: typed, "control_room_phone": "73 00 00 01"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "73 00 00 01" in text
    assert seeing.rules_of(company.id).radius_m == 250


def test_the_page_shows_what_is_saved(as_user: AsUser, company: Organisation) -> None:
    as_user(ADMIN).post("/admin/kart", RULES)
    form = html.fromstring(as_user(ADMIN).get("/admin/kart").content).forms
    shown = next(one for one in form if "radius_m" in one.fields)
    assert shown.fields["radius_m"] == "300"
    assert (shown.inputs["prints"].checked, shown.inputs["downloads"].checked) == (True, False)
    assert {name: shown.fields[name] for name in ("open_to", "operable", "tolerance")} == {
        "open_to": "everyone", "operable": "instructed", "tolerance": "six",
    }  # fmt: skip


def test_a_firm_that_is_shut_out_sees_no_grid_from_the_next_look_on_and_again_when_it_is_as_others(
    as_user: AsUser, notice: Notice
) -> None:
    assert sees_the_map(as_user, notice)
    sent = {"firm": str(notice.contractor_id), "may": "no", "why": "Delte kart på nett"}
    as_user(ADMIN).post("/admin/kart/firma", sent)
    assert not sees_the_map(as_user, notice)
    text = as_user(CONTRACTOR).get(f"/meldinger/{notice.id}/kart").content.decode()
    assert "Nettselskapet viser ikke nettet sitt til firmaet ditt." in text
    firm = MapFirm.objects.get()
    as_user(ADMIN).post(f"/admin/kart/firma/{firm.id}/som-andre")
    assert sees_the_map(as_user, notice)


def test_nobody_sees_it_when_it_is_closed_to_all(as_user: AsUser, notice: Notice) -> None:
    as_user(ADMIN).post("/admin/kart", {**RULES, "open_to": "nobody"})
    assert not sees_the_map(as_user, notice)


def test_shutting_a_firm_out_takes_a_reason_and_a_firm_with_access(as_user: AsUser, company: Organisation) -> None:
    firm = Organisation.objects.get(slug="eksempel-elektro")
    without = as_user(ADMIN).post("/admin/kart/firma", {"firm": str(firm.id), "may": "no", "why": " "})
    stranger = as_user(ADMIN).post("/admin/kart/firma", {"firm": str(UUID(int=1)), "may": "no", "why": "x"})
    assert (without.status_code, stranger.status_code) == (422, 404)
    assert not MapFirm.objects.exists()


def test_looks_are_told_newest_first_and_narrowed_by_person_firm_case_time_and_much(
    as_user: AsUser, company: Organisation
) -> None:
    firm = Organisation.objects.get(slug="eksempel-elektro")
    case_id = uuid7()
    look(company, firm, "Stian Lednes", case_id=case_id)
    look(company, company, "Siri Saksvik", case_kind="", case_id=None, case_label="", unusual=True)
    look(Organisation.objects.get(slug="provenett"), firm, "Hos andre")
    client = as_user(ADMIN)

    def told(query: str) -> set[str]:
        text = client.get(f"/admin/kart/oppslag?{query}").content.decode()
        return {name for name in ("Stian Lednes", "Siri Saksvik", "Hos andre") if name in text.partition("<tbody>")[2]}

    assert told("") == {"Stian Lednes", "Siri Saksvik"}
    stian = MapLook.objects.get(actor_name="Stian Lednes")
    assert told(f"person={stian.user_id}") == {"Stian Lednes"}
    assert told("case=2026-0") == {"Stian Lednes"}
    assert told("visning=egne") == {"Siri Saksvik"}
    assert told("visning=usendt") == set()
    assert told(f"firm={company.id}") == {"Siri Saksvik"}
    assert told(f"saken={case_id}") == {"Stian Lednes"}
    assert told("visning=uvanlig") == {"Siri Saksvik"}
    assert told("til=01.01.2020") == set()
    assert "Skriv datoen som dd.mm.åååå." in client.get("/admin/kart/oppslag?fra=i+fjor+en+gang").content.decode()


def test_a_view_keeps_what_else_is_chosen_and_the_case_of_a_link_is_a_filter_that_can_be_taken_off(
    as_user: AsUser, company: Organisation
) -> None:
    firm = Organisation.objects.get(slug="eksempel-elektro")
    row = look(company, firm, "Stian Lednes")
    where = f"/admin/kart/oppslag?firm={firm.id}&person={row.user_id}&saken={row.case_id}"
    shown = html.fromstring(as_user(ADMIN).get(where).content)
    chosen = {one.name: one.value for one in shown.xpath("//main//form//select")}
    assert chosen == {"firm": str(firm.id), "person": str(row.user_id)}
    unusual = shown.xpath("//nav[@class='views']/a[contains(., 'Uvanlig')]/@href")[0]
    assert all(part in unusual for part in (f"firm={firm.id}", f"person={row.user_id}", f"saken={row.case_id}"))
    chip = shown.xpath("//ul[@class='chips']//a")[0]
    assert "2026-000001" in chip.text_content()
    assert "saken" not in chip.get("href")
    assert f"firm={firm.id}" in chip.get("href")


def test_more_than_fifty_go_on_on_the_next_page(as_user: AsUser, company: Organisation) -> None:
    firm = Organisation.objects.get(slug="eksempel-elektro")
    for number in range(51):
        look(company, firm, f"Person {number:02d}")
    text = as_user(ADMIN).get("/admin/kart/oppslag").content.decode()
    assert text.count('data-label="Hvem"') == 50
    assert 'rel="next"' in text


def test_the_workbook_has_the_same_and_no_formula(as_user: AsUser, company: Organisation) -> None:
    look(company, company, '=HYPERLINK("http://ond.example")')
    answer = as_user(ADMIN).get("/admin/kart/oppslag.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert sheet["B2"].value == '=HYPERLINK("http://ond.example")'
    assert sheet["B2"].data_type == "s"
    assert (sheet["F2"].value, sheet["J2"].value) == (2, 1)


def test_the_map_of_a_case_leads_to_its_looks_for_those_who_look_after_the_grid(
    as_user: AsUser, notice: Notice, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    for one in (actor(ADMIN), case_handler):
        duty.accept(one)
    path = f"/meldinger/{notice.id}/kart"
    assert f"/admin/kart/oppslag?saken={notice.id}" in as_user(ADMIN).get(path, follow=True).content.decode()
    assert "/admin/kart/oppslag" not in as_user("saksbehandler@eksempelnett.example").get(path).content.decode()
