"""The table of moves itself: complete, and the pure function over it."""

from dataclasses import replace

import pytest

from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.notices.effects import EFFECTS
from nettmelding.notices.lifecycle import (
    BUILT,
    COMPLETION_IN,
    MOVES,
    Action,
    By,
    Facts,
    Move,
    Refusal,
    Text,
    decide,
    may,
    offered,
)
from nettmelding.notices.status import INFO, OPEN, Status, Turn

SIDES = {
    By.CONTRACTOR: (ActorKind.PERSON, OrganisationKind.CONTRACTOR),
    By.GRID_COMPANY: (ActorKind.PERSON, OrganisationKind.GRID_COMPANY),
    By.RULE: (ActorKind.RULE, OrganisationKind.GRID_COMPANY),
    By.CUSTOMER: (ActorKind.CUSTOMER, None),
    By.SYSTEM: (ActorKind.SYSTEM, None),
}
PERMITS_ALL = Facts(
    has_remarks=True,
    has_decision=True,
    changed=True,
    temporary=True,
    automatic=True,
    stop_proposed_by="somebody",
    actor_id="somebody else",
    lapse_due=True,
)


def someone(side: By, *rights: Right) -> Actor:
    kind, organisation_kind = SIDES[side]
    return Actor(kind=kind, name="Noen", organisation_kind=organisation_kind, rights=frozenset(rights))


def facts_that_lead_to(move: Move) -> Facts:
    """Such that this row is taken, of those with the same action."""
    if move.guard and move.guard.name == "change_needs_decision":
        return Facts(changed=True, change_needs_decision=True)
    if move.guard is COMPLETION_IN:
        return replace(PERMITS_ALL, completion_reported=True)
    if move.action in {Action.METER_SET, Action.CALL_OFF_METERING} and move.guard is None:
        return replace(PERMITS_ALL, temporary=False)
    return PERMITS_ALL


def one_who_may(move: Move) -> Actor:
    return someone(move.by, *filter(None, [move.right]))


def test_every_status_can_be_reached_and_every_one_but_the_ends_can_be_left() -> None:
    assert {move.target for move in MOVES if move.target} | {Status.DRAFT} == set(Status)
    left = {source for move in MOVES for source in move.sources}
    assert set(Status) - left == {Status.WITHDRAWN}


def test_every_status_has_its_words_and_its_turn() -> None:
    assert set(INFO) == set(Status)
    assert all(str(info.name) and str(info.help) for info in INFO.values())
    assert {status for status, info in INFO.items() if info.turn is Turn.NOBODY} == {
        Status.CLOSED,
        Status.WITHDRAWN,
        Status.LAPSED,
    }


def test_every_action_of_the_table_is_an_action_and_every_action_is_in_the_table() -> None:
    assert {move.action for move in MOVES} == set(Action)
    assert set(EFFECTS) <= set(Action)


def test_the_contractor_can_withdraw_from_every_open_status() -> None:
    withdraw = next(move for move in MOVES if move.action is Action.WITHDRAW)
    assert withdraw.sources == OPEN
    assert withdraw.by is By.CONTRACTOR


@pytest.mark.parametrize("move", [m for m in MOVES if m.performed_by in BUILT], ids=lambda m: f"{m.action}-{m.target}")
def test_the_one_whose_move_it_is_may_make_it(move: Move) -> None:
    for source in move.sources:
        assert decide(source, move.action, one_who_may(move), facts_that_lead_to(move)) == move


@pytest.mark.parametrize("move", [m for m in MOVES if m.performed_by in BUILT], ids=lambda m: f"{m.action}-{m.target}")
def test_the_other_side_and_those_without_the_right_may_not(move: Move) -> None:
    source = next(iter(move.sources))
    for side in By:
        others = [m for m in MOVES if m.action is move.action and m.by is side]
        if not others:
            refused = decide(source, move.action, someone(side, *Right), PERMITS_ALL)
            assert isinstance(refused, Refusal)
            assert refused.code == "not_yours"
    if move.right:
        refused = decide(source, move.action, someone(move.by, *(set(Right) - {move.right})), PERMITS_ALL)
        assert isinstance(refused, Refusal)


def test_moves_that_later_rooms_perform_are_in_the_table_but_not_offered_to_anyone() -> None:
    later = [move for move in MOVES if move.performed_by not in BUILT]
    assert {move.performed_by for move in later} == {"charges", "grid_work"}
    for move in later:
        assert move.action not in offered(next(iter(move.sources)), one_who_may(move))


