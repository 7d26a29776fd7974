"""The same firm registered twice at the same instant is one firm, on both databases."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scripts import postgres

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.one_database
Run = Callable[..., Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Run]:
    """Runs `tests.organisations.joining` on a database of its own and reads what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    environment = kept | {
        "DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
    }

    def runs(*arguments: str) -> Any:
        command = [sys.executable, "-m", "tests.organisations.joining", *arguments]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    if request.param == "sqlite":
        yield runs
    elif postgres.binaries() is None:
        pytest.skip("there is no PostgreSQL on this machine")
    else:
        with postgres.server() as url:
            environment["NETTMELDING_DATABASE_URL"] = url
            yield runs


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
