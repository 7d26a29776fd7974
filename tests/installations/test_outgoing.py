"""What a customer system is told: asked for, handed over, refused, typed in, and found to differ."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound
from nettmelding.installations import customer_system, differences, outgoing
from nettmelding.installations.customer_system import Wanted, look_up
from nettmelding.installations.history import history_of
from nettmelding.installations.models import CustomerSystem, Difference, MeteringPoint, OutgoingTask
from nettmelding.installations.outgoing import Case
from nettmelding.installations.outgoing_delivery import deliver_due
from nettmelding.messages.models import Message
from nettmelding.notices import actions
from nettmelding.notices.models import Notice
from nettmelding.organisations import screening
from nettmelding.organisations.models import Screen
from standins.customer_system import KEY
from tests.installations.test_importing import gsrn
from tests.notices import blocks, ways
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
ADDRESS = "https://kundesystem.eksempelnett.example/nettmelding"


@pytest.fixture
def admin(actor: Callable[[str], Actor]) -> Actor:
    return actor("nettadmin@eksempelnett.example")


@pytest.fixture
def connected(admin: Actor, registers_on_standins: Standins) -> Standins:
    """Eksempelnett has its customer system, and it answers."""
    customer_system.save(admin, Wanted(ADDRESS, KEY, True))
    registers_on_standins.fault("customer_system", "ok")
    return registers_on_standins


def closed(electrician: Actor, case_handler: Actor, ov: str = "63 A") -> Notice:
    """A larger OV that is built and closed."""
    notice = ways.approved(electrician, case_handler)
    otherwise = {} if ov == "63 A" else {"completion.differences": "Det holdt med mindre."}
    ways.fill_in_completion(electrician, notice, **{"completion.ov_a": ov}, **otherwise)
    actions.report_completion(electrician, notice.id)
    return actions.close(case_handler, notice.id).notice


def ordered(case_handler: Actor, unit: str = "H0101", notice_id: UUID | None = None) -> OutgoingTask:
    """A metering point of a block is asked for."""
    notice_id = (
        notice_id
        or Notice.objects.create(
            contractor_id=case_handler.organisation, grid_company_id=case_handler.organisation, leading_type="x"
        ).id
    )
    case = Case(notice_id, "2026-000901-01", f"Prøvetunet 7 {unit}", "Prøvetunet 7", "9998", case_handler.user_id)
    body = {"address": "Prøvetunet 7", "postcode": "9998", "unit": unit, "installation_reference": "2026-000901"}
    with write():
        return outgoing.put(
            case_handler.organisation, OutgoingTask.Kind.ORDER, body, case=case, case_key=f"{notice_id}:order"
        )


def deliver() -> None:
    """The worker's turn, with nothing left to wait for."""
    OutgoingTask.objects.filter(finished_at__isnull=True).update(due_at=clock.now())
    deliver_due("test")


def test_closing_tells_what_was_built_and_how_the_customer_is_reached(
    connected: Standins, electrician: Actor, case_handler: Actor
) -> None:
    notice = closed(electrician, case_handler)
    point = notice.metering_point
    assert point is not None
    task = OutgoingTask.objects.get(case_id=notice.id)

    deliver()

    task.refresh_from_db()
    assert (task.state, task.content["values"]["ov_a"]) == ("delivered", 63)
    assert task.content["customer"]["email"] == "kari@nordmann.example"
    system = customer_system.reach(case_handler.organisation)
    assert system is not None
    assert system.by_ids([point.metering_point_id])[0].installation["ov_a"] == 63
    past = history_of(case_handler, point.installation)[0]
    assert (past.name, past.old, past.new, past.notice_number) == ("ov_a", "50", "63", notice.number)


def test_an_ordered_metering_point_comes_later_and_is_on_the_notice(connected: Standins, case_handler: Actor) -> None:
    first, second = ordered(case_handler), ordered(case_handler, "H0102")

    deliver()
    assert set(OutgoingTask.objects.values_list("state", flat=True)) == {"answer_later"}
    deliver()

    points = [Notice.objects.get(pk=task.case_id).metering_point for task in (first, second)]
    assert all(point is not None and point.metering_point_id.startswith("7070575") for point in points)
    assert len({point.installation_id for point in points if point}) == 1
    assert not outgoing.overview(case_handler).stuck


