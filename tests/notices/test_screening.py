"""Which cases follow a screened object, and who has them then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotAllowed, NotFound
from nettmelding.installations import queries as installations
from nettmelding.messages.models import Message
from nettmelding.notices import actions, desk, drafts, places, queries, requests, screening, working_copy
from nettmelding.notices.models import CasePlace, Notice, Request
from nettmelding.notices.status import Status
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen, Wait
from nettmelding.organisations.queries import grid_companies
from nettmelding.organisations.screening import Wanted, matching
from nettmelding.workorders import making
from nettmelding.workorders import queries as orders
from tests.notices import ways

pytestmark = pytest.mark.django_db
ADDRESS, POINT = Screen.Kind.ADDRESS, Screen.Kind.METERING_POINT
By = Callable[[str], Actor]


@pytest.fixture
def administrator(actor: By) -> Actor:
    return actor("nettadmin@eksempelnett.example")


@pytest.fixture
def colleague(actor: By) -> Actor:
    return actor("saksbehandler2@eksempelnett.example")


def screened(
    administrator: Actor, *handlers: Actor, kind: Screen.Kind = ADDRESS, shown: str = "Prøvevegen 1"
) -> Screen:
    named = tuple(one.user_id for one in handlers if one.user_id)
    return screening.add(administrator, Wanted(kind, shown, "9998", "Eksempelvik", "Beskyttet", named))


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (ADDRESS, "Prøvevegen 1"),
        (ADDRESS, "PRØVEVEGEN  1, H0101"),
        (ADDRESS, "Proevevegen 1"),
        (POINT, "4400000000000019"),
        (POINT, "4400 0000 0000 0019"),
    ],
)
def test_a_case_is_screened_however_its_place_is_written(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor, kind: Screen.Kind, shown: str
) -> None:
    screen = screened(administrator, case_handler, kind=kind, shown=shown)
    notice = ways.sent(electrician)
    assert notice.screen_id == screen.id
    assert queries.get(case_handler, notice.id) == notice
    with pytest.raises(NotFound):
        queries.get(colleague, notice.id)


def test_a_metering_points_id_screens_what_names_its_meter(
    electrician: Actor, colleague: Actor, case_handler: Actor, administrator: Actor
) -> None:
    [point] = installations.by_meter_number(electrician, ways.KNOWN_METER, purpose="test").points
    screen = screened(administrator, case_handler, kind=POINT, shown=point.metering_point_id)
    assert ways.sent(electrician).screen_id == screen.id
    assert installations.by_meter_number(colleague, ways.KNOWN_METER, purpose="test").points == []
    assert installations.by_meter_number(case_handler, ways.KNOWN_METER, purpose="test").points == [point]
    assert installations.by_meter_number(electrician, ways.KNOWN_METER, purpose="test").points == [point]


def test_what_was_sent_before_is_screened_and_let_go_again(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor
) -> None:
    notice = ways.sent(electrician)
    actions.take(colleague, notice.id)
    assert desk.counted(desk.on_company(colleague)) == 1
    screen = screened(administrator, case_handler)
    assert desk.counted(desk.on_company(colleague)) == 0
    assert desk.counted(desk.on_company(case_handler)) == 1
    notice.refresh_from_db()
    assert notice.handler_id is None
    assert Wait.objects.get(subject_id=notice.id).assignee_id is None
    screening.remove(administrator, screen.id)
    assert queries.get(colleague, notice.id) == notice
    assert desk.counted(desk.on_company(colleague)) == 1


def test_no_rule_decides_a_screened_case(electrician: Actor, case_handler: Actor, administrator: Actor) -> None:
    """*Arbeid i målepunkt* is decided at once at Eksempelnett."""
    screened(administrator, case_handler)
    notice = drafts.create(electrician, ["metering_point_work"], "simplified")
    places.use_meter_number(electrician, notice.id, ways.KNOWN_METER)
    drafts.save(
        electrician,
        notice.id,
        mine={"work.service": ["break_seal"], "when.expected_completion": "2027-01-15"},
    )
    from nettmelding.notices import parties
    from nettmelding.notices.catalogue.model import PartyRole

    parties.same_as(electrician, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    parties.set_contact(electrician, notice.id, PartyRole.CUSTOMER, email="k@k.example", mobile="", no_email=False)
    assert working_copy.automatic_grounds(queries.get(electrician, notice.id))
    assert actions.send(electrician, notice.id).notice.state is Status.SUBMITTED


def test_a_case_is_given_to_named_handlers_only(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor
) -> None:
    screen = screened(administrator, case_handler)
    notice = ways.sent(electrician)
    actions.take(case_handler, notice.id)
    assert colleague.user_id is not None
    with pytest.raises(Invalid):
        actions.assign(case_handler, notice.id, colleague.user_id)
    screening.change(administrator, screen.id, why="", handlers=[colleague.user_id])
    notice.refresh_from_db()
    assert notice.handler_id is None
    with pytest.raises(NotFound):
        queries.get(case_handler, notice.id)
    assert queries.get(colleague, notice.id) == notice


def test_what_was_once_told_stays_screened(electrician: Actor, case_handler: Actor, administrator: Actor) -> None:
    """The first version can be read for ever, so a corrected address opens nothing."""
    screened(administrator, case_handler)
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[], text="Feil adresse")
    places.set_address(electrician, notice.id, {"street": "Prøvevegen 77", "postcode": "9998", "place": "Eksempelvik"})
    sent = actions.send(electrician, notice.id).notice
    assert sent.address == "Prøvevegen 77"
    assert sent.screen_id is not None


def test_a_request_is_told_of_to_named_handlers_only(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor
) -> None:
    screened(administrator, case_handler)
    company = grid_companies().get(slug="eksempelnett")
    asked = requests.send(
        electrician,
        Request.Kind.DISCONNECTION,
        company.id,
        address="Prøvevegen 1",
        wanted_date=clock.today() + timedelta(days=30),
    )
    assert requests.visible_to(case_handler).get() == asked
    assert not requests.visible_to(colleague).exists()
    assert desk.counted(desk.on_company(colleague)) == 0
    assert list(Message.objects.values_list("to_address", flat=True)) == ["saksbehandler@eksempelnett.example"]


def test_it_says_when_nobody_sees_a_case_any_more(
    electrician: Actor, case_handler: Actor, administrator: Actor
) -> None:
    screen = screened(administrator, case_handler)
    ways.sent(electrician)
    assert screening.unseen(administrator) == 0
    User.objects.filter(pk=case_handler.user_id).update(is_active=False)
    assert screening.unseen(administrator) == 1
    assert [(line.screen, line.handlers, line.unseen) for line in screening.lines(administrator)] == [(screen, [], 1)]


def test_who_may_not_screen_does_not(
    electrician: Actor, case_handler: Actor, provenett: Actor, administrator: Actor, actor: By
) -> None:
    screen = screened(administrator, case_handler)
    for who in (case_handler, electrician):
        with pytest.raises(NotAllowed):
            screened(who, case_handler)
    elsewhere = actor("nettadmin@provenett.example")
    with pytest.raises(NotFound):
        screening.remove(elsewhere, screen.id)
    with pytest.raises(Invalid):
        screened(elsewhere, case_handler)
    assert screening.lines(elsewhere) == []


@pytest.mark.parametrize(
    ("kind", "shown", "postcode", "path"),
    [
        (ADDRESS, "", "9998", "address"),
        (ADDRESS, "Prøvevegen", "9998", "address"),
        (ADDRESS, "Prøvevegen 1", "", "postcode"),
        (POINT, "Prøvevegen", "", "number"),
        (POINT, "707057500000000000", "", "number"),
    ],
)
def test_it_says_what_is_wrong_beside_the_field(
    administrator: Actor, case_handler: Actor, kind: Screen.Kind, shown: str, postcode: str, path: str
) -> None:
    assert case_handler.user_id is not None
    with pytest.raises(Invalid) as refused:
        screening.add(administrator, Wanted(kind, shown, postcode, handlers=(case_handler.user_id,)))
    assert path in refused.value.fields


LIST = """Adresse;Postnummer;Målepunkt-ID;Saksbehandlere;Grunn
Prøvevegen 1;9998;;saksbehandler@eksempelnett.example;Sykehus
;;4400000000000026;saksbehandler@eksempelnett.example,saksbehandler2@eksempelnett.example;
Prøvevegen;9998;;;
Prøvekaia 2;9998;;ukjent@eksempelnett.example;
"""


def test_a_list_is_taken_in_again_and_again(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor
) -> None:
    notice = ways.sent(electrician)
    first = screening.take_in(administrator, "liste.csv", LIST.encode(), whole=False)
    assert (first.added, first.changed, first.removed) == (3, 0, 0)
    assert [problem.split(":")[0] for problem in first.problems] == ["Linje 4", "Linje 5"]
    with pytest.raises(NotFound):
        queries.get(colleague, notice.id)
    assert queries.get(case_handler, notice.id)
    again = screening.take_in(administrator, "liste.csv", LIST.encode(), whole=True)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    shorter = "\n".join(LIST.splitlines()[:1] + LIST.splitlines()[2:3])
    whole = screening.take_in(administrator, "liste.csv", shorter.encode(), whole=True)
    assert (whole.added, whole.changed, whole.removed) == (0, 0, 2)
    assert queries.get(colleague, notice.id)


OBJECTS = ((ADDRESS, "Prøvevegen 1"), (POINT, ways.KNOWN_METER), (ADDRESS, "Prøvevegen 3"), (ADDRESS, "Prøvekaia 2"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, len(OBJECTS) - 1)), max_size=8))
def test_in_whatever_order_the_mark_is_what_the_rule_says(
    electrician: Actor, case_handler: Actor, administrator: Actor, steps: list[tuple[bool, int]]
) -> None:
    if not Notice.objects.exists():
        ways.sent(electrician)
    Screen.objects.all().delete()
    for add, which in steps:
        kind, shown = OBJECTS[which]
        key, _shown = screen_keys.typed(kind, shown, "9998", "")
        standing = Screen.objects.filter(kind=kind, key=key).first()
        try:
            if add:
                screened(administrator, case_handler, kind=kind, shown=shown)
            elif standing:
                screening.remove(administrator, standing.id)
        except AppError:
            assert standing is not None
        for notice in Notice.objects.all():
            keys = list(CasePlace.objects.filter(subject_id=notice.id).values_list("key", flat=True))
            wanted = [one.id for one in matching(administrator.organisation, keys)][:1]
            assert [notice.screen_id] == (wanted or [None])
            assert set(Wait.objects.filter(subject_id=notice.id).values_list("screen_id", flat=True)) == {
                notice.screen_id
            }


def test_who_lives_at_a_screened_address_is_not_told_to_whoever_has_the_mail(
    electrician: Actor, case_handler: Actor, administrator: Actor
) -> None:
    screened(administrator, case_handler)
    notice = ways.sent(electrician)
    mail = Message.objects.get(subject_id=notice.id, kind="customer_informed")
    assert "Eksempelnett" in mail.text
    assert "Prøvevegen" not in mail.text + mail.html + mail.subject
    assert "Kari" not in mail.text + mail.html + mail.subject


def test_work_ordered_without_a_notice_follows_the_list_as_it_changes(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor
) -> None:
    """Ordered before the place was screened, and let go again; so is what waits for the grid company in it."""
    [point] = installations.by_meter_number(case_handler, ways.KNOWN_METER, purpose="test").points
    order = making.without_notice(case_handler, point, making.Wanted("control"))
    assert list(orders.visible_to(colleague)) == [order]
    screen = screened(administrator, case_handler, kind=POINT, shown=ways.KNOWN_METER)
    assert list(orders.visible_to(colleague)) == []
    assert list(orders.visible_to(case_handler)) == [order]
    assert {one.screen_id for one in Wait.objects.filter(subject_id=order.id)} == {screen.id}
    screening.remove(administrator, screen.id)
    assert list(orders.visible_to(colleague)) == [order]
    assert {one.screen_id for one in Wait.objects.filter(subject_id=order.id)} == {None}


def test_what_waits_in_the_orders_of_a_notice_is_screened_with_it(
    electrician: Actor, case_handler: Actor, colleague: Actor, administrator: Actor
) -> None:
    notice = ways.sent(electrician)
    order = making.order(case_handler, notice.id, making.Wanted("control"))
    screen = screened(administrator, case_handler)
    assert list(orders.visible_to(colleague)) == []
    assert {one.screen_id for one in Wait.objects.filter(subject_id=order.id)} == {screen.id}
