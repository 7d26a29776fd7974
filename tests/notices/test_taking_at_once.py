"""A handing over that is answered and taken several times at the same instant happens once, on both databases."""

from typing import Any

import pytest

from tests.programs import printed_by

pytestmark = pytest.mark.one_database


def run(environment: dict[str, str], *arguments: str) -> Any:
    """What `tests.notices.taking` prints."""
    return printed_by("tests.notices.taking", environment, *arguments)


def test_it_is_answered_once_and_passes_once(own_database: dict[str, str]) -> None:
    token, transfer_id = run(own_database, "prepare")
    answered = run(own_database, "answer", token, "4")
    assert sorted(answered["answers"]) == ["answered", "answered", "answered", "done"]
    assert (answered["events"], answered["owner"]) == (1, "Eksempel Elektro AS")
    came_to = run(own_database, "take", transfer_id, "5")
    assert came_to["answers"].count("done") == 1
    taken = "done" in came_to["answers"][1:]
    assert came_to["events"] == int(taken)
    assert came_to["owner"] == ("Prøve Installasjon AS" if taken else "Eksempel Elektro AS")
