"""Programs of the tests, run as processes of their own, and databases of their own for them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from scripts import postgres

ROOT = Path(__file__).resolve().parents[1]


def plain_environment(data: Path) -> dict[str, str]:
    """What a process inherits, with nothing of the program's own settings but where its data are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    return kept | {"DATA": str(data), "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}


@pytest.fixture(params=["sqlite", "postgresql"])
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of programs on an empty database of their own, of each kind in turn."""
    if request.param == "sqlite":
        yield plain_environment(tmp_path)
    elif postgres.binaries() is None:
        pytest.skip("there is no PostgreSQL on this machine")
    else:
        with postgres.server() as url:
            yield plain_environment(tmp_path) | {"NETTMELDING_DATABASE_URL": url}


def ran(module: str, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program that has run to its end, whatever came of it."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), environment.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**environment, "PYTHONPATH": paths},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def printed_by(module: str, environment: Mapping[str, str], *arguments: str) -> Any:
    """What a program prints as JSON on its last line; None where it prints nothing."""
    done = ran(module, environment, *arguments)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout else None
