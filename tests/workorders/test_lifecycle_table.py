"""The table of a work order's moves: whatever is in it can be done by those it names and by nobody else."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.workorders.lifecycle import (
    MOVES,
    Action,
    By,
    Facts,
    Move,
    Refusal,
    Sides,
    decide,
    offered,
    sides,
)
from nettmelding.workorders.status import ENDED, INFO, OPEN, Status, Turn

GRID, FIRM, ASKING, FITTER = uuid4(), uuid4(), uuid4(), uuid4()
ORDER = Sides(GRID, FIRM, FITTER, ASKING)
ALL_HOLDS = Facts(has_times=True, accepted_by_rule=True)
KINDS = {By.CUSTOMER: ActorKind.CUSTOMER, By.RULE: ActorKind.RULE, By.SYSTEM: ActorKind.SYSTEM}
FIRMS = {By.GRID_COMPANY: GRID, By.PERFORMER: FIRM, By.FITTER: FIRM, By.ORDERER: ASKING}


def someone(side: By, *rights: Right) -> Actor:
    """One who is on a side, and on no other but the performer's for its fitter."""
    if side in KINDS:
        return Actor(kind=KINDS[side], name="x")
    kind = OrganisationKind.GRID_COMPANY if side is By.GRID_COMPANY else OrganisationKind.CONTRACTOR
    user = FITTER if side is By.FITTER else uuid4()
    return Actor(ActorKind.PERSON, "x", user, FIRMS[side], kind, rights=frozenset(rights))


@pytest.mark.parametrize("move", MOVES, ids=lambda m: f"{m.action}-{m.by}-{m.target}")
def test_each_row_is_made_by_its_side_with_its_right_and_by_nobody_without(move: Move) -> None:
    for source in move.sources:
        who = someone(move.by, *([move.right] if move.right else []))
        made = decide(source, move.action, who, ORDER, ALL_HOLDS, words=True)
        assert isinstance(made, Move)
        assert made.action is move.action
        if move.right:
            without = someone(move.by, *(set(Right) - {move.right}))
            refused = decide(source, move.action, without, ORDER, ALL_HOLDS, words=True)
            assert isinstance(refused, Refusal)
            assert refused.code == "not_yours"


@pytest.mark.parametrize("move", [m for m in MOVES if m.words], ids=lambda m: f"{m.action}-{m.by}")
def test_words_are_asked_for_where_the_table_says_so(move: Move) -> None:
    who = someone(move.by, *([move.right] if move.right else []))
    refused = decide(next(iter(move.sources)), move.action, who, ORDER, ALL_HOLDS, words=False)
    assert isinstance(refused, Refusal)
    assert refused.code == "reason_needed"


@pytest.mark.parametrize(
    ("action", "status", "side", "right", "fact", "code"),
    [
        (Action.PLAN, Status.UNPLANNED, By.PERFORMER, Right.PLAN_WORK, {"has_fitter": False}, "has_fitter"),
        (Action.PLAN, Status.UNPLANNED, By.PERFORMER, Right.PLAN_WORK, {"fitter_may": False}, "fitter_may"),
        (Action.OFFER_TIMES, Status.UNPLANNED, By.PERFORMER, Right.PLAN_WORK, {"has_times": False}, "has_times"),
        (Action.REPORT, Status.STARTED, By.FITTER, Right.DO_WORK, {"complete": False}, "complete"),
        (Action.REPORT, Status.STARTED, By.FITTER, Right.DO_WORK, {"conflicts": True}, "no_conflicts"),
        (Action.REPORT, Status.STARTED, By.FITTER, Right.DO_WORK, {"may_energise": False}, "may_energise"),
        (Action.ACCEPT, Status.REPORTED, By.GRID_COMPANY, Right.HANDLE, {"photos_here": False}, "photos_here"),
        (Action.ACCEPT, Status.REPORTED, By.GRID_COMPANY, Right.HANDLE, {"dangerous": True}, "not_dangerous"),
        (Action.CANCEL, Status.PLANNED, By.ORDERER, Right.REPORT, {"in_time": False}, "in_time"),
    ],
)
def test_each_guard_says_why(
    action: Action, status: Status, side: By, right: Right, fact: dict[str, bool], code: str
) -> None:
    refused = decide(status, action, someone(side, right), ORDER, replace(ALL_HOLDS, **fact), words=True)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_a_fitter_does_only_what_is_given_to_them() -> None:
    colleague = replace(someone(By.FITTER, Right.DO_WORK), user_id=uuid4())
    for action in (Action.START, Action.MISS, Action.REPORT):
        refused = decide(Status.PLANNED, action, colleague, ORDER, ALL_HOLDS, words=True)
        assert isinstance(refused, Refusal)
    assert sides(colleague, ORDER) == {By.PERFORMER}


def test_every_open_status_has_somebody_whose_turn_it_is_and_a_way_on() -> None:
    for status in Status:
        ways = {move.target for move in MOVES if status in move.sources}
        if status in OPEN:
            assert INFO[status].turn is not Turn.NOBODY
            assert ways - {status}
        else:
            assert INFO[status].turn is Turn.NOBODY
    assert {move.target for move in MOVES} == set(Status)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(list(Status)), st.sampled_from(list(Action)), st.sampled_from(list(By)),
    st.sets(st.sampled_from(list(Right))), st.booleans(),
)  # fmt: skip
def test_whatever_is_tried_ends_in_a_row_of_the_table_or_a_refusal(
    status: Status, action: Action, side: By, rights: set[Right], words: bool
) -> None:
    who = someone(side, *rights)
    made = decide(status, action, who, ORDER, ALL_HOLDS, words=words)
    if isinstance(made, Move):
        assert made in MOVES
        assert status in made.sources
        assert made.action in offered(status, who, ORDER)
    else:
        assert str(made.message)


def test_an_ended_order_moves_only_by_being_opened_again() -> None:
    for status in ENDED:
        assert {move.action for move in MOVES if status in move.sources} <= {Action.REOPEN}
