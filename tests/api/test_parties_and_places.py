"""Who a notice is about and where it is, over the API, with the registers' stand-ins."""

import pytest
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeterLookup
from nettmelding.registers.models import PersonLookup
from tests.api.conftest import Program
from tests.notices import ways
from tests.standins_fixture import Standins

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("registers_on_standins"),
]
KARI = {"by": "person", "last_name": "Nordmann", "first_name": "Kari", "birth_date": "12.3.85"}
HOME = {"street": "Prøvevegen", "number": 1, "postcode": "9998", "place": "EKSEMPELVIK", "lat": 63.70, "lon": 9.65}


@pytest.fixture
def address(contractor: Program) -> str:
    return f"/notices/{contractor.post('/notices', {'types': ['protection_change']}).body['id']}"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(User.objects.get(email="saksbehandler@eksempelelektro.example"))
    return client


def test_it_takes_a_firm_by_number_in_any_form(contractor: Program, address: str) -> None:
    put = contractor.put(f"{address}/parties/customer", {"by": "company", "number": "NO 310 000 876 MVA"})
    assert (put.body["party"]["name"], put.body["party"]["confirmed"]) == ("Eksempel Bygg AS", True)


def test_it_warns_of_a_bankrupt_firm_and_refuses_a_deleted_one(contractor: Program, address: str) -> None:
    assert contractor.put(f"{address}/parties/customer", {"by": "company", "number": "310001090"}).body["message"]
    deleted = contractor.put(f"{address}/parties/customer", {"by": "company", "number": "310001201"})
    assert (deleted.status, deleted.body["code"]) == (422, "company_deleted")


def test_it_takes_a_typed_name_with_its_mark(contractor: Program, address: str) -> None:
    body = {"by": "name", "kind": "person", "name": "Gammel Eiers bo", "because": "estate"}
    party = contractor.put(f"{address}/parties/owner", body).body["party"]
    assert (party["confirmed"], party["unconfirmed_because"]) == (False, "estate")
    assert contractor.delete(f"{address}/parties/owner").status == 204
    assert contractor.get(address).body["parties"] == []


def test_it_finds_no_person_by_key(contractor: Program, address: str) -> None:
    contractor.put(f"{address}/address", HOME)
    refused = contractor.put(f"{address}/parties/customer", KARI)
    assert (refused.status, refused.body["code"]) == (403, "person_lookup")
    query = "last_name=Nordmann&first_name=Kari&birth_date=12.03.1985&grid_company=eksempelnett&purpose=melding"
    assert contractor.get(f"/registers/persons?{query}").body["code"] == "person_lookup"
    assert not PersonLookup.objects.exists()


def test_it_finds_a_person_in_a_session(contractor: Program, browser: Client, address: str) -> None:
    contractor.put(f"{address}/address", HOME)
    put = browser.put(f"/api/v1{address}/parties/customer", KARI, content_type="application/json").json()
    assert (put["party"]["name"], put["confirmed_as"]) == ("Kari Marie Nordmann", "Kari Marie Nordmann")
    query = "last_name=Nordmann&first_name=Kari&birth_date=12.03.1985&grid_company=eksempelnett&purpose=melding"
    found = browser.get(f"/api/v1/registers/persons?{query}").json()
    assert [one["name"] for one in found["items"]] == ["Kari Marie Nordmann"]
    assert sorted(PersonLookup.objects.values_list("purpose", flat=True)) == ["melding", f"notice {address[9:]}"]


@pytest.mark.parametrize(
    ("last_name", "first_name", "birth_date"),
    [("Person", "Skjult", "03.09.1991"), ("Hansen", "Per", "05.05.1990"), ("Finnesikke", "Noen", "01.01.1980")],
)
def test_it_tells_none_several_and_protected_alike(
    browser: Client, last_name: str, first_name: str, birth_date: str
) -> None:
    query = f"last_name={last_name}&first_name={first_name}&birth_date={birth_date}&grid_company=eksempelnett&purpose=x"
    answered = browser.get(f"/api/v1/registers/persons?{query}")
    assert (answered.status_code, answered.json()["items"], answered.json()["address_may_help"]) == (200, [], True)
    assert answered.json()["message"].startswith("Fant ikke én person")


def test_it_searches_persons_only_on_the_right_of_a_grid_company_one_deals_with() -> None:
    client = Client()
    client.force_login(User.objects.get(email="admin@proveinstallasjon.example"))
    query = "last_name=Nordmann&first_name=Kari&birth_date=12.03.1985&grid_company=provenett&purpose=x"
    assert client.get(f"/api/v1/registers/persons?{query}").json()["code"] == "no_access"


def test_it_says_in_words_that_a_register_is_down(
    contractor: Program, address: str, registers_on_standins: Standins
) -> None:
    registers_on_standins.fault("companies", "down")
    answered = contractor.put(f"{address}/parties/customer", {"by": "company", "number": "310000876"})
    assert answered.status == 503
    assert answered.body["detail"]