def test_an_id_that_comes_when_the_case_is_closed_already_brings_what_was_built_over(
    connected: Standins, electrician: Actor, case_handler: Actor
) -> None:
    mother, (child,) = blocks.sent(electrician, 1)
    task = ordered(case_handler, notice_id=child)
    actions.approve(case_handler, mother.id)
    blocks.finish(electrician, child)
    actions.close(case_handler, child)
    assert not OutgoingTask.objects.filter(kind="changes").exists()

    deliver()
    deliver()
    deliver()

    point = Notice.objects.get(pk=child).metering_point
    told = OutgoingTask.objects.get(kind="changes")
    assert point is not None
    assert (told.state, told.metering_point_id, told.case_id) == ("delivered", point.id, task.case_id)
    system = customer_system.reach(case_handler.organisation)
    assert system is not None
    assert system.by_ids([point.metering_point_id])[0].point["mv_a"] == 50


def test_one_asked_for_beside_another_comes_into_the_same_installation(
    connected: Standins, case_handler: Actor
) -> None:
    task = ordered(case_handler, "H0103")
    beside = MeteringPoint.objects.get(metering_point_id="707057500000000261")
    body = {"reference": "2026-9", "address": "Prøvevegen 3", "unit": "H0103", "beside": beside.metering_point_id}
    OutgoingTask.objects.filter(pk=task.pk).update(content=body)

    deliver()

    point = Notice.objects.get(pk=task.case_id).metering_point
    assert point is not None
    assert point.installation_id == beside.installation_id


def test_a_silent_system_is_tried_again_and_gets_the_older_first(
    connected: Standins, electrician: Actor, case_handler: Actor
) -> None:
    closed(electrician, case_handler)
    connected.fault("customer_system", "down")
    deliver()

    stuck = outgoing.overview(case_handler).stuck
    assert [task.problem for task in stuck] == ["Kundesystemet svarte ikke."]
    assert stuck[0].due_at > clock.now()

    connected.fault("customer_system", "ok")
    cache.clear()
    outgoing.try_again(case_handler)
    deliver()
    assert not outgoing.overview(case_handler).stuck


def test_a_no_waits_for_a_person_who_takes_it_away_with_a_reason(
    connected: Standins, electrician: Actor, case_handler: Actor
) -> None:
    closed(electrician, case_handler)
    OutgoingTask.objects.update(content={"metering_point_id": gsrn(99), "reference": "1", "because": "work"})
    deliver()

    (task,) = outgoing.overview(case_handler).stuck
    assert (task.state, task.problem) == ("refused", "Målepunktet finnes ikke i kundesystemet.")
    with pytest.raises(Invalid):
        outgoing.take_away(case_handler, task.id, " ")
    outgoing.take_away(case_handler, task.id, "Lagt inn for hånd i går")

    assert not outgoing.overview(case_handler).stuck
    with pytest.raises(NotFound):
        outgoing.get(case_handler, task.id)


def test_without_a_system_a_person_types_it_in_and_gives_the_id(case_handler: Actor) -> None:
    task = ordered(case_handler)

    assert outgoing.overview(case_handler).stuck == [task]
    for wrong in ("707057500000000194", "707057500000000193"):
        with pytest.raises(Invalid):
            outgoing.typed_in(case_handler, task.id, wrong)
    outgoing.typed_in(case_handler, task.id, gsrn(7001))

    assert Notice.objects.get(pk=task.case_id).metering_point == MeteringPoint.objects.get(metering_point_id=gsrn(7001))


def test_others_see_nothing_and_screened_places_only_their_handlers(
    case_handler: Actor, admin: Actor, provenett: Actor, electrician: Actor, actor: Callable[[str], Actor]
) -> None:
    task = ordered(case_handler)
    assert case_handler.user_id is not None
    wanted = screening.Wanted(Screen.Kind.ADDRESS, "Prøvetunet 7", "9998", "Eksempelvik", "", (case_handler.user_id,))
    screening.add(admin, wanted)

    assert outgoing.get(case_handler, task.id) == task
    for other in (actor("saksbehandler2@eksempelnett.example"), provenett, electrician):
        with pytest.raises((NotFound, NotAllowed)):
            outgoing.get(other, task.id)
    assert outgoing.overview(actor("saksbehandler2@eksempelnett.example")).stuck == []


