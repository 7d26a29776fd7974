"""The customer system is asked while somebody searches: well, slow, down, and where our copy is empty."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.installations import customer_system
from nettmelding.installations.customer_system import Wanted
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import drafts, places
from nettmelding.organisations.actors import make_api_key
from standins.customer_system import KEY
from tests.api.conftest import Program
from tests.standins_fixture import Standins
from tests.web.conftest import ELECTRICIAN
from tests.web.form.conftest import Filling

AsUser = Callable[[str], Client]
METER = "4400000000000019"
POINT_ID = "707057500000000193"
BESIDE = "4400000000000101"
DOWN = "Nettselskapets kundesystem svarer ikke nå."
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def system(actor: Callable[[str], Actor], registers_on_standins: Standins) -> Standins:
    """Eksempelnett has its customer system, and what is known here was read long ago and is wrong."""
    admin = actor("nettadmin@eksempelnett.example")
    customer_system.save(admin, Wanted("https://kundesystem.eksempelnett.example/nettmelding", KEY, True))
    MeteringPoint.objects.filter(grid_company_id=admin.organisation).update(read_at=long_ago(), mv_a=999)
    cache.clear()
    return registers_on_standins


def long_ago() -> datetime:
    return clock.now() - timedelta(days=30)


def shown(client: Client, typed: str) -> str:
    return unescape(client.post("/anlegg/sok", {"q": typed}).content.decode())


@pytest.mark.parametrize("typed", [METER, "Prøvevegen 1"])
def test_a_search_shows_what_the_customer_system_has_now(as_user: AsUser, system: Standins, typed: str) -> None:
    page = shown(as_user(ELECTRICIAN), typed)
    assert "MV 999 A" not in page
    assert "Hentet i dag" in page


def test_a_search_with_the_system_down_shows_the_copy_and_its_age(as_user: AsUser, system: Standins) -> None:
    system.fault("customer_system", "down")
    page = shown(as_user(ELECTRICIAN), METER)
    assert "MV 999 A" in page
    assert "Kundesystemet svarer ikke nå. Dette er kopien fra" in page


@pytest.mark.parametrize("typed", [METER, "Prøvevegen 1, 9998 Eksempelvik", POINT_ID])
def test_what_our_copy_has_not_got_is_found_in_the_customer_system(
    as_user: AsUser, system: Standins, typed: str
) -> None:
    MeteringPoint.objects.get(meter_number=METER).installation.delete()
    assert METER in shown(as_user(ELECTRICIAN), typed)
    assert MeteringPoint.objects.get(meter_number=METER).metering_point_id == POINT_ID


def test_nothing_here_and_no_answer_is_said_so(as_user: AsUser, system: Standins) -> None:
    MeteringPoint.objects.get(meter_number=METER).installation.delete()
    system.fault("customer_system", "slow", 5)
    page = shown(as_user(ELECTRICIAN), METER)
    assert f"Fant ikke {METER}" in page
    assert f"{DOWN} Prøv igjen om litt, eller fyll ut selv." in page


def test_a_meter_number_in_a_notice_fills_in_what_holds_now(
    as_user: AsUser, electrician: Actor, system: Standins
) -> None:
    notice = drafts.create(electrician, ["protection_change"], "single")
    places.use_meter_number(electrician, notice.id, METER)
    notice.refresh_from_db()
    assert notice.known["metering_point.mv_a"] != 999
    assert notice.known_at is not None
    assert notice.known_at > clock.now() - timedelta(minutes=1)

    system.fault("customer_system", "down")
    cache.clear()
    MeteringPoint.objects.update(read_at=long_ago())
    other = drafts.create(electrician, ["protection_change"], "single")
    client = as_user(ELECTRICIAN)
    form = Filling(client, other)
    form.post({"site.meter_number": METER})
    assert form.fresh().metering_point is not None
    said = f"{DOWN} Det som vises, ble lest {clock.oslo(long_ago()):%d.%m.%Y}."
    assert said in form.page()
    assert form.autosave({"site.meter_number": [METER]}, base={})["errors"]["site.meter_number"] == said


def test_the_api_tells_how_it_went_and_how_old_each_is(electrician: Actor, system: Standins) -> None:
    contractor = Program(make_api_key(ELECTRICIAN))
    fresh = contractor.get(f"/metering-points?q={METER}").body
    assert (fresh["problems"], fresh["items"][0]["mv_a"] == 999) == ([], False)

    system.fault("customer_system", "down")
    cache.clear()
    MeteringPoint.objects.update(read_at=long_ago())
    stale = contractor.get(f"/metering-points?q={METER}").body
    assert stale["problems"][0]["message"].startswith(DOWN)
    assert stale["problems"][0]["as_of"] == stale["items"][0]["read_at"]
    notice = drafts.create(electrician, ["protection_change"], "single")
    put = contractor.put(f"/notices/{notice.id}/metering-point", {"meter_number": METER}).body
    assert (put["found"], put["problem"].startswith(DOWN)) == (1, True)


def test_siblings_are_those_of_the_customer_system_and_else_the_copy_with_its_age(
    as_user: AsUser, electrician: Actor, system: Standins
) -> None:
    contractor = Program(make_api_key(ELECTRICIAN))
    notice = drafts.create(electrician, ["merging"], "single")
    places.use_metering_point(electrician, notice.id, MeteringPoint.objects.get(meter_number=BESIDE))
    gone = MeteringPoint.objects.get(meter_number="4400000000000102")
    gone.delete()
    client, address = as_user(ELECTRICIAN), f"/meldinger/{notice.id}/sidestilte"
    assert "4400000000000102" in client.get(address).content.decode()

    system.fault("customer_system", "down")
    cache.clear()
    MeteringPoint.objects.update(read_at=long_ago())
    assert f"{DOWN} Det som vises, ble lest" in client.get(address).content.decode()
    point = MeteringPoint.objects.get(meter_number=BESIDE)
    items = contractor.get(f"/metering-points/{point.id}/siblings").body["items"]
    assert all(one["read_at"] < clock.now().isoformat() for one in items)