def test_it_lets_the_grid_company_follow_from_the_address(contractor: Program, address: str) -> None:
    placed = contractor.put(f"{address}/address", HOME).body
    assert placed["notice"]["grid_company"]["slug"] == "eksempelnett"
    assert placed["notice"]["address"] == "Prøvevegen 1"
    both = contractor.put(f"{address}/address", {**HOME, "lon": 9.745}).body
    assert {one["slug"] for one in both["candidates"]} == {"eksempelnett", "provenett"}
    assert contractor.patch(address, {"grid_company": "provenett"}).body["grid_company"]["slug"] == "provenett"
    assert contractor.put(f"{address}/address", {}).wrong == {"text"}
    assert contractor.patch(address, {"answers": {"site.address": "Her"}}).wrong == {"answers.site.address"}


def test_it_takes_what_the_address_register_answers(contractor: Program, address: str) -> None:
    items = contractor.get("/addresses?q=Prøvevegen 1").body["items"]
    assert items[0]["text"].startswith("Prøvevegen 1")
    assert contractor.put(f"{address}/address", items[0]).body["notice"]["address"] == "Prøvevegen 1"


def test_it_fills_in_from_a_metering_point(contractor: Program, address: str) -> None:
    put = contractor.put(f"{address}/metering-point", {"meter_number": "4400 0000 0000 0019"}).body
    assert put["found"] == 1
    assert put["notice"]["customer_name"] == "Kari Marie Nordmann"
    assert put["notice"]["answers"]["protection.ov_old_a"]["value"] == 50
    assert put["notice"]["answers"]["protection.ov_old_a"]["source"] == "metering_point"
    assert contractor.put(f"{address}/metering-point", {"meter_number": "44"}).body["found"] == 0


def test_it_tells_technical_data_of_a_metering_point_and_no_names(
    contractor: Program, other_contractor: Program, grid_company: Program
) -> None:
    (point,) = contractor.get("/metering-points?meter_number=4400000000000019").body["items"]
    assert (point["network_system"], point["ov_a"], point["customer_name"]) == ("it_230", 50, "")
    (own,) = grid_company.get("/metering-points?meter_number=4400000000000019").body["items"]
    assert own["customer_name"] == "Kari Marie Nordmann"
    assert other_contractor.get("/metering-points?meter_number=4400000000000224").body["items"] == []


def test_it_finds_metering_points_by_number_id_address_and_names_for_their_own_grid_company_alone(
    contractor: Program, other_contractor: Program, grid_company: Program
) -> None:
    def meters(program: Program, q: str) -> list[str]:
        return [one["meter_number"] for one in program.get(f"/metering-points?q={q}").body["items"]]

    known = "4400000000000019"
    for q in ("4400 0000 0000 0019", "707057500000000193", "Prøvevegen 1, 9998 Eksempelvik"):
        assert meters(contractor, q) == meters(grid_company, q) == [known]
    assert (meters(contractor, "Kari Nordmann"), known in meters(grid_company, "Kari Nordmann")) == ([], True)
    found = contractor.get("/metering-points?q=Prøvetunet 5").body["items"]
    assert not any(one["customer_name"] for one in found)
    assert [one["taken_down_on"] for one in found if not one["meter_number"]] == ["2024-02-12"]
    outside = other_contractor.get("/metering-points?q=4400000000000224").body
    assert (outside["items"], [one["slug"] for one in outside["elsewhere"]]) == ([], ["provenett"])
    assert contractor.get("/metering-points?q=707057500000000194").body["code"] == "gsrn_check"
    assert contractor.get("/metering-points").status == 422
    purposes = MeterLookup.objects.filter(purpose="api").values_list("by", flat=True)
    assert set(purposes) == {"meter", "id", "address", "customer"}


def test_it_says_what_is_wrong_with_contact_details(contractor: Program, address: str) -> None:
    contractor.put(f"{address}/parties/customer", {"by": "company", "number": "310000876"})
    wrong = contractor.put(f"{address}/parties/customer/contact", {"email": "harikke@epost.no", "mobile": "00000000"})
    assert (wrong.status, wrong.wrong) == (422, {"email", "mobile"})
    right = {"no_email": True, "mobile": "90 00 00 11"}
    assert contractor.put(f"{address}/parties/customer/contact", right).body["mobile"] == "+4790000011"


def test_contact_details_are_corrected_in_what_is_sent(contractor: Program, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    address = f"/notices/{notice.id}/parties/customer/contact"
    right = {"email": "kari.nordmann@nordmann.example", "mobile": "900 00 000"}
    assert contractor.put(address, right).status == 409
    wrong = contractor.post(f"{address}/corrections", {"email": "kari@", "mobile": ""})
    assert (wrong.status, wrong.body["code"]) == (422, "contact")
    done = contractor.post(f"{address}/corrections", right)
    assert (done.status, done.body["email"], done.body["unreached"]) == (200, right["email"], False)
    shown = contractor.get(f"/notices/{notice.id}").body["parties"]
    assert {one["email"] for one in shown} == {right["email"]}
    assert all(one["corrected_at"] for one in shown)
