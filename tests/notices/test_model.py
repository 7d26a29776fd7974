"""The lifecycle driven at random, with random actors: only moves of the table happen, and everything else fits."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.audit.checkpoints import seal, verify
from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError
from nettmelding.messages.models import Message
from nettmelding.notices import actions
from nettmelding.notices.given import Given, GivenRemark
from nettmelding.notices.lifecycle import MOVES, Action, side
from nettmelding.notices.models import Decision, Notice, Submission
from nettmelding.notices.status import INFO, Status, Turn
from nettmelding.organisations.models import Wait
from tests.notices import ways

PEOPLE = (
    "saksbehandler@eksempelelektro.example",
    "montor@eksempelelektro.example",
    "admin@proveinstallasjon.example",
    "saksbehandler@eksempelnett.example",
    "saksbehandler2@eksempelnett.example",
    "planlegger@eksempelnett.example",
    "dle@eksempelnett.example",
    "saksbehandler@provenett.example",
)
LIKELY = (
    Action.SEND, Action.TAKE, Action.APPROVE, Action.REJECT, Action.ASK, Action.ANSWER, Action.REPORT_COMPLETION,
    Action.RETURN_COMPLETION, Action.CLOSE, Action.REOPEN, Action.PROPOSE_STOP, Action.STOP, Action.RESUME,
)  # fmt: skip
steps = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.one_of(st.sampled_from(LIKELY), st.sampled_from(list(Action))),
        st.sampled_from(["", "Fordi det må rettes."]),
        st.booleans(),
    ),
    min_size=5,
    max_size=25,
)
ONLY_ON_WISH = "notice_new"
OWNERS = {"Eksempel Elektro AS", "Eksempelnett AS"}


@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps)
def test_only_moves_of_the_table_happen_and_events_waits_and_outbox_fit(
    actor: Callable[[str], Actor], electrician: Actor, steps: list[tuple[str, Action, str, bool]]
) -> None:
    notice = ways.ready(electrician)
    ways.fill_in_completion(electrician, notice)
    began = Event.objects.filter(subject_id=notice.id).count()
    moved = 0
    for email, action, words, with_remark in steps:
        who = actor(email)
        before = Notice.objects.filter(pk=notice.pk).first()
        if before is None:
            break
        mails = mails_about(notice)
        given_words = Given(
            text=words,
            remarks=(GivenRemark(code="other", text="Se tegningen."),) if with_remark else (),
            ends_on=date(2027, 6, 1),
        )
        try:
            outcome = actions.act(who, notice.pk, action, given_words)
        except AppError:
            assert_nothing_happened(before, mails)
            continue
        moved += 1
        after = Notice.objects.filter(pk=notice.pk).first()
        assert_is_a_row(before.state, after.state if after else None, action, who)
        assert who.organisation_name in OWNERS
        if after is not None:
            assert after.revision > before.revision
            assert_waits_fit(after)
            assert (mails_about(notice) > mails) == bool(outcome.move.told and outcome.move.told != ONLY_ON_WISH)
    assert Event.objects.filter(subject_id=notice.id).count() == began + moved
    assert Submission.objects.filter(notice_id=notice.id).count() == count_of_submissions(notice.pk)
    while seal():
        pass
    assert verify().faults == ()


def mails_about(notice: Notice) -> int:
    """To those who work on it; the customer is told of what is sent besides."""
    return Message.objects.filter(subject_id=notice.pk).exclude(audience="customer").count()


def assert_nothing_happened(before: Notice, mails: int) -> None:
    after = Notice.objects.get(pk=before.pk)
    assert (after.status, after.revision) == (before.status, before.revision)
    assert mails_about(before) == mails


def assert_is_a_row(source: Status, target: Status | None, action: Action, who: Actor) -> None:
    rows = [m for m in MOVES if m.action is action and source in m.sources and m.target is target]
    assert any(
        m.by is side(who) and (m.right is None or who.may(m.right)) and m.performed_by == "notices" for m in rows
    )


def assert_waits_fit(notice: Notice) -> None:
    waits = list(Wait.objects.filter(subject_id=notice.pk).exclude(why="confirm_stop"))
    turn = INFO[notice.state].turn
    expected = {Turn.CONTRACTOR: [notice.contractor_id], Turn.GRID_COMPANY: [notice.grid_company_id], Turn.NOBODY: []}
    assert [w.organisation_id for w in waits] == expected[turn]
    assert Wait.objects.filter(subject_id=notice.pk, why="confirm_stop").exists() == (
        notice.stop_proposed_by_id is not None
    )


def count_of_submissions(notice_id: object) -> int:
    notice = Notice.objects.filter(pk=notice_id).first()
    decisions = Decision.objects.filter(notice_id=notice_id)
    if notice is None:
        return 0
    assert all(d.submission_number <= notice.submission_count for d in decisions)
    return notice.submission_count
