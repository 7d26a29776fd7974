"""The pages of *Forhåndssjekk*: what is missing is said beside its field, and what was found becomes a notice."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from nettmelding.core.actor import Actor
from nettmelding.grid import duty, tiles
from nettmelding.grid.models import MapRules
from nettmelding.notices.models import Notice, PreCheck
from nettmelding.organisations.models import Organisation
from tests.grid import seen
from tests.grid.village import village
from tests.notices.test_precheck import housed

ASK = "/forhandssjekk"
ELECTRICIAN, COLLEAGUE = "saksbehandler@eksempelelektro.example", "admin@eksempelelektro.example"
HOUSE = "Prøvevegen 1, 9998 Eksempelvik"
ASKED = {"address.q": HOUSE, "purpose": "charger", "duty": "on"}
AsUser = Callable[[str], Client]

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("registers_on_standins", "grid")]


@pytest.fixture
def grid(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The village is in force, with a customer point at the house."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    seen.in_force(tmp_path, housed(village()))


def test_all_that_is_missing_is_said_beside_its_field_and_what_was_typed_stays(as_user: AsUser) -> None:
    answer = as_user(ELECTRICIAN).post(ASK, {"address.q": HOUSE, "text": "Lader i carport"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(word in text for word in (HOUSE, "Lader i carport"))
    assert html.fromstring(text).xpath("//*[@data-field='purpose']//*[contains(@class, 'f-error')]")
    assert not PreCheck.objects.exists()


def test_the_duty_of_secrecy_is_read_on_the_same_page_once(as_user: AsUser, electrician: Actor) -> None:
    client = as_user(ELECTRICIAN)
    without = client.post(ASK, {name: value for name, value in ASKED.items() if name != "duty"})
    assert without.status_code == 422
    assert html.fromstring(without.content).xpath("//*[@data-field='duty']//*[contains(@class, 'f-error')]")
    assert client.post(ASK, ASKED).status_code == 302
    assert duty.accepted(electrician)
    assert not html.fromstring(client.get(ASK).content).xpath("//*[@data-field='duty']")


def test_the_answer_tells_of_the_grid_there_and_is_found_again(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    text = client.post(ASK, ASKED, follow=True).content.decode()
    assert all(word in text for word in ("IT 230 V", "Nettstasjon Prestegata", "Ik3p,maks", "Kortslutningsverdier"))
    check = PreCheck.objects.get()
    assert f"{ASK}/{check.id}" in client.get(ASK).content.decode()
    assert as_user(COLLEAGUE).get(f"{ASK}/{check.id}").status_code == 404


def test_several_addresses_are_chosen_between(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    answer = client.post(ASK, {**ASKED, "address.q": "Prøvevegen"})
    offered = html.fromstring(answer.content).xpath("//input[@name='address'][@type='radio']/@value")
    assert answer.status_code == 422
    assert len(offered) > 1
    assert client.post(ASK, {**ASKED, "address": offered[0]}).status_code == 302
    assert PreCheck.objects.get().address["street"] == json.loads(offered[0])["street"]


def test_when_the_days_checks_are_used_up_it_is_said_on_the_page(as_user: AsUser) -> None:
    company = Organisation.objects.get(slug="eksempelnett")
    MapRules.objects.update_or_create(grid_company=company, defaults={"daily_quota": 1})
    client = as_user(ELECTRICIAN)
    client.post(ASK, ASKED)
    more = client.post(ASK, {**ASKED, "address.q": "Prøvevegen 9, 9998 Eksempelvik"})
    assert more.status_code == 429
    assert "Prøvevegen 9" in more.content.decode()
    assert PreCheck.objects.count() == 1


def test_a_notice_is_begun_by_a_press_and_pressed_again_it_is_the_same(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    told = client.post(ASK, {**ASKED, "purpose": "protection"}, follow=True)
    [form] = html.fromstring(told.content).xpath("//form[contains(@action, '/melding')]/@action")
    began = client.post(form)
    draft = Notice.objects.get()
    assert began["Location"] == f"/meldinger/{draft.id}/rediger"
    assert (draft.address, list(draft.types)) == ("Prøvevegen 1", ["protection_change"])
    assert client.post(form)["Location"] == began["Location"]
    assert Notice.objects.count() == 1


def test_a_reply_decides_whether_there_is_a_notice(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    client.post(ASK, ASKED)
    where = f"{ASK}/{PreCheck.objects.get().id}"
    asked = html.fromstring(client.get(where).content)

    def told(reply: str) -> str:
        [href] = asked.xpath(f"//ul[@class='start-replies']//a[contains(., '{reply}')]/@href")
        return client.get(urljoin(where, href)).content.decode()

    assert "Jobben må meldes" in told("tre faser, over")
    assert "/melding?" not in told("én fase, til og med")
