"""What the customer system says is screened: read at night and on request, and believed only so far."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.cache import cache

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound
from nettmelding.installations import customer_system
from nettmelding.installations.customer_system import Wanted
from nettmelding.installations.models import CustomerSystem
from nettmelding.messages.models import Message
from nettmelding.notices import screen_readings, screening
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Screen
from nettmelding.registers.http import RegisterDown
from standins.customer_system import KEY
from standins.world import load
from tests.notices import ways
from tests.standins_fixture import Standins

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.one_database]
ADDRESS = "https://kundesystem.eksempelnett.example/nettmelding"
HANDLER = "saksbehandler@eksempelnett.example"
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=clock.OSLO)


@pytest.fixture
def admin(actor: Callable[[str], Actor]) -> Actor:
    return actor("nettadmin@eksempelnett.example")


@pytest.fixture
def says(admin: Actor, registers_on_standins: Standins) -> Iterator[Callable[[object], None]]:
    """Let the connected customer system have another list."""
    customer_system.save(admin, Wanted(ADDRESS, KEY, True))

    def put(items: object) -> None:
        url = f"{registers_on_standins.url('customer_system')}/_screened"
        registers_on_standins.http.put(url, content=json.dumps(items)).raise_for_status()

    put([])
    yield put
    put(load().raw["customer_system"]["screened"])


@pytest.fixture(autouse=True)
def night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)


def house(number: int, *handlers: str) -> dict[str, object]:
    return {"address": f"Fjordvegen {number}", "postcode": "9998", "place": "Eksempelvik", "handlers": list(handlers)}


def shown() -> list[str]:
    return sorted(Screen.objects.values_list("shown", flat=True))


def system() -> CustomerSystem:
    return CustomerSystem.objects.get()


def test_the_night_screens_what_the_system_says_with_its_cases(
    says: Callable[[object], None], electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.sent(electrician)
    says([house(2), {"address": "Prøvevegen 1", "postcode": "9998", "handlers": [HANDLER]}, house(3, HANDLER)])
    assert (screen_readings.run(), screen_readings.run()) == (1, 0)
    assert shown() == ["Fjordvegen 2, 9998 Eksempelvik", "Fjordvegen 3, 9998 Eksempelvik", "Prøvevegen 1, 9998"]
    assert Notice.objects.get(pk=notice.id).screen is not None
    assert (system().screens_read_at, system().screens_problem) == (NIGHT, "Ett nytt anlegg har ingen som ser sakene.")


def test_what_is_left_out_is_let_go_and_what_was_typed_here_stays(
    says: Callable[[object], None], admin: Actor, case_handler: Actor
) -> None:
    assert case_handler.user_id is not None
    wanted = screening.Wanted(Screen.Kind.ADDRESS, "Storgata 1", "9998", "Eksempelvik", "", (case_handler.user_id,))
    screening.add(admin, wanted)
    says([house(number, HANDLER) for number in range(1, 5)])
    assert screen_readings.read_now(admin).added == 4
    says([house(1, HANDLER), house(2, HANDLER)])
    assert screen_readings.read_now(admin).removed == 2
    assert shown() == [
        "Fjordvegen 1, 9998 Eksempelvik",
        "Fjordvegen 2, 9998 Eksempelvik",
        "Storgata 1, 9998 Eksempelvik",
    ]


@pytest.mark.parametrize("left", [[], [house(1, HANDLER)]])
def test_a_list_that_is_suddenly_much_shorter_waits_for_a_person(
    says: Callable[[object], None], admin: Actor, left: list[object]
) -> None:
    says([house(number, HANDLER) for number in range(1, 7)])
    screen_readings.read_now(admin)
    says(left)
    assert screen_readings.run() == 1
    assert (Screen.objects.count(), system().screens_kept) == (6, 6 - len(left))
    assert "til dere sier noe annet" in system().screens_problem
    assert Message.objects.filter(kind=screen_readings.KIND, to_address="nettadmin@eksempelnett.example").count() == 1
    screen_readings.read_now(admin, believed=True)
    assert (Screen.objects.count(), system().screens_kept, system().screens_problem) == (len(left), 0, "")


@pytest.mark.parametrize("wrong", [{"address": "Fjordvegen"}, "tull", {"metering_point_id": "123"}, {}])
def test_a_line_that_cannot_be_read_takes_nothing_away(
    says: Callable[[object], None], admin: Actor, wrong: object
) -> None:
    says([house(1, HANDLER), house(2, HANDLER)])
    screen_readings.read_now(admin)
    says([house(1, HANDLER), wrong])
    result = screen_readings.read_now(admin, believed=True)
    assert (result.removed, len(result.problems), Screen.objects.count()) == (0, 1, 2)
    assert "Ingenting er fjernet" in system().screens_problem


@pytest.mark.parametrize("fault", ["down", "garbage", "refuse"])
def test_a_system_that_does_not_answer_is_asked_again_and_changes_nothing(
    says: Callable[[object], None], admin: Actor, registers_on_standins: Standins, fault: str
) -> None:
    says([house(1, HANDLER)])
    screen_readings.read_now(admin)
    registers_on_standins.fault("customer_system", fault)
    assert screen_readings.run() == 0
    assert system().screens_problem
    assert Screen.objects.count() == 1
    registers_on_standins.fault("customer_system", "ok")
    cache.clear()
    assert screen_readings.run() == 1
    assert system().screens_problem == ""


def test_one_that_keeps_no_list_is_left_alone(says: Callable[[object], None], admin: Actor) -> None:
    says(None)
    assert screen_readings.run() == 1
    assert (system().screens_read_at, system().screens_problem) == (None, "")
    with pytest.raises(Invalid, match="ingen liste"):
        screen_readings.read_now(admin)


def test_only_who_screens_may_ask(says: Callable[[object], None], case_handler: Actor, electrician: Actor) -> None:
    for who in (case_handler, electrician):
        with pytest.raises((NotAllowed, NotFound)):
            screen_readings.read_now(who)
        with pytest.raises((NotAllowed, NotFound)):
            screen_readings.reading(who)


def test_down_is_said_to_who_asks(
    says: Callable[[object], None], admin: Actor, registers_on_standins: Standins
) -> None:
    registers_on_standins.fault("customer_system", "down")
    with pytest.raises(RegisterDown):
        screen_readings.read_now(admin)
    assert system().screens_problem
