"""*Slett bruker*: out at once, what they held goes to a colleague, undone for thirty days, then forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.notices import dialogue, drafts, requests, screening
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice, Request
from nettmelding.notices.perform import perform
from nettmelding.organisations import holdings, leaving, papers, people
from nettmelding.organisations.actors import actor_by_key, make_api_key, memberships_of
from nettmelding.organisations.models import Membership, Paper, Screen, Wait
from nettmelding.organisations.papers import Typed
from nettmelding.organisations.screening import Wanted
from nettmelding.workorders import making as orders
from nettmelding.workorders.models import WorkOrder
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")
GetActor = Callable[[str], Actor]
HANDLER = "saksbehandler@eksempelelektro.example"
FITTER = "montor@eksempelelektro.example"


@pytest.fixture
def administrator(actor: GetActor) -> Actor:
    return actor("admin@eksempelelektro.example")


def member(email: str) -> Membership:
    return Membership.objects.select_related("user").get(user__email=email)


def test_who_is_deleted_is_out_at_once_with_keys_and_all(administrator: Actor) -> None:
    handler = member(HANDLER)
    key = make_api_key(HANDLER)
    leaving.leave(administrator, handler.id, hand_to=None)
    assert memberships_of(handler.user_id) == []
    assert actor_by_key(key) is None
    assert not User.objects.get(pk=handler.user_id).is_active
    assert Message.objects.get(kind="membership_ended").to_address == HANDLER


def test_who_is_brought_back_is_told(administrator: Actor) -> None:
    handler = member(HANDLER)
    leaving.leave(administrator, handler.id, hand_to=None)
    leaving.undo(administrator, handler.id)
    assert Message.objects.get(kind="roles_changed").to_address == HANDLER


def test_drafts_and_cases_go_to_the_colleague_who_was_chosen(electrician: Actor, administrator: Actor) -> None:
    sent = ways.sent(electrician)
    draft = drafts.create(electrician, ["protection_change"], "single")
    leaver, colleague = member(HANDLER), member(FITTER)
    assert holdings.told(leaver.organisation_id, leaver.user_id) == ["1 kladd", "1 åpen sak"]
    leaving.leave(administrator, leaver.id, hand_to=colleague.user_id)
    assert holdings.told(leaver.organisation_id, leaver.user_id) == []
    assert set(Notice.objects.filter(responsible_id=colleague.user_id)) >= {sent, draft}
    assert Wait.objects.get(subject_id=draft.id).assignee_id == colleague.user_id
    assert Event.objects.filter(subject_id=sent.id, action="handed_over").exists()


def test_handed_to_nobody_they_wait_for_the_whole_company(electrician: Actor, administrator: Actor) -> None:
    draft = drafts.create(electrician, ["protection_change"], "single")
    leaving.leave(administrator, member(HANDLER).id, hand_to=None)
    assert Wait.objects.get(subject_id=draft.id).assignee_id is None


def test_a_case_handlers_cases_go_to_a_case_handler(electrician: Actor, actor: GetActor) -> None:
    case_handler = actor("saksbehandler@eksempelnett.example")
    notice = ways.sent(electrician)
    perform(case_handler, [notice.id], Action.TAKE)
    colleague = member("saksbehandler2@eksempelnett.example")
    leaving.leave(
        actor("nettadmin@eksempelnett.example"),
        member("saksbehandler@eksempelnett.example").id,
        hand_to=colleague.user_id,
    )
    assert Notice.objects.get(pk=notice.pk).handler_id == colleague.user_id


@pytest.mark.parametrize("named", [True, False])
def test_a_screened_case_goes_to_nobody_who_is_not_named_for_it(
    electrician: Actor, actor: GetActor, named: bool
) -> None:
    """Nor is the colleague told of what happens in it afterwards."""
    administrator, handler = actor("nettadmin@eksempelnett.example"), actor("saksbehandler@eksempelnett.example")
    planner = member("planlegger@eksempelnett.example")
    colleague = member("saksbehandler2@eksempelnett.example")
    notice = ways.sent(electrician)
    request = requests.send(
        electrician,
        Request.Kind.DISCONNECTION,
        notice.grid_company_id,
        address="Prøvevegen 1, 9998 Eksempelvik",
        wanted_date=clock.today() + timedelta(days=30),
    )
    people = (handler.user_id, colleague.user_id if named else planner.user_id)
    wanted = Wanted(Screen.Kind.ADDRESS, "Prøvevegen 1", "9998", "Eksempelvik", "", tuple(filter(None, people)))
    screening.add(administrator, wanted)
    perform(handler, [notice.id], Action.TAKE)
    requests.step(handler, request.id, "take")
    order = orders.order(handler, notice.id, orders.Wanted("control"))
    WorkOrder.objects.filter(pk=order.pk).update(assignee_id=handler.user_id, status="planned")
    leaving.leave(administrator, member("saksbehandler@eksempelnett.example").id, hand_to=colleague.user_id)
    has = colleague.user_id if named else None
    for row in (Notice.objects.get(pk=notice.pk), Request.objects.get(pk=request.pk)):
        assert row.handler_id == has
    assert WorkOrder.objects.get(pk=order.pk).assignee_id == has
    assert {one.assignee_id for one in Wait.objects.filter(subject_id__in=[notice.id, request.id])} == {has}
    before = set(Message.objects.values_list("id", flat=True))
    dialogue.note(electrician, notice.id, "Nøkkelen henger i boden.", internal=False)
    told = Message.objects.exclude(pk__in=before)
    assert {one.to_address for one in told} == ({colleague.user.email} if named else set())


def test_who_cannot_do_the_work_cannot_take_over(administrator: Actor) -> None:
    elsewhere = member("montor@proveinstallasjon.example")
    with pytest.raises(Invalid):
        leaving.leave(administrator, member(HANDLER).id, hand_to=elsewhere.user_id)
    assert memberships_of(member(HANDLER).user_id)


def test_the_last_administrator_cannot_remove_themselves(administrator: Actor) -> None:
    with pytest.raises(Refused, match="minst én administrator"):
        leaving.leave(administrator, member("admin@eksempelelektro.example").id, hand_to=None)


def test_who_works_for_two_companies_leaves_one(administrator: Actor) -> None:
    elsewhere = member("montor@proveinstallasjon.example")
    both = Membership.objects.create(user=elsewhere.user, organisation_id=administrator.organisation, roles=["fitter"])
    leaving.leave(administrator, both.id, hand_to=None)
    assert [one.pk for one in memberships_of(elsewhere.user_id)] == [elsewhere.pk]


def test_it_is_undone_within_thirty_days(administrator: Actor) -> None:
    handler = member(HANDLER)
    leaving.leave(administrator, handler.id, hand_to=None)
    leaving.undo(administrator, handler.id)
    assert memberships_of(handler.user_id)
    leaving.leave(administrator, handler.id, hand_to=None)
    with clock.frozen(clock.now() + timedelta(days=31)), pytest.raises(NotFound):
        leaving.undo(administrator, handler.id)


def test_after_that_nothing_is_left_but_the_name_on_the_cases(electrician: Actor, administrator: Actor) -> None:
    notice = ways.sent(electrician)
    handler = member(HANDLER)
    name = handler.user.name
    course = Typed("safety_course", "", None, clock.today(), None)
    papers.add(administrator, handler.id, course)
    leaving.leave(administrator, handler.id, hand_to=None)
    assert leaving.forget(clock.now() - timedelta(days=30)) == 0
    assert leaving.forget(clock.now()) == 1
    user = User.objects.get(pk=handler.user_id)
    assert (user.email, user.mobile, user.username, user.is_active) == (None, "", None, False)
    assert user.name == name
    assert user.erased_at is not None
    assert not user.has_usable_password()
    assert not Paper.objects.exists()
    assert Notice.objects.get(pk=notice.pk).submissions.get().sent_by_name == name


def test_what_somebody_has_at_another_company_is_not_forgotten(administrator: Actor) -> None:
    elsewhere = member("montor@proveinstallasjon.example")
    both = Membership.objects.create(user=elsewhere.user, organisation_id=administrator.organisation, roles=["fitter"])
    leaving.leave(administrator, both.id, hand_to=None)
    assert leaving.forget(clock.now()) == 1
    assert User.objects.get(pk=elsewhere.user_id).email == "montor@proveinstallasjon.example"


def test_another_companys_people_are_not_there(actor: GetActor) -> None:
    with pytest.raises(NotFound):
        leaving.leave(actor("admin@proveinstallasjon.example"), member(HANDLER).id, hand_to=None)
    with write():
        assert people.administrators(member(HANDLER).organisation_id)
