"""The mother's status is what the rule says, whatever happens to her children, in any order and at the same instant."""

import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError
from nettmelding.notices import actions
from nettmelding.notices.models import Notice
from nettmelding.notices.status import INFO, Status, Turn
from nettmelding.organisations.models import Wait
from tests.notices import blocks, blocks_at_once
from tests.programs import printed_by

WITH_GRID_COMPANY = {"submitted", "in_review", "grid_work", "stopped"}
WAITING_FOR_ANSWER = {"awaiting_information", "awaiting_customer"}
DONE = {"completion_reported", "metering", "closed"}
AWAY = {"withdrawn", "lapsed", "draft"}


def holds(mother: str, children: Sequence[str]) -> bool:
    """The rule in the trade's words, asked of what came out: `domain.md`, "A mother's status is derived, never set"."""
    there = [one for one in children if one not in AWAY]
    if mother == "withdrawn":
        return not there
    if mother == "in_review":
        return any(one in WITH_GRID_COMPANY | WAITING_FOR_ANSWER for one in there)
    if any(one in WITH_GRID_COMPANY | WAITING_FOR_ANSWER for one in there) or not there:
        return False
    to_do = [one for one in there if one not in DONE]
    return {
        "approved": any(one != "rejected" for one in to_do),
        "rejected": bool(to_do) and all(one == "rejected" for one in to_do),
        "completion_reported": not to_do and any(one != "closed" for one in there),
        "closed": all(one == "closed" for one in there),
    }.get(mother, False)


steps = st.lists(st.tuples(st.sampled_from(blocks_at_once.MOVES), st.integers(0, 9)), min_size=3, max_size=12)


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=steps)
def test_any_sequence_leaves_the_mother_as_the_rule_says(
    electrician: Actor, case_handler: Actor, steps: list[tuple[str, int]]
) -> None:
    mother, ids = blocks.sent(electrician, 3)
    actions.approve(case_handler, mother.id)
    for name, which in steps:
        ids = list(Notice.objects.filter(mother=mother).order_by("position").values_list("id", flat=True))
        with contextlib.suppress(AppError):
            blocks_at_once.move(name, electrician, case_handler, mother.id, ids[which % len(ids)])
        status = Notice.objects.get(pk=mother.pk).status
        children = list(Notice.objects.filter(mother=mother).values_list("status", flat=True))
        assert holds(status, children), (status, children)
        assert not Wait.objects.filter(subject_id__in=ids).exists()
        whose = list(Wait.objects.filter(subject_id=mother.pk).values_list("organisation_id", flat=True))
        turns = {INFO[Status(one)].turn for one in children} - {Turn.NOBODY}
        owners = {Turn.CONTRACTOR: mother.contractor_id, Turn.GRID_COMPANY: mother.grid_company_id}
        assert sorted(whose, key=str) == sorted((owners[turn] for turn in turns), key=str)


def run(environment: dict[str, str], *arguments: str) -> Any:
    """What `tests.notices.blocks_at_once` prints."""
    return printed_by("tests.notices.blocks_at_once", environment, *arguments)


@pytest.mark.one_database
def test_it_holds_when_children_move_at_the_same_instant(own_database: dict[str, str]) -> None:
    run(own_database, "prepare")
    for mother, children in run(own_database, "last_two", "6"):
        assert (mother, children) == ("completion_reported", ["completion_reported"] * 2)
    for mother, children in run(own_database, "any", "12"):
        assert holds(mother, children), (mother, children)
