"""An invitation used several times at the same instant makes one user, on both databases."""

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
    """What `tests.organisations.accepting` prints."""
    command = [sys.executable, "-m", "tests.organisations.accepting", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_of_four_who_use_a_link_at_once_one_is_let_in(environment: dict[str, str]) -> None:
    came_to = run(environment, "accept", run(environment, "prepare"), "4")
    assert came_to["answers"].count("in") == 1
    assert set(came_to["answers"]) <= {"in", "link_used", "has_user"}
    assert (came_to["users"], came_to["members"]) == (1, 1)
