"""The same firm registered twice at the same instant is one firm, on both databases."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.programs import printed_by

pytestmark = pytest.mark.one_database
Run = Callable[..., Any]


@pytest.fixture
def run(own_database: dict[str, str]) -> Run:
    """Runs `tests.organisations.joining` on a database of its own and reads what it prints."""
    return partial(printed_by, "tests.organisations.joining", own_database)


def test_one_registration_finished_twice_is_the_same_firm_twice(run: Run) -> None:
    (key,) = run("prepare", "310000655", "nina@ny.example")
    came_to = run("finish", key, key)
    (firm,) = came_to["firms"]
    assert came_to["answers"] == [firm[0], firm[0]]
    assert firm[1] == 1


def test_two_registrations_of_one_firm_are_one_firm_and_a_word_to_the_other(run: Run) -> None:
    ids = run("prepare", "310000655", "nina@ny.example", "nils@ny.example")
    came_to = run("finish", *ids)
    (firm,) = came_to["firms"]
    assert sorted(came_to["answers"]) == sorted([firm[0], "registered_already"])
    assert firm[1] == 1


def test_one_person_with_two_registrations_of_it_is_one_user_of_one_firm(run: Run) -> None:
    ids = run("prepare", "310000655", "nina@ny.example", "nina@ny.example")
    came_to = run("finish", *ids)
    assert [members for _firm, members in came_to["firms"]] == [1]