def test_every_morning_what_differs_is_found_told_and_ticked_off(
    connected: Standins, electrician: Actor, case_handler: Actor
) -> None:
    notice = closed(electrician, case_handler, "55 A")
    yesterday = clock.now() - timedelta(days=1, hours=1)
    OutgoingTask.objects.update(created_at=yesterday)

    differences.compare(case_handler.organisation)
    differences.tell(case_handler.organisation)

    (found,) = differences.open_for(case_handler)
    assert (found.name, found.here, found.task.case_number) == ("ov_a", "55", notice.number)
    assert found.owner_id == case_handler.user_id
    assert Message.objects.filter(kind="customer_system_differences").count() == 1

    deliver()
    differences.compare(case_handler.organisation)
    assert differences.open_for(case_handler) == []
    assert OutgoingTask.objects.get().agreed_at is not None


@pytest.mark.parametrize("is_screened", [False, True])
def test_what_nobody_has_is_given_to_one_who_may_see_it(
    connected: Standins, admin: Actor, case_handler: Actor, actor: Callable[[str], Actor], is_screened: bool
) -> None:
    task, other = ordered(case_handler), actor("saksbehandler2@eksempelnett.example")
    assert other.user_id is not None
    if is_screened:
        wanted = screening.Wanted(Screen.Kind.ADDRESS, "Prøvetunet 7", "9998", "Eksempelvik", "", (other.user_id,))
        screening.add(admin, wanted)
    gone = actor("saksbehandler@provenett.example")
    OutgoingTask.objects.filter(pk=task.pk).update(owner_id=gone.user_id, created_at=clock.now() - timedelta(days=2))

    differences.compare(case_handler.organisation)
    differences.tell(case_handler.organisation)

    expected = other if is_screened else admin
    assert Difference.objects.get().owner_id == expected.user_id
    told = Message.objects.get(kind="customer_system_differences")
    assert told.to_address == User.objects.get(pk=expected.user_id).email


def test_a_difference_is_given_to_another_and_ticked_off(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    other = actor("saksbehandler2@eksempelnett.example")
    task = ordered(case_handler)
    row = Difference.objects.create(
        grid_company_id=case_handler.organisation,
        task=task,
        name="ov_a",
        here="80",
        there="63",
        owner_id=case_handler.user_id,
    )
    assert other.user_id is not None
    assert electrician.user_id is not None

    with pytest.raises(Invalid):
        differences.give(case_handler, row.id, electrician.user_id)
    differences.give(case_handler, row.id, other.user_id)
    assert differences.open_for(other)[0].owner_id == other.user_id
    differences.settle(other, row.id, "Rettet i kundesystemet")

    assert differences.open_for(other) == []


def test_looking_up_refreshes_our_copy_and_says_how_old_it_is_when_nobody_answers(
    connected: Standins, case_handler: Actor
) -> None:
    point = MeteringPoint.objects.get(metering_point_id="707057500000000339")
    long_ago = clock.now() - timedelta(days=30)
    MeteringPoint.objects.filter(pk=point.pk).update(phases=3, read_at=long_ago)

    looked = look_up(case_handler.organisation, meter_number=point.meter_number)
    point.refresh_from_db()
    assert (looked.asked, looked.problem, point.phases) == (True, "", 1)

    MeteringPoint.objects.filter(pk=point.pk).update(read_at=long_ago)
    connected.fault("customer_system", "slow", 5)
    slow = look_up(case_handler.organisation, meter_number=point.meter_number)
    connected.fault("customer_system", "ok")
    assert f"{clock.oslo(long_ago):%d.%m.%Y}" in slow.problem


def test_a_key_is_kept_sealed_and_does_not_follow_to_another_address(connected: Standins, admin: Actor) -> None:
    row = CustomerSystem.objects.get()
    assert KEY not in row.key

    with pytest.raises(Invalid) as problem:
        customer_system.save(admin, Wanted("https://et-annet.example/x", "", True))
    assert "key" in problem.value.fields
    for inside in ("http://kis.example", "https://127.0.0.1/x", "https://169.254.169.254/"):
        with pytest.raises(Invalid):
            customer_system.save(admin, Wanted(inside, "k" * 20, True))
    assert customer_system.try_it(admin) == "Eksempelnetts kundesystem"
