"""A fitter who is deleted: the app on their phone is refused from that moment on, with all it asks for."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.ids import uuid7
from nettmelding.organisations.models import Membership

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
FITTER, ADMINISTRATOR = "montor@eksempelelektro.example", "admin@eksempelelektro.example"
JSON = "application/json"


def test_the_app_of_who_is_deleted_gets_nothing_and_hands_nothing_in(as_user: AsUser) -> None:
    phone, device = as_user(FITTER), str(uuid7())
    made = phone.post("/api/v1/field/devices", {"id": device, "name": "Telefon"}, content_type=JSON)
    assert made.status_code == 200
    assert phone.get("/api/v1/field/changes").status_code == 200
    leaver = Membership.objects.get(user__email=FITTER)
    answered = as_user(ADMINISTRATOR).post(f"/admin/bruker/{leaver.id}/slett", {"hand_to": ""})
    assert answered.status_code == 302
    body = {"device": device, "sent_at": clock.now().isoformat(), "operations": []}
    assert phone.get("/api/v1/field/changes").status_code == 401
    assert phone.post("/api/v1/field/operations", body, content_type=JSON).status_code == 401
    assert phone.post("/api/v1/field/devices", {"id": device, "name": "Telefon"}, content_type=JSON).status_code == 401
    assert phone.get(f"/felt/nodnokkel/{device}").status_code == 401
    assert "/konto/logg-inn" in phone.get("/felt").headers.get("Location", "")
