"""Which fitter is told that a notice is approved or rejected, where the contractor wants its fitter told."""

from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.messages.models import Message
from nettmelding.notices import actions, drafts
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import CompanySettings
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from tests.notices import ways
from tests.workorders import jobs

pytestmark = pytest.mark.django_db
FITTER, SECOND_FITTER = "montor@eksempelelektro.example", "montor2@eksempelelektro.example"
ELECTRICIAN = "saksbehandler@eksempelelektro.example"


@pytest.fixture(autouse=True)
def told_to_the_fitter(electrician: Actor) -> None:
    """The contractor wants its fitter told, and not who is responsible."""
    wanted = {"decision_to_sender": False, "decision_to_fitter": True}
    CompanySettings.objects.update_or_create(organisation_id=electrician.organisation_id, defaults=wanted)


def told_last(notice: Notice, kind: str = "notice_approved") -> str:
    newest = Message.objects.filter(subject_id=notice.id, kind=kind).order_by("-created_at", "-id").first()
    return newest.to_address if newest else ""


def given_to(electrician: Actor, case_handler: Actor, fitter: Actor) -> WorkOrder:
    """An order of the contractor's, with one of its fitters."""
    order = jobs.ordered_of_contractor(electrician, case_handler)
    jobs.paper(FITTER, "eksempelnett")
    return perform(electrician, order.id, Action.PLAN, Given(assignee_id=fitter.user_id, slot=jobs.tomorrow())).order


def decided_again(electrician: Actor, case_handler: Actor, notice: Notice) -> None:
    """Changed so that it must be decided anew, and approved."""
    drafts.save(electrician, notice.id, mine={"protection.ov_new_a": 50})
    actions.change(electrician, notice.id)
    actions.take(case_handler, notice.id)
    actions.approve(case_handler, notice.id)


def test_a_decision_is_told_to_the_fitter_of_the_work_order(
    electrician: Actor, case_handler: Actor, electricians_fitter: Actor
) -> None:
    order = given_to(electrician, case_handler, electricians_fitter)
    assert order.notice is not None
    assert told_last(order.notice) == ELECTRICIAN
    decided_again(electrician, case_handler, order.notice)
    assert told_last(order.notice) == FITTER


def test_the_grid_companys_own_fitter_is_none_of_the_contractors(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    assert order.notice is not None
    decided_again(electrician, case_handler, order.notice)
    assert told_last(order.notice) == ELECTRICIAN


def test_without_a_work_order_the_fitter_who_is_responsible_is_told(
    electrician: Actor, case_handler: Actor, electricians_fitter: Actor
) -> None:
    notice = ways.ready(electrician)
    Notice.objects.filter(pk=notice.pk).update(responsible_id=electricians_fitter.user_id)
    actions.send(electrician, notice.id)
    actions.approve(case_handler, notice.id)
    assert told_last(notice) == FITTER


def test_a_responsible_case_handler_is_no_fitter_and_who_made_it_is_told(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.ready(electrician)
    Notice.objects.filter(pk=notice.pk).update(
        responsible_id=electrician.user_id, created_by_id=actor(SECOND_FITTER).user_id
    )
    actions.send(electrician, notice.id)
    actions.approve(case_handler, notice.id)
    assert told_last(notice) == SECOND_FITTER
