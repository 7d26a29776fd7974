"""A handing over that is answered and taken several times at the same instant happens once, on both databases."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scripts import postgres

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.one_database


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    own = kept | {
        "DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
    }
    if request.param == "sqlite":
        yield own
    elif postgres.binaries() is None:
        pytest.skip("there is no PostgreSQL on this machine")
    else:
        with postgres.server() as url:
            yield own | {"NETTMELDING_DATABASE_URL": url}


def run(environment: dict[str, str], *arguments: str) -> Any:
    """What `tests.notices.taking` prints."""
    command = [sys.executable, "-m", "tests.notices.taking", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_is_answered_once_and_passes_once(environment: dict[str, str]) -> None:
    token, transfer_id = run(environment, "prepare")
    answered = run(environment, "answer", token, "4")
    assert sorted(answered["answers"]) == ["answered", "answered", "answered", "done"]
    assert (answered["events"], answered["owner"]) == (1, "Eksempel Elektro AS")
    came_to = run(environment, "take", transfer_id, "5")
    assert came_to["answers"].count("done") == 1
    taken = "done" in came_to["answers"][1:]
    assert came_to["events"] == int(taken)
    assert came_to["owner"] == ("Prøve Installasjon AS" if taken else "Eksempel Elektro AS")