def test_a_meter_is_ordered_and_sent_back_by_the_grid_companys_people() -> None:
    handler = someone(By.GRID_COMPANY, Right.HANDLE)
    assert Action.ORDER_METERING in offered(Status.APPROVED, handler)
    assert Action.ORDER_METERING in offered(Status.COMPLETION_REPORTED, handler)
    assert Action.RETURN_METERING in offered(Status.METERING, handler)
    assert offered(Status.METERING, someone(By.CONTRACTOR, *Right)) == [Action.WITHDRAW]


def test_a_move_that_needs_words_is_refused_without_them() -> None:
    needing = [m for m in MOVES if m.text is Text.REQUIRED and m.performed_by in BUILT]
    assert needing
    for move in needing:
        refused = decide(next(iter(move.sources)), move.action, one_who_may(move), PERMITS_ALL, words=False)
        assert isinstance(refused, Refusal)
        assert refused.code == "reason_needed"


def test_stopping_needs_a_second_person() -> None:
    handler = someone(By.GRID_COMPANY, Right.DECIDE)
    alone = decide(Status.APPROVED, Action.STOP, handler, Facts(stop_proposed_by="a", actor_id="a"))
    assert isinstance(alone, Refusal)
    both = decide(Status.APPROVED, Action.STOP, handler, Facts(stop_proposed_by="a", actor_id="b"))
    assert isinstance(both, Move)
    assert both.target is Status.STOPPED


def test_a_change_goes_to_a_new_decision_or_is_only_told_by_what_was_changed() -> None:
    sender = someone(By.CONTRACTOR, Right.SEND)
    told = decide(Status.APPROVED, Action.CHANGE, sender, Facts(changed=True))
    anew = decide(Status.APPROVED, Action.CHANGE, sender, Facts(changed=True, change_needs_decision=True))
    nothing = decide(Status.APPROVED, Action.CHANGE, sender, Facts())
    assert isinstance(told, Move)
    assert told.target is Status.APPROVED
    assert isinstance(anew, Move)
    assert anew.target is Status.SUBMITTED
    assert isinstance(nothing, Refusal)


def test_what_is_offered_is_what_side_and_right_allow() -> None:
    for status in Status:
        for side in By:
            for right in Right:
                actor = someone(side, right)
                for action in offered(status, actor):
                    rows = [m for m in MOVES if m.action is action and status in m.sources]
                    assert any(may(actor, m) for m in rows)


def test_a_grid_company_begins_nothing_for_a_stopped_contractor() -> None:
    barred = {(move.action, move.sources) for move in MOVES if move.by is By.GRID_COMPANY and move.begins_work}
    assert barred == {
        (Action.APPROVE, frozenset({Status.SUBMITTED, Status.IN_REVIEW})),
        (Action.CONNECT_TEMPORARILY, frozenset({Status.APPROVED})),
        (Action.ORDER_METERING, frozenset({Status.APPROVED})),
    }


def test_a_stopped_contractor_begins_nothing_but_may_finish_answer_and_withdraw() -> None:
    barred = {move.action for move in MOVES if move.by is By.CONTRACTOR and move.begins_work}
    assert barred == {Action.SEND, Action.CHANGE, Action.EXTEND, Action.TAKE_UP}
    left = {move.action for move in MOVES if move.by is By.CONTRACTOR and not move.begins_work}
    assert left == {Action.DELETE, Action.ANSWER, Action.WITHDRAW, Action.REPORT_COMPLETION}


@pytest.mark.parametrize("move", [m for m in MOVES if m.begins_work], ids=lambda m: f"{m.action}-{m.target}")
def test_what_begins_work_is_refused_to_a_stopped_contractor_whatever_else_holds(move: Move) -> None:
    for source in move.sources:
        refused = decide(source, move.action, one_who_may(move), replace(PERMITS_ALL, contractor_stopped=True))
        assert isinstance(refused, Refusal)
        assert refused.code == "contractor_stopped"


@pytest.mark.parametrize(
    "move",
    [m for m in MOVES if not m.begins_work and m.performed_by in BUILT],
    ids=lambda m: f"{m.action}-{m.target}",
)
def test_all_else_is_as_it_is_for_others(move: Move) -> None:
    stopped = replace(PERMITS_ALL, contractor_stopped=True)
    for source in move.sources:
        actor = one_who_may(move)
        assert decide(source, move.action, actor, stopped) == decide(source, move.action, actor, PERMITS_ALL)
