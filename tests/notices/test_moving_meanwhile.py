"""A case that passes to another contractor while the grid company acts on it is still there for the grid company."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scripts import postgres

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.one_database


@pytest.mark.skipif(postgres.binaries() is None, reason="there is no PostgreSQL on this machine")
def test_who_waited_for_the_notice_finds_it_with_its_new_contractor(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    with postgres.server() as url:
        environment = kept | {"DATA": str(tmp_path), "PYTHONPATH": paths, "NETTMELDING_DATABASE_URL": url}
        command = [sys.executable, "-m", "tests.notices.moving"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == "taken"
