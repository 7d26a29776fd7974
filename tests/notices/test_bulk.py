"""One change of many notices: what changes, what stays and why, one message, and the way back."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.messages.models import Message
from nettmelding.notices import actions, bulk, bulk_fields, bulk_handling, bulk_undo, drafts, queries
from nettmelding.notices.bulk_plan import Way
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import BulkChange, Notice
from nettmelding.notices.status import Status
from nettmelding.organisations.models import Organisation, Wait
from tests.notices import ways

pytestmark = pytest.mark.django_db
DATE, DONE, REFERENCE = "when.wanted_date", "when.expected_completion", "who.our_reference"
COLLEAGUE = "who.responsible_colleague"
NUMBERS = itertools.count(800_000)


def begun(actor: Actor, notices: list[Notice], raw: dict[str, Any], emptied: tuple[str, ...] = ()) -> BulkChange:
    change = bulk.begin(actor, [one.id for one in notices])
    return bulk.fill_in(actor, change.id, raw, emptied)


def done(actor: Actor, notices: list[Notice], raw: dict[str, Any], emptied: tuple[str, ...] = ()) -> bulk.Done:
    return bulk.carry_out(actor, begun(actor, notices, raw, emptied).id)


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def copies(notice: Notice, count: int) -> list[Notice]:
    """As many like it, with what hangs on it."""
    made = []
    parties, submissions = list(notice.parties.all()), list(notice.submissions.all())
    with write():
        for _number in range(count):
            one = now(notice)
            one.pk = one.id = uuid7()
            one.number = f"2026-{next(NUMBERS)}" if notice.number else None
            one.save(force_insert=True)
            for row in (*parties, *submissions):
                row.pk = row.id = uuid7()
                row.notice = one
                row.save(force_insert=True)
            made.append(one)
    return made


def test_one_date_is_changed_on_several_and_nothing_else_of_them(electrician: Actor) -> None:
    first, second, third = (ways.ready(electrician) for _ in range(3))
    before = now(third).answers
    outcome = done(electrician, [first, second], {DONE: "20.02.2027", DATE: ""})
    assert [line.way for line in outcome.plan.lines] == [Way.WORKING_COPY] * 2
    for one in (first, second):
        after = now(one)
        assert after.values() == {**one.values(), DONE: "2027-02-20"}
        assert after.revision == one.revision + 1
    assert now(third).answers == before


def test_to_make_a_field_empty_is_a_choice_of_its_own(electrician: Actor) -> None:
    notice = ways.ready(electrician)
    done(electrician, [notice], {}, (DONE,))
    assert DONE not in now(notice).values()
    with pytest.raises(Invalid) as both:
        begun(electrician, [notice], {DONE: "20.02.2027"}, (DONE,))
    assert DONE in both.value.fields
    with pytest.raises(Invalid, match="nothing_wanted"):
        begun(electrician, [notice], {DONE: " "})


def test_what_cannot_be_read_is_said_beside_the_field_and_what_is_of_one_notice_only_is_refused(
    electrician: Actor,
) -> None:
    with pytest.raises(Invalid) as refused:
        begun(electrician, [ways.ready(electrician)], {DONE: "i går kveld", "site.address": "Storgata 1"})
    assert set(refused.value.fields) == {DONE, "site.address"}


def test_it_says_what_becomes_of_each_by_its_status(electrician: Actor, case_handler: Actor) -> None:
    draft, sent = ways.ready(electrician), ways.sent(electrician)
    approved, reported = ways.approved(electrician, case_handler), ways.reported(electrician, case_handler)
    rejected = ways.sent(electrician)
    actions.reject(case_handler, rejected.id, remarks=[GivenRemark(code="load_unclear")])
    change = begun(electrician, [draft, sent, approved, reported, rejected], {DONE: "20.02.2027"})
    plan = bulk.preview(electrician, change)
    lines = {line.notice.id: line for line in plan.lines}
    assert lines[draft.id].way is lines[rejected.id].way is Way.WORKING_COPY
    assert lines[approved.id].way is Way.TOLD
    assert [(c.label, c.was, c.now) for c in lines[approved.id].changes] == [
        ("Ventes ferdig", "15.01.2027", "20.02.2027")
    ]
    assert "nettselskapet" in lines[sent.id].why
    assert lines[reported.id].why == "Allerede ferdigmeldt."
    assert now(approved).answers == approved.answers
    bulk.carry_out(electrician, change.id)
    assert now(approved).state is Status.APPROVED
    assert now(approved).submission_count == 2
    for untouched in (sent, reported):
        assert now(untouched).revision == untouched.revision


def test_what_needs_a_new_decision_is_said_before_and_goes_to_be_decided(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    change = begun(electrician, [notice], {"protection.ov_new_a": "50"})
    assert [line.way for line in bulk.preview(electrician, change).lines] == [Way.DECIDED]
    bulk.carry_out(electrician, change.id)
    assert now(notice).state is Status.SUBMITTED


def test_what_somebody_has_not_finished_is_not_sent_along(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    drafts.save(electrician, notice.id, mine={"work.further_information": "Ikke ferdig skrevet"})
    plan = bulk.preview(electrician, begun(electrician, [notice], {DONE: "20.02.2027"}))
    assert plan.changing == []
    assert "Tilleggsinformasjon" in plan.lines[0].why


def test_all_or_nothing_is_a_choice(electrician: Actor, case_handler: Actor) -> None:
    can, cannot = ways.ready(electrician), ways.sent(electrician)
    change = begun(electrician, [can, cannot], {DONE: "20.02.2027"})
    with pytest.raises(Refused, match=str(cannot.number)):
        bulk.carry_out(electrician, change.id, those_that_can=False)
    assert now(can).answers == can.answers
    bulk.carry_out(electrician, change.id)
    assert now(can).values()[DONE] == "2027-02-20"
    with pytest.raises(Refused, match="done_already"):
        bulk.carry_out(electrician, change.id)


def test_one_that_was_changed_since_it_was_looked_over_is_named_and_nothing_is_changed(electrician: Actor) -> None:
    mine, theirs = ways.ready(electrician), ways.ready(electrician)
    change = begun(electrician, [mine, theirs], {DONE: "20.02.2027"})
    seen = {line.notice.id: line.notice.revision for line in bulk.preview(electrician, change).lines}
    drafts.save(electrician, theirs.id, mine={DONE: "01.03.2027"})
    with pytest.raises(Conflict, match="Prøvevegen 1"):
        bulk.carry_out(electrician, change.id, revisions=seen)
    assert now(theirs).values()[DONE] == "2027-03-01"
    assert now(mine).answers == mine.answers


def test_the_grid_company_gets_one_message_for_all_and_the_timelines_one_event_each(
    electrician: Actor, case_handler: Actor
) -> None:
    notices = [ways.approved(electrician, case_handler) for _ in range(3)]
    Message.objects.all().delete()
    change = done(electrician, notices, {DONE: "20.02.2027"}).change
    told = Message.objects.exclude(audience="customer")
    assert [one.kind for one in told] == ["notices_changed"]
    assert all(str(one.number) in told[0].text for one in notices)
    assert "15.01.2027 → 20.02.2027" in told[0].text
    for one in notices:
        assert Event.objects.filter(subject_id=one.id, action="change").count() == 1
    assert Event.objects.filter(subject_id=change.id, action=bulk.CHANGED).count() == 1
    bulk_undo.undo(electrician, change.id)
    assert Message.objects.filter(kind="notices_changed").count() == 2
    assert {now(one).values()[DONE] for one in notices} == {"2027-01-15"}


def test_undo_takes_back_what_stands_and_names_what_was_changed_since(electrician: Actor) -> None:
    first, second = ways.ready(electrician), ways.ready(electrician)
    change = done(electrician, [first, second], {DONE: "20.02.2027", REFERENCE: "A-1"}).change
    drafts.save(electrician, second.id, mine={DONE: "01.03.2027"})
    undone = bulk_undo.undo(electrician, change.id)
    assert now(first).answers == first.answers
    assert now(second).values()[DONE] == "2027-03-01"
    assert REFERENCE not in now(second).values()
    assert [(one.id, why) for one, why in undone.left] == [(second.id, "Ventes ferdig er endret siden.")]
    with pytest.raises(Refused, match="nothing_to_undo"):
        bulk_undo.undo(electrician, change.id)


def test_what_was_sent_meanwhile_stays_as_it_was_sent(electrician: Actor) -> None:
    notice = ways.ready(electrician)
    change = done(electrician, [notice], {DONE: "20.02.2027"}).change
    actions.send(electrician, notice.id)
    with pytest.raises(Refused, match="nettselskapet"):
        bulk_undo.undo(electrician, change.id)
    assert bulk_undo.may_undo(change)


def test_another_colleague_answers_for_them_until_it_is_undone(electrician: Actor, case_handler: Actor) -> None:
    draft, approved = ways.ready(electrician), ways.approved(electrician, case_handler)
    fitter = Organisation.objects.get(pk=electrician.organisation_id).memberships.get(
        user__email="montor@eksempelelektro.example"
    )
    change = done(electrician, [draft, approved], {COLLEAGUE: fitter.user.name}).change
    for one in (draft, approved):
        assert now(one).responsible_id == fitter.user_id
        assert Wait.objects.get(subject_id=one.id).assignee_id == fitter.user_id
    assert now(approved).submission_count == 1
    bulk_undo.undo(electrician, change.id)
    assert {now(one).responsible_id for one in (draft, approved)} == {electrician.user_id}


def test_a_field_that_a_notice_does_not_have_is_left_out_of_it(electrician: Actor) -> None:
    larger, work = ways.ready(electrician), drafts.create(electrician, ["metering_point_work"], "simplified")
    wanted = {"protection.ov_new_a": 80, DONE: "20.02.2027"}
    plan = done(electrician, [larger, work], wanted).plan
    left_out = {line.notice.id: line.left_out for line in plan.lines}
    assert left_out == {larger.id: (), work.id: ("Nytt OV",)}
    assert "protection.ov_new_a" not in now(work).values()
    assert now(work).values()[DONE] == "2027-02-20"


def test_the_empty_notice_asks_what_the_chosen_have_and_never_what_tells_them_apart(electrician: Actor) -> None:
    notices = [ways.ready(electrician), drafts.create(electrician, ["metering_point_work"], "simplified")]
    asked = {one.field.path: one.of for one in bulk_fields.asked(notices)}
    assert asked[DONE] == 2
    assert asked["protection.ov_new_a"] == 1
    assert not bulk_fields.OF_ONE_ONLY & asked.keys()


def test_others_notices_cannot_be_chosen_and_others_changes_are_not_there(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.sent(electrician)
    other = actor("admin@proveinstallasjon.example")
    with pytest.raises(NotFound):
        bulk.begin(other, [notice.id])
    with pytest.raises(NotAllowed):
        bulk.begin(case_handler, [notice.id])
    with pytest.raises(NotAllowed):
        bulk.begin(electrician, [notice.id], BulkChange.What.TAKE)
    change = begun(electrician, [notice], {DONE: "20.02.2027"})
    for stranger in (other, case_handler):
        with pytest.raises(NotFound):
            bulk.carry_out(stranger, change.id)


def test_a_case_handler_takes_many_gives_them_to_a_colleague_and_takes_it_back(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    colleague = actor("saksbehandler2@eksempelnett.example")
    free, mine, decided = (ways.sent(electrician) for _ in range(3))
    actions.take(case_handler, mine.id)
    actions.approve(case_handler, decided.id)
    change = bulk.begin(case_handler, [free.id, mine.id, decided.id], BulkChange.What.ASSIGN)
    bulk_handling.give_to(case_handler, change.id, colleague.user_id)
    plan = bulk_handling.carry_out(case_handler, change.id).plan
    assert [line.notice.id for line in plan.staying] == [decided.id]
    assert {now(one).handler_id for one in (free, mine)} == {colleague.user_id}
    bulk_undo.undo(case_handler, change.id)
    assert (now(free).state, now(free).handler_id) == (Status.SUBMITTED, None)
    assert now(mine).handler_id == case_handler.user_id


def test_a_colleagues_case_is_not_taken_from_them(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    theirs, free = ways.sent(electrician), ways.sent(electrician)
    actions.take(actor("saksbehandler2@eksempelnett.example"), theirs.id)
    change = bulk.begin(case_handler, [theirs.id, free.id], BulkChange.What.TAKE)
    plan = bulk_handling.carry_out(case_handler, change.id).plan
    assert [line.notice.id for line in plan.changing] == [free.id]
    assert now(free).handler_id == case_handler.user_id
    release = bulk.begin(case_handler, [free.id], BulkChange.What.RELEASE)
    bulk_handling.carry_out(case_handler, release.id)
    assert now(free).state is Status.SUBMITTED


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_it_asks_the_database_no_more_for_many_than_for_few(
    electrician: Actor, case_handler: Actor, status: str
) -> None:
    one = ways.ready(electrician) if status == "draft" else ways.approved(electrician, case_handler)
    asked = []
    for notices in (copies(one, 3), copies(one, 12)):
        change = begun(electrician, notices, {DONE: "20.02.2027"})
        with CaptureQueriesContext(connection) as context:
            bulk.preview(electrician, change)
            bulk.carry_out(electrician, change.id)
            bulk_undo.undo(electrician, change.id)
        asked.append(sum("outbox_message" not in query["sql"] for query in context.captured_queries))
    assert asked[1] <= asked[0] + 2, "rows are written in batches, and customers told one by one; nothing else grows"


@pytest.fixture
def mixed(electrician: Actor, case_handler: Actor) -> list[Notice]:
    """One in each of several statuses."""
    rejected = ways.sent(electrician)
    actions.reject(case_handler, rejected.id, remarks=[GivenRemark(code="load_unclear")])
    return [
        ways.ready(electrician),
        drafts.create(electrician, ["metering_point_work"], "simplified"),
        ways.approved(electrician, case_handler),
        ways.reported(electrician, case_handler),
        ways.sent(electrician),
        rejected,
    ]


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        DONE: st.sampled_from(["15.01.2027", "20.02.2027", None]),
        DATE: st.sampled_from(["01.03.2027", None]),
        REFERENCE: st.sampled_from(["A-1", "ÆØÅ 2", None]),
        "protection.ov_new_a": st.sampled_from(["63", "80"]),
        "work.further_information": st.sampled_from(["Ring først.", None]),
    },
).filter(bool)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(ticked=st.sets(st.integers(0, 5), min_size=1), wanted=CHANGES)
def test_exactly_the_ticked_that_can_change_and_undo_brings_back_exactly_what_was(
    electrician: Actor, mixed: list[Notice], ticked: set[int], wanted: dict[str, str | None]
) -> None:
    before = {one.id: now(one) for one in mixed}
    raw = {path: value for path, value in wanted.items() if value is not None}
    emptied = tuple(path for path, value in wanted.items() if value is None)
    change = begun(electrician, [mixed[index] for index in sorted(ticked)], raw, emptied)
    if not bulk.preview(electrician, change).changing:
        with pytest.raises(Refused, match="nothing_changes"):
            bulk.carry_out(electrician, change.id)
        assert {one.id: now(one).answers for one in mixed} == {key: one.answers for key, one in before.items()}
        return
    outcome = bulk.carry_out(electrician, change.id)
    changed = {line.notice.id for line in outcome.plan.changing}
    assert changed <= {mixed[index].id for index in ticked}
    for one in mixed:
        same = now(one).values() == before[one.id].values()
        assert same == (one.id not in changed)
        assert {path for path in now(one).answers if now(one).answers[path] != before[one.id].answers.get(path)} <= set(
            raw
        )
    undone = bulk_undo.undo(electrician, change.id)
    assert not undone.left or any(line.way is Way.DECIDED for line in outcome.plan.changing)
    left = {notice.id for notice, _why in undone.left}
    for one in mixed:
        if one.id not in left:
            assert now(one).answers == before[one.id].answers
            assert now(one).responsible_id == before[one.id].responsible_id
    assert queries.get(electrician, mixed[0].id).state is Status.DRAFT
