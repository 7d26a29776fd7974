"""A forgotten PIN: the server gives its half of what opens the phone to the phone's person, who just signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.audit.models import Event
from nettmelding.core.ids import uuid7
from nettmelding.workorders.models import Device

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
FITTER = "montor@eksempelnett.example"
COLLEAGUE = "saksbehandler@eksempelnett.example"
SECRET = "r" * 43


@pytest.fixture
def phone(as_user: AsUser) -> Client:
    return as_user(FITTER)


@pytest.fixture
def address(phone: Client) -> str:
    """Where a device's secret is asked for that it has left."""
    device = uuid7()
    body = {"id": str(device), "name": "Telefon", "recovery": SECRET}
    answer = phone.post("/api/v1/field/devices", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return f"/felt/nodnokkel/{device}"


def test_its_person_gets_it_and_it_is_recorded(phone: Client, address: str) -> None:
    assert phone.get(address).json() == {"recovery": SECRET}
    device = Device.objects.get(pk=address.rsplit("/", 1)[1])
    assert Event.objects.filter(subject_id=device.user_id, action="field_lock_recovered").count() == 1


def test_it_lies_encrypted(address: str) -> None:
    kept = Device.objects.get(pk=address.rsplit("/", 1)[1]).recovery
    assert kept
    assert SECRET not in kept


def test_who_signed_in_long_ago_shows_first_that_it_is_them(
    phone: Client, address: str, lately: Callable[..., Client]
) -> None:
    answer = lately(phone, ago=601).get(address)
    assert answer.status_code == 403
    assert "recovery" not in answer.json()
    question = phone.get(answer.json()["confirm"])
    assert question.status_code == 200
    assert phone.post(answer.json()["confirm"], {"password": "demo-passord-2026"}).headers["Location"] == "/felt#/glemt"
    assert phone.get(address).json() == {"recovery": SECRET}


@pytest.mark.parametrize("who", [COLLEAGUE, "montor@eksempelelektro.example"])
def test_nobody_else_gets_it(as_user: AsUser, address: str, who: str) -> None:
    assert as_user(who).get(address).status_code == 404


def test_somebody_who_is_not_signed_in_is_told_to(address: str) -> None:
    assert Client().get(address).status_code == 401


def test_a_new_one_stands_for_the_old(phone: Client, address: str) -> None:
    body = {"id": address.rsplit("/", 1)[1], "name": "Telefon", "recovery": "n" * 43}
    assert phone.post("/api/v1/field/devices", body, content_type="application/json").json()["key"] is None
    assert phone.get(address).json() == {"recovery": "n" * 43}


def test_a_device_that_left_nothing_has_none(phone: Client) -> None:
    body = {"id": str(uuid7()), "name": "Telefon"}
    phone.post("/api/v1/field/devices", body, content_type="application/json")
    assert phone.get(f"/felt/nodnokkel/{body['id']}").status_code == 404
