"""An invitation used several times at the same instant makes one user, on both databases."""

from typing import Any

import pytest

from tests.programs import printed_by

pytestmark = pytest.mark.one_database


def run(environment: dict[str, str], *arguments: str) -> Any:
    """What `tests.organisations.accepting` prints."""
    return printed_by("tests.organisations.accepting", environment, *arguments)


def test_of_four_who_use_a_link_at_once_one_is_let_in(own_database: dict[str, str]) -> None:
    came_to = run(own_database, "accept", run(own_database, "prepare"), "4")
    assert came_to["answers"].count("in") == 1
    assert set(came_to["answers"]) <= {"in", "link_used", "has_user"}
    assert (came_to["users"], came_to["members"]) == (1, 1)
