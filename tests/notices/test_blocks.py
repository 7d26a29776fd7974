"""A block notice: moved as a whole or child by child, with the mother's status after the children's."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, Refused
from nettmelding.messages.models import Message
from nettmelding.notices import actions, children, copying, desk, drafts, queries
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.given import Given, GivenRemark
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice, Submission
from nettmelding.notices.queries import Filter
from nettmelding.notices.status import Status
from nettmelding.organisations.models import Wait
from tests.notices import blocks


def status(notice: Notice | UUID) -> Status:
    return Notice.objects.get(pk=notice if isinstance(notice, UUID) else notice.pk).state


def statuses(ids: list[UUID]) -> set[Status]:
    return {status(one) for one in ids}


def test_it_is_sent_as_a_whole_and_numbered_by_its_mother(electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    assert mother.state is Status.IN_REVIEW
    assert statuses(ids) == {Status.SUBMITTED}
    numbers = [Notice.objects.get(pk=one).number for one in ids]
    assert numbers == [f"{mother.number}-{place:02d}" for place in (1, 2, 3)]


def test_it_is_not_sent_without_children(electrician: Actor) -> None:
    mother = blocks.mother(electrician)
    with pytest.raises(Invalid) as refused:
        actions.send(electrician, mother.id)
    assert refused.value.fields == {"children": "Legg til minst ett anlegg."}


def test_a_child_that_lacks_something_is_named_and_nothing_is_sent(electrician: Actor) -> None:
    mother, _ids = blocks.block(electrician, 2)
    (lacking,) = children.add(electrician, mother.id, [NewChild({}, unit="H0201")])
    with pytest.raises(Invalid) as refused:
        actions.send(electrician, mother.id)
    assert "MV" in refused.value.message or "MV" in str(refused.value.fields)
    assert str(lacking.id) in str(refused.value.fields) or "H0201" in refused.value.message
    assert status(mother) is Status.DRAFT


def test_those_that_can_are_sent_by_choice(electrician: Actor) -> None:
    mother, ids = blocks.block(electrician, 2)
    (lacking,) = children.add(electrician, mother.id, [NewChild({}, unit="H0201")])
    moved = actions.act_on_all(electrician, [mother.id], Action.SEND, those_that_can=True)
    assert {one.notice.id for one in moved} == {mother.id, *ids}
    assert status(lacking.id) is Status.DRAFT


def test_what_stands_on_the_mother_holds_until_a_child_says_otherwise(electrician: Actor) -> None:
    mother, ids = blocks.block(electrician, 2)
    drafts.save(electrician, ids[1], mine={"when.wanted_date": "2027-03-01"})
    drafts.save(electrician, mother.id, mine={"when.wanted_date": "2027-02-08"})
    actions.send(electrician, mother.id)
    sent = [Submission.objects.get(notice=one).content["answers"]["when.wanted_date"] for one in ids]
    assert [(one["value"], one["source"]) for one in sent] == [("2027-02-08", "mother"), ("2027-03-01", "user")]


def test_some_are_approved_and_others_asked_about(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 5)
    actions.act_on_all(case_handler, ids[:3], Action.APPROVE)
    actions.act_on_all(case_handler, ids[3:], Action.ASK, Given(text="Hvor står måleren?"))
    assert statuses(ids[:3]) == {Status.APPROVED}
    assert statuses(ids[3:]) == {Status.AWAITING_INFORMATION}
    assert status(mother) is Status.IN_REVIEW
    (wait,) = Wait.objects.filter(subject_id__in=[mother.id, *ids])
    assert (wait.organisation_id, wait.why) == (electrician.organisation_id, "awaiting_information"), (
        "the most pressing"
    )


def test_it_stands_once_in_the_queue_whatever_its_children_wait_for(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.act_on_all(case_handler, ids[:1], Action.APPROVE)
    blocks.finish(electrician, ids[0])
    assert [wait.subject_id for wait in desk.on_company(case_handler)] == [mother.id]


def test_each_is_reported_finished_and_the_last_one_finishes_the_mother(
    electrician: Actor, case_handler: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, mother.id)
    assert status(mother) is Status.APPROVED
    for child in ids[:-1]:
        blocks.finish(electrician, child)
        assert status(mother) is Status.APPROVED
    blocks.finish(electrician, ids[-1])
    assert status(mother) is Status.COMPLETION_REPORTED
    assert Submission.objects.filter(notice=mother, stage=Stage.COMPLETION).exists()


def test_one_added_later_opens_it_again_and_that_is_told(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 1)
    actions.approve(case_handler, mother.id)
    blocks.finish(electrician, ids[0])
    actions.close(case_handler, mother.id)
    assert status(mother) is Status.CLOSED
    (late,) = children.add(electrician, mother.id, [NewChild({"protection.mv_new_a": 50}, unit="H0901")])
    assert status(mother) is Status.CLOSED
    actions.send(electrician, late.id)
    assert Notice.objects.get(pk=late.id).number == f"{mother.number}-02"
    assert status(mother) is Status.IN_REVIEW
    told = Event.objects.filter(subject_id=mother.id).order_by("-seq").first()
    assert told is not None
    assert told.action == "children_moved"


def test_the_whole_is_rejected_corrected_and_sent_again(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    actions.reject(case_handler, mother.id, remarks=[GivenRemark(text="Tegn kortet på nytt.")])
    assert status(mother) is Status.REJECTED
    drafts.save(electrician, mother.id, mine={"work.further_information": "Nytt kart er lagt ved."})
    actions.send(electrician, mother.id)
    assert status(mother) is Status.IN_REVIEW
    assert statuses(ids) == {Status.SUBMITTED}


def test_a_change_of_the_mother_is_sent_with_the_children_it_concerns(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    actions.approve(case_handler, mother.id)
    drafts.save(electrician, mother.id, mine={"when.wanted_date": "2027-03-15"})
    actions.change(electrician, mother.id)
    assert status(mother) is Status.APPROVED
    assert {Notice.objects.get(pk=one).wanted_date.isoformat() for one in ids} == {"2027-03-15"}  # type: ignore[union-attr]


def test_one_message_tells_of_the_whole(electrician: Actor, case_handler: Actor) -> None:
    mother, _ids = blocks.sent(electrician, 4)
    actions.approve(case_handler, mother.id)
    told = Message.objects.get(kind="notice_approved")
    assert told.subject_id == mother.id
    assert "H0101, H0102, H0103, H0104" in told.text


def test_lists_show_the_mother_and_search_finds_the_child(electrician: Actor, case_handler: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    for actor in (electrician, case_handler):
        shown = {one.id for one in queries.listed(actor, Filter()).items}
        assert mother.id in shown
        assert not shown & set(ids)
        assert {one.id for one in queries.listed(actor, Filter(mother_id=mother.id)).items} == set(ids)
        number = Notice.objects.get(pk=ids[1]).number or ""
        assert ids[1] in {one.id for one in queries.listed(actor, Filter(query=number)).items}


def test_a_draft_is_deleted_with_its_children(electrician: Actor) -> None:
    mother, ids = blocks.block(electrician, 2)
    actions.act(electrician, mother.id, Action.DELETE)
    assert not Notice.objects.filter(pk__in=[mother.id, *ids]).exists()


def test_children_close_up_when_one_is_removed(electrician: Actor) -> None:
    mother, ids = blocks.block(electrician, 3)
    children.remove(electrician, mother.id, [ids[0]])
    assert list(Notice.objects.filter(mother=mother).order_by("position").values_list("id", "position")) == [
        (ids[1], 1),
        (ids[2], 2),
    ]


def test_one_that_is_sent_is_not_removed(electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 2)
    with pytest.raises(Refused):
        children.remove(electrician, mother.id, [ids[0]])


def test_it_is_copied_with_its_children(electrician: Actor) -> None:
    mother, _ids = blocks.sent(electrician, 2)
    made = copying.copy(electrician, mother.id)
    own = Notice.objects.filter(mother=made).order_by("position")
    assert [child.values()["site.unit"] for child in own] == ["H0101", "H0102"]
    assert made.state is Status.DRAFT
    assert not own.filter(number__isnull=False).exists()


@pytest.mark.parametrize("size", [2, 12])
def test_sending_and_approving_ask_as_much_for_many_as_for_two(
    electrician: Actor, case_handler: Actor, size: int
) -> None:
    mother, _ids = blocks.block(electrician, size)
    with CaptureQueriesContext(connection) as sending:
        actions.send(electrician, mother.id)
    with CaptureQueriesContext(connection) as approving:
        actions.approve(case_handler, mother.id)
    assert len(sending) <= 60
    assert len(approving) <= 40
