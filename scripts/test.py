"""All checks and tests: style, types, import contracts, then the tests on SQLite and on PostgreSQL.

make test                          everything
make check                         what is quick, without the tests
.venv/bin/python scripts/test.py tests/notices -k approve     a part, on SQLite
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    ("style", ["ruff", "check", "."]),
    ("formatting", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("import contracts", ["lint-imports", "--no-cache"]),
)

KEPT_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / ".venv" / "bytecode")}
"""Tests start hundreds of processes: what each would compile is kept, outside the source, whatever the machine's habit."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checks-only", action="store_true")
    options, rest = parser.parse_known_args()
    if rest:
        return pytest("sqlite", rest, {})
    failed = [name for name, command in CHECKS if not passes(name, [str(BIN / command[0]), *command[1:]])]
    if options.checks_only:
        return report(failed)
    if pytest("SQLite", ["tests", "-n", "2", "--dist", "loadgroup"], {}):
        failed.append("tests on SQLite")
    if postgres.binaries() is None:
        print("PostgreSQL is not installed here: its tests were not run.")
    else:
        with postgres.server() as url:
            if pytest(
                "PostgreSQL",
                ["tests", "-n", "2", "--dist", "loadgroup", "-m", "not one_database"],
                {"NETTMELDING_DATABASE_URL": url},
            ):
                failed.append("tests on PostgreSQL")
    return report(failed)


def passes(name: str, command: list[str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def pytest(name: str, arguments: list[str], environment: dict[str, str]) -> int:
    print(f"Tests on {name}", flush=True)
    command = [str(BIN / "pytest"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | KEPT_BYTECODE | environment).returncode


def report(failed: list[str]) -> int:
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
