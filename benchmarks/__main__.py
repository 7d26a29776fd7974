"""Times and query counts on a large database, on SQLite and PostgreSQL.

make bench                              100,000 notices
BENCH_SIZE=1000000 make bench           the big one: hours, and about 35 GB a database
BENCH_DATA=/var/tmp/bench make bench    keeps the filled databases there and uses them again
BENCH_DATABASES=sqlite make bench       one of the two
BENCH_ONLY=installations make bench     another benchmark alone; see benchmarks/README.md
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts import postgres

from benchmarks import report

OTHERS = ("installations", "importing", "blocks", "grid", "tiles", "short_circuit")
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    only = os.environ.get("BENCH_ONLY", "")
    if only in OTHERS:
        return subprocess.run([sys.executable, "-m", f"benchmarks.{only}"], cwd=ROOT, check=True).returncode
    if only:
        sys.exit(f"BENCH_ONLY is one of {', '.join(OTHERS)}.")
    size = int(os.environ.get("BENCH_SIZE", "100000"))
    wanted = os.environ.get("BENCH_DATABASES", "sqlite postgresql").split()
    with folder() as data:
        for name in wanted:
            if name == "postgresql" and postgres.binaries() is None:
                print("PostgreSQL is not installed here: it was not measured.")
                continue
            print(f"{report.NAMES[name]}, {size:,} notices", flush=True)
            with database(name, data / f"{name}-{size}") as environment:
                print(report.table(_measured(size, environment)), flush=True)
    return 0


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Where the databases lie: as asked, or gone afterwards."""
    kept = os.environ.get("BENCH_DATA")
    if kept:
        yield Path(kept).resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="nettmelding-bench-") as path:
            yield Path(path)


@contextlib.contextmanager
def database(name: str, folder: Path) -> Iterator[dict[str, str]]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = dict(
        os.environ, DATA=str(folder), NETTMELDING_DEMO="1", DJANGO_SETTINGS_MODULE="nettmelding.config.settings"
    )
    if name == "postgresql":
        kept = folder / "postgresql" if "BENCH_DATA" in os.environ else None
        with postgres.server(postgres.DURABLE, kept) as url:
            yield environment | {"NETTMELDING_DATABASE_URL": url}
    else:
        yield environment


def _measured(size: int, environment: dict[str, str]) -> list[report.Row]:
    """What `benchmarks.one` found; it shows its bar meanwhile."""
    result = Path(environment["DATA"]) / "result.json"
    command = [sys.executable, "-m", "benchmarks.one", str(size), str(result)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    found: list[report.Row] = json.loads(result.read_text())
    return found


if __name__ == "__main__":
    sys.exit(main())
