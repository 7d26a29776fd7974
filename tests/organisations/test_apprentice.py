"""An apprentice fills in; others send, answer and report."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed
from nettmelding.notices import actions
from nettmelding.organisations.actors import make_api_key
from nettmelding.organisations.models import Membership
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")
APPRENTICE = "montor2@eksempelelektro.example"


@pytest.fixture
def apprentice(actor: Callable[[str], Actor]) -> Actor:
    Membership.objects.filter(user__email=APPRENTICE).update(roles=["apprentice"])
    return actor(APPRENTICE)


def test_an_apprentice_fills_in_but_does_not_send(apprentice: Actor) -> None:
    notice = ways.ready(apprentice)
    with pytest.raises(NotAllowed):
        actions.send(apprentice, notice.id)


def test_an_apprentice_does_not_report(apprentice: Actor, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    ways.fill_in_completion(electrician, notice)
    with pytest.raises(NotAllowed):
        actions.report_completion(apprentice, notice.id)


def test_the_pages_offer_an_apprentice_no_sending(apprentice: Actor, client: Client) -> None:
    notice = ways.ready(apprentice)
    client.force_login(Membership.objects.get(user__email=APPRENTICE).user)
    assert client.get(f"/meldinger/{notice.id}/rediger").status_code == 200
    text = client.get(f"/meldinger/{notice.id}/send").content.decode()
    assert "En saksbehandler hos dere må sende." in text
    assert "<span>Send melding</span>" not in text


def test_the_api_refuses_an_apprentices_key(apprentice: Actor, client: Client) -> None:
    notice = ways.ready(apprentice)
    headers = {"Authorization": f"Bearer {make_api_key(APPRENTICE)}", "Idempotency-Key": "one"}
    told = client.get(f"/api/v1/notices/{notice.id}", headers=headers).json()
    assert "send" not in str(told.get("actions"))
    answer = client.post(
        f"/api/v1/notices/{notice.id}/actions/send", "{}", content_type="application/json", headers=headers
    )
    assert answer.status_code == 403
