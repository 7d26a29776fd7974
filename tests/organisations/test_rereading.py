"""The registers are asked again, and what follows when they drop a contractor."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Refused
from nettmelding.messages.models import Message
from nettmelding.notices import actions, copying, drafts
from nettmelding.notices.lifecycle import Action
from nettmelding.organisations import admission, rereading
from nettmelding.organisations.models import Organisation
from tests.notices import ways
from tests.organisations.conftest import Import
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
DROPPED = "310000329"


def firm(number: str = DROPPED) -> Organisation:
    return Organisation.objects.get(organisation_number=number, kind="contractor")


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to_address", flat=True))


def read_all() -> None:
    while rereading.run():
        pass


def test_it_reads_all_once_and_then_not_until_the_night(register: Standins) -> None:
    read_all()
    assert firm().register_facts["contractor"] == "entitled"
    assert not rereading.due().exists()
    present = clock.oslo(clock.now())
    day = datetime.combine(present.date() + timedelta(days=1), datetime.min.time(), clock.OSLO)
    with clock.frozen(day + timedelta(hours=12)):
        assert not rereading.due().exists()
    with clock.frozen(day + timedelta(days=1, hours=2)):
        assert rereading.due().count() == 2


def test_it_goes_on_where_it_was(register: Standins) -> None:
    assert rereading.run(batch=1) == 1
    assert rereading.due().count() == 1
    assert rereading.run(batch=1) == 1
    assert rereading.run(batch=1) == 0


def test_a_dropped_contractor_is_stopped_and_all_concerned_are_told(
    register: Standins, import_register: Import
) -> None:
    read_all()
    import_register(without=DROPPED)
    read_all()
    dropped = firm()
    assert dropped.stopped_at is not None
    assert dropped.stopped_because == "not_listed"
    assert told("contractor_stopped") == {
        "admin@eksempelelektro.example",
        "installasjon@eksempelnett.example",
        "installasjon@provenett.example",
    }
    assert firm("310000434").stopped_at is None
    import_register()
    read_all()
    assert firm().stopped_at is None
    assert told("contractor_back") == told("contractor_stopped")


def test_nothing_changes_while_the_register_is_silent(register: Standins, import_register: Import) -> None:
    read_all()
    import_register(without=DROPPED)
    cache.clear()
    register.fault("companies", "down")
    assert rereading.run() == 0
    assert firm().stopped_at is None
    register.fault("companies", "ok")
    cache.clear()
    read_all()
    assert firm().stopped_at is not None


def test_a_file_that_is_too_old_stops_nobody(register: Standins, import_register: Import) -> None:
    read_all()
    import_register(without=DROPPED, as_of=clock.today() - timedelta(days=90))
    read_all()
    assert firm().stopped_at is None


def test_a_register_that_drops_many_at_once_is_not_believed(
    register: Standins, import_register: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "FEWEST_TO_DOUBT", 1)
    import_register(but="310000876")
    read_all()
    assert Organisation.objects.filter(stopped_at__isnull=False).count() == 1
    assert rereading.brake().holds


@pytest.fixture
def stopped(electrician: Actor) -> Callable[[], Actor]:
    """Stops the electrician's company."""

    def stop() -> Actor:
        Organisation.objects.filter(pk=electrician.organisation).update(
            stopped_at=clock.now(), stopped_because="bankrupt"
        )
        return electrician

    return stop


def test_a_stopped_contractor_makes_and_sends_nothing_new(stopped: Callable[[], Actor], electrician: Actor) -> None:
    draft, sent = ways.ready(electrician), ways.sent(electrician)
    stopped()
    for attempt in (
        lambda: drafts.create(electrician, ["protection_change"], "single"),
        lambda: copying.copy(electrician, sent.id),
        lambda: actions.send(electrician, draft.id),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "contractor_stopped"
    actions.act(electrician, sent.id, Action.WITHDRAW)


def test_a_stopped_contractor_does_not_apply(
    stopped: Callable[[], Actor], actor: Callable[[str], Actor], register: Standins
) -> None:
    stopped()
    with pytest.raises(Refused):
        admission.apply(actor("admin@eksempelelektro.example"), Organisation.objects.get(slug="provenett").id)
