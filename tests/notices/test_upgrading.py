"""Cases that were sent before they kept their places are met by screened objects after an upgrade, on both databases."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scripts import postgres

from tests.notices.upgrading import MANY

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.one_database


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """What `tests.notices.upgrading` found afterwards, in a database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    environment = kept | {
        "DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
    }

    def run() -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.notices.upgrading"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    if request.param == "sqlite":
        yield run()
    elif postgres.binaries() is None:
        pytest.skip("there is no PostgreSQL on this machine")
    else:
        with postgres.server() as url:
            environment["NETTMELDING_DATABASE_URL"] = url
            yield run()


def test_every_case_that_was_sent_has_its_places(upgraded: dict[str, Any]) -> None:
    keys = upgraded["keys"]
    here = "address:proevevegen 12b 9998"
    assert keys["1 sent"] == [here, "meter:4400000019", "meter:707057500000000013"]
    assert keys["2 corrected"] == [here, "address:proevevegen 14b 9998", "meter:A1", "meter:B2"]
    assert keys["3 draft"] == keys["4 of nowhere"] == []
    assert keys["5 cadastral"] == ["street:gnr 33"]
    assert keys["6 request"] == [here, "meter:4400000019"]
    assert len(keys["7 large"]) == MANY
    assert upgraded["rows"] == sum(map(len, keys.values()))
