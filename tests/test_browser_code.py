"""What the browser's code reckons out by itself: its own tests, in `frontend/tests`, in Node."""

from pathlib import Path

import pytest
from scripts import prepare

from tests.node import node

pytestmark = pytest.mark.one_database


def test_it_does_what_its_own_tests_say(tmp_path: Path) -> None:
    vite = "node_modules/vite/bin/vite.js"
    built = node(vite, "build", "--config", "vite.tests.config.ts", "--outDir", str(tmp_path), "--emptyOutDir")
    assert built.returncode == 0, built.stdout + built.stderr
    files = sorted(str(file) for file in tmp_path.glob("*.test.mjs"))
    assert len(files) == len(list((prepare.FRONTEND / "tests").glob("*.test.ts")))
    done = node("--test", *files)
    assert done.returncode == 0, done.stdout + done.stderr
