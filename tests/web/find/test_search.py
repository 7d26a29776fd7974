"""The page *Søk anlegg*: into a draft with everything in, from the start of a notice and from within one."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.installations.models import CustomerSystem, MeteringPoint
from nettmelding.notices import actions, corrections, drafts, places
from nettmelding.notices.models import Notice
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
SEARCH = "/anlegg/sok"
NEW_METER = f"{SEARCH}?type=metering_point_work"


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def marks(page: str) -> list[str]:
    return re.findall(r'name="anlegg" value="([^"]+)"', page)


def test_one_found_at_the_start_becomes_a_draft_with_everything_in(as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    page = text(client.post(NEW_METER, {"q": "4400 0000 0000 0019"}))
    assert "Prøvevegen 1, 9998 Eksempelvik" in page
    assert "Kari" not in page
    answer = client.post(NEW_METER, {"q": "4400000000000019", "anlegg": marks(page)[0]})
    assert answer.status_code == 302
    notice = Notice.objects.latest("created_at")
    if "rediger" not in answer["Location"]:
        assert "anlegg=" in answer["Location"]
        client.post(answer["Location"], {"form": "simplified"})
        notice = Notice.objects.latest("created_at")
    form = text(client.get(f"/meldinger/{notice.id}/rediger"))
    assert notice.address == "Prøvevegen 1"
    assert notice.known["metering_point.ov_a"] == 50
    assert "Kari Marie Nordmann" in form
    assert re.search(r"fra Eksempelnett AS i dag kl\.", form)


def test_an_address_gives_no_private_name_but_a_match_for_one_that_is_stated(
    as_user: AsUser, electrician: Actor
) -> None:
    client, notice = as_user(ELECTRICIAN), drafts.create(electrician, ["protection_change"], "single")
    address = f"/meldinger/{notice.id}/anlegg"
    page = text(client.post(address, {"q": "Prøvevegen 1"}))
    point = MeteringPoint.objects.get(meter_number="4400000000000019")
    [marked] = marks(page)
    assert "Navnet på kunden" in page
    wrong = client.post(address, {"q": "Prøvevegen 1", "anlegg": marked, f"customer_name.{point.id}": "Ola Nordmann"})
    assert wrong.status_code == 422
    assert "Navnet stemmer ikke" in text(wrong)
    client.post(address, {"q": "Prøvevegen 1", "anlegg": marked})
    assert not notice.parties.exclude(name="").exists()
    client.post(address, {"q": "Prøvevegen 1", "anlegg": marked, f"customer_name.{point.id}": "Kari Nordmann"})
    assert notice.parties.get(role="customer").name == "Kari Marie Nordmann"


def test_a_former_customer_is_nowhere(as_user: AsUser, electrician: Actor) -> None:
    MeteringPoint.objects.filter(meter_number="00718293").update(customer_name="Forrige Kunde", customer_kind="person")
    client = as_user(ELECTRICIAN)
    notice = drafts.create(electrician, ["protection_change"], "single")
    page = text(client.post(f"/meldinger/{notice.id}/anlegg", {"q": "00718293"}))
    assert "Kunden må du finne på nytt." in page
    client.post(f"/meldinger/{notice.id}/anlegg", {"q": "00718293", "anlegg": marks(page)[0]})
    notice.refresh_from_db()
    assert notice.metering_point is not None
    pages = page + text(client.get(f"/meldinger/{notice.id}/rediger"))
    api = client.get("/api/v1/metering-points?meter_number=00718293").content.decode()
    assert "Forrige" not in pages + api + str(notice.known) + str(notice.answers)


def test_none_several_taken_down_and_a_silent_customer_system_have_their_words(
    as_user: AsUser, electrician: Actor
) -> None:
    client = as_user(ELECTRICIAN)
    notice = drafts.create(electrician, ["protection_change"], "single")
    places.use_meter_number(electrician, notice.id, "4400000000000019")
    page = text(client.post(SEARCH, {"q": "4400000000000091"}))
    assert "Fant ikke 4400000000000091" in page
    assert 'value="4400000000000019"' in page
    assert "Gå videre uten" in page
    point = MeteringPoint.objects.get(meter_number="4400000000000019")
    CustomerSystem.objects.create(grid_company_id=point.grid_company_id, base_url="http://x", problem="Svarte ikke.")
    MeteringPoint.objects.filter(meter_number="4400000000000101").update(meter_number="")
    page = text(client.post(SEARCH, {"q": "Prøvetunet 5"}))
    assert (page.count("Måler ikke montert"), page.count("Måleren er tatt ned")) == (1, 1)
    assert "anlegg passer. Velg det riktige." in page
    assert "Måleren er tatt ned" in page
    assert "Kundesystemet svarer ikke nå. Dette er kopien fra" in page


def test_it_says_how_to_get_on_at_a_grid_company_without_access(as_user: AsUser) -> None:
    page = text(as_user("admin@proveinstallasjon.example").post(SEARCH, {"q": "4400000000000224"}))
    assert "Dere har ikke tilgang til dette nettselskapet ennå." in page
    assert "TN-C-S" not in page


def test_the_grid_companys_people_see_names_and_make_nothing(as_user: AsUser) -> None:
    page = text(as_user(CASE_HANDLER).post(SEARCH, {"q": "Kari Nordmann"}))
    assert "Kari Marie Nordmann" in page
    assert marks(page) == []


def test_a_draft_moves_to_the_grid_company_of_what_was_found(electrician: Actor, as_user: AsUser) -> None:
    notice = drafts.create(electrician, ["protection_change"], "single")
    places.use_meter_number(electrician, notice.id, "4400000000000019")
    page = text(as_user(ELECTRICIAN).post(f"/meldinger/{notice.id}/anlegg", {"q": "4400000000000224"}))
    assert "Meldingen flyttes til nettselskapet her." in page
    as_user(ELECTRICIAN).post(f"/meldinger/{notice.id}/anlegg", {"q": "x1", "anlegg": marks(page)[0]})
    notice.refresh_from_db()
    assert notice.grid_company is not None
    assert notice.grid_company.name == "Prøvenett AS"


def test_an_owner_is_carried_over_only_where_the_grid_company_keeps_owners(electrician: Actor, as_user: AsUser) -> None:
    client = as_user(ELECTRICIAN)
    firm = drafts.create(electrician, ["protection_change"], "single")
    places.use_meter_number(electrician, firm.id, "4400000000000102")
    form = text(client.get(f"/meldinger/{firm.id}/rediger"))
    assert not firm.parties.filter(role="owner").exists()
    assert "Sist kjente eier: Prøvetunet Borettslag" in form
    assert 'value="firm:owner:310000981"' in form

    person = drafts.create(electrician, ["protection_change"], "single")
    places.use_meter_number(electrician, person.id, "4400000000000033")
    assert "Sist kjente eier" not in text(client.get(f"/meldinger/{person.id}/rediger"))

    kept = drafts.create(electrician, ["protection_change"], "single")
    places.use_meter_number(electrician, kept.id, "4400000000000224")
    assert kept.parties.get(role="owner").source == "customer_system"


def test_the_case_handler_uses_or_keeps_what_was_stated(electrician: Actor, as_user: AsUser) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"protection.ov_old_a": "40"})
    actions.send(electrician, notice.id)
    client = as_user(CASE_HANDLER)
    assert "OV i dag: oppgitt 40 A, registrert 50 A" in text(client.get(f"/meldinger/{notice.id}"))
    assert "50 A → 40 A" in text(client.get("/rettelser"))
    [row] = corrections.of_notice(notice)
    address = f"/meldinger/{notice.id}/rettelser"
    refused = client.post(address, {"do": f"keep:{row.id}"})
    assert "Skriv hvorfor dere beholder verdien." in text(refused)
    client.post(address, {"do": f"keep:{row.id}", f"why.{row.id}": "Målt i går."})
    assert "Målt i går." in text(client.get(address))
    assert "Beholdt i registeret: OV i dag" in text(as_user(ELECTRICIAN).get(f"/meldinger/{notice.id}/historikk"))
